"""How long ballots are kept: a year after a poll closed, only how many said what is left."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from bot.plugin import DayPassed, EventContext
from plugins.meetings.declaration import plugin
from plugins.meetings.models import PollRow
from plugins.meetings.polls import register

KEPT = timedelta(days=365)
_AT_ONCE = 500
"""So many polls are gone through a day: what is left waits for the next one."""


@plugin.on(DayPassed)
async def reduce_old_polls(ctx: EventContext, _event: DayPassed) -> None:
    """Keep of polls that closed long ago how many said what."""
    polls = await ctx.session.scalars(
        select(PollRow)
        .where(
            PollRow.network_id == ctx.network.id,
            PollRow.answered.is_(None),
            PollRow.closed_at <= ctx.now - KEPT,
        )
        .order_by(PollRow.id)
        .limit(_AT_ONCE)
    )
    for poll in polls.all():
        await register.reduce_to_counts(ctx.session, poll)
