"""When feeds are read: one errand a network, which is set to the instant at which the next one is due."""

from __future__ import annotations

from bot.plugin import Errand, WorkContext
from bot.plugin.loading import load
from plugins.watch.declaration import plugin

POLL = "poll"
"""The name of the errand, and its key."""


async def poll_soon(ctx: WorkContext) -> None:
    """Have the feeds that are due be read now."""
    await ctx.later(POLL, ctx.now, key=POLL)


@plugin.errand(POLL)
async def poll(errand: Errand) -> None:
    """Read all feeds of the network that are due."""
    await load("plugins.watch.feeds.rounds")
    from plugins.watch.feeds.rounds import Round

    await Round(errand).run()
