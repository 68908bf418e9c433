"""The buttons under how a series stands."""

from __future__ import annotations

from bot.chat.messages import Reply, Update
from bot.plugin import Context, OpenForm
from plugins.meetings.declaration import plugin


@plugin.action("series-pause")
async def pause(ctx: Context, series: int) -> Reply:
    """Pause a series until somebody resumes it."""
    from plugins.meetings.series import changing, doing, managing

    row = await managing.managed(ctx, series)
    return await doing.settled(ctx, row, [await changing.pause(ctx, row, None)])


@plugin.action("series-resume")
async def resume(ctx: Context, series: int) -> Reply:
    """Have a paused series come again."""
    from plugins.meetings.series import changing, doing, managing

    row = await managing.managed(ctx, series)
    return await doing.settled(ctx, row, [await changing.resume(ctx, row)])


@plugin.action("series-edit")
async def edit(ctx: Context, series: int) -> OpenForm:
    """Open the form of a series."""
    from plugins.meetings.series import doing, managing

    return await doing.edit_form(ctx, await managing.managed(ctx, series))


@plugin.action("series-ask-end")
async def ask_to_end(ctx: Context, series: int) -> Reply:
    """Ask before a series is ended."""
    from plugins.meetings.series import ending, managing

    return await ending.ask_to_end(ctx, await managing.managed(ctx, series))


@plugin.action("series-end")
async def end(ctx: Context, series: int) -> Update:
    """End a series."""
    from plugins.meetings.series import ending, managing

    return await ending.end(ctx, await managing.managed(ctx, series))
