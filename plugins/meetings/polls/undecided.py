"""A vote that is closed, and nobody chose a date: who decides is asked again, twice at most.

Once all of its dates have passed too that is said, in its posts and to who decides.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.plugin import TimerContext, WorkContext
from plugins.meetings.declaration import plugin
from plugins.meetings.models import Kind, PollRow
from plugins.meetings.polls import deciding, ending, posting, register

_AFTER = timedelta(days=2)
"""So long after the end of a vote who decides is asked again."""
_BEFORE = timedelta(days=2)
"""And so long before the first date that can still be chosen, while there is time to come."""
_MORNING = time(9)


def ask_again_at(closed_at: datetime, first_date: datetime, now: datetime, zone: ZoneInfo) -> datetime | None:
    """Return when who decides is asked next, in the morning; None if there is nothing to gain by it."""
    wanted = (closed_at + _AFTER, first_date - _BEFORE)
    mornings = sorted(datetime.combine(at.astimezone(zone).date(), _MORNING, zone) for at in wanted)
    return next((at for at in mornings if now < at < first_date and at > closed_at), None)


async def plan(ctx: WorkContext, row: PollRow) -> None:
    """Set when who decides is asked again, or told that no date is left to choose."""
    if row.kind != Kind.DATE or row.closed_at is None or row.decided_id is not None:
        return
    options = await register.options(ctx.session, row.id)
    coming = [one.starts_at for one in options if one.starts_at is not None and one.starts_at > ctx.now]
    ends = [at for one in options if (at := register.over_at(one)) is not None and at > ctx.now]
    at = ask_again_at(row.closed_at, min(coming), ctx.now, ZoneInfo(row.zone)) if coming else None
    if at is None and ends:
        at = max(ends)
    if at is not None:
        await ctx.later("undecided", at, key=ending.undecided(row), poll=row.id)


@plugin.timer("undecided")
async def ask_again(ctx: TimerContext, poll: int) -> None:
    """Ask who decides again, if people voted and no date is chosen; show it where no date is left."""
    row = await register.held(ctx.session, poll)
    if row is None or row.closed_at is None or row.decided_id is not None:
        return
    if all(register.is_over(one, ctx.now) for one in await register.options(ctx.session, poll)):
        await posting.refresh(ctx, row)
    if row.answered or await register.ballots(ctx.session, poll):
        await deciding.ask(ctx, row, again=ctx.now)
    await plan(ctx, row)
