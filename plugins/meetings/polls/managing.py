"""Who may manage a poll: who made it, and who coordinates a channel where it stands."""

from __future__ import annotations

from bot.chat.messages import Button
from bot.language.messages import _
from bot.plugin import Context, NotAllowed
from plugins.meetings.coordinating import coordinates
from plugins.meetings.models import PollRow
from plugins.meetings.polls import register

ONLY_OTHERS = _("Only who made this poll, and who coordinates the channel, can do that.")


async def may_manage(ctx: Context, poll: PollRow) -> bool:
    """Return whether the person made a poll, or coordinates a channel where it stands, now."""
    if poll.member_id == ctx.member.id:
        return True
    return await coordinates(ctx, [row.place_id for row in await register.places(ctx.session, poll.id)])


async def managed(ctx: Context, poll: int) -> PollRow:
    """Return a poll that the person may manage; whoever else changes it waits.

    Raises:
        Refusal: it is not there any more.
        NotAllowed: only others may.
    """
    row = await register.find(ctx, poll, for_change=True)
    if not await may_manage(ctx, row):
        raise NotAllowed(ONLY_OTHERS)
    return row


def about_managing(row: PollRow) -> str:
    """Return what an answer to who manages a poll is about: the next one takes its place."""
    return f"manage:{row.id}"


def back_to(row: PollRow) -> Button:
    """Return the button that shows again all that can be done with a poll."""
    return Button(_("Go back"), "manage", {"poll": row.id})
