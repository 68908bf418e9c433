"""What becomes of attendance when two members turn out to be one person, part again, are erased, or leave."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select

from bot.plugin import DayPassed, EventContext, MemberErasing, MembersMerging, MembersParted, TimerContext
from plugins.meetings.declaration import plugin
from plugins.meetings.gatherings import announcing, register, seats
from plugins.meetings.gatherings.attending import Coming
from plugins.meetings.hosting.models import HostRow
from plugins.meetings.models import AttendanceRow, MeetingRow

_BEFORE = "attendance"
"""In the notes of a link: what who stays had said, of meetings of which both had said something."""


@plugin.on(MembersMerging)
async def bring_together(ctx: EventContext, event: MembersMerging) -> None:
    """Have the newer of two answers hold for the person; of two seats they keep the first one."""
    before: dict[str, Any] = {}
    for theirs in await _said(ctx, event.gone.id):
        mine = await _answer(ctx, theirs.meeting_id, event.kept.id)
        if mine is None:
            continue
        said = _noted(mine)
        first = min(mine.answered_at, theirs.answered_at)
        both_come = mine.answer == theirs.answer == Coming.YES
        if theirs.answered_at > mine.answered_at:
            mine.answer, mine.answered_at = theirs.answer, theirs.answered_at
            mine.to_confirm, mine.waits, mine.by_vote = theirs.to_confirm, theirs.waits, theirs.by_vote
        if both_come:
            mine.answered_at = first
        mine.muted = mine.muted or theirs.muted
        before[str(mine.meeting_id)] = {"said": said, "since": _noted(mine)}
        await ctx.later("settle", ctx.now, key=f"settle:{mine.meeting_id}", meeting=mine.meeting_id)
    await ctx.session.flush()
    event.notes.setdefault(plugin.name, {})[_BEFORE] = before


@plugin.on(MembersParted)
async def give_back(ctx: EventContext, event: MembersParted) -> None:
    """Have who stays say again what they had said, where both had, unless they said otherwise since."""
    for meeting, noted in event.notes.get(plugin.name, {}).get(_BEFORE, {}).items():
        mine = await _answer(ctx, int(meeting), event.kept.id)
        if mine is not None and _noted(mine) == noted["since"]:
            answer, at, mine.muted = noted["said"]
            mine.answer, mine.answered_at = answer, datetime.fromisoformat(at)
        await ctx.later("settle", ctx.now, key=f"settle:{meeting}", meeting=int(meeting))
    await ctx.session.flush()


def _noted(one: AttendanceRow) -> list[Any]:
    return [one.answer, one.answered_at.isoformat(), one.muted]


@plugin.on(MemberErasing)
async def free_seats(ctx: EventContext, event: MemberErasing) -> None:
    """Give the seats of who goes to those who wait for one, and take their name off the posts."""
    seats_of = [row.meeting_id for member in event.members for row in await _said(ctx, member)]
    hosted = select(HostRow.meeting_id).where(HostRow.member_id.in_(event.members))
    named = await ctx.session.scalars(
        select(MeetingRow.id).where(
            MeetingRow.network_id == ctx.network.id,
            or_(MeetingRow.member_id.in_(event.members), MeetingRow.id.in_(hosted)),
        )
    )
    for meeting in {*seats_of, *named}:
        await ctx.later("settle", ctx.now, key=f"settle:{meeting}", meeting=meeting)


@plugin.on(DayPassed)
async def after_who_left(ctx: EventContext, _event: DayPassed) -> None:
    """Give the seats of those who left the network to those who wait for one."""
    rows = await ctx.session.scalars(
        select(MeetingRow)
        .where(
            MeetingRow.network_id == ctx.network.id,
            MeetingRow.cancelled_at.is_(None),
            MeetingRow.seats.is_not(None),
            func.coalesce(MeetingRow.ends_at, MeetingRow.starts_at) > ctx.now,
        )
        .order_by(MeetingRow.id)
        .with_for_update()
    )
    for row in rows.all():
        await seats.settle(ctx, row)


@plugin.timer("settle")
async def settle(ctx: TimerContext, meeting: int) -> None:
    """Tell who has a seat now, and show who comes."""
    row = await register.held(ctx.session, meeting)
    if row is not None:
        await seats.settle(ctx, row)
        await announcing.refresh(ctx, row)


async def _said(ctx: EventContext, member: int) -> list[AttendanceRow]:
    """Return what a member said of meetings that are not over."""
    rows = await ctx.session.scalars(
        select(AttendanceRow)
        .join(MeetingRow, MeetingRow.id == AttendanceRow.meeting_id)
        .where(
            AttendanceRow.member_id == member,
            func.coalesce(MeetingRow.ends_at, MeetingRow.starts_at) > ctx.now,
        )
        .order_by(AttendanceRow.id)
    )
    return list(rows.all())


async def _answer(ctx: EventContext, meeting: int, member: int) -> AttendanceRow | None:
    row: AttendanceRow | None = await ctx.session.scalar(
        select(AttendanceRow).where(AttendanceRow.meeting_id == meeting, AttendanceRow.member_id == member)
    )
    return row
