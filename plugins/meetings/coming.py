"""What is on: the polls that wait for answers, and the meetings to come."""

from __future__ import annotations

from sqlalchemy import select

from bot.chat.messages import Reply
from bot.language.messages import Instant, Text, _, escape
from bot.plugin import Context
from plugins.meetings.declaration import meetings
from plugins.meetings.models import PollPlaceRow, PollRow


@meetings.command(
    "prochaines",
    english="coming",
    aliases=("prochaine", "voir", "liste", "quand", "next", "list"),
    default=True,
    instead=("proposer",),
    summary=_("See the polls that wait for answers here, and the meetings to come"),
)
async def coming(ctx: Context) -> Reply:
    """List what is on in the channel."""
    polls = await ctx.session.scalars(
        select(PollRow)
        .join(PollPlaceRow, PollPlaceRow.poll_id == PollRow.id)
        .where(
            PollRow.network_id == ctx.network.id,
            PollRow.closed_at.is_(None),
            PollPlaceRow.place_id == ctx.place.id,
        )
        .order_by(PollRow.closes_at, PollRow.id)
    )
    lines: list[Text] = [
        _(
            "- Vote on “{title}”, until {at}",
            title=escape(row.title),
            at=Instant(row.closes_at or row.created_at),
        )
        for row in polls
    ]
    if not lines:
        lines = [
            _(
                "Nothing is planned here. To choose a date together: `/meeting propose Network meeting ; "
                "Tuesday 14:00 ; Thursday 10:00`"
            )
        ]
    return Reply(text=ctx.words.join(lines), private=True)
