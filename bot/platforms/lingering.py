"""Lingering: what takes long to handle keeps what follows in its channel waiting for a moment only.

A look-up outside may take a minute. What waits for one longer than that moment goes on beside its lane, while
its channel stays at its position: if the bot dies meanwhile, it is handed in again. Whatever else takes time
keeps the order in which people wrote.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextvars import copy_context

from bot.chat.answers import Answer
from bot.chat.hosting import LOOKS_OUTSIDE, Host
from bot.chat.incoming import Incoming
from bot.logs import get_logger
from bot.platforms.positions import Positions

log = get_logger(__name__)

PATIENCE = 2.0
"""Seconds for which what follows in a channel waits for a look-up."""
MOST = 200
"""So many linger at once; any more keep their channel waiting."""

Then = Callable[[list[Answer]], Awaitable[None]]
"""Takes the answers once something was handled, and notes how far that is."""


class Lingering:
    """Hands in what people write; `patience` is in seconds."""

    def __init__(self, host: Host, positions: Positions, patience: float = PATIENCE) -> None:
        self._host = host
        self._positions = positions
        self._patience = patience
        self._tasks: set[asyncio.Task[None]] = set()

    async def hand_in(self, channel: str, incoming: Incoming, then: Then) -> None:
        """Hand something in; return once it is handled, or has waited for a look-up for a moment."""
        looks_outside = asyncio.Event()
        context = copy_context()
        context.run(LOOKS_OUTSIDE.set, looks_outside.set)
        handling = asyncio.create_task(self._host.receive(incoming), context=context)
        looking = asyncio.create_task(looks_outside.wait())
        try:
            await asyncio.wait([handling, looking], return_when=asyncio.FIRST_COMPLETED)
            await asyncio.wait([handling], timeout=self._patience)
        except asyncio.CancelledError:
            handling.cancel()
            raise
        finally:
            looking.cancel()
        if handling.done() or len(self._tasks) >= MOST:
            await then(await handling)
            return
        self._positions.hold(channel)
        task = asyncio.create_task(self._linger(channel, handling, then), name=f"lingering in {channel}")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def idle(self) -> None:
        """Wait until nothing lingers."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def end(self) -> None:
        """End what lingers: it is handed in again another day."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _linger(self, channel: str, handling: asyncio.Task[list[Answer]], then: Then) -> None:
        try:
            await then(await handling)
        except Exception:
            log.exception("an event could not be handled")
            self._positions.pin(channel)
        self._positions.let_go(channel)
