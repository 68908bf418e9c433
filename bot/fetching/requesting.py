"""Requests without content, and the heads of their answers, over connections that are kept open.

aiohttp makes the connections, and reads what comes back. What its session does for each request besides
(cookies, proxies, forms, traces, redirects) has no use here, and would take as long as all the rest.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import aiohttp
from aiohttp.client_proto import ResponseHandler
from aiohttp.connector import Connection
from aiohttp.http import RawResponseMessage
from yarl import URL

from bot.language.remembering import remembering

_LONGEST_LINE, _LONGEST_FIELD = 8_190, 16_380
_WITHOUT_LIMIT = aiohttp.ClientTimeout(total=None, sock_connect=None)
_ORIGINS = 1_000
"""Sites whose names are read once only."""
_SWITCHING_PROTOCOLS = 101
_ANYTHING = "Accept: */*\r\n"


class Response(NamedTuple):
    """An answer whose head has come: its content is read, as far as it is wanted, then it is released."""

    status: int
    headers: tuple[tuple[bytes, bytes], ...]
    content: aiohttp.StreamReader
    connection: Connection

    def release(self) -> None:
        """Leave the connection to others; it is closed if there is content that was not read."""
        self.connection.release()


class Requests:
    """Asks over the connections of a connector; `headers` are sent each time. Made in the running loop."""

    def __init__(self, connector: aiohttp.BaseConnector, headers: Mapping[str, str]) -> None:
        self._connector = connector
        self._own = _lines(headers)
        self._site = remembering(maxsize=_ORIGINS)(_site)

    async def get(self, url: str, headers: Mapping[str, str]) -> Response:
        """Ask for what is at a normalised address without a fragment.

        A connection that was kept open may end at any time: then it is asked once more.

        Raises:
            aiohttp.ClientError: no answer came.
            aiohttp.http.HttpProcessingError: what came is none of a web server.
        """
        path = url.index("/", len("https://"))
        site = self._site(url[:path])
        line = f"GET {url[path:]} HTTP/1.1\r\nHost: {site.name}\r\n"
        wanted = "" if any(name.lower() == "accept" for name in headers) else _ANYTHING
        head = f"{line}{self._own}{wanted}{_lines(headers)}\r\n".encode()
        try:
            return await self._ask(site, head)
        except aiohttp.ClientConnectorError:
            raise
        except (aiohttp.ClientOSError, aiohttp.ServerDisconnectedError):
            return await self._ask(site, head)

    async def _ask(self, site: _Site, head: bytes) -> Response:
        connection = await self._connector.connect(site.request, [], _WITHOUT_LIMIT)
        try:
            message, content = await _answer(connection.protocol, head)
        except BaseException:
            connection.close()
            raise
        return Response(message.code, message.raw_headers, content, connection)


class _Site(NamedTuple):
    """Where connections lead: what the connector knows them by, and what the server is called."""

    request: aiohttp.ClientRequest
    name: str


def _site(origin: str) -> _Site:
    try:
        request = aiohttp.ClientRequest("GET", URL(f"{origin}/", encoded=True))
    except ValueError as error:
        raise aiohttp.InvalidURL(origin) from error
    return _Site(request, request.headers["Host"])


def _lines(headers: Mapping[str, str]) -> str:
    """Return headers as they are written in a request.

    Raises:
        ValueError: one of them would break its line.
    """
    lines = "".join([f"{name}: {value}\r\n" for name, value in headers.items()])
    if lines.count("\n") > len(headers) or lines.count("\r") > len(headers) or "\0" in lines:
        raise ValueError("a header breaks its line")
    return lines


async def _answer(
    protocol: ResponseHandler | None, head: bytes
) -> tuple[RawResponseMessage, aiohttp.StreamReader]:
    """Write a request, and wait for the head of its answer, past those that only say that one will come."""
    if protocol is None or protocol.transport is None:
        raise aiohttp.ServerDisconnectedError
    protocol.set_response_params(
        read_until_eof=True,
        auto_decompress=False,
        max_line_size=_LONGEST_LINE,
        max_field_size=_LONGEST_FIELD,
    )
    protocol.transport.write(head)
    while True:
        message, content = await protocol.read()
        if not 100 <= message.code < 200 or message.code == _SWITCHING_PROTOCOLS:
            return message, content
