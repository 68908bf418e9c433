"""What is to be done now: timers and errands that are due, and the deliveries that they queue.

The workers know nothing of each other, so that a slow chat server delays no timer, and a slow errand neither
of them; only one round of timers and of deliveries is under way at a time.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.errors import NothingSavedError
from bot.logs import get_logger
from bot.runtime.clock import Clock
from bot.runtime.courier import Courier
from bot.runtime.errands import Errands
from bot.runtime.retention import Retention
from bot.runtime.timers import Timers

log = get_logger(__name__)

_TRY_AGAIN_AFTER = timedelta(minutes=1)


class Work:
    """The three workers: each has its own round, and the instant at which it has something to do next."""

    def __init__(
        self, timers: Timers, errands: Errands, courier: Courier, retention: Retention, clock: Clock
    ) -> None:
        self._timers = timers
        self._errands = errands
        self._retention = retention
        self._courier = courier
        self._clock = clock
        self._not_before: datetime | None = None
        self._running = asyncio.Lock()
        self._sending = asyncio.Lock()

    async def run_timers(self) -> int:
        """Run the timers that are due; return how many."""
        async with self._running:
            return await self._timers.run_due()

    async def begin_errands(self) -> None:
        """Begin the errands that are due; nobody waits for them."""
        await self._errands.begin_due()

    def when_an_errand_ends(self, call: Callable[[], None]) -> None:
        """Have something called each time that an errand ends: there is room for another."""
        self._errands.when_one_ends = call

    async def send(self) -> int:
        """Send what can be sent; return how many deliveries were dealt with."""
        async with self._sending:
            return await self._courier.drain()

    async def tidy(self) -> None:
        """Have what is old go, once a day; nobody waits for it."""
        await self._retention.tidy_if_due(self._clock.now())

    async def settle(self) -> None:
        """Do all that can be done now, one worker after the other, and wait for the errands.

        What cannot be saved, for the disk is full or read-only, is tried again after a while.
        """
        self._not_before = None
        await self.tidy()
        self.look()
        try:
            while await self.run_timers() + await self.send() + await self._errands.run_some():
                pass
        except NothingSavedError as error:
            self._not_before = self._clock.now() + _TRY_AGAIN_AFTER
            log.error("what is due cannot be saved", reason=str(error.__cause__))  # noqa: TRY400 - no fault of ours

    async def hurry(self, platform: str) -> None:
        """Try again now what waits for a platform that is back."""
        await self._courier.hurry(platform)

    def look(self) -> None:
        """Look for what is to be sent, whatever is known of it."""
        self._courier.look()

    def stop(self) -> None:
        """Begin nothing new: the rounds under way end as soon as they can."""
        self._timers.stop()
        self._errands.stop()
        self._courier.stop()

    async def end(self) -> None:
        """Wait for the errands under way, for a while, then cancel them: they run again another day."""
        await self._errands.end()

    async def next_timer_at(self) -> datetime | None:
        """Return when a timer is to run next, None if there is none."""
        return await self._timers.next_at()

    async def next_errand_at(self) -> datetime | None:
        """Return when an errand is to run next, None if there is none."""
        return await self._errands.next_at()

    async def next_delivery_at(self) -> datetime | None:
        """Return when there is something to send next, None if nothing waits."""
        return await self._courier.next_at()

    async def next_at(self) -> datetime | None:
        """Return when there is something to do next, None if nothing waits."""
        instants = [await self.next_timer_at(), await self.next_errand_at(), await self.next_delivery_at()]
        earliest = min((at for at in instants if at is not None), default=None)
        if earliest is None or self._not_before is None:
            return earliest
        return max(earliest, self._not_before)
