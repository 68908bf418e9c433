"""What is to be done now: timers that are due, then the deliveries that they queue, until nothing is left."""

from __future__ import annotations

import asyncio
from datetime import datetime

from bot.runtime.courier import Courier
from bot.runtime.timers import Timers


class Work:
    """The two workers, one after the other; only one round is under way at a time."""

    def __init__(self, timers: Timers, courier: Courier) -> None:
        self._timers = timers
        self._courier = courier
        self._lock = asyncio.Lock()

    async def settle(self) -> None:
        """Do all that can be done now."""
        async with self._lock:
            while await self._timers.run_due() + await self._courier.drain():
                pass

    async def next_at(self) -> datetime | None:
        """Return when there is something to do next, None if nothing waits."""
        instants = [
            at for at in (await self._timers.next_at(), await self._courier.next_at()) if at is not None
        ]
        return min(instants, default=None)
