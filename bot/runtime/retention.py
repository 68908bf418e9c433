"""Retention: what is old goes, once a day; people who gave no sign for long, or who left, are erased.

How they are told before, and when their time is over, is in `bot.runtime.farewells`. What is purged by its
age, and after how long, stands in the record of processing (`docs/rgpd.fr.md`).
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Collection, Mapping
from datetime import datetime, timedelta

from sqlalchemy import String, Table, cast, delete, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.chat.delivery import Platform
from bot.chat.hosting import Connection, ConnectionState
from bot.logs import get_logger
from bot.plugin import DayPassed
from bot.runtime.erasing import LivePersonalData
from bot.runtime.farewells import LAST_SIGN, Farewells
from bot.runtime.handlers import Handlers
from bot.runtime.host import CORE
from bot.runtime.leavers import Leavers
from bot.runtime.receipts import forget_receipts
from bot.runtime.upkeep import EVERY, Step, step
from bot.store import Store
from bot.store.accesses import forget_accesses
from bot.store.base import table_of
from bot.store.erasures import ErasureJournal, forget_marks
from bot.store.forgetting import EMPTIED
from bot.store.people import network_of
from bot.store.tables import (
    DeliveryRow,
    DraftRow,
    KeptRow,
    LinkCodeRow,
    NetworkRow,
    PlaceRow,
    PositionRow,
)

log = get_logger(__name__)

CONTENT_KEPT = timedelta(days=90)
DRAFTS_KEPT = CODES_KEPT = timedelta(days=7)
MARKS_KEPT = timedelta(days=3 * 365)

_FIRST_AFTER = timedelta(hours=1)
_BATCH = 500

_DELIVERY, _PLACE, _POSITION = table_of(DeliveryRow), table_of(PlaceRow), table_of(PositionRow)


class Retention:
    """Does it once a day; `platforms` tell who left, `connections` how they are connected.

    On the data of people of other platforms a clock that somebody moves does nothing of it.
    """

    def __init__(
        self,
        store: Store,
        handlers: Handlers,
        data: LivePersonalData,
        journal: ErasureJournal,
        platforms: Mapping[str, Platform],
        connections: Mapping[str, Connection],
    ) -> None:
        self._store = store
        self._handlers = handlers
        self._data = data
        self._journal = journal
        self._platforms = platforms
        self._connections = connections
        self._leavers = Leavers(store, platforms)
        self._farewells = Farewells(store, handlers, data, self._leavers, self._reachable)
        self._not_before: datetime | None = None
        self._emptied_to: datetime | None = None

    def may_have_left(self, member: int) -> None:
        """Take note that a member left a channel: perhaps it was the last one."""
        self._leavers.suspect(member)

    async def tidy_if_due(self, now: datetime) -> None:
        """Do it, if a day has passed; what goes wrong is told to the log and tried again the next day."""
        await self._safely(self._leavers.look_at_suspects, now)
        if self._not_before is None:
            self._not_before = now + _FIRST_AFTER
        if now < self._not_before <= now + EVERY:  # else the clock was set back
            return
        self._not_before = now + EVERY
        await self._safely(self._tidy, now)

    async def _tidy(self, now: datetime) -> None:
        async with self._store.unit() as session:
            if await self._data.is_rehearsal(session):
                return
            passed, last = await step(session, now)
        if passed is Step.NOTHING:
            self._not_before = last + EVERY
        if passed is not Step.DAY:
            return
        farewells = self._farewells
        steps = (
            self._purge,
            self._tell_plugins,
            self._leavers.look,
            farewells.count_day,
            farewells.tell,
            farewells.erase,
        )
        for work in steps:
            await self._safely(work, now)

    async def _safely(self, work: Callable[[datetime], Awaitable[None]], now: datetime) -> None:
        try:
            await work(now)
        except Exception as error:  # noqa: BLE001 - one does not keep the others from it
            self._handlers.faults.record(CORE, error)

    async def next_at(self, now: datetime) -> datetime | None:
        """Return when somebody is to be told, waited for or erased next, for a clock that somebody moves."""
        async with self._store.read() as session:
            if await self._data.is_rehearsal(session):
                return None
        return await self._farewells.next_at(self._not_before or now + _FIRST_AFTER)

    def _reachable(self) -> Collection[str]:
        """Return the platforms by which people can be heard now."""
        unheard = {
            name
            for name, connection in self._connections.items()
            if connection.state is not ConnectionState.CONNECTED
        }
        return self._platforms.keys() - unheard

    async def _purge(self, now: datetime) -> None:
        """Remove what is old, in small steps, so that nobody waits for it."""
        async with self._store.unit() as session:
            await forget_receipts(session, now)
            await forget_accesses(session, now)
            await forget_marks(session, now - MARKS_KEPT)
            await session.execute(delete(LinkCodeRow).where(LinkCodeRow.expires_at < now - CODES_KEPT))
            await self._forget_positions(session, now)
        self._journal.forget_before(now - MARKS_KEPT)
        await self._data.wipe(self._store)
        await self._remove(table_of(DraftRow), "created_at", now - DRAFTS_KEPT)
        await self._remove(table_of(KeptRow), "kept_at", now - CONTENT_KEPT)
        await self._empty_deliveries(now - CONTENT_KEPT)

    async def _tell_plugins(self, _now: datetime) -> None:
        """Have plugins remove what is old of theirs, network by network."""
        async with self._store.read() as session:
            rows = await session.scalars(select(NetworkRow).order_by(NetworkRow.id))
            networks = [network_of(row) for row in rows]
        for network in networks:
            async with self._handlers.unit() as session:
                await self._handlers.tell_each(session, network, DayPassed())

    async def _remove(self, table: Table, column: str, before: datetime) -> None:
        old = select(table.c.id).where(table.c[column] < before).limit(_BATCH)
        count = _BATCH
        while count == _BATCH:
            async with self._store.unit() as session:
                gone = await session.execute(delete(table).where(table.c.id.in_(old)).returning(table.c.id))
                count = len(gone.all())

    async def _empty_deliveries(self, before: datetime) -> None:
        """Empty what was sent long ago; its key stays, so that it is never sent twice."""
        old = select(_DELIVERY.c.id).where(
            _DELIVERY.c.state.in_(("sent", "dead")),
            _DELIVERY.c.not_before < before,
            _DELIVERY.c.community_id.is_(None),
            cast(_DELIVERY.c.content, String) != json.dumps(EMPTIED),
        )
        if self._emptied_to is not None:
            old = old.where(_DELIVERY.c.not_before >= self._emptied_to)
        count = _BATCH
        while count == _BATCH:
            async with self._store.unit() as session:
                emptied = await session.execute(
                    update(_DELIVERY)
                    .where(_DELIVERY.c.id.in_(old.limit(_BATCH)))
                    .values(content=EMPTIED, last_error=None)
                    .returning(_DELIVERY.c.id)
                )
                count = len(emptied.all())
        self._emptied_to = before

    async def _forget_positions(self, session: AsyncSession, now: datetime) -> None:
        """Forget how far direct messages were read of people who gave no sign for long."""
        quiet = select(LAST_SIGN.c.member).where(LAST_SIGN.c.seen < now - CONTENT_KEPT)
        channels = select(_PLACE.c.platform, _PLACE.c.external_id).where(_PLACE.c.member_id.in_(quiet))
        is_theirs = tuple_(_POSITION.c.platform, _POSITION.c.channel).in_(channels)
        await session.execute(delete(_POSITION).where(is_theirs))
