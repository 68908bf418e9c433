"""Whose templates somebody may write: a coordinator's of the channel, or of the network."""

from __future__ import annotations

from bot.chat.people import Role
from bot.chat.places import PlaceKind
from bot.language.messages import _
from bot.plugin import Context, NotAllowed, Refusal

_ONLY_CHANNEL = _("Only those who coordinate this channel write its templates.")
_ONLY_NETWORK = _(
    "Only those who coordinate the whole network write its templates. In a channel, its coordinators can "
    "write one for that channel: `/meeting templates`."
)
NETWORK = 0
"""What stands in buttons for the network as the owner of a template."""


def here(ctx: Context) -> int | None:
    """Return the channel that has templates of its own here, None in a DM: there is only the network's."""
    return None if ctx.place.kind is PlaceKind.DM else ctx.place.id


async def may_write(ctx: Context, owner: int | None) -> bool:
    """Return whether the person may write the templates of a channel or, with None, of the network, now."""
    if await ctx.may_everywhere(Role.COORDINATOR):
        return True
    if owner is None:
        return False
    if owner == ctx.place.id:
        return await ctx.may(Role.COORDINATOR)
    place = await ctx.find_place(owner)
    return place is not None and await ctx.may_there(Role.COORDINATOR, place)


async def check_may_write(ctx: Context, owner: int | None) -> None:
    """See that the person may.

    Raises:
        NotAllowed: only others may.
        Refusal: the channel is not there any more.
    """
    if owner is not None and await ctx.find_place(owner) is None:
        raise Refusal("unknown_place", _("This channel is not there any more."))
    if not await may_write(ctx, owner):
        raise NotAllowed(_ONLY_NETWORK if owner is None else _ONLY_CHANNEL)
