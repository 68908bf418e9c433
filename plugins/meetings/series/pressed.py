"""The buttons under how a series stands."""

from __future__ import annotations

from bot.chat.messages import Reply
from bot.plugin import Context, OpenForm
from plugins.meetings.declaration import plugin
from plugins.meetings.series import changing
from plugins.meetings.series.commands import edit_form, settled
from plugins.meetings.series.managing import managed


@plugin.action("series-pause")
async def pause(ctx: Context, series: int) -> Reply:
    """Pause a series until somebody resumes it."""
    row = await managed(ctx, series)
    return await settled(ctx, row, [await changing.pause(ctx, row, None)])


@plugin.action("series-resume")
async def resume(ctx: Context, series: int) -> Reply:
    """Have a paused series come again."""
    row = await managed(ctx, series)
    return await settled(ctx, row, [await changing.resume(ctx, row)])


@plugin.action("series-edit")
async def edit(ctx: Context, series: int) -> OpenForm:
    """Open the form of a series."""
    return await edit_form(ctx, await managed(ctx, series))
