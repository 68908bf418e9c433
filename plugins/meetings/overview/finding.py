"""Finding the polls and meetings that somebody wants to see."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from plugins.meetings.models import Kind, MeetingRow, OptionRow, PollRow
from plugins.meetings.overview.scope import Scope
from plugins.meetings.overview.wanted import Wanted

_MOST = 500
"""So many meetings are looked through for words of their title."""
UNDECIDED_FOR = timedelta(days=30)
"""So long after a vote its date may still be chosen."""


async def meetings(
    session: AsyncSession, scope: Scope, wanted: Wanted, now: datetime, zone: ZoneInfo
) -> Sequence[MeetingRow]:
    """Return the meetings that are wanted: those to come, the next one first, or past ones, the last first.

    Of those to come the cancelled ones are there, too; `zone` is of the clocks by which days are meant.
    """
    found = [MeetingRow.network_id == scope.network, scope.meetings()]
    if wanted.is_past:
        found += [MeetingRow.starts_at <= now, MeetingRow.cancelled_at.is_(None)]
        order = (MeetingRow.starts_at.desc(), MeetingRow.id.desc())
    else:
        found.append(_ends_after(now))
        order = (MeetingRow.starts_at.asc(), MeetingRow.id.asc())
    days = wanted.between(zone)
    if days is not None:
        found += [MeetingRow.starts_at < days[1], _ends_after(days[0])]
    rows = await session.scalars(select(MeetingRow).where(*found).order_by(*order).limit(_MOST))
    return [row for row in rows if wanted.has_words(row.title)]


async def polls(
    session: AsyncSession, scope: Scope, wanted: Wanted, now: datetime, zone: ZoneInfo
) -> Sequence[PollRow]:
    """Return the polls that are wanted: those that wait for answers, then those that wait for a decision."""
    if wanted.is_past:
        return []
    found = [PollRow.network_id == scope.network, scope.polls(), or_(_is_open(now), _is_undecided(now))]
    days = wanted.between(zone)
    if days is not None:
        dated = exists().where(
            OptionRow.poll_id == PollRow.id,
            OptionRow.removed_at.is_(None),
            OptionRow.starts_at >= days[0],
            OptionRow.starts_at < days[1],
        )
        found.append(or_(dated, and_(PollRow.closes_at >= days[0], PollRow.closes_at < days[1])))
    rows = await session.scalars(
        select(PollRow)
        .where(*found)
        .order_by(PollRow.closed_at.is_not(None), PollRow.closes_at.is_(None), PollRow.closes_at, PollRow.id)
        .limit(_MOST)
    )
    return [row for row in rows if wanted.has_words(row.title)]


def _ends_after(at: datetime) -> ColumnElement[bool]:
    ends: ColumnElement[bool] = func.coalesce(MeetingRow.ends_at, MeetingRow.starts_at) > at
    return ends


def _is_open(now: datetime) -> ColumnElement[bool]:
    return and_(PollRow.closed_at.is_(None), or_(PollRow.closes_at.is_(None), PollRow.closes_at > now))


def _is_undecided(now: datetime) -> ColumnElement[bool]:
    """Return which polls are closed while no date is chosen, and one that can be is still to come."""
    to_come = exists().where(
        OptionRow.poll_id == PollRow.id, OptionRow.removed_at.is_(None), OptionRow.starts_at > now
    )
    return and_(
        PollRow.kind == Kind.DATE,
        PollRow.decided_id.is_(None),
        PollRow.closed_at > now - UNDECIDED_FOR,
        to_come,
    )
