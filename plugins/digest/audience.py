"""Who reads a letter, and what it may tell them: what is private to a channel is told in that channel alone.

A channel that not all of its community can see has a letter of its own, which goes nowhere else. Where one
goes to several channels all the same, because one of them was made private since, nothing of the private ones
is told, and they are not named to the others.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.chat.places import Place
from bot.language.messages import Text, _
from bot.plugin import WorkContext
from plugins.digest import register
from plugins.digest.models import SeriesRow


def told_of(places: Sequence[Place]) -> list[Place]:
    """Return those of the channels of a letter of which it tells: everybody who reads it may see them."""
    return list(places) if len(places) < 2 else [place for place in places if not place.is_private]


def mixing(places: Sequence[Place]) -> Text | None:
    """Return why a letter cannot go to all of these channels together, None if it can."""
    private = next((place for place in places if place.is_private), None)
    if private is None or len(places) < 2:
        return None
    return _(
        "“{name}” is private: what is told there is not for people elsewhere. Its letter goes to no other "
        "channel, and it receives that of no other.",
        name=private.name,
    )


async def told_places(ctx: WorkContext, series: SeriesRow | None, places: Sequence[Place]) -> list[Place]:
    """Return those of `places` of which a letter tells; those where the bot is not now read it as well."""
    if series is None:
        return told_of(places)
    allowed = {place.id for place in told_of(await register.all_destinations(ctx, series))}
    return [place for place in places if place.id in allowed]


async def head_of(ctx: WorkContext, series: SeriesRow, home: Place) -> Place:
    """Return the channel whose name a letter bears: its own, unless people read it who may not know that."""
    told = told_of(await register.all_destinations(ctx, series))
    return home if home in told or not told else told[0]


def seen_from(here: Place, places: Sequence[Place]) -> list[Place]:
    """Return those of the channels of a letter that may be named in one of them."""
    return [place for place in places if not place.is_private or place.id == here.id]
