"""Whether what somebody wants to stand in a channel can be posted there."""

from __future__ import annotations

from sqlalchemy import select

from bot.chat.places import Place
from bot.language.messages import _
from bot.plugin import Refusal, WorkContext
from bot.store.people import bot_is_in
from bot.store.tables import PlaceRow
from plugins.watch import words


async def check_is_in(ctx: WorkContext, place: Place) -> None:
    """Check that the bot can post in a place, as far as is known.

    Raises:
        Refusal: it was removed from it, or the channel is archived.
    """
    is_there = select(PlaceRow.id).where(PlaceRow.id == place.id, bot_is_in())
    if await ctx.session.scalar(is_there) is None:
        raise Refusal(
            "away",
            _(
                "I cannot post in {channel} any more: I was removed from it, or it is archived. Invite me as "
                "you would a person, then try again.",
                channel=words.channel(place.name),
            ),
        )
