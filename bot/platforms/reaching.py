"""Whether something answers at an address, and what stands in the way if not."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import json
import os
import socket
import ssl
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import httpx

from bot.platforms.session import open_session

_WITHIN = 10.0
_MOST = 64 * 1024
_UNCOMPRESSED = {"Accept-Encoding": "identity"}
_ANY_ADDRESS = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}  # noqa: S104 - it is not bound here


class Obstacle(Enum):
    """What stands between this machine and an address."""

    NAME = auto()
    CERTIFICATE = auto()
    TLS = auto()
    CLOSED = auto()
    SILENCE = auto()
    PROTOCOL = auto()


@dataclass(frozen=True, slots=True)
class Reached:
    """What came back: an HTTP status and the JSON object that came with it, or what stood in the way.

    `detail` is the system's own words for the obstacle.
    """

    status: int | None = None
    content: dict[str, Any] | None = None
    obstacle: Obstacle | None = None
    detail: str = ""


async def reach(url: str, *, directly: bool = False, within: float = _WITHIN) -> Reached:
    """Ask for what is at an address, without following it elsewhere; `directly` without a proxy."""
    timeout = aiohttp.ClientTimeout(total=within)
    try:
        async with (
            open_session(httpx.URL(url), _UNCOMPRESSED, directly=directly) as session,
            session.get(url, allow_redirects=False, timeout=timeout) as answer,
        ):
            return Reached(answer.status, _object(await _beginning(answer.content)))
    except (TimeoutError, aiohttp.ClientError, httpx.InvalidURL, ValueError) as error:
        return met(error)


def met(error: Exception) -> Reached:
    """Return what stood in the way of a request that failed with this error of aiohttp."""
    match error:
        case TimeoutError():
            return Reached(obstacle=Obstacle.SILENCE)
        case aiohttp.ClientConnectorCertificateError():
            return Reached(obstacle=Obstacle.CERTIFICATE, detail=_words(error.certificate_error))
        case aiohttp.ClientSSLError():
            return Reached(obstacle=Obstacle.TLS, detail=_words(error.os_error))
        case aiohttp.ClientConnectorDNSError():
            return Reached(obstacle=Obstacle.NAME)
        case aiohttp.ClientConnectorError():
            return Reached(obstacle=Obstacle.CLOSED, detail=_words(error.os_error))
        case _:
            return Reached(obstacle=Obstacle.PROTOCOL, detail=type(error).__name__)


async def addresses_of(url: str) -> tuple[str, ...]:
    """Return the IP addresses of the host of an address, as this machine knows them; none if it does not."""
    host = urlsplit(url).hostname or ""
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return ()
    return tuple(dict.fromkeys(str(item[4][0]) for item in found))


def local_address(host: str) -> str:
    """Return the address at which this machine reaches what listens on `host`."""
    return _ANY_ADDRESS.get(host, host)


async def is_listening(host: str, port: int) -> bool:
    """Return whether something accepts connections there."""
    try:
        async with asyncio.timeout(_WITHIN):
            _reader, writer = await asyncio.open_connection(local_address(host), port)
    except (OSError, TimeoutError):
        return False
    writer.close()
    with contextlib.suppress(OSError):
        await writer.wait_closed()
    return True


async def _beginning(content: aiohttp.StreamReader) -> bytes:
    """Return an answer's body, unless it is so long that it is not of those looked for here."""
    read = b""
    while chunk := await content.read(_MOST):
        read += chunk
        if len(read) > _MOST:
            return b""
    return read


def _object(content: bytes) -> dict[str, Any] | None:
    try:
        decoded = json.loads(content)
    except ValueError:
        return None
    return decoded if isinstance(decoded, dict) else None


def _words(error: BaseException) -> str:
    if isinstance(error, ssl.SSLError):  # its number is OpenSSL's, not the system's
        return str(getattr(error, "verify_message", "") or error.reason or error)
    if isinstance(error, OSError) and error.errno is not None and error.errno in errno.errorcode:
        return os.strerror(error.errno)
    return str(error)
