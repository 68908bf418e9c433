"""Connections to hosts whose addresses were checked.

No name is resolved between the check and the connection, so that what is connected to is what was checked.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from ipaddress import ip_address

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult

from bot.fetching.addresses import Allowed

KNOWN_FOR = 60
"""Seconds for which the addresses of a host are known without asking again."""
KEEP_ALIVE = 15.0
"""Seconds for which a connection that nobody uses stays open."""
MOST_IDLE = 200
"""Hosts to which connections stay open that nobody uses: each of them takes a file descriptor."""

LookUp = Callable[[str], Awaitable[Sequence[str]]]
"""Finds the addresses of a name, the preferred first; raises OSError if there are none."""


_NUMERIC = socket.AI_NUMERICHOST | socket.AI_NUMERICSERV


class RefusedAddressError(OSError):
    """The host is in a private network."""


class SystemNames:
    """Finds addresses as the machine does, in threads of its own: a slow name keeps one busy for long."""

    def __init__(self, at_once: int) -> None:
        self._threads = ThreadPoolExecutor(at_once, thread_name_prefix="names")

    async def __call__(self, host: str) -> Sequence[str]:
        """Return the addresses of a name.

        Raises:
            OSError: there are none, or nobody can tell.
        """
        found = await asyncio.get_running_loop().run_in_executor(self._threads, _addresses, host)
        return list(dict.fromkeys(found))

    def close(self) -> None:
        """Look for no more names; threads that wait for an answer end by themselves."""
        self._threads.shutdown(wait=False, cancel_futures=True)


def _addresses(host: str) -> list[str]:
    # As bytes: Python's own coding of international names is an older one than that of URLs.
    return [
        str(each[4][0]) for each in socket.getaddrinfo(host.encode("ascii"), None, type=socket.SOCK_STREAM)
    ]


class _CheckingResolver(AbstractResolver):
    """Gives the addresses of a name that may be asked, and no other."""

    def __init__(self, allowed: Allowed, look_up: LookUp) -> None:
        self._allowed = allowed
        self._look_up = look_up
        self._vouched: set[str] = set()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Return the addresses of a host of the public web, or of one that the configuration names.

        Raises:
            OSError: it has none; RefusedAddressError if it has only others.
        """
        found = await self._look_up(host)
        if self._allowed.has_name(host.rstrip(".")):
            self._vouched.update(found)
            asked = list(found)
        else:
            asked = [each for each in found if self._allowed.may_be_asked(ip_address(each))]
        if not asked:
            raise (
                RefusedAddressError(f"{host} is not public")
                if found
                else socket.gaierror(socket.EAI_NONAME, "no address")
            )
        return [
            ResolveResult(hostname=host, host=each, port=port, family=kind, proto=0, flags=_NUMERIC)
            for each in asked
            if (kind := socket.AF_INET6 if ":" in each else socket.AF_INET) == (family or kind)
        ]

    def new_socket(self, info: tuple[int, int, int, str, tuple[object, ...]]) -> socket.socket:
        """Return the socket that is about to be connected, if that address may be asked.

        All have been checked already, names above and literal addresses before: this is the last look.

        Raises:
            RefusedAddressError: it may not.
        """
        family, kind, protocol, _name, where = info
        address = str(where[0])
        if address not in self._vouched and not self._allowed.may_be_asked(ip_address(address)):
            raise RefusedAddressError(f"{address} is not public")
        return socket.socket(family, kind, protocol)

    async def close(self) -> None:
        """Nothing is held."""


class CheckedConnector(aiohttp.TCPConnector):
    """Makes connections to the hosts that may be asked, and keeps them open for the next request."""

    def __init__(self, allowed: Allowed, trusted: ssl.SSLContext, look_up: LookUp) -> None:
        resolver = _CheckingResolver(allowed, look_up)
        super().__init__(
            limit=0,
            resolver=resolver,
            socket_factory=resolver.new_socket,
            ttl_dns_cache=KNOWN_FOR,
            keepalive_timeout=KEEP_ALIVE,
            ssl=trusted,
        )

    def make_room(self) -> None:
        """Close unused connections while they lead to too many hosts, those unused for longest first."""
        while len(self._conns) > MOST_IDLE:
            for protocol, _since in self._conns.pop(next(iter(self._conns))):
                protocol.close()
