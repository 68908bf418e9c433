"""The buttons and the menus under how series stand."""

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


@plugin.action("series-replace")
async def replace_another(ctx: Context, series: int, other: int) -> Reply:
    """Have a new series come in place of another one, which ends."""
    from plugins.meetings.series import changing, doing, managing, register

    row = await managing.managed(ctx, series)
    there = await register.find(ctx, other)
    if there is not None:
        await managing.check_may_manage(ctx, there)
        await changing.end(ctx, there)
    return await doing.settled(ctx, row, [await changing.resume(ctx, row)])


@plugin.action("series-show")
async def show(ctx: Context) -> Reply:
    """Show the series that was chosen in a menu, with its buttons."""
    from plugins.meetings.series import register, showing

    return await showing.standing(ctx, await register.get(ctx, _chosen(ctx)))


@plugin.action("series-ordered")
async def do_to_chosen(ctx: Context, wanted: str, rest: str, verb: str) -> Reply | OpenForm:
    """Do what was typed to the series that was chosen in a menu."""
    from plugins.meetings.series import doing, register
    from plugins.meetings.series.orders import Order, Wanted

    return await doing.ordered(ctx, await register.get(ctx, _chosen(ctx)), Order(Wanted(wanted), rest, verb))


def _chosen(ctx: Context) -> int:
    choice = ctx.choice or ""
    return int(choice) if choice.isdecimal() else 0
