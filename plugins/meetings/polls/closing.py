"""Closing: at the deadline, by hand, or once nothing is left to choose; and opening again what may be."""

from __future__ import annotations

from datetime import datetime

from bot.chat.messages import Button, Reply, Style, Update
from bot.language.messages import Text, _, escape
from bot.plugin import Context, Errand, TimerContext, WorkContext
from plugins.meetings.declaration import plugin
from plugins.meetings.models import Ended, Kind, Names, PollRow
from plugins.meetings.polls import counting, deciding, ending, posting, register, undecided
from plugins.meetings.polls.managing import about_managing, back_to, managed

_FEWEST = 2
_FEWEST_UNNAMED = 3
"""Of two people who voted in secret each would know what the other one said."""


@plugin.action("ask-close")
async def ask_to_close(ctx: Context, poll: int) -> Reply:
    """Ask before a poll is closed by hand."""
    row = await managed(ctx, poll)
    register.check_open(row, ctx.now)
    said: Text = _("Close the vote on “{title}” now? Nobody can vote any more then.", title=escape(row.title))
    if row.names == Names.ANONYMOUS:
        said = _("{said} An anonymous vote is never opened again.", said=said)
    button = Button(_("Close the vote now"), "close", {"poll": poll}, Style.DANGER)
    return Reply(text=said, buttons=(button, back_to(row)), private=True, about=about_managing(row))


@plugin.action("close")
async def close_by_hand(ctx: Context, poll: int) -> Update:
    """Close a poll by hand."""
    row = await managed(ctx, poll)
    register.check_open(row, ctx.now)
    await close(ctx, row, Ended.BY_HAND)
    again = (Button(_("Open it again"), "ask-reopen", {"poll": poll}),) if may_reopen(row) else ()
    return Update(text=_("The vote is closed."), buttons=again)


@plugin.timer("deadline")
async def close_at_deadline(ctx: TimerContext, poll: int) -> None:
    """Close a poll at its deadline, unless it is closed already or closes later now."""
    row = await register.held(ctx.session, poll)
    if row is None or row.closed_at is not None or row.closes_at is None or row.closes_at > ctx.now:
        return
    await close(ctx, row, Ended.DEADLINE)


@plugin.timer("passing")
async def close_dates(ctx: TimerContext, poll: int) -> None:
    """Show that a date has passed; once all have, nothing is left to vote on."""
    row = await register.held(ctx.session, poll)
    if row is None or row.closed_at is not None:
        return
    asked = await register.options(ctx.session, poll)
    if all(register.is_over(one, ctx.now) for one in asked):
        await close(ctx, row, Ended.PASSED)
        return
    await posting.changed(ctx, row)
    await ending.watch_dates(ctx, row)
    await close_if_complete(ctx, row)


async def close_if_complete(ctx: WorkContext, row: PollRow) -> None:
    """Close a poll once everybody has answered whose answer it waits for: two people at least."""
    if row.closed_at is not None or row.strangers != 0:
        return
    fewest = _FEWEST_UNNAMED if row.names == Names.ANONYMOUS else _FEWEST
    if await register.expects(ctx.session, row) < fewest:
        return
    if await register.is_complete(ctx.session, row, ctx.now):
        await close(ctx, row, Ended.EVERYBODY)


@plugin.errand("count-and-close")
async def count_and_close(errand: Errand, poll: int) -> None:
    """Count anew once somebody voted whom the bot had not met, or left: nobody may be waited for any more."""
    expected = await counting.expected_of(errand, poll)
    async with errand.unit() as ctx:
        row = await register.held(ctx.session, poll)
        if row is not None and row.closed_at is None:
            await counting.note(ctx, row, expected)
            await close_if_complete(ctx, row)


async def close(ctx: WorkContext, row: PollRow, ended: Ended) -> None:
    """Close a poll, held for change: tell what came of a plain one, and of dates ask who decides."""
    await ending.end(ctx, row, ended)
    if ended is Ended.BY_HAND:
        await posting.refresh(ctx, row)
    else:  # the last vote may have shown it a part of a second ago
        await posting.changed(ctx, row)
    if row.kind == Kind.CHOICE:
        await posting.tell_results(ctx, row)
    else:
        await deciding.ask(ctx, row)
        await undecided.plan(ctx, row)


def may_reopen(row: PollRow) -> bool:
    """Return whether a closed poll can be opened again: not once a date is chosen, nor what is anonymous.

    What was answered a year ago or more is not kept either.
    """
    return row.closed_at is not None and row.decided_id is None and row.answered is None


async def reopen(ctx: WorkContext, row: PollRow, closes_at: datetime | None) -> None:
    """Open a closed poll again, held for change, until some later instant."""
    row.closed_at, row.ended, row.closes_at = None, None, closes_at
    row.strangers = None  # until it is counted who is waited for
    await ctx.session.flush()
    await ctx.cancel(ending.undecided(row))
    await ending.plan(ctx, row)
    await counting.soon(ctx, row)
