"""What is on in a channel, for plugins that tell of it: its meetings, and until when its polls wait."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.chat.places import Place
from bot.language.messages import Text, _, escape
from bot.plugin.neighbours import Agenda, Occasion
from plugins.meetings.declaration import plugin
from plugins.meetings.models import MeetingPlaceRow, MeetingRow, PollPlaceRow, PollRow

_ALL_DAY_FROM = timedelta(days=1)
"""Of a whole day the hour says nothing: it is looked for a day around."""
_SAME_DAY_EVERYWHERE = time(11)
"""At this hour in UTC it is the same day from Tahiti to Wallis, on whichever clocks a whole day is read."""


class MeetingsOfChannel:
    """Implements `bot.plugin.neighbours.Agenda`."""

    elsewhere: Text = _("`/meeting coming`, in this channel")

    async def occasions(
        self, session: AsyncSession, place: Place, start: datetime, end: datetime
    ) -> Sequence[Occasion]:
        """Return the meetings of the channel, and the ends of its votes, between two instants, in order."""
        meetings = await session.scalars(
            select(MeetingRow)
            .join(MeetingPlaceRow, MeetingPlaceRow.meeting_id == MeetingRow.id)
            .where(
                MeetingPlaceRow.place_id == place.id,
                MeetingRow.cancelled_at.is_(None),
                MeetingRow.starts_at >= start - _ALL_DAY_FROM,
                MeetingRow.starts_at < end + _ALL_DAY_FROM,
            )
        )
        polls = await session.scalars(
            select(PollRow)
            .join(PollPlaceRow, PollPlaceRow.poll_id == PollRow.id)
            .where(
                PollPlaceRow.place_id == place.id,
                PollRow.closed_at.is_(None),
                PollRow.closes_at >= start,
                PollRow.closes_at < end,
            )
        )
        found = [_meeting(row) for row in meetings]
        found += [_deadline(row.closes_at, row) for row in polls if row.closes_at is not None]
        return sorted((one for one in found if start <= one.at < end), key=lambda one: (one.at, one.key))


def _meeting(row: MeetingRow) -> Occasion:
    title: Text = escape(row.title)
    if row.place:
        title = _("{meeting}, {place}", meeting=title, place=escape(row.place))
    at = same_day_everywhere(row) if row.all_day else row.starts_at
    return Occasion(at, title, meeting_key(row.id), all_day=row.all_day)


def same_day_everywhere(row: MeetingRow) -> datetime:
    """Return an instant at which it is the first day of a meeting on whichever clocks that is read."""
    day = row.starts_at.astimezone(ZoneInfo(row.zone)).date()
    return datetime.combine(day, _SAME_DAY_EVERYWHERE, UTC)


def meeting_key(meeting: int) -> str:
    """Return the key by which others know a meeting, the same for ever."""
    return f"meeting:{meeting}"


def _deadline(at: datetime, row: PollRow) -> Occasion:
    return Occasion(at, _("end of the vote on “{title}”", title=escape(row.title)), f"poll:{row.id}")


plugin.provide(Agenda, MeetingsOfChannel())
