"""When meetings are: their end, and which meeting of a channel follows another one."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from plugins.meetings.agenda.register import Agenda
from plugins.meetings.models import MeetingPlaceRow, MeetingRow

USUAL_LENGTH = timedelta(hours=2)
"""A meeting lasts so long where nobody said until when it goes."""


def end_of(row: MeetingRow) -> datetime:
    """Return when a meeting is over."""
    return row.ends_at if row.ends_at is not None else row.starts_at + USUAL_LENGTH


def length_of(row: MeetingRow) -> timedelta | None:
    """Return how long a meeting lasts, None where it is of whole days, or nobody said."""
    return None if row.all_day or row.ends_at is None else row.ends_at - row.starts_at


async def next_agenda(session: AsyncSession, network: int, place: int, after: datetime) -> Agenda:
    """Return the agenda of the first meeting of a channel that begins after an instant, or of what waits."""
    row = await session.scalar(
        select(MeetingRow)
        .join(MeetingPlaceRow, MeetingPlaceRow.meeting_id == MeetingRow.id)
        .where(
            MeetingRow.network_id == network,
            MeetingRow.cancelled_at.is_(None),
            MeetingPlaceRow.place_id == place,
            MeetingRow.starts_at > after,
        )
        .order_by(MeetingRow.starts_at, MeetingRow.id)
        .limit(1)
    )
    return Agenda(row, place)
