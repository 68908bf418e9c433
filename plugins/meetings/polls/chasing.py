"""Chasing: those who have not answered a poll are reminded of it, at most twice, and nobody else is."""

from __future__ import annotations

from datetime import timedelta

from bot.chat.messages import Button, Post, Style
from bot.language.messages import Instant, _, escape
from bot.plugin import Errand, ErrandContext, WorkContext
from plugins.meetings.declaration import plugin
from plugins.meetings.models import PollRow
from plugins.meetings.polls import counting, register

BEFORE = (timedelta(hours=48), timedelta(hours=12))
"""How long before the end of a vote people are reminded."""
_TOO_SOON = timedelta(hours=3)
"""Nobody is reminded of what they were told so shortly before."""


async def plan(ctx: WorkContext, poll: PollRow) -> None:
    """Set when those who have not answered are reminded; what was set before is over."""
    for number, before in enumerate(BEFORE):
        await ctx.cancel(_key(poll, number))
        if poll.closes_at is None or poll.closes_at - before < ctx.now + _TOO_SOON:
            continue
        at = poll.closes_at - before
        await ctx.later("chase", at, key=_key(poll, number), poll=poll.id, number=number)


async def stop(ctx: WorkContext, poll: PollRow) -> None:
    """Remind nobody any more."""
    for number in range(len(BEFORE)):
        await ctx.cancel(_key(poll, number))


def _key(poll: PollRow, number: int) -> str:
    return f"chase:{poll.id}:{number}"


@plugin.errand("chase")
async def chase(errand: Errand, poll: int, number: int) -> None:
    """Remind those who are in the channels of a poll now, and have not answered."""
    expected = await counting.expected_of(errand, poll)
    async with errand.unit() as ctx:
        row = await ctx.session.get(PollRow, poll)
        if row is None or row.closed_at is not None or row.closes_at is None or row.closes_at <= ctx.now:
            return
        await counting.note(ctx, row, expected)
        for member in await register.missing(ctx.session, row, await register.ballots(ctx.session, poll)):
            await _remind(ctx, row, member, number)


async def _remind(ctx: ErrandContext, row: PollRow, member: int, number: int) -> None:
    reader = await ctx.find_member(member)
    if reader is None or row.closes_at is None:
        return
    said = _(
        "The vote on “{title}” closes {at}, and waits for your answer.",
        title=escape(row.title),
        at=Instant(row.closes_at),
    )
    post = Post(text=said, buttons=(Button(_("Vote"), "vote", {"poll": row.id}, Style.PRIMARY),))
    await ctx.post(reader, post, key=f"chase:{row.id}:{number}:{member}", unsolicited=True)
