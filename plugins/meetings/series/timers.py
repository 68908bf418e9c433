"""What comes by itself: the next meetings of a series, each announced in its time."""

from __future__ import annotations

from bot.plugin import EventContext, PresenceChanged, TimerContext
from plugins.meetings.declaration import plugin
from plugins.meetings.events import MeetingPlanned
from plugins.meetings.models import MeetingRow


@plugin.timer("series")
async def due(ctx: TimerContext, series: int) -> None:
    """Make the next meetings of a series, and announce those whose time it is."""
    from plugins.meetings.series import alternating, planning, register

    row = await register.find(ctx, series)
    if row is None:
        return
    await planning.keep_up(ctx, row)
    if row.alternates:
        await alternating.settle(ctx, row.place_id)


@plugin.on(MeetingPlanned)
async def follow(ctx: EventContext, event: MeetingPlanned) -> None:
    """Have the announcement of a meeting of a series, and the letter in turn with it, follow its date."""
    from plugins.meetings.series import alternating, planning, register

    meeting = await ctx.session.get(MeetingRow, event.meeting)
    row = await register.find(ctx, meeting.series_id) if meeting is not None and meeting.series_id else None
    if row is None:
        return
    await planning.announce_due(ctx, row)
    if row.alternates:
        await alternating.settle(ctx, row.place_id)


@plugin.on(PresenceChanged)
async def follow_the_bot(ctx: EventContext, event: PresenceChanged) -> None:
    """Announce what is due in a channel once the bot is there again."""
    from plugins.meetings.series import planning, register

    if not event.is_there:
        return
    for row in await register.of_place(ctx, event.place.id):
        await planning.keep_up(ctx, row)
