"""Errands at work: what is due runs in no transaction, beside others, and is removed once it is done.

So a slow server keeps nobody waiting, and a crash leaves the errand to be run again. Whoever sets it anew
while it runs has it run once more: its version tells.

An errand may be what the crash comes from. So each beginning is counted before it, and those that were begun
and did not end are run one at a time: whichever brings the bot down again and again is known, and fails.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar, cast

from sqlalchemy import Boolean, and_, bindparam, delete, false, or_, select, true, update
from sqlalchemy import Row as SqlRow
from sqlalchemy.ext.asyncio import AsyncSession

from bot.chat.people import Network
from bot.logs import get_logger
from bot.plugin import ErrandContext
from bot.runtime.handlers import Handlers
from bot.runtime.reports import tell_held
from bot.runtime.switches import MAX_ATTEMPTS, errands_changed
from bot.runtime.timers import retry_after
from bot.store import Store
from bot.store.base import UtcDateTime, table_of
from bot.store.people import network_of
from bot.store.tables import NetworkRow, TimerRow

log = get_logger(__name__)

S = TypeVar("S")
Row = SqlRow[*tuple[Any, ...]]
Key = tuple[int, str, str]
"""What an errand is set under: its network, its plugin, its key."""

MOST = 32
"""How many errands run at once."""
LONGEST = timedelta(minutes=15)
"""An errand that takes longer has failed."""
GRACE = timedelta(seconds=5)
"""For how long the end of the bot waits for the errands under way, and then for those that it cancelled."""
BEGINNINGS = 3
"""An errand that was begun so often without an end has failed: it brings the bot down, or keeps it busy."""
_REST = timedelta(minutes=1)
_BATCH = 2 * MOST
"""How many that are due are read at once: those under way are due still, and as many others may begin."""

_TIMER = table_of(TimerRow)
_MAY_RUN = and_(
    _TIMER.c.errand.is_(true()),
    _TIMER.c.held.is_(false()),
    _TIMER.c.plugin.in_(bindparam("plugins", expanding=True)),
)
_MAY_BEGIN = and_(_MAY_RUN, or_(_TIMER.c.begun == 0, bindparam("suspects", type_=Boolean())))
_NEXT = (
    select(_TIMER.c.run_at, _TIMER.c.network_id, _TIMER.c.plugin, _TIMER.c.key)
    .where(_MAY_BEGIN)
    .order_by(_TIMER.c.run_at)
    .limit(MOST + 1)
)
_DUE = (
    select(_TIMER)
    .where(_MAY_BEGIN, _TIMER.c.run_at <= bindparam("now", type_=UtcDateTime()))
    .order_by(_TIMER.c.run_at, _TIMER.c.due_at, _TIMER.c.id)
    .limit(_BATCH)
)
_COUNT = (
    update(_TIMER)
    .where(
        _MAY_RUN,
        _TIMER.c.id.in_(bindparam("rows", expanding=True)),
        _TIMER.c.run_at <= bindparam("now", type_=UtcDateTime()),
    )
    .values(begun=_TIMER.c.begun + 1)
    .returning(_TIMER)
)
_ENDED = update(_TIMER).where(_TIMER.c.id == bindparam("row")).values(begun=bindparam("unended"))
_SAME = and_(_TIMER.c.id == bindparam("row"), _TIMER.c.version == bindparam("as_of"))
_REMOVE = delete(_TIMER).where(_SAME)
_POSTPONE = (
    update(_TIMER)
    .where(_SAME)
    .values(
        attempts=_TIMER.c.attempts + 1,
        begun=bindparam("unended"),
        last_error=bindparam("error"),
        run_at=bindparam("again_at", type_=UtcDateTime()),
        held=_TIMER.c.held | (_TIMER.c.attempts + 1 >= MAX_ATTEMPTS),
    )
    .returning(_TIMER.c.attempts)
)
_NOT_AT_ONCE = (
    update(_TIMER)
    .where(
        _TIMER.c.id == bindparam("row"),
        _TIMER.c.run_at < bindparam("again_at", type_=UtcDateTime()),
    )
    .values(run_at=bindparam("again_at", type_=UtcDateTime()))
)
_GIVEN_UP = select(_TIMER.c.id, _TIMER.c.network_id, _TIMER.c.plugin).where(
    _TIMER.c.errand.is_(true()),
    _TIMER.c.held.is_(true()),
    _TIMER.c.attempts >= MAX_ATTEMPTS,
    _TIMER.c.begun == 0,
)
_TRY_ONCE_MORE = (
    update(_TIMER)
    .where(_TIMER.c.id.in_(bindparam("rows", expanding=True)))
    .values(held=false(), attempts=MAX_ATTEMPTS - 1)
)


class UnendedError(RuntimeError):
    """An errand was begun again and again, and the bot ended before it did."""


class Errands:
    """Runs the errands that are due. `when_one_ends` is called each time that one ends, if it is set."""

    def __init__(self, store: Store, handlers: Handlers) -> None:
        self._store = store
        self._handlers = handlers
        self._under_way: dict[Key, asyncio.Task[None]] = {}
        self._suspect: Key | None = None
        self._beginning = asyncio.Lock()
        self._not_before: datetime | None = None
        self._stopping = False
        self._ended = 0
        self.when_one_ends: Callable[[], None] | None = None

    async def recover(self) -> None:
        """Try each errand that was given up once more: at start, for the bot may be mended since.

        One that fails again is held again; those of plugins that are off stay held, and so do those that
        brought the bot down.
        """
        async with self._store.read() as session:
            given_up = (await session.execute(_GIVEN_UP)).all()
        is_on = self._handlers.switches.is_on
        ids = [row.id for row in given_up if await is_on(row.network_id, row.plugin)]
        if not ids:
            return
        async with self._store.unit() as session:
            await session.execute(_TRY_ONCE_MORE, {"rows": ids})

    async def next_at(self) -> datetime | None:
        """Return when the earliest errand is to run that is not under way, None if there is none.

        While as many as may are under way there is none: one that ends makes room.
        """
        if len(self._under_way) >= MOST:
            return None
        async with self._store.read() as session:
            rows = await session.execute(_NEXT, self._allowed())
        instants = (row.run_at for row in rows if _key(row) not in self._under_way)
        at: datetime | None = next(instants, None)
        return at if at is None or self._not_before is None else max(at, self._not_before)

    async def begin_due(self) -> None:
        """Begin the errands that are due, in due order, as far as there is room; do not wait for them.

        One that ends while they are looked for may be seen as it was before: it is left for the next time.
        """
        async with self._beginning:
            busy = set(self._under_way)
            due = {row.id: (row, network) for row, network in await self._due() if _key(row) not in busy}
            chosen = self._chosen([row for row, _network in due.values()])
            for row in await self._counted(chosen):
                if self._stopping:
                    return
                self._begin(row, due[row.id][1])

    async def run_some(self) -> int:
        """Begin what is due, and wait until some of what is under way is done.

        Return how many are done since this was last called, 0 only if nothing is left to do now.
        """
        await self.begin_due()
        if tasks := list(self._under_way.values()):
            for task in (await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED))[0]:
                if not task.cancelled():
                    task.result()
        ended, self._ended = self._ended, 0
        return ended

    @property
    def stopping(self) -> bool:
        """Whether nothing new is begun."""
        return self._stopping

    def stop(self) -> None:
        """Begin nothing new: the errands under way can see it, and end."""
        self._stopping = True

    async def end(self) -> None:
        """Wait for the errands under way, for a while; those that go on are cancelled, to be run again."""
        for cancelling in (False, True):
            tasks = list(self._under_way.values())
            if not tasks:
                return
            if cancelling:
                for task in tasks:
                    task.cancel()
            await asyncio.wait(tasks, timeout=GRACE.total_seconds())
        if self._under_way:
            log.error("errands do not end", errands=[" ".join(key[1:]) for key in self._under_way])

    async def _due(self) -> Sequence[tuple[Row, Network]]:
        now = self._handlers.clock.now()
        if self._stopping or (self._not_before is not None and now < self._not_before):
            return ()
        async with self._store.read() as session:
            rows = (await session.execute(_DUE, {"now": now, **self._allowed()})).all()
            return [(row, network_of(await session.get_one(NetworkRow, row.network_id))) for row in rows]

    def _chosen(self, due: Sequence[Row]) -> list[int]:
        """Return which of those that are due are begun, in due order: of those under suspicion, one."""
        suspect = next((row.id for row in due if row.begun), None)
        may_begin = [row.id for row in due if not row.begun or row.id == suspect]
        return may_begin[: MOST - len(self._under_way)]

    async def _counted(self, rows: Sequence[int]) -> Sequence[Row]:
        """Count one more beginning of those that are to begin; return them as they are now, in that order.

        What was cancelled or put off since it was chosen is not among them.
        """
        if not rows or self._stopping:
            return ()
        now = self._handlers.clock.now()
        async with self._store.unit() as session:
            parameters = {"rows": list(rows), "now": now, "plugins": self._loaded()}
            counted = (await session.execute(_COUNT, parameters)).all()
        return sorted(counted, key=lambda row: rows.index(row.id))

    def _allowed(self) -> dict[str, object]:
        return {"plugins": self._loaded(), "suspects": self._suspect is None}

    def _loaded(self) -> list[str]:
        return sorted(self._handlers.host.plugins)

    def _begin(self, row: Row, network: Network) -> None:
        key = _key(row)
        task = asyncio.create_task(self._run(row, network), name=f"errand {row.id}")
        self._under_way[key] = task
        if row.begun > 1:
            self._suspect = key

        def ended(_task: asyncio.Task[None]) -> None:
            del self._under_way[key]
            self._suspect = None if self._suspect == key else self._suspect
            self._ended += 1
            if self.when_one_ends is not None:
                self.when_one_ends()

        task.add_done_callback(ended)

    async def _run(self, row: Row, network: Network) -> None:
        try:
            if (error := await self._handle(row, network)) is None:
                async with self._store.unit() as session:
                    await session.execute(_ENDED, {"row": row.id, "unended": 0})
                    await session.execute(_REMOVE, {"row": row.id, "as_of": row.version})
            else:
                await self._postpone(row, network, error)
        except asyncio.CancelledError:  # the bot ends, which is no fault of the errand
            async with self._store.unit() as session:
                await session.execute(_ENDED, {"row": row.id, "unended": 0})
            raise
        except Exception:  # the disk is full, or the database gone: it is run again, but not at once
            self._not_before = self._handlers.clock.now() + _REST
            log.exception("an errand can be neither done nor put off", errand=row.id)

    async def _handle(self, row: Row, network: Network) -> Exception | None:
        """Call the handler; return what went wrong, None if nothing did.

        One that did not end too often is not begun: it fails, to have one more go later.
        """
        if row.begun > BEGINNINGS:
            return UnendedError(f"{row.name} was begun {row.begun - 1} times, and did not end")
        errand = _Errand(row.plugin, network, row.due_at, self._handlers, self)
        try:
            handler = self._handlers.host.plugins[row.plugin].errands[row.name]
            async with asyncio.timeout(LONGEST.total_seconds()):
                await handler(errand, **row.payload)
        except asyncio.CancelledError as error:
            if self._is_cancelled():
                raise
            return RuntimeError(f"cancelled by itself: {error}")
        except Exception as error:  # noqa: BLE001 - a plugin's fault stays its own
            return error
        return None

    def _is_cancelled(self) -> bool:
        task = asyncio.current_task()
        return task is not None and task.cancelling() > 0

    async def _postpone(self, row: Row, network: Network, error: Exception) -> None:
        """Keep an errand that failed, to be tried again; after too many failures it is held, then reported.

        One that was set anew meanwhile begins to be counted anew, but does not run at once either: it may
        have been set by itself. One that was cancelled stays so.
        """
        reference = self._handlers.faults.record(row.plugin, error)
        again_at = self._handlers.clock.now() + retry_after(row.attempts + 1)
        unended = BEGINNINGS - 1 if isinstance(error, UnendedError) else 0
        async with self._store.unit() as session:
            attempts = await session.scalar(
                _POSTPONE,
                {
                    "row": row.id,
                    "as_of": row.version,
                    "error": f"{reference} {type(error).__name__}",
                    "again_at": again_at,
                    "unended": unended,
                },
            )
            if attempts is None:
                await session.execute(_ENDED, {"row": row.id, "unended": unended})
                await session.execute(_NOT_AT_ONCE, {"row": row.id, "again_at": again_at})
            errands_changed(session, again_at)
        if attempts is not None and attempts >= MAX_ATTEMPTS:
            key = f"held:{row.id}:{row.version}"
            await tell_held(self._handlers, row.plugin, network.id, reference, key=key)


@dataclass(frozen=True, slots=True)
class _Errand:
    """Implements `bot.plugin.Errand`."""

    plugin: str
    network: Network
    due_at: datetime
    handlers: Handlers
    errands: Errands

    @property
    def now(self) -> datetime:
        return self.handlers.clock.now()

    @property
    def stopping(self) -> bool:
        return self.errands.stopping

    @asynccontextmanager
    async def unit(self) -> AsyncIterator[ErrandContext]:
        async with self.handlers.unit() as session:
            yield self.handlers.for_errand(session, self.plugin, self.network, self.due_at)

    def read(self) -> AbstractAsyncContextManager[AsyncSession]:
        return self.handlers.store.read()

    def service(self, kind: type[S]) -> S:
        found = self.handlers.service(kind)
        if found is None:
            raise LookupError(f"nothing offers {kind.__name__}")
        return cast("S", found)

    async def services(self, kind: type[S]) -> Sequence[S]:
        return cast("Sequence[S]", await self.handlers.services_on(self.network.id, kind))


def _key(row: Row) -> Key:
    return row.network_id, row.plugin, row.key
