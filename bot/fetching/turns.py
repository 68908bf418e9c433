"""Whose turn it is: a bounded number of requests at once, in all and to one host."""

from __future__ import annotations

import asyncio
from collections import deque
from types import TracebackType


class _Gate:
    """A number of places. Of those who wait for one, whoever is in haste comes first."""

    __slots__ = ("_free", "_in_haste", "_patient")

    def __init__(self, places: int) -> None:
        self._free = places
        self._in_haste: deque[asyncio.Future[None]] = deque()
        self._patient: deque[asyncio.Future[None]] = deque()

    async def enter(self, *, in_haste: bool) -> None:
        """Wait for a place, and take it."""
        if self._free:
            self._free -= 1
            return
        place = asyncio.get_running_loop().create_future()
        (self._in_haste if in_haste else self._patient).append(place)
        try:
            await place
        except asyncio.CancelledError:
            if not place.cancelled():  # it was given at this very moment
                self.leave()
            raise

    def leave(self) -> None:
        """Give a place to whoever is next."""
        for waiting in (self._in_haste, self._patient):
            while waiting:
                place = waiting.popleft()
                if not place.done():
                    place.set_result(None)
                    return
        self._free += 1


class _Host:
    __slots__ = ("gate", "people")

    def __init__(self, at_once: int) -> None:
        self.gate = _Gate(at_once)
        self.people = 0
        """Those who hold a turn, and those who wait for one."""


class Turns:
    """Hands out turns: first to whoever is in haste, then in the order in which they were asked for.

    Who waits for a busy host takes no turn from those who ask others: the host's comes first, then the common
    one. Nobody may hold a turn while waiting for another one.
    """

    def __init__(self, in_all: int, at_one_host: int) -> None:
        self._in_all = _Gate(in_all)
        self._at_one_host = at_one_host
        self._hosts: dict[str, _Host] = {}

    def of(self, host: str, *, in_haste: bool = False) -> _Turn:
        """Return what waits for a turn to ask a host, and holds it."""
        return _Turn(self, host, in_haste=in_haste)

    async def begin(self, name: str, *, in_haste: bool) -> None:
        """Wait for a turn, and take it."""
        host = self._hosts.get(name)
        if host is None:
            host = self._hosts[name] = _Host(self._at_one_host)
        host.people += 1
        try:
            await host.gate.enter(in_haste=in_haste)
            try:
                await self._in_all.enter(in_haste=in_haste)
            except BaseException:
                host.gate.leave()
                raise
        except BaseException:
            self._leave(name, host)
            raise

    def end(self, name: str) -> None:
        """Give a turn back."""
        host = self._hosts[name]
        self._in_all.leave()
        host.gate.leave()
        self._leave(name, host)

    def _leave(self, name: str, host: _Host) -> None:
        host.people -= 1
        if not host.people:
            del self._hosts[name]


class _Turn:
    """A turn, held as long as the block that it opens; each request makes one, so it does no more."""

    __slots__ = ("_host", "_in_haste", "_turns")

    def __init__(self, turns: Turns, host: str, *, in_haste: bool) -> None:
        self._turns = turns
        self._host = host
        self._in_haste = in_haste

    async def __aenter__(self) -> None:
        await self._turns.begin(self._host, in_haste=self._in_haste)

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self._turns.end(self._host)
