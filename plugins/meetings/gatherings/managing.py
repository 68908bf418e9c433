"""Who may change a meeting: who organises it, and who coordinates a channel where it stands."""

from __future__ import annotations

from collections.abc import Sequence

from bot.chat.people import Member
from bot.language.messages import _
from bot.plugin import Context, NotAllowed, Refusal, WorkContext
from plugins.meetings.coordinating import coordinates
from plugins.meetings.gatherings import register
from plugins.meetings.models import MeetingRow

ONLY_OTHERS = _("Only who organises this meeting, and who coordinates the channel, can do that.")


async def may_manage(ctx: Context, row: MeetingRow) -> bool:
    """Return whether the person organises a meeting, or coordinates a channel where it stands, now."""
    if row.member_id == ctx.member.id:
        return True
    return await coordinates(ctx, [stands.place_id for stands in await register.places(ctx.session, row.id)])


async def check_may_manage(ctx: Context, row: MeetingRow) -> None:
    """Check that the person organises a meeting, or coordinates a channel where it stands.

    Raises:
        NotAllowed: only others do.
    """
    if not await may_manage(ctx, row):
        raise NotAllowed(ONLY_OTHERS)


async def who_organise(ctx: WorkContext, row: MeetingRow) -> Sequence[Member]:
    """Return who organises a meeting, or if they are gone who coordinates its first channel."""
    organiser = await ctx.find_member(row.member_id) if row.member_id is not None else None
    if organiser is not None:
        return [organiser]
    first = next(iter(await register.places(ctx.session, row.id)), None)
    place = await ctx.find_place(first.place_id) if first is not None else None
    return await ctx.coordinators(place)


async def managed(ctx: Context, meeting: int) -> MeetingRow:
    """Return a meeting that the person may change, and that can still change; whoever else changes it waits.

    Raises:
        Refusal: it is not there any more, cancelled, or over.
        NotAllowed: only others may.
    """
    row = await register.find(ctx, meeting, for_change=True)
    await check_may_manage(ctx, row)
    check_open(ctx, row)
    return row


def check_open(ctx: Context, row: MeetingRow) -> None:
    """Check that a meeting is still to come, or not over yet.

    Raises:
        Refusal: it is cancelled, or over.
    """
    if row.cancelled_at is not None:
        raise Refusal("cancelled", _("This meeting is cancelled."))
    if (row.ends_at or row.starts_at) <= ctx.now:
        raise Refusal("over", _("This meeting is over."))
