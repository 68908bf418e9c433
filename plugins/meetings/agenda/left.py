"""Items of earlier meetings of which nobody wrote what became of them."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import exists, func, select

from bot.plugin import WorkContext
from plugins.meetings.agenda.models import ItemRow, Paper, PostedRow
from plugins.meetings.agenda.register import Agenda
from plugins.meetings.models import MeetingPlaceRow, MeetingRow

_SINCE = timedelta(days=120)
"""What was left longer ago nobody asks for any more."""


async def meeting_before(ctx: WorkContext, agenda: Agenda) -> MeetingRow | None:
    """Return the last meeting of the channel that left items open, and has no minutes; None if none did."""
    begins = agenda.meeting.starts_at if agenda.meeting is not None else ctx.now
    return await ctx.session.scalar(
        select(MeetingRow)
        .join(MeetingPlaceRow, MeetingPlaceRow.meeting_id == MeetingRow.id)
        .where(
            MeetingRow.network_id == ctx.network.id,
            MeetingPlaceRow.place_id == agenda.place,
            MeetingRow.cancelled_at.is_(None),
            MeetingRow.starts_at < begins,
            func.coalesce(MeetingRow.ends_at, MeetingRow.starts_at) <= ctx.now,
            MeetingRow.starts_at > ctx.now - _SINCE,
            exists().where(
                ItemRow.meeting_id == MeetingRow.id,
                ItemRow.outcome.is_(None),
                ItemRow.dropped_at.is_(None),
            ),
            ~exists().where(PostedRow.meeting_id == MeetingRow.id, PostedRow.paper == Paper.MINUTES),
        )
        .order_by(MeetingRow.starts_at.desc(), MeetingRow.id.desc())
        .limit(1)
    )
