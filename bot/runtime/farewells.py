"""Farewells: who gave no sign for long, or left, is told so, and erased if no sign comes.

Nobody is erased by a date alone. The message has to be sent, and days of the bot's own work have to pass
(`bot.runtime.upkeep`) in which it could hear the person: on every platform where they have an account.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.chat.messages import Button, Post
from bot.errors import NothingSavedError
from bot.language.messages import Message, _, ngettext
from bot.logs import get_logger
from bot.plugin import Responsible
from bot.runtime.erasing import LivePersonalData
from bot.runtime.handlers import Handlers
from bot.runtime.host import CORE
from bot.runtime.leavers import Leavers
from bot.runtime.reports import tell_coordinators
from bot.store import Store
from bot.store.base import table_of
from bot.store.engine import WIPED
from bot.store.people import find_member, mark_changed, network_of
from bot.store.tables import AccountRow, DeliveryRow, MemberRow, NetworkRow

log = get_logger(__name__)

WARNED_BEFORE = timedelta(days=30)
_TOLD_AGAIN_AFTER = timedelta(days=30)
"""After so long somebody who could not be told is told again."""
_TOLD_A_DAY = 50
"""So many people are told in one day: whole networks fall silent at once, after a letter or a summer."""

_ACCOUNT, _MEMBER, _DELIVERY = table_of(AccountRow), table_of(MemberRow), table_of(DeliveryRow)
LAST_SIGN = (
    select(_ACCOUNT.c.member_id.label("member"), func.max(_ACCOUNT.c.seen_at).label("seen"))
    .group_by(_ACCOUNT.c.member_id)
    .subquery()
)


class Farewells:
    """Tells, waits and erases; `reachable` names the platforms that are connected now."""

    def __init__(
        self,
        store: Store,
        handlers: Handlers,
        data: LivePersonalData,
        leavers: Leavers,
        reachable: Callable[[], Collection[str]],
    ) -> None:
        self._store = store
        self._handlers = handlers
        self._data = data
        self._leavers = leavers
        self._reachable = reachable

    @property
    def _rules(self) -> Responsible:
        return self._data.responsible

    async def next_at(self, tomorrow: datetime) -> datetime | None:
        """Return when somebody is to be told, or waited for, next: `tomorrow` for who is waited for."""
        async with self._store.read() as session:
            waited_for = await session.scalar(
                select(_MEMBER.c.id).where(self._are_waited_for(), self._can_be_heard()).limit(1)
            )
            seen: datetime | None = await session.scalar(
                select(func.min(LAST_SIGN.c.seen))
                .join(_MEMBER, _MEMBER.c.id == LAST_SIGN.c.member)
                .where(self._can_be_heard())
            )
        if waited_for is not None:
            return tomorrow
        return None if seen is None else max(seen + self._inactive - WARNED_BEFORE, tomorrow)

    async def count_day(self, now: datetime) -> None:
        """Count one day more for those who are waited for and could be heard; take note of who was told."""
        async with self._store.unit() as session:
            waiting = update(_MEMBER).where(self._are_waited_for(), self._can_be_heard())
            await session.execute(waiting.values(waited_days=_MEMBER.c.waited_days + 1))
            await self._note_told(session, now)

    async def tell(self, now: datetime) -> None:
        """Tell who gave no sign for long, and who left, that they will be erased: some of them each day."""
        limit = now - self._inactive + WARNED_BEFORE
        silent = (
            select(_MEMBER.c.id, _MEMBER.c.network_id, _MEMBER.c.left_at)
            .join(LAST_SIGN, LAST_SIGN.c.member == _MEMBER.c.id)
            .where(
                _MEMBER.c.warning_id.is_(None),
                or_(LAST_SIGN.c.seen <= limit, _MEMBER.c.left_at.is_not(None)),
                self._can_be_heard(),
            )
        )
        async with self._store.read() as session:
            members = (await session.execute(silent.order_by(LAST_SIGN.c.seen, _MEMBER.c.id))).all()
        told, leavers = 0, Counter[int]()
        for row in members:
            if told == _TOLD_A_DAY:
                break
            if await self._tell_safely(row.id, now):
                told += 1
                leavers.update([row.network_id] if row.left_at is not None else ())
        for network, count in leavers.items():
            await self._tell_coordinators(network, count, now)

    async def _tell_safely(self, member: int, now: datetime) -> bool:
        """Return whether somebody could be told: whoever cannot be keeps nobody else from it."""
        try:
            async with self._store.unit() as session:
                return await self._tell_one(session, member, now)
        except NothingSavedError:
            raise
        except Exception as error:  # noqa: BLE001 - it concerns one person
            self._handlers.faults.record(CORE, error)
            return False

    async def erase(self, now: datetime) -> None:
        """Erase whose days are over: who was told and gave no sign, and who left and did not come back."""
        async with self._store.read() as session:
            due = (await session.execute(self._due())).all()
        count = 0
        for row in due:
            if row.left_at is not None and not await self._leavers.are_gone(row.id):
                continue
            async with self._handlers.unit() as session:
                count += await self._erase_one(session, row.id, now)
        if count:
            await self._data.wipe(self._store)
            log.info("people erased whose time was over", people=count)

    @property
    def _inactive(self) -> timedelta:
        return timedelta(days=self._rules.inactive_days)

    def _are_waited_for(self) -> ColumnElement[bool]:
        return or_(_MEMBER.c.left_at.is_not(None), _MEMBER.c.warning_id.is_not(None))

    def _can_be_heard(self) -> ColumnElement[bool]:
        """Return the condition that somebody has accounts, and each is on a platform connected now."""
        theirs = _ACCOUNT.c.member_id == _MEMBER.c.id
        elsewhere = _ACCOUNT.c.platform.not_in(self._reachable())
        return and_(exists().where(theirs), ~exists().where(theirs, elsewhere))

    def _due(self) -> Select[tuple[int, int, datetime | None]]:
        """Return those whose days are over; who left cannot always be written to any more."""
        seen = select(func.max(_ACCOUNT.c.seen_at)).where(_ACCOUNT.c.member_id == _MEMBER.c.id)
        silent = and_(
            _MEMBER.c.left_at.is_(None),
            _MEMBER.c.waited_days >= WARNED_BEFORE.days,
            _MEMBER.c.warned_at > seen.scalar_subquery(),
        )
        refused = exists().where(_DELIVERY.c.id == _MEMBER.c.warning_id, _DELIVERY.c.state == "dead")
        gone = and_(
            _MEMBER.c.left_at.is_not(None),
            _MEMBER.c.waited_days >= self._rules.left_days,
            or_(_MEMBER.c.warned_at.is_not(None), refused),
        )
        return select(_MEMBER.c.id, _MEMBER.c.network_id, _MEMBER.c.left_at).where(
            self._can_be_heard(), or_(silent, gone)
        )

    async def _erase_one(self, session: AsyncSession, member_id: int, now: datetime) -> int:
        """Erase a person, unless a sign came at this very moment; return how many were erased."""
        locked = select(_MEMBER.c.id).where(_MEMBER.c.id == member_id).with_for_update()
        await session.execute(locked)
        due = (await session.execute(self._due().where(_MEMBER.c.id == member_id))).first()
        if due is None:
            return 0
        network = network_of(await session.get_one(NetworkRow, due.network_id))
        member = await find_member(session, network.id, member_id)
        if member is None or member.id != member_id:
            return 0
        await self._data.erase_in(session, network, member, now, was_asked=False)
        session.info.pop(WIPED)
        return 1

    async def _note_told(self, session: AsyncSession, now: datetime) -> None:
        """Take note of whom the message reached: their days begin; whom it did not is told again later."""
        rows = await session.execute(
            select(
                _MEMBER.c.id,
                _MEMBER.c.left_at,
                _DELIVERY.c.state,
                _DELIVERY.c.sent_at,
                _DELIVERY.c.created_at,
            )
            .outerjoin(_DELIVERY, _DELIVERY.c.id == _MEMBER.c.warning_id)
            .where(_MEMBER.c.warning_id.is_not(None), _MEMBER.c.warned_at.is_(None))
        )
        unreached = 0
        for row in rows:
            told = update(_MEMBER).where(_MEMBER.c.id == row.id)
            if row.state == "sent":
                at = min(row.sent_at or now, now)
                await session.execute(told.values(warned_at=at, waited_days=0))
            elif row.state is None or (row.state == "dead" and row.left_at is None):
                unreached += 1
                if row.created_at is None or row.created_at <= now - _TOLD_AGAIN_AFTER:
                    await session.execute(told.values(warning_id=None, waited_days=0))
        if unreached:
            log.warning("people without a sign cannot be written to: they are not erased", people=unreached)

    async def _tell_one(self, session: AsyncSession, member: int, now: datetime) -> bool:
        """Return whether somebody was told: not who was erased, or became a part of another, meanwhile."""
        row = await session.get(MemberRow, member)
        if row is None:
            return False
        network = network_of(await session.get_one(NetworkRow, row.network_id))
        reader = await find_member(session, network.id, member)
        if reader is None or reader.id != member:
            return False
        is_unsolicited = row.daily_cap != 0 and row.paused_at is None
        async with self._handlers.for_timer(session, CORE, network, now) as ctx:
            has_left = row.left_at is not None
            stay = Button(_("I stay"), "stay", plugin="network")
            post = Post(text=self._text(has_left=has_left), buttons=() if has_left else (stay,))
            row.warning_id = await ctx.post(reader, post, unsolicited=is_unsolicited)
        mark_changed(session)  # the next sign of theirs is written down, be it today's second
        return True

    async def _tell_coordinators(self, network_id: int, leavers: int, now: datetime) -> None:
        """Tell who coordinates a network how many left it: a mistake in the chat looks the same."""
        text = ngettext(
            "{count} person is in none of the network’s teams any more, as the chat says. I told them so, "
            "and erase what I hold on them after {days} days, unless they come back.",
            "{count} people are in none of the network’s teams any more, as the chat says. I told them so, "
            "and erase what I hold on them after {days} days, unless they come back.",
            leavers,
            days=self._rules.left_days,
        )
        async with self._store.unit() as session:
            network = network_of(await session.get_one(NetworkRow, network_id))
            key = f"leavers:{now.astimezone(network.zone).date()}"
            await tell_coordinators(self._handlers, session, network, text, key=key)

    def _text(self, *, has_left: bool) -> Message:
        if has_left:
            return ngettext(
                "You are in none of the network’s teams any more. {count} day after this message at the "
                "earliest, I erase all that I hold about you. To stay, come back; `/maillage my-data` shows "
                "what I hold.",
                "You are in none of the network’s teams any more. {count} days after this message at the "
                "earliest, I erase all that I hold about you. To stay, come back; `/maillage my-data` shows "
                "what I hold.",
                self._rules.left_days,
            )
        return ngettext(
            "I have had no sign of you for long. I do not keep data for nothing: {count} day after this "
            "message at the earliest, I erase all that I hold about you, your reminders and your card too. "
            "To stay, press the button, or write me a word; `/maillage my-data` shows what I hold.",
            "I have had no sign of you for long. I do not keep data for nothing: {count} days after this "
            "message at the earliest, I erase all that I hold about you, your reminders and your card too. "
            "To stay, press the button, or write me a word; `/maillage my-data` shows what I hold.",
            WARNED_BEFORE.days,
        )
