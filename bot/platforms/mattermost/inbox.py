"""Events on their way from a WebSocket to those who handle them: in order, and only so many."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from bot.logs import get_logger
from bot.platforms.mattermost.events import Event
from bot.platforms.mattermost.socket_states import Counts

log = get_logger(__name__)

SIZE = 1000
"""How many events may wait to be handled: at 2 kB each, some 2 MB."""


class _Gap:
    """Stands where events are lost."""

    name = "gap"


class Inbox:
    """Hands events to `on_event`, and calls `on_gap` where events are lost; what these raise is logged.

    `is_full` is true while somebody waits for room.
    """

    def __init__(
        self,
        on_event: Callable[[Event], Awaitable[None]],
        on_gap: Callable[[], Awaitable[None]],
        counts: Counts,
    ) -> None:
        self._on_event = on_event
        self._on_gap = on_gap
        self._counts = counts
        self._queue: asyncio.Queue[Event | _Gap] = asyncio.Queue(SIZE)
        self._handling = asyncio.Lock()
        self.is_full = False

    async def put(self, event: Event) -> None:
        """Add an event, once there is room."""
        await self._put(event)

    async def put_gap(self) -> None:
        """Note that events are lost here, once there is room."""
        self._counts.gaps += 1
        await self._put(_Gap())

    async def empty(self) -> None:
        """Handle what comes in, until cancelled."""
        while True:
            item = await self._queue.get()
            try:
                if isinstance(item, _Gap):
                    await self._on_gap()
                else:
                    async with self._handling:
                        await self._on_event(item)
                    self._counts.events += 1
            except Exception:
                log.exception("not handled", event_name=item.name)

    async def between_events(self) -> None:
        """Return once the event under way, if any, is handled; a gap may be interrupted at any time."""
        async with self._handling:
            return

    async def _put(self, item: Event | _Gap) -> None:
        if self._queue.full():
            log.warning("events wait to be handled: reading pauses", waiting=self._queue.qsize())
            self.is_full = True
        try:
            await self._queue.put(item)
        finally:
            self.is_full = False
