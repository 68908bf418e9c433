"""The end of a vote: the timers that bring it about, and what is over with it."""

from __future__ import annotations

from bot.plugin import WorkContext
from plugins.meetings.models import Ended, PollRow
from plugins.meetings.polls import chasing, register


async def plan(ctx: WorkContext, row: PollRow) -> None:
    """Set when a poll closes, when its dates pass, and when those who have not answered are reminded."""
    if row.closes_at is None:
        await ctx.cancel(_deadline(row))
    else:
        await ctx.later("deadline", row.closes_at, key=_deadline(row), poll=row.id)
    await watch_dates(ctx, row)
    await chasing.plan(ctx, row)


async def watch_dates(ctx: WorkContext, row: PollRow) -> None:
    """Set when the next date of a poll passes, which nobody can choose from then on."""
    asked = await register.options(ctx.session, row.id)
    ends = [at for one in asked if (at := register.over_at(one)) is not None and at > ctx.now]
    if ends:
        await ctx.later("passing", min(ends), key=_passing(row), poll=row.id)
    else:
        await ctx.cancel(_passing(row))


async def end(ctx: WorkContext, row: PollRow, ended: Ended) -> None:
    """End the vote of a poll that is held for change: nobody is waited for, and nothing is planned.

    A deadline counts when it is, also where the bot was away then: nobody could vote any more.
    """
    await chasing.stop(ctx, row)
    at = row.closes_at if ended is Ended.DEADLINE and row.closes_at is not None else ctx.now
    await register.close(ctx.session, row, ended, at)
    for key in (_deadline(row), _passing(row)):
        await ctx.cancel(key)


def undecided(row: PollRow) -> str:
    """Return the key of the timer that asks again which date it shall be."""
    return f"undecided:{row.id}"


def _deadline(row: PollRow) -> str:
    return f"deadline:{row.id}"


def _passing(row: PollRow) -> str:
    return f"passing:{row.id}"
