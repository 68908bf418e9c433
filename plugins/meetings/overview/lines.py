"""The lines of the table of meetings, of what the registers say of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.language.catalogue import Words
from bot.store.people import find_members
from bot.store.tables import PlaceRow
from plugins.meetings.gatherings.attending import Attendance, Coming, attendance
from plugins.meetings.hosting.models import HostRow, HostState
from plugins.meetings.models import AttendanceRow, MeetingPlaceRow, MeetingRow
from plugins.meetings.overview.table import HEADINGS, STATES, Line, State, as_csv
from plugins.meetings.overview.wanted import Wanted
from plugins.meetings.survey.register import satisfactions
from plugins.meetings.survey.results import Satisfaction

_MOST = 2000


async def found(
    session: AsyncSession, seen: ColumnElement[bool], wanted: Wanted, now: datetime, zone: ZoneInfo
) -> Sequence[MeetingRow]:
    """Return the meetings that are wanted of those that are `seen`, the first one first."""
    conditions = [seen]
    days = wanted.between(zone)
    if days is not None:
        ends = func.coalesce(MeetingRow.ends_at, MeetingRow.starts_at)
        conditions += [MeetingRow.starts_at < days[1], ends >= days[0]]
    elif wanted.is_past:
        conditions.append(MeetingRow.starts_at <= now)
    latest = select(MeetingRow).where(*conditions)
    latest = latest.order_by(MeetingRow.starts_at.desc(), MeetingRow.id.desc()).limit(_MOST)
    rows = (await session.scalars(latest)).all()
    return [row for row in reversed(rows) if wanted.has_words(row.title)]


async def table_of(
    session: AsyncSession, rows: Sequence[MeetingRow], words: Words, now: datetime, here: int | None
) -> bytes:
    """Return the table of meetings of a network, as a CSV file.

    Channels that are private are not named, but for the one that is `here`.
    """
    numbers = [row.id for row in rows]
    given = await satisfactions(session, numbers)
    said = await _attendance(session, rows)
    channels = await _channels(session, numbers, here)
    hosts = await hosts_of(session, rows)
    lines = [
        _line(row, said[row.id], channels.get(row.id, ()), hosts.get(row.id, ""), given.get(row.id), now)
        for row in rows
    ]
    headings = [str(words(heading)) for heading in HEADINGS]
    states = {state: str(words(word)) for state, word in STATES.items()}
    return as_csv(lines, headings, states, words.language)


def _line(
    row: MeetingRow,
    coming: Attendance,
    channels: Sequence[str],
    host: str,
    given: Satisfaction | None,
    now: datetime,
) -> Line:
    zone = ZoneInfo(row.zone)
    state = State.HELD if row.starts_at <= now else State.COMING
    return Line(
        start=row.starts_at.astimezone(zone),
        end=row.ends_at.astimezone(zone) if row.ends_at is not None else None,
        all_day=row.all_day,
        title=row.title,
        state=state if row.cancelled_at is None else State.CANCELLED,
        channels=tuple(channels),
        place=row.place,
        has_link=bool(row.link),
        host=host,
        seats=row.seats,
        come=len(coming.seated),
        may_come=len(coming.maybe),
        absent=len(coming.absent),
        waiting=len(coming.waiting),
        opinions=given.count if given is not None else None,
        mean=given.mean if given is not None else None,
    )


async def _attendance(session: AsyncSession, rows: Sequence[MeetingRow]) -> Mapping[int, Attendance]:
    answers: dict[int, list[tuple[int, Coming]]] = {row.id: [] for row in rows}
    said = await session.scalars(
        select(AttendanceRow)
        .where(AttendanceRow.meeting_id.in_(answers))
        .order_by(AttendanceRow.answered_at, AttendanceRow.id)
    )
    for one in said:
        answers[one.meeting_id].append((one.member_id, Coming(one.answer)))
    return {row.id: attendance(answers[row.id], row.seats) for row in rows}


async def _channels(
    session: AsyncSession, meetings: Sequence[int], here: int | None
) -> Mapping[int, Sequence[str]]:
    names: dict[int, list[str]] = {}
    rows = await session.execute(
        select(MeetingPlaceRow.meeting_id, PlaceRow.id, PlaceRow.name, PlaceRow.is_private)
        .join(PlaceRow, PlaceRow.id == MeetingPlaceRow.place_id)
        .where(MeetingPlaceRow.meeting_id.in_(meetings))
        .order_by(MeetingPlaceRow.id)
    )
    for meeting, place, name, is_private in rows:
        if not is_private or place == here:
            names.setdefault(meeting, []).append(name)
    return names


async def hosts_of(session: AsyncSession, rows: Sequence[MeetingRow]) -> Mapping[int, str]:
    """Return the names of who hosts meetings, by the ids of these."""
    numbers = [row.id for row in rows]
    said = await session.scalars(
        select(HostRow)
        .where(HostRow.meeting_id.in_(numbers), HostRow.state == HostState.AGREED)
        .order_by(HostRow.changed_at)
    )
    hosts = {row.meeting_id: row.member_id for row in said if row.meeting_id is not None}
    network = rows[0].network_id if rows else 0
    members = await find_members(session, network, set(hosts.values()))
    return {meeting: members[host].name for meeting, host in hosts.items() if host in members}
