"""The register of meetings: when and where they are, and who comes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.language.messages import _
from bot.plugin import Refusal, WorkContext
from bot.store.tables import MemberRow, PlaceRow
from plugins.meetings.calendars.entries import Entry
from plugins.meetings.gatherings.attending import Attendance, Coming, Voter, attendance
from plugins.meetings.models import AttendanceRow, MeetingPlaceRow, MeetingRow

_GONE = _("This meeting is not there any more.")


async def find(ctx: WorkContext, meeting: int, *, for_change: bool = False) -> MeetingRow:
    """Return a meeting of the network; `for_change` whoever else changes it waits until this is done.

    Raises:
        Refusal: it is not there any more.
    """
    query = select(MeetingRow).where(MeetingRow.id == meeting, MeetingRow.network_id == ctx.network.id)
    if for_change:  # who waited for another one must not go on with what they read before
        query = query.with_for_update().execution_options(populate_existing=True)
    row = await ctx.session.scalar(query)
    if row is None:
        raise Refusal("unknown_meeting", _GONE)
    return row


async def held(session: AsyncSession, meeting: int) -> MeetingRow | None:
    """Return a meeting for change, None if it is not there any more: for what happens by itself."""
    return await session.get(MeetingRow, meeting, with_for_update=True)


async def hold_place(session: AsyncSession, place: int) -> None:
    """Have whoever else changes what a channel has without a meeting wait until this is done."""
    await session.execute(select(PlaceRow.id).where(PlaceRow.id == place).with_for_update(key_share=True))


async def places(session: AsyncSession, meeting: int) -> Sequence[MeetingPlaceRow]:
    """Return where a meeting is announced."""
    rows = await session.scalars(
        select(MeetingPlaceRow).where(MeetingPlaceRow.meeting_id == meeting).order_by(MeetingPlaceRow.id)
    )
    return rows.all()


async def who_comes(session: AsyncSession, row: MeetingRow) -> Attendance:
    """Return who comes to a meeting."""
    return attendance_of(row, await answers(session, row.id))


def attendance_of(row: MeetingRow, rows: Sequence[AttendanceRow]) -> Attendance:
    """Return who comes to a meeting, of which people said that much."""
    by_vote = [one.member_id for one in rows if one.by_vote]
    return attendance([(one.member_id, Coming(one.answer)) for one in rows], row.seats, by_vote)


async def answer(ctx: WorkContext, row: MeetingRow, member: int, said: Coming) -> None:
    """Write down whether a member comes; who says the same again keeps their place."""
    found = await answer_of(ctx.session, row.id, member)
    if found is None:
        found = AttendanceRow(network_id=ctx.network.id, meeting_id=row.id, member_id=member)
        ctx.session.add(found)
    found.to_confirm = found.by_vote = False
    if found.answer == said:
        return
    found.answer, found.answered_at = said, ctx.now
    await ctx.session.flush()


async def answer_of(session: AsyncSession, meeting: int, member: int) -> AttendanceRow | None:
    """Return what a member said of a meeting, None if nothing."""
    found: AttendanceRow | None = await session.scalar(
        select(AttendanceRow).where(AttendanceRow.meeting_id == meeting, AttendanceRow.member_id == member)
    )
    return found


def voted(row: MeetingRow, one: Voter) -> AttendanceRow:
    """Return whether somebody comes, as they voted on its date; seats go by when they did."""
    return AttendanceRow(
        network_id=row.network_id,
        meeting_id=row.id,
        member_id=one.member,
        answer=one.said,
        answered_at=one.at,
        by_vote=True,
    )


async def answers(session: AsyncSession, meeting: int) -> Sequence[AttendanceRow]:
    """Return what people said of a meeting, in the order in which they did; who left has no say."""
    rows = await session.scalars(
        select(AttendanceRow)
        .join(MemberRow, MemberRow.id == AttendanceRow.member_id)
        .where(AttendanceRow.meeting_id == meeting, MemberRow.left_at.is_(None))
        .order_by(AttendanceRow.answered_at, AttendanceRow.id)
    )
    return rows.all()


def entry_of(row: MeetingRow, organiser: str, alarm: timedelta | None = None) -> Entry:
    """Return a meeting as calendars have it; they call so long before as `alarm` says."""
    zone = ZoneInfo(row.zone)
    return Entry(
        uid=row.uid,
        sequence=row.sequence,
        changed_at=row.changed_at.astimezone(UTC),
        title=row.title,
        start=row.starts_at.astimezone(zone),
        end=row.ends_at.astimezone(zone) if row.ends_at is not None else None,
        all_day=row.all_day,
        where=row.place,
        link=row.link,
        organiser=organiser,
        is_cancelled=row.cancelled_at is not None,
        alarm=alarm,
    )
