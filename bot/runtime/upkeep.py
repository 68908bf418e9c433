"""The days of the bot's own work: what is due after days waits for days that it lived, not for a calendar.

A clock that is wrong for a while, an outage or a copy put back make no day.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import Enum

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.store.base import table_of
from bot.store.records import UpkeepRow
from bot.store.tables import AccountRow, MemberRow

EVERY = timedelta(days=1)
_TOO_SOON, _NO_DAY, _LONG = timedelta(hours=20), timedelta(days=2), timedelta(days=7)
_ACCOUNT, _MEMBER = table_of(AccountRow), table_of(MemberRow)


class Step(Enum):
    """What passed since the daily work was last done: hardly anything, a day, or nobody knows what."""

    NOTHING = "nothing"
    DAY = "day"
    GAP = "gap"


async def step(session: AsyncSession, now: datetime) -> tuple[Step, datetime]:
    """Write down that the daily work is done now; return what passed since the last time, and when that was.

    After a long gap everybody's waiting begins again: signs that they gave may be lost.
    """
    row = await session.scalar(select(UpkeepRow))
    if row is None:
        session.add(UpkeepRow(at=now))
        await begin_again(session)
        return Step.GAP, now
    last, since = row.at, now - row.at
    if timedelta(0) <= since < _TOO_SOON:
        return Step.NOTHING, last
    row.at = now
    if since < timedelta(0):
        await _forget_the_future(session, now)
    if _TOO_SOON <= since <= _NO_DAY:
        return Step.DAY, last
    if abs(since) > _LONG:
        await begin_again(session)
    return Step.GAP, last


async def begin_again(session: AsyncSession) -> None:
    """Have everybody's waiting begin again."""
    await session.execute(update(_MEMBER).where(_MEMBER.c.waited_days > 0).values(waited_days=0))


async def _forget_the_future(session: AsyncSession, now: datetime) -> None:
    """Put right what a clock that was fast wrote down of people's signs, and of what they were told."""
    seen = update(_ACCOUNT).where(_ACCOUNT.c.seen_at > now)
    await session.execute(seen.values(seen_at=now))
    told = update(_MEMBER).where((_MEMBER.c.warned_at > now) | (_MEMBER.c.left_at > now))
    await session.execute(told.values(left_at=None, warned_at=None, warning_id=None, waited_days=0))
