"""Letters of channels where the bot is not: they rest, and go on, late, once it is back."""

from __future__ import annotations

from bot.chat.messages import Post
from bot.chat.places import Place
from bot.language.messages import _
from bot.plugin import DayPassed, EventContext, PresenceChanged
from plugins.digest import register
from plugins.digest.declaration import plugin
from plugins.digest.models import SeriesRow
from plugins.digest.preparing import preparing


@plugin.on(PresenceChanged)
async def follow_the_bot(ctx: EventContext, event: PresenceChanged) -> None:
    """Have the letters of a channel go on where the bot is back; say once that they rest where it is gone."""
    for series in await register.programmed(ctx, [event.place.id]):
        if event.is_there:
            await register.schedule(ctx, series)
        elif not await register.destinations(ctx, series):
            await _say_that_it_rests(ctx, series, event.place)


@plugin.on(DayPassed)
async def wake(ctx: EventContext, _event: DayPassed) -> None:
    """Have letters go on whose hour is over and that can go: the community of their channel is back."""
    for series in await register.programmed(ctx):
        waiting = await register.open_letter(ctx.session, series)
        at = waiting.send_at if waiting is not None else series.next_at
        if at is not None and at <= ctx.now:
            await register.schedule(ctx, series)


async def _say_that_it_rests(ctx: EventContext, series: SeriesRow, place: Place) -> None:
    home = await ctx.find_place(series.place_id) or place
    said = _(
        "I cannot post in {channel} any more: I was removed from it, or it is archived. Its letter rests, "
        "and nothing is lost: it goes on once I am invited there again. To have it come no more: "
        "`/letter remove`.",
        channel=home.name,
    )
    for member in await preparing(ctx, series, home):
        key = f"rests:{series.id}:{place.id}:{int(ctx.now.timestamp())}:{member.id}"
        await ctx.post(member, Post(text=said), key=key, unsolicited=True)
