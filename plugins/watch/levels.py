"""Levels: what a channel covers, which channels are wider, and who may take something in there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from bot.chat.people import Network
from bot.chat.places import Place, PlaceKind
from bot.language.messages import Text, _, escape
from bot.plugin import WorkContext
from bot.store.people import bot_is_in, place_of
from bot.store.tables import PlaceRow
from bot.territory import Area, Level, by_code, contains, exists, name_of
from plugins.watch.settings import areas_decided

COUNTRY = "country"
"""What covers all areas."""
MOST = 4
"""So many channels of one level are asked."""
_ORDER = {level: index for index, level in enumerate(Level)}


@dataclass(frozen=True, slots=True)
class Covered:
    """What a channel covers: an area, or the whole country (None)."""

    area: Area | None

    def is_wider_than(self, other: Covered) -> bool:
        """Return whether it holds the other, and more."""
        if other.area is None:
            return False
        if self.area is None:
            return True
        return self.area.level is not other.area.level and contains(self.area, other.area)

    @property
    def width(self) -> int:
        """How wide it is, for finding the nearest level."""
        return len(_ORDER) if self.area is None else _ORDER[self.area.level]


def covered(place: Place, network: Network, decided: str | None) -> Covered:
    """Return what a channel covers: as was decided, else its territory, else the network's, else all."""
    if decided == COUNTRY:
        return Covered(None)
    if decided is not None:
        area = Area.parse(decided)
        if exists(area):
            return Covered(area)
    code = place.territory or network.territory
    territory = by_code(code) if code is not None else None
    return Covered(Area(Level.DEPARTEMENT, territory.code) if territory is not None else None)


def spelled(what: Covered) -> Text:
    """Return the name of what a channel covers."""
    return _("the whole country") if what.area is None else escape(name_of(what.area))


async def covers(ctx: WorkContext, place: Place) -> Covered:
    """Return what a channel of the network covers."""
    return _covers(ctx, place, await areas_decided(ctx.session, ctx.network.id))


def _covers(ctx: WorkContext, place: Place, decided: Mapping[int, str]) -> Covered:
    return covered(place, ctx.network, decided.get(place.id))


async def wider(ctx: WorkContext, place: Place) -> Sequence[Place]:
    """Return the channels at the level above where the bot is: they cover what this one does, and more."""
    decided = await areas_decided(ctx.session, ctx.network.id)
    here = _covers(ctx, place, decided)
    if here.area is None:
        return ()
    rows = await ctx.session.scalars(
        select(PlaceRow)
        .where(
            PlaceRow.network_id == ctx.network.id,
            PlaceRow.kind == PlaceKind.CHANNEL.value,
            PlaceRow.id != place.id,
            bot_is_in(),
        )
        .order_by(PlaceRow.id)
    )
    found = [(_covers(ctx, other, decided), other) for other in map(place_of, rows)]
    above = [(what.width, other) for what, other in found if what.is_wider_than(here)]
    nearest = min((width for width, _other in above), default=None)
    return [other for width, other in above if width == nearest][:MOST]
