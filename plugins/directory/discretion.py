"""Discretion: what is typed of somebody is neither shown nor kept as it was typed, and danger comes first."""

from __future__ import annotations

from dataclasses import replace

from bot.chat.messages import Reply
from bot.plugin import Context, WorkContext
from bot.plugin.neighbours import Asking
from plugins.directory.said import Said


async def emergency(ctx: Context, text: str) -> Reply | None:
    """Return the numbers to call if a text tells of danger or distress, None otherwise."""
    for one in await ctx.services(Asking):
        if (reply := await one.emergency(ctx, text)) is not None:
            return reply
    return None


async def discreet(ctx: WorkContext, text: str) -> str | None:
    """Return a text without the names, numbers and addresses in it; None if nobody here can take them out."""
    for one in await ctx.services(Asking):
        return await one.discreet(ctx, text)
    return None


async def without_others(ctx: WorkContext, said: Said) -> Said:
    """Return what a sentence adds to a card without the values that name somebody, or hold a number.

    Values are looked at in small letters: tools are written with capitals as names are.
    """
    lists = {}
    for kind, values in said.lists.items():
        lists[kind] = tuple([value for value in values if await _is_discreet(ctx, value)])
    lost = tuple([name for name in said.lost if await _is_discreet(ctx, name)])
    return replace(said, lists=lists, lost=lost)


async def _is_discreet(ctx: WorkContext, value: str) -> bool:
    lowered = value.strip().lower()
    return await discreet(ctx, lowered) in (None, lowered)
