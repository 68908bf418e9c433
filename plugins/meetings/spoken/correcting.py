"""What somebody says right after an answer about a meeting: `en fait non`, `finalement si`."""

from __future__ import annotations

import re
from datetime import timedelta

from sqlalchemy import func, select

from bot.chat.messages import Reply
from bot.language.folding import fold
from bot.plugin import Context
from plugins.meetings.gatherings.attending import Coming
from plugins.meetings.models import AttendanceRow, MeetingRow
from plugins.meetings.presence.commands import attendance_of_chosen

RIGHT_AFTER = timedelta(minutes=15)
_ANEW = r"(?:en fait|finalement|au final|du coup|enfin|actually|mais|ah|euh|ben|bah)"
_CORRECTS = re.compile(
    rf"(?=.*\b(?:en fait|finalement|au final|actually)\b)(?:{_ANEW}[ ,!.]*)*"
    rf"(?:(?P<yes>oui|si|yes)|(?P<no>non|no|pas)|(?P<maybe>peut[- ]etre|maybe))[ ,!.]*(?:{_ANEW}[ ,!.]*)*"
)


def correction(text: str) -> Coming | None:
    """Return the other answer that somebody gives without saying to what, None if the words are none.

    >>> correction("en fait non"), correction("non")
    (<Coming.NO: 'no'>, None)
    """
    found = _CORRECTS.fullmatch(fold(" ".join(text.split())))
    if found is None:
        return None
    return Coming.YES if found["yes"] else Coming.NO if found["no"] else Coming.MAYBE


async def correct(ctx: Context, said: Coming) -> Reply | None:
    """Write down the other answer of the meeting that the person just spoke of, None if there is none."""
    meeting = await ctx.session.scalar(
        select(MeetingRow.id)
        .join(AttendanceRow, AttendanceRow.meeting_id == MeetingRow.id)
        .where(
            MeetingRow.network_id == ctx.network.id,
            MeetingRow.cancelled_at.is_(None),
            func.coalesce(MeetingRow.ends_at, MeetingRow.starts_at) > ctx.now,
            AttendanceRow.member_id == ctx.member.id,
            AttendanceRow.by_vote.is_(False),
            AttendanceRow.answered_at >= ctx.now - RIGHT_AFTER,
        )
        .order_by(AttendanceRow.answered_at.desc(), AttendanceRow.id.desc())
        .limit(1)
    )
    return None if meeting is None else await attendance_of_chosen(ctx, said, meeting)
