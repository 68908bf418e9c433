"""What happens by itself: a second call, a question that stays open, and forgetting."""

from __future__ import annotations

from bot.chat.messages import Post
from bot.language.messages import Message, _
from bot.plugin import TimerContext
from plugins.referral import posting, register, wording
from plugins.referral.declaration import plugin
from plugins.referral.models import NeedRow, State

CALLS = 2
"""How often a question is posted before it becomes an open one."""


@plugin.timer("unanswered")
async def unanswered(ctx: TimerContext, need: int) -> None:
    """Call once more if nobody answered; after that, keep the question for the agenda.

    While somebody offers to help, it waits for who asked to say whether they did.
    """
    row = await register.find_need(ctx, need)
    if row is None or row.state != State.ASKED:
        return
    if await register.helpers(ctx.session, row.id):
        await posting.wait(ctx, row)
        return
    place = await ctx.find_place(row.place_id) if row.place_id is not None else None
    if place is not None and row.calls < CALLS:
        await posting.call(ctx, row, place)
        await _tell(
            ctx, row, _("Nobody has answered yet, so I asked once more in {channel}: {need}"), place.name
        )
        return
    row.state = State.OPEN
    await posting.refresh(ctx, row)
    if place is not None:
        said = _(
            "Nobody has answered in {channel}. Your question is among the open ones, for the next meeting "
            "(`/who-can questions`): {need}"
        )
        await _tell(ctx, row, said, place.name)


@plugin.timer("forget")
async def forget(ctx: TimerContext, need: int) -> None:
    """Remove all trace of a need that was asked about a while ago."""
    row = await register.find_need(ctx, need)
    if row is not None:
        await ctx.cancel(posting.waiting(row))
        await ctx.session.delete(row)


async def _tell(ctx: TimerContext, need: NeedRow, said: Message, channel: str) -> None:
    asker = await ctx.find_member(need.asker_id)
    if asker is not None:
        text = said(channel=channel, need=wording.at_a_glance(need.text))
        await ctx.post(
            asker, Post(text=text), key=f"told:{need.id}:{need.state}:{need.calls}", unsolicited=True
        )
