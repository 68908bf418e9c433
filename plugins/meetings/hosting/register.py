"""The register of hosts: who offered, who was asked, who hosts which meeting, and who did before."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.plugin import WorkContext
from plugins.meetings.gatherings.attending import Coming
from plugins.meetings.gatherings.register import hold_place
from plugins.meetings.hosting.models import HostRow, HostState
from plugins.meetings.hosting.turns import Turn, in_turn
from plugins.meetings.models import (
    AttendanceRow,
    ExpectedRow,
    MeetingPlaceRow,
    MeetingRow,
    PollPlaceRow,
)

_CAME_SINCE = timedelta(days=365)
"""Who came since may be asked to host."""


@dataclass(frozen=True, slots=True)
class Target:
    """What somebody may host: a meeting, or the next one of a channel, which has no date yet.

    `place` is the channel in which people take turns.
    """

    place: int
    meeting: MeetingRow | None = None


async def after(ctx: WorkContext, meeting: MeetingRow, places: Collection[int]) -> MeetingRow | None:
    """Return the meeting to come that follows another one in the same channels, None if there is none."""
    row: MeetingRow | None = await ctx.session.scalar(
        select(MeetingRow)
        .join(MeetingPlaceRow, MeetingPlaceRow.meeting_id == MeetingRow.id)
        .where(
            MeetingPlaceRow.place_id.in_(places),
            MeetingRow.id != meeting.id,
            MeetingRow.cancelled_at.is_(None),
            MeetingRow.starts_at > max(meeting.starts_at, ctx.now),
        )
        .order_by(MeetingRow.starts_at, MeetingRow.id)
        .limit(1)
    )
    return row


async def lock(ctx: WorkContext, target: Target) -> None:
    """Have whoever else offers, is asked or chooses wait until this is done."""
    if target.meeting is not None:
        await ctx.session.refresh(target.meeting, with_for_update=True)
    else:
        await hold_place(ctx.session, target.place)


async def rows(session: AsyncSession, target: Target) -> Sequence[HostRow]:
    """Return how it stands with each person."""
    wanted = HostRow.meeting_id == target.meeting.id if target.meeting is not None else _has_no_date(target)
    found = await session.scalars(select(HostRow).where(wanted).order_by(HostRow.changed_at, HostRow.id))
    return found.all()


async def of_next(session: AsyncSession, target: Target) -> Sequence[HostRow]:
    """Return what was said of the next meeting of the channel when the one of the target had no date yet."""
    meeting = target.meeting
    if meeting is None:
        return []
    earlier = select(MeetingRow.id).where(
        MeetingRow.id == HostRow.after_id,
        MeetingRow.id != meeting.id,
        MeetingRow.starts_at <= meeting.starts_at,
    )
    found = await session.scalars(
        select(HostRow)
        .where(_has_no_date(target), or_(HostRow.after_id.is_(None), earlier.exists()))
        .order_by(HostRow.id)
    )
    return found.all()


def _has_no_date(target: Target) -> ColumnElement[bool]:
    return and_(HostRow.place_id == target.place, HostRow.meeting_id.is_(None))


async def host_of(session: AsyncSession, meeting: int) -> int | None:
    """Return who hosts a meeting: a member by their id, None if nobody does yet."""
    found: int | None = await session.scalar(
        select(HostRow.member_id)
        .where(HostRow.meeting_id == meeting, HostRow.state == HostState.AGREED)
        .order_by(HostRow.changed_at.desc())
        .limit(1)
    )
    return found


async def host_name(ctx: WorkContext, row: MeetingRow) -> str:
    """Return the name of who hosts a meeting, empty where nobody does yet."""
    number = await host_of(ctx.session, row.id)
    member = await ctx.find_member(number) if number is not None else None
    return member.name if member is not None else ""


async def note(
    ctx: WorkContext, target: Target, member: int, state: HostState, *, asked_by: int | None = None
) -> HostRow:
    """Write down how it stands with somebody, in the place of what was there of the same meeting."""
    mine = [row for row in await rows(ctx.session, target) if row.member_id == member]
    kept = next(iter(mine), None)
    if kept is None:
        kept = HostRow(network_id=ctx.network.id, place_id=target.place, member_id=member)
        if target.meeting is not None:
            kept.meeting_id = target.meeting.id
        else:
            kept.after_id = await _last(ctx, target.place)
        ctx.session.add(kept)
    kept.state, kept.changed_at = state, ctx.now
    if asked_by is not None:
        kept.asked_by_id = asked_by
    await ctx.session.flush()
    return kept


async def _last(ctx: WorkContext, place: int) -> int | None:
    """Return the last meeting to come of a channel, None if none is planned."""
    found: int | None = await ctx.session.scalar(
        select(MeetingRow.id)
        .join(MeetingPlaceRow, MeetingPlaceRow.meeting_id == MeetingRow.id)
        .where(
            MeetingPlaceRow.place_id == place,
            MeetingRow.cancelled_at.is_(None),
            MeetingRow.starts_at > ctx.now,
        )
        .order_by(MeetingRow.starts_at.desc(), MeetingRow.id.desc())
        .limit(1)
    )
    return found


async def forget(ctx: WorkContext, target: Target, member: int) -> None:
    """Take back that somebody offered to host."""
    mine = [row.id for row in await rows(ctx.session, target) if row.member_id == member]
    await ctx.session.execute(delete(HostRow).where(HostRow.id.in_(mine)))
    await ctx.session.flush()


async def turns(ctx: WorkContext, target: Target) -> Sequence[Turn]:
    """Return who could host, in a fair order: who offered, did before, came, or was asked for a date.

    Who hosts already, and who said that they cannot, is not among them.
    """
    here = await rows(ctx.session, target)
    settled = {row.member_id for row in here if row.state in (HostState.DECLINED, HostState.AGREED)}
    offered = {row.member_id for row in here if row.state == HostState.OFFERED}
    hosted = await _hosted(ctx, target)
    known = offered | hosted.keys() | await _came(ctx, target) | await _expected(ctx, target)
    found = [Turn(member, tuple(hosted.get(member, ())), member in offered) for member in known - settled]
    return in_turn(found)


async def _hosted(ctx: WorkContext, target: Target) -> dict[int, list[datetime]]:
    """Return when members hosted meetings of the channel that took place, the last first."""
    found = await ctx.session.execute(
        select(HostRow.member_id, MeetingRow.starts_at)
        .join(MeetingRow, MeetingRow.id == HostRow.meeting_id)
        .where(
            HostRow.place_id == target.place,
            HostRow.state == HostState.AGREED,
            MeetingRow.cancelled_at.is_(None),
            MeetingRow.starts_at <= ctx.now,
        )
        .order_by(MeetingRow.starts_at.desc())
    )
    hosted: dict[int, list[datetime]] = {}
    for member, at in found:
        hosted.setdefault(member, []).append(at)
    return hosted


async def _came(ctx: WorkContext, target: Target) -> set[int]:
    found = await ctx.session.scalars(
        select(AttendanceRow.member_id)
        .join(MeetingRow, MeetingRow.id == AttendanceRow.meeting_id)
        .join(MeetingPlaceRow, MeetingPlaceRow.meeting_id == MeetingRow.id)
        .where(
            MeetingPlaceRow.place_id == target.place,
            AttendanceRow.answer == Coming.YES,
            MeetingRow.starts_at > ctx.now - _CAME_SINCE,
        )
    )
    return set(found)


async def _expected(ctx: WorkContext, target: Target) -> set[int]:
    """Return who is in the channel, as far as its polls tell."""
    found = await ctx.session.scalars(
        select(ExpectedRow.member_id)
        .join(PollPlaceRow, PollPlaceRow.poll_id == ExpectedRow.poll_id)
        .where(PollPlaceRow.place_id == target.place)
        .distinct()
    )
    return set(found)
