"""One request and its answer, without following it elsewhere."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

import aiohttp
from aiohttp.http import HttpProcessingError

from bot.fetching.addresses import Allowed
from bot.fetching.connecting import CheckedConnector, LookUp, RefusedAddressError, SystemNames
from bot.fetching.headers import read_headers
from bot.fetching.locating import Target, private
from bot.fetching.requesting import Requests, Response
from bot.fetching.unpacking import Bound, Unpacking, too_large
from bot.language.messages import Text, _
from bot.plugin.fetching import FetchError, FetchProblem

LARGE = 1024 * 1024
"""Bytes of content beyond which it is a large one."""
LARGE_AT_ONCE = 4
"""So many large contents are taken in at once: what comes meanwhile is held in memory."""
_WITHOUT_CONTENT = (204, 304)
_ELSEWHERE = (301, 302, 303, 307, 308)


@dataclass(frozen=True, slots=True)
class Answer:
    """What one server answered; `elsewhere` is where it sends those who ask, as it wrote it.

    `is_partial` is whether there was more content than was taken.
    """

    status: int
    headers: dict[str, str]
    content: bytes = b""
    elsewhere: str | None = None
    is_partial: bool = False


class Exchange:
    """The connections by which answers come; made in the running loop.

    It keeps no cookies, follows nothing and knows no proxies, since they would resolve names themselves.
    """

    def __init__(
        self,
        allowed: Allowed,
        trusted: ssl.SSLContext,
        headers: dict[str, str],
        at_once: int,
        look_up: LookUp | None,
    ) -> None:
        self._names = SystemNames(2 * at_once)
        self._large = asyncio.Semaphore(LARGE_AT_ONCE)
        self._connector = CheckedConnector(allowed, trusted, look_up or self._names)
        self._requests = Requests(self._connector, headers)

    async def ask(
        self, target: Target, headers: Mapping[str, str] | None, bound: Bound, deadline: asyncio.Timeout
    ) -> Answer:
        """Ask for what is at an address; it takes as long as the server likes, or until the `deadline`.

        That is put off for as long as a large content waits for its turn.

        Raises:
            FetchError: nothing came back, or not all of it.
        """
        self._connector.make_room()
        try:
            response = await self._requests.get(target.url, headers or {})
            try:
                return await self._read(response, bound, deadline)
            finally:
                response.release()
        except (aiohttp.ClientError, HttpProcessingError, OSError) as error:
            raise _told(error, target.host) from error

    async def close(self) -> None:
        """Close the connections."""
        await self._connector.close()
        self._names.close()

    async def _read(self, response: Response, bound: Bound, deadline: asyncio.Timeout) -> Answer:
        headers = read_headers(response.headers)
        status = response.status
        if status in _ELSEWHERE and (elsewhere := headers.get("location")):
            return Answer(status, headers, elsewhere=elsewhere)
        if status in _WITHOUT_CONTENT:
            return Answer(status, headers)
        length = headers.get("content-length", "")
        is_longer = length.isascii() and length.isdigit() and int(length) > bound.limit
        if is_longer and not bound.partly:
            raise too_large(bound.limit)
        unpacking = Unpacking(headers.get("content-encoding", ""), bound)
        async with AsyncExitStack() as room:
            is_large = False
            async for piece in _pieces(response.content, unpacking.step):
                unpacking.feed(piece)
                if unpacking.is_full:
                    break
                if not is_large and unpacking.size > LARGE:
                    is_large = True
                    await room.enter_async_context(self._room(deadline))
            return Answer(status, headers, unpacking.content(), is_partial=unpacking.is_full)

    @asynccontextmanager
    async def _room(self, deadline: asyncio.Timeout) -> AsyncIterator[None]:
        """Wait until few others are large, too; meanwhile what the server sends waits on its way."""
        loop = asyncio.get_running_loop()
        left = (deadline.when() or loop.time()) - loop.time()
        deadline.reschedule(None)
        async with self._large:
            deadline.reschedule(loop.time() + left)
            yield


async def _pieces(content: aiohttp.StreamReader, step: int) -> AsyncIterator[bytes]:
    """Give what comes in pieces of at most so many bytes; others go on in between."""
    while came := await content.readany():
        for start in range(0, len(came), step):
            if start:
                await asyncio.sleep(0)
            yield came[start : start + step]


def _told(error: aiohttp.ClientError | HttpProcessingError | OSError, host: str) -> FetchError:
    """Return what to say of an error of aiohttp."""
    cause = getattr(error, "os_error", None)
    match error:
        case aiohttp.ClientConnectorCertificateError() | aiohttp.ClientSSLError():
            return FetchError(FetchProblem.CERTIFICATE, _uncertain(error, host))
        case aiohttp.ClientConnectorError() if isinstance(cause, RefusedAddressError):
            return FetchError(FetchProblem.PRIVATE, private(host))
        case aiohttp.ClientConnectorDNSError() if _may_pass(cause):
            text = _("nobody can tell me just now where “{host}” is", host=host)
            return FetchError(FetchProblem.UNREACHABLE, text)
        case aiohttp.ClientConnectorDNSError():
            return FetchError(FetchProblem.UNKNOWN_HOST, _("there is no host “{host}”", host=host))
        case aiohttp.ClientConnectorError():
            return FetchError(FetchProblem.UNREACHABLE, _("“{host}” cannot be reached", host=host))
        case HttpProcessingError() | aiohttp.InvalidURL():
            return FetchError(
                FetchProblem.NOT_HTTP, _("“{host}” does not answer as a web server does", host=host)
            )
        case _:
            return FetchError(
                FetchProblem.INTERRUPTED,
                _("“{host}” hung up before all of its answer was there", host=host),
            )


def _uncertain(error: aiohttp.ClientError, host: str) -> Text:
    if isinstance(error, aiohttp.ClientConnectorCertificateError):
        return _("the certificate of “{host}” is not valid, so I cannot know who answers", host=host)
    return _("“{host}” offers no secure connection that I trust", host=host)


def _may_pass(cause: object) -> bool:
    """Return whether who knows the names could not be asked: that says nothing of the host."""
    return isinstance(cause, socket.gaierror) and cause.errno == socket.EAI_AGAIN
