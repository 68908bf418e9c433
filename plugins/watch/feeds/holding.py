"""How much of what is fetched may wait to be read: room for it is reserved before anything is asked for."""

from __future__ import annotations

import asyncio
from collections import deque
from types import TracebackType

_MOST = 64 * 1024 * 1024


class Holding:
    """Room for `most` bytes in all, given in the order in which it is asked for."""

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._free = most
        self._waiting: deque[tuple[int, asyncio.Future[None]]] = deque()

    def room(self, size: int) -> Room:
        """Return what waits for room for so many bytes, all of it for what is larger, and holds it.

        Who has room must not ask for more: all would wait for each other.
        """
        return Room(self, min(size, self._most))

    async def take(self, size: int) -> None:
        """Wait for room, and take it."""
        if not self._waiting and size <= self._free:
            self._free -= size
            return
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((size, turn))
        try:
            await turn
        except asyncio.CancelledError:
            has_room = turn.done() and not turn.cancelled()
            self.give(size if has_room else 0)
            raise

    def give(self, size: int) -> None:
        """Give room back: those have it who waited longest."""
        self._free += size
        while self._waiting and (self._waiting[0][1].done() or self._waiting[0][0] <= self._free):
            wanted, turn = self._waiting.popleft()
            if not turn.done():
                self._free -= wanted
                turn.set_result(None)


class Room:
    """Room of `size` bytes, held as long as the block that it opens."""

    __slots__ = ("_holding", "size")

    def __init__(self, holding: Holding, size: int) -> None:
        self._holding = holding
        self.size = size

    async def __aenter__(self) -> Room:
        await self._holding.take(self.size)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self._holding.give(self.size)

    def keep(self, size: int) -> None:
        """Keep no more than so many bytes of it."""
        spare = max(0, self.size - size)
        self.size -= spare
        self._holding.give(spare)
