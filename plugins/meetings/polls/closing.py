"""Closing: at the deadline, by hand, or once nothing is left to choose; and what is then to be decided."""

from __future__ import annotations

from bot.chat.messages import Button, Reply, Style, Update
from bot.language.messages import _, escape
from bot.plugin import Context, TimerContext
from plugins.meetings.declaration import plugin
from plugins.meetings.models import Ended, PollRow
from plugins.meetings.polls import chasing, deciding, posting, register
from plugins.meetings.polls.managing import managed

_FEWEST = 2


@plugin.action("ask-close")
async def ask_to_close(ctx: Context, poll: int) -> Reply:
    """Ask before a poll is closed by hand."""
    row = await managed(ctx, poll)
    register.check_open(row, ctx.now)
    return Reply(
        text=_("Close the vote on “{title}” now? Nobody can vote any more then.", title=escape(row.title)),
        buttons=(Button(_("Close the vote now"), "close", {"poll": poll}, Style.DANGER),),
        private=True,
    )


@plugin.action("close")
async def close_by_hand(ctx: Context, poll: int) -> Update:
    """Close a poll by hand."""
    row = await managed(ctx, poll)
    register.check_open(row, ctx.now)
    await _close(ctx, row, Ended.BY_HAND)
    return Update(text=_("The vote is closed."))


@plugin.timer("deadline")
async def close_at_deadline(ctx: TimerContext, poll: int) -> None:
    """Close a poll at its deadline, unless it is closed already or closes later now."""
    row = await ctx.session.get(PollRow, poll)
    if row is None or row.closed_at is not None or (row.closes_at is not None and row.closes_at > ctx.now):
        return
    await _close(ctx, row, Ended.DEADLINE)


async def close_if_complete(ctx: Context, row: PollRow) -> None:
    """Close a poll once everybody has answered whose answer it waits for: two people at least."""
    if row.strangers != 0 or len(await register.expected(ctx.session, row)) < _FEWEST:
        return
    if not await register.missing(ctx.session, row, await register.ballots(ctx.session, row.id)):
        await _close(ctx, row, Ended.EVERYBODY)


async def _close(ctx: Context | TimerContext, row: PollRow, ended: Ended) -> None:
    await register.close(ctx.session, row, ended, ctx.now)
    await ctx.cancel(f"deadline:{row.id}")
    await chasing.stop(ctx, row)
    await posting.refresh(ctx, row)
    await deciding.ask(ctx, row)
