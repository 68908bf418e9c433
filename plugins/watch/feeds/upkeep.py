"""What of the feeds is kept for a while only, and which of them are still read."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete

from bot.plugin import DayPassed, EventContext, PresenceChanged
from bot.store.base import table_of
from plugins.watch.declaration import plugin
from plugins.watch.feeds import register
from plugins.watch.feeds.models import EntryRow
from plugins.watch.feeds.polling import poll_soon
from plugins.watch.feeds.silence import catch_up, fall_silent_without_the_bot

KEPT = timedelta(days=90)
"""How long entries are kept, for the letter, and for whoever shares them late."""

_ENTRY = table_of(EntryRow)


@plugin.on(DayPassed)
async def forget_entries(ctx: EventContext, _event: DayPassed) -> None:
    """Remove the entries that came long ago."""
    await ctx.session.execute(
        delete(_ENTRY).where(_ENTRY.c.network_id == ctx.network.id, _ENTRY.c.seen_at < ctx.now - KEPT)
    )


@plugin.on(DayPassed)
async def rest_and_wake(ctx: EventContext, _event: DayPassed) -> None:
    """Read no feed of which nobody is told, as after the bot left a community, until somebody is again."""
    await _settle(ctx)


@plugin.on(PresenceChanged)
async def follow_the_bot(ctx: EventContext, _event: PresenceChanged) -> None:
    """Read no feed for a channel from which the bot was removed until it is back, with what it missed."""
    await _settle(ctx)


async def _settle(ctx: EventContext) -> None:
    await fall_silent_without_the_bot(ctx.session, ctx.network.id, ctx.now)
    await catch_up(ctx)
    if await register.settle(ctx.session, ctx.network.id, ctx.now):
        await poll_soon(ctx)
