"""Who coordinates: what stands in several channels is managed by who coordinates one of them."""

from __future__ import annotations

from collections.abc import Iterable

from bot.chat.people import Role
from bot.plugin import Context


async def coordinates(ctx: Context, places: Iterable[int]) -> bool:
    """Return whether the person coordinates one of some channels, by their ids, now."""
    for number in places:
        place = await ctx.find_place(number)
        if place is not None and await ctx.may_there(Role.COORDINATOR, place):
            return True
    return False
