"""What the web server serves: routes, answers without a word to strangers, and who counts as a neighbour."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import wraps
from ipaddress import IPv6Address, ip_address

from aiohttp import web

Handler = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]
"""Answers a request, whose body has come whole.

To turn it away, it raises one of aiohttp's `HTTPException`, of which only the status goes out.
"""

_PROXIED = ("Forwarded", "X-Forwarded-For", "X-Real-IP")


@dataclass(frozen=True, slots=True)
class Route:
    """A method and a path, below the prefix under which they are mounted, and what answers there.

    `name` stands in the log and in the metrics in place of the path, which may hold a secret.
    """

    name: str
    method: str
    path: str
    handler: Handler


def empty(status: int) -> web.Response:
    """Return an answer that says nothing but its status."""
    return web.Response(status=status)


def for_neighbours(handler: Handler) -> Handler:
    """Let a handler answer neighbours only; for all others the path does not exist.

    A neighbour comes from this machine or a private network, and comes itself: a reverse proxy that says for
    whom it asks (as they do by themselves, or with the settings in the documentation) speaks for strangers.
    """

    @wraps(handler)
    async def guarded(request: web.BaseRequest) -> web.StreamResponse:
        if not is_private(request.remote) or any(name in request.headers for name in _PROXIED):
            raise web.HTTPNotFound
        return await handler(request)

    return guarded


def is_private(address: str | None) -> bool:
    """Return whether an IP address is of this machine, or of a network that the Internet cannot reach."""
    try:
        ip = ip_address(address or "")
    except ValueError:
        return False
    if isinstance(ip, IPv6Address) and ip.ipv4_mapped is not None:
        ip = ip.ipv4_mapped
    return not ip.is_global and not ip.is_multicast
