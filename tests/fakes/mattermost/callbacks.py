"""The HTTP client of the server, for its requests to integrations."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

import aiohttp

from .state import State

LARGEST_ANSWER = 1024 * 1024
_HEADERS = {"User-Agent": "Mattermost-Bot/1.1", "Accept": "application/json", "Accept-Encoding": "gzip"}


class CallbackError(Exception):
    """The integration could not be reached, or may not be."""


class Callbacks:
    """Requests to integrations, with the limits that the settings of the server put on them."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._http: aiohttp.ClientSession | None = None

    async def close(self) -> None:
        if self._http is not None:
            await self._http.close()

    async def send(
        self, method: str, url: str, body: str, headers: dict[str, str]
    ) -> tuple[int, str, str, bytes]:
        """Status, reason, content type and body (up to the largest) of the integration's answer."""
        self._check_address(url)
        if self._http is None:
            self._http = aiohttp.ClientSession(auto_decompress=True)
        timeout = aiohttp.ClientTimeout(total=self._state.config["OutgoingIntegrationRequestsTimeout"])
        headers = _HEADERS | headers
        try:
            async with self._http.request(
                method, url, data=body.encode() or None, headers=headers, timeout=timeout
            ) as answer:
                content = await _read_up_to(answer.content, LARGEST_ANSWER)
                kind = answer.headers.get("Content-Type", "").split(";")[0].strip()
                return answer.status, str(answer.reason), kind, content
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            raise CallbackError(str(error)) from error

    def _check_address(self, url: str) -> None:
        """Private addresses have to be allowed by `AllowedUntrustedInternalConnections`."""
        host = urlsplit(url).hostname or ""
        allowed = self._state.config["AllowedUntrustedInternalConnections"].replace(",", " ").split()
        try:
            address = ipaddress.ip_address("127.0.0.1" if host == "localhost" else host)
        except ValueError:
            return
        if not address.is_private or host in allowed:
            return
        if any("/" in one and address in ipaddress.ip_network(one, strict=False) for one in allowed):
            return
        raise CallbackError("address forbidden, you may need to set AllowedUntrustedInternalConnections")


async def _read_up_to(stream: aiohttp.StreamReader, limit: int) -> bytes:
    content = b""
    while len(content) < limit:
        piece = await stream.read(limit - len(content))
        if not piece:
            break
        content += piece
    return content
