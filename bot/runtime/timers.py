"""Timers at work: what is due runs, in due order, each in one transaction that also removes it.

So the database can never say "done" with nothing queued, nor queue twice: a crash before the commit leaves
the timer as it was.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import and_, bindparam, delete, false, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.logs import get_logger
from bot.runtime.handlers import Handlers
from bot.runtime.reports import tell_held
from bot.runtime.switches import MAX_ATTEMPTS, timers_changed
from bot.store import Store
from bot.store.base import UtcDateTime, table_of
from bot.store.people import network_of
from bot.store.tables import NetworkRow, TimerRow

log = get_logger(__name__)

_BATCH = 200
_FIRST_RETRY = timedelta(minutes=1)

_TIMER = table_of(TimerRow)
_MAY_RUN = and_(
    _TIMER.c.errand.is_(false()),
    _TIMER.c.held.is_(false()),
    _TIMER.c.plugin.in_(bindparam("plugins", expanding=True)),
)
NEXT_INSTANT = select(_TIMER.c.run_at).where(_MAY_RUN).order_by(_TIMER.c.run_at).limit(1)
"""When the earliest timer of the loaded `plugins` is to run."""
DUE = (
    select(_TIMER.c.id)
    .where(_MAY_RUN, _TIMER.c.run_at <= bindparam("now", type_=UtcDateTime()))
    .order_by(_TIMER.c.run_at, _TIMER.c.due_at, _TIMER.c.id)
    .limit(_BATCH)
)
"""The timers of the loaded `plugins` that are to run `now`, in order."""
TAKE_AWAY = (
    delete(_TIMER)
    .where(_TIMER.c.id == bindparam("timer"), _TIMER.c.errand.is_(false()), _TIMER.c.held.is_(false()))
    .returning(_TIMER.c.network_id, _TIMER.c.plugin, _TIMER.c.name, _TIMER.c.due_at, _TIMER.c.payload)
)
"""Remove a `timer` that is to run, and return what it is to do."""


def retry_after(attempts: int) -> timedelta:
    """Return how long to wait after that many failed runs: 1, 2, 4 … minutes."""
    return _FIRST_RETRY * (1 << (attempts - 1))


class Timers:
    """Runs the timers that are due."""

    def __init__(self, store: Store, handlers: Handlers) -> None:
        self._store = store
        self._handlers = handlers
        self._stopping = False

    async def next_at(self) -> datetime | None:
        """Return when the earliest timer is to run, None if there is none."""
        async with self._store.read() as session:
            at: datetime | None = await session.scalar(NEXT_INSTANT, {"plugins": self._loaded()})
            return at

    async def run_due(self) -> int:
        """Run all timers that are due now, those that become due meanwhile included; return how many."""
        count = 0
        while due := await self._due():
            for timer in due:
                if self._stopping:
                    return count
                count += await self._run(timer)
        return count

    def stop(self) -> None:
        """Begin nothing new."""
        self._stopping = True

    async def _due(self) -> list[int]:
        async with self._store.read() as session:
            now = self._handlers.clock.now()
            return list(await session.scalars(DUE, {"now": now, "plugins": self._loaded()}))

    def _loaded(self) -> list[str]:
        return sorted(self._handlers.host.plugins)

    async def _run(self, timer: int) -> bool:
        """Run one timer; return whether it was still there to run."""
        try:
            async with self._store.unit() as session:
                if not await self._run_in(session, timer):
                    return False
                await self._handlers.tell(session)
        except Exception as error:  # noqa: BLE001 - a plugin's fault stays its own
            await self._postpone(timer, error)
        return True

    async def _run_in(self, session: AsyncSession, timer: int) -> bool:
        """Take the timer away and run its handler, in one transaction."""
        row = (await session.execute(TAKE_AWAY, {"timer": timer})).first()
        if row is None:
            return False
        network = network_of(await session.get_one(NetworkRow, row.network_id))
        handler = self._handlers.host.plugins[row.plugin].timers[row.name]
        async with self._handlers.for_timer(session, row.plugin, network, row.due_at) as ctx:
            await handler(ctx, **row.payload)
        return True

    async def _postpone(self, timer: int, error: Exception) -> None:
        """Keep a timer that failed, to be tried again; after too many failures it is held, then reported."""
        async with self._store.unit() as session:
            row = await session.get(TimerRow, timer)
            if row is None:
                return
            reference = self._handlers.faults.record(row.plugin, error)
            attempts = row.attempts + 1
            run_at = self._handlers.clock.now() + retry_after(attempts)
            await session.execute(
                update(TimerRow)
                .where(TimerRow.id == timer)
                .values(
                    attempts=attempts,
                    last_error=f"{reference} {type(error).__name__}",
                    run_at=run_at,
                    held=row.held or attempts >= MAX_ATTEMPTS,
                )
            )
            timers_changed(session, run_at)
        if attempts >= MAX_ATTEMPTS:
            await tell_held(self._handlers, row.plugin, row.network_id, reference, key=f"held:{row.id}")
