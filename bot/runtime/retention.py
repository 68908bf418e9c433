"""Retention: what is old goes, once a day; people who gave no sign for long, or who left, are erased.

Who gave no sign for long is told 30 days before, and stays if they give one. What is purged by its age, and
after how long, stands in the record of processing (`docs/rgpd.fr.md`).
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import ColumnElement, String, Table, cast, delete, func, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.chat.delivery import Platform, SendFailedError
from bot.chat.messages import Post
from bot.chat.people import Network
from bot.language.messages import Instant, _
from bot.plugin import Responsible
from bot.runtime.erasing import LivePersonalData
from bot.runtime.handlers import Handlers
from bot.runtime.host import CORE
from bot.runtime.receipts import forget_receipts
from bot.store import Store
from bot.store.accesses import forget_accesses
from bot.store.base import table_of
from bot.store.engine import WIPED
from bot.store.erasures import ErasureJournal, forget_marks
from bot.store.holdings import EMPTIED
from bot.store.people import find_member, network_of
from bot.store.tables import (
    AccountRow,
    DeliveryRow,
    DraftRow,
    KeptRow,
    LinkCodeRow,
    MemberRow,
    NetworkRow,
    PlaceRow,
    PositionRow,
)

log = structlog.get_logger(__name__)

WARNED_BEFORE = timedelta(days=30)
CONTENT_KEPT = timedelta(days=90)
DRAFTS_KEPT = CODES_KEPT = timedelta(days=7)
TEXTS_KEPT = timedelta(days=365)
MARKS_KEPT = timedelta(days=3 * 365)

_FIRST_AFTER, _EVERY = timedelta(hours=1), timedelta(days=1)
_BATCH = 500
_LOOKED_AT_EVERY = 7
"""Days within which everybody is looked at once, whether they left."""

_ACCOUNT, _MEMBER, _DELIVERY = table_of(AccountRow), table_of(MemberRow), table_of(DeliveryRow)
_PLACE, _POSITION = table_of(PlaceRow), table_of(PositionRow)
_LAST_SIGN = (
    select(_ACCOUNT.c.member_id.label("member"), func.max(_ACCOUNT.c.seen_at).label("seen"))
    .group_by(_ACCOUNT.c.member_id)
    .subquery()
)


class Retention:
    """Does it once a day; `platforms` tell who left."""

    def __init__(
        self,
        store: Store,
        handlers: Handlers,
        data: LivePersonalData,
        journal: ErasureJournal,
        platforms: Mapping[str, Platform],
    ) -> None:
        self._store = store
        self._handlers = handlers
        self._data = data
        self._journal = journal
        self._platforms = platforms
        self._not_before: datetime | None = None
        self._emptied_to: datetime | None = None
        self._suspects: set[int] = set()

    def may_have_left(self, member: int) -> None:
        """Take note that a member left a channel: perhaps it was the last one."""
        self._suspects.add(member)

    @property
    def _rules(self) -> Responsible:
        return self._data.responsible

    async def tidy_if_due(self, now: datetime) -> None:
        """Do it, if a day has passed; what goes wrong is told to the log and tried again the next day."""
        if self._suspects:
            await self._safely(self._look_at_suspects, now)
        if self._not_before is None:
            self._not_before = now + _FIRST_AFTER
        if now < self._not_before:
            return
        self._not_before = now + _EVERY
        for work in (self._purge, self._find_leavers, self._warn, self._erase):
            await self._safely(work, now)

    async def _safely(self, work: Callable[[datetime], Awaitable[None]], now: datetime) -> None:
        try:
            await work(now)
        except Exception as error:  # noqa: BLE001 - one does not keep the others from it
            self._handlers.faults.record(CORE, error)

    async def next_at(self) -> datetime | None:
        """Return when somebody is to be warned or erased next, for a clock that somebody moves."""
        unwarned = select(func.min(_LAST_SIGN.c.seen)).join(_MEMBER, _MEMBER.c.id == _LAST_SIGN.c.member)
        async with self._store.read() as session:
            seen = await session.scalar(unwarned.where(_MEMBER.c.warned_at.is_(None)))
            warned = await session.scalar(select(func.min(_MEMBER.c.warned_at)))
            left = await session.scalar(select(func.min(_MEMBER.c.left_at)))
        instants = [
            seen and seen + self._inactive - WARNED_BEFORE,
            warned and warned + WARNED_BEFORE,
            left and left + self._left,
        ]
        earliest = min((at for at in instants if at), default=None)
        return earliest and max(earliest, self._not_before or earliest)

    @property
    def _inactive(self) -> timedelta:
        return timedelta(days=self._rules.inactive_days)

    @property
    def _left(self) -> timedelta:
        return timedelta(days=self._rules.left_days)

    async def _purge(self, now: datetime) -> None:
        """Remove what is old, in small steps, so that nobody waits for it."""
        async with self._store.unit() as session:
            await forget_receipts(session, now)
            await forget_accesses(session, now)
            await forget_marks(session, now - MARKS_KEPT)
            await session.execute(delete(LinkCodeRow).where(LinkCodeRow.expires_at < now - CODES_KEPT))
            await self._forget_positions(session, now)
        self._journal.forget_before(now - MARKS_KEPT)
        await self._remove(table_of(DraftRow), "created_at", now - DRAFTS_KEPT)
        await self._remove(table_of(KeptRow), "kept_at", now - TEXTS_KEPT)
        await self._empty_deliveries(now - CONTENT_KEPT)

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
        quiet = select(_LAST_SIGN.c.member).where(_LAST_SIGN.c.seen < now - CONTENT_KEPT)
        channels = select(_PLACE.c.platform, _PLACE.c.external_id).where(_PLACE.c.member_id.in_(quiet))
        is_theirs = tuple_(_POSITION.c.platform, _POSITION.c.channel).in_(channels)
        await session.execute(delete(_POSITION).where(is_theirs))

    async def _find_leavers(self, now: datetime) -> None:
        """Ask the platforms about some people each day: who is in no community any more, or is back."""
        await self._look_at(
            (_ACCOUNT.c.member_id % _LOOKED_AT_EVERY) == now.toordinal() % _LOOKED_AT_EVERY, now
        )

    async def _look_at_suspects(self, now: datetime) -> None:
        suspects, self._suspects = self._suspects, set()
        await self._look_at(_ACCOUNT.c.member_id.in_(suspects), now)

    async def _look_at(self, some: ColumnElement[bool], now: datetime) -> None:
        async with self._store.read() as session:
            rows = await session.execute(
                select(_ACCOUNT.c.member_id, _ACCOUNT.c.platform, _ACCOUNT.c.external_id, _MEMBER.c.left_at)
                .join(_MEMBER, _MEMBER.c.id == _ACCOUNT.c.member_id)
                .where(some)
            )
            accounts: dict[int, list[Any]] = {}
            for row in rows:
                accounts.setdefault(row.member_id, []).append(row)
        silent: set[str] = set()
        for member, theirs in accounts.items():
            has_left = await self._have_left(theirs, silent)
            if has_left is not None and has_left != (theirs[0].left_at is not None):
                async with self._store.unit() as session:
                    changed = update(_MEMBER).where(_MEMBER.c.id == member)
                    await session.execute(changed.values(left_at=now if has_left else None))

    async def _have_left(self, accounts: list[Any], silent: set[str]) -> bool | None:
        """Return whether a person left by every account of theirs, None if that is not known now.

        A platform that cannot tell is one of the `silent` ones: it is not asked again for now.
        """
        for account in accounts:
            platform = self._platforms.get(account.platform)
            if platform is None or account.platform in silent:
                return None
            try:
                if not await platform.has_left(account.external_id):
                    return False
            except SendFailedError:
                silent.add(account.platform)
                return None
        return True

    async def _warn(self, now: datetime) -> None:
        """Tell who gave no sign for long that they will be erased."""
        limit = now - self._inactive + WARNED_BEFORE
        silent = (
            select(_MEMBER.c.id, _MEMBER.c.network_id)
            .join(_LAST_SIGN, _LAST_SIGN.c.member == _MEMBER.c.id)
            .where(_LAST_SIGN.c.seen <= limit, _MEMBER.c.warned_at.is_(None))
        )
        async with self._store.read() as session:
            rows = (await session.execute(silent)).all()
        for row in rows:
            async with self._store.unit() as session:
                network = network_of(await session.get_one(NetworkRow, row.network_id))
                await self._warn_one(session, network, row.id, now)

    async def _warn_one(self, session: AsyncSession, network: Network, member: int, now: datetime) -> None:
        row = await session.get(MemberRow, member)
        reader = await find_member(session, network.id, member)
        if row is None or reader is None:
            return
        row.warned_at = now
        text = _(
            "I have had no sign of you for long. I do not keep data for nothing: on {day} I erase all that I "
            "hold on you. To stay, a word to me is enough, whatever it says; `/maillage my-data` shows what "
            "I hold.",
            day=Instant(now + WARNED_BEFORE, all_day=True),
        )
        async with self._handlers.for_timer(session, CORE, network, now) as ctx:
            await ctx.post(reader, Post(text=text), unsolicited=row.daily_cap != 0)

    async def _erase(self, now: datetime) -> None:
        """Erase who was warned and gave no sign since, and who left and did not come back."""
        due = select(_MEMBER.c.id, _MEMBER.c.network_id).where(
            (_MEMBER.c.warned_at <= now - WARNED_BEFORE) | (_MEMBER.c.left_at <= now - self._left)
        )
        async with self._store.read() as session:
            rows = (await session.execute(due)).all()
        count = 0
        for row in rows:
            async with self._handlers.unit() as session:
                network = network_of(await session.get_one(NetworkRow, row.network_id))
                member = await find_member(session, network.id, row.id)
                if member is None:
                    continue
                self._journal.append([await self._data.erase_in(session, network, member, now)])
                session.info.pop(WIPED)
                count += 1
        if count:
            await self._store.wipe()
            log.info("people erased whose time was over", people=count)
