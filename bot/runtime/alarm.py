"""The alarm clock: APScheduler only wakes us; truth is in the tables.

It keeps one job for each worker, for the earliest row that is due, armed again when an earlier one is
committed, and a sweep every minute, so that one late wake-up can never stall the rest.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.logs import get_logger
from bot.runtime.outbox import DELIVERIES_CHANGED
from bot.runtime.switches import ERRANDS_CHANGED, TIMERS_CHANGED
from bot.runtime.work import Work
from bot.store import Store

log = get_logger(__name__)

_SWEEP_SECONDS = 60


class AlarmClock:
    """Does the work that falls due, when it falls due, on the machine's clock."""

    def __init__(self, store: Store, work: Work) -> None:
        self._work = work
        self._scheduler = AsyncIOScheduler(timezone=UTC, job_defaults={"misfire_grace_time": None})
        self._timers = _Worker("timers", self._scheduler, work.run_timers, work.next_timer_at)
        self._courier = _Worker("courier", self._scheduler, work.send, work.next_delivery_at)
        self._errands = _Worker("errands", self._scheduler, work.begin_errands, work.next_errand_at)
        work.when_an_errand_ends(self._errands.wake)
        store.after_commit(self._on_commit)

    async def start(self) -> None:
        """Begin to work."""
        self._scheduler.add_job(self._sweep, "interval", seconds=_SWEEP_SECONDS, id="sweep")
        self._scheduler.start()
        self._timers.start()
        self._errands.start()
        self._courier.start()

    async def stop(self) -> None:
        """Stop, as soon as what is under way allows."""
        self._work.stop()
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
        await asyncio.gather(
            self._timers.stop(), self._errands.stop(), self._courier.stop(), self._work.end()
        )

    async def _sweep(self) -> None:
        self._work.look()
        self._timers.wake()
        self._errands.wake()
        self._courier.wake()
        await self._work.tidy()

    def _on_commit(self, info: Mapping[str, object]) -> None:
        if isinstance(at := info.get(TIMERS_CHANGED), datetime):
            self._timers.wake_at(at)
        if isinstance(at := info.get(ERRANDS_CHANGED), datetime):
            self._errands.wake_at(at)
        if info.get(DELIVERIES_CHANGED):
            self._courier.wake()


class _Worker:
    """Does its work when woken, then sets the alarm for what is to be done next."""

    def __init__(
        self,
        name: str,
        scheduler: AsyncIOScheduler,
        do: Callable[[], Awaitable[object]],
        next_at: Callable[[], Awaitable[datetime | None]],
    ) -> None:
        self._name = name
        self._scheduler = scheduler
        self._do = do
        self._next_at = next_at
        self._woken = asyncio.Event()
        self._armed: datetime | None = None
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin, with what is due already."""
        self._woken.set()
        self._task = asyncio.create_task(self._run(), name=self._name)

    async def stop(self) -> None:
        """Stop once the round under way is done."""
        if self._task is None:
            return
        task, self._task = self._task, None
        self._woken.set()
        await task

    def wake(self) -> None:
        """Have the work done now."""
        self._woken.set()

    def wake_at(self, at: datetime) -> None:
        """Have the work done at an instant, or earlier."""
        if self._armed is None or at < self._armed:
            self._woken.set()

    async def _run(self) -> None:
        while self._task is not None:
            await self._woken.wait()
            self._woken.clear()
            self._armed = None  # whatever is committed from here on wakes us again
            try:
                await self._do()
                await self._arm()
            except Exception:  # the sweep tries again within a minute
                log.exception("a worker stumbled", worker=self._name)

    async def _arm(self) -> None:
        at = await self._next_at()
        if at is None or self._task is None:
            return
        self._scheduler.add_job(self._ring, "date", run_date=at, id=self._name, replace_existing=True)
        self._armed = at

    async def _ring(self) -> None:
        self._woken.set()
