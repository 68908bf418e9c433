"""Lanes: what happens in one channel is handled in order, what happens in different ones side by side."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable

from bot.logs import get_logger

log = get_logger(__name__)

Work = Callable[[], Awaitable[None]]


class Lanes:
    """Works through what it is given: `width` lanes at a time, and so much waiting at most.

    `put` waits while too much waits already, so that whoever brings more is slowed down.
    """

    def __init__(self, width: int = 16, waiting: int = 2000) -> None:
        self._busy = asyncio.Semaphore(width)
        self._room = asyncio.Semaphore(waiting)
        self._waiting: dict[str, deque[Work]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def put(self, lane: str, work: Work) -> None:
        """Queue something behind what waits in the same lane."""
        await self._room.acquire()
        queue = self._waiting.get(lane)
        if queue is not None:
            queue.append(work)
            return
        self._waiting[lane] = deque([work])
        task = asyncio.create_task(self._work(lane), name=f"lane {lane}")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def idle(self) -> None:
        """Wait until nothing waits."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def _work(self, lane: str) -> None:
        queue = self._waiting[lane]
        while queue:
            async with self._busy:  # for one thing: lanes take turns, so that a busy one starves no other
                try:
                    await queue.popleft()()
                except Exception:
                    log.exception("an event could not be handled")
                finally:
                    self._room.release()
        del self._waiting[lane]
