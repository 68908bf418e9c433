"""Whom minutes name where: of a meeting of several channels, one of them private, who is in that channel.

The chats tell who is in it. Others were there, too, and are counted; who writes the minutes sees all of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.chat.delivery import SendFailedError, SendRefusedError
from bot.plugin import ChannelPeople, Context, Outside, WorkContext
from plugins.meetings.gatherings import register as gatherings
from plugins.meetings.models import MeetingRow

SeenIn = Mapping[int, frozenset[int]]
"""In which channels of a meeting somebody is: ids of places by the id of a member."""


@dataclass(frozen=True, slots=True)
class SeenInLookup:
    """Asks the chats who is in which of some channels."""

    places: tuple[int, ...]

    async def look(self, outside: Outside) -> SeenIn:
        """Return who is where; of a channel whose chat does not tell, or not now, nobody is known."""
        found: dict[int, set[int]] = {}
        for place in self.places:
            try:
                present = await outside.service(ChannelPeople).present(place)
            except (SendFailedError, SendRefusedError):
                continue
            for member in present.members if present is not None else ():
                found.setdefault(member, set()).add(place)
        return {member: frozenset(places) for member, places in found.items()}


async def is_needed(ctx: WorkContext, row: MeetingRow) -> bool:
    """Return whether some who are told of a meeting may not be told of others who come."""
    places = [
        await ctx.find_place(stands.place_id) for stands in await gatherings.places(ctx.session, row.id)
    ]
    return len(places) > 1 and any(place is not None and place.is_private for place in places)


async def seen_in(ctx: Context, row: MeetingRow) -> SeenIn:
    """Return who is in which channels of a meeting, as their chats tell now; nothing where nobody minds."""
    if not await is_needed(ctx, row):
        return {}
    places = tuple(stands.place_id for stands in await gatherings.places(ctx.session, row.id))
    return await ctx.outside(SeenInLookup(places))
