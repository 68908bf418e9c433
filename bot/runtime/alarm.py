"""The alarm clock: APScheduler only wakes us; truth is in the tables.

It keeps one job, for the earliest row that is due, armed again at each commit that changes timers or
deliveries, and a sweep every minute, so that one late wake-up can never stall the rest.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.runtime.stage import DELIVERIES_CHANGED
from bot.runtime.switches import TIMERS_CHANGED
from bot.runtime.work import Work
from bot.store import Store

log = structlog.get_logger(__name__)

_SWEEP_SECONDS = 60
_WAKE = "wake"


class AlarmClock:
    """Does the work that falls due, when it falls due, on the machine's clock."""

    def __init__(self, store: Store, work: Work) -> None:
        self._work = work
        self._scheduler = AsyncIOScheduler(timezone=UTC, job_defaults={"misfire_grace_time": None})
        self._due = asyncio.Event()
        self._armed: datetime | None = None
        self._worker: asyncio.Task[None] | None = None
        store.after_commit(self._on_commit)

    async def start(self) -> None:
        """Begin to work."""
        self._scheduler.add_job(self._due.set, "interval", seconds=_SWEEP_SECONDS, id="sweep")
        self._scheduler.start()
        self._due.set()
        self._worker = asyncio.create_task(self._run(), name="alarm clock")

    async def stop(self) -> None:
        """Stop, once the work under way is done."""
        if self._worker is None:
            return
        self._scheduler.shutdown(wait=False)
        worker, self._worker = self._worker, None
        self._due.set()
        await worker

    def _on_commit(self, info: Mapping[str, object]) -> None:
        at = info.get(TIMERS_CHANGED)
        is_earlier = isinstance(at, datetime) and (self._armed is None or at < self._armed)
        if info.get(DELIVERIES_CHANGED) or is_earlier:
            self._due.set()

    async def _run(self) -> None:
        while self._worker is not None:
            await self._due.wait()
            self._due.clear()
            try:
                await self._work.settle()
                await self._arm()
            except Exception:  # the sweep tries again within a minute
                log.exception("the alarm clock stumbled")

    async def _arm(self) -> None:
        self._armed = at = await self._work.next_at()
        if at is None or self._worker is None:
            return
        self._scheduler.add_job(self._due.set, "date", run_date=at, id=_WAKE, replace_existing=True)
