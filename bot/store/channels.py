"""How channels are called, so that those of the same name in several communities are told apart."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.chat.places import Place, PlaceKind, platform_title
from bot.language.folding import fold
from bot.store.people import bot_is_in, place_of
from bot.store.tables import CommunityRow, PlaceRow

_BETWEEN = re.compile(r"[;\n]")


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel, the configured name of its chat, and its community; `is_left` if the bot is not there."""

    place: Place
    platform: str
    community: str = ""
    is_left: bool = False

    @property
    def whereabouts(self) -> tuple[str, ...]:
        """What may stand in brackets behind its name, from the shortest to the only one of its kind."""
        chat = platform_title(self.platform)
        known = (chat, self.community, f"{chat} – {self.community}")
        return (*(known if self.community else known[:1]), f"{self.community or chat} – {self.place.id}")

    @property
    def spellings(self) -> frozenset[str]:
        """How it may be typed, folded."""
        name = " ".join(self.place.name.split())
        return frozenset((fold(name), *(fold(f"{name} ({one})") for one in self.whereabouts)))


async def channels(
    session: AsyncSession, network: int, names: Collection[str] | None = None
) -> list[Channel]:
    """Return the channels of a network, all or those of these names, also those where the bot is not."""
    wanted: list[ColumnElement[bool]] = [
        PlaceRow.network_id == network,
        PlaceRow.kind == PlaceKind.CHANNEL.value,
    ]
    if names is not None:
        wanted.append(PlaceRow.name.in_(names))
    rows = await session.execute(
        select(PlaceRow, CommunityRow.name, bot_is_in())
        .outerjoin(CommunityRow, CommunityRow.id == PlaceRow.community_id)
        .where(*wanted)
        .order_by(PlaceRow.name, PlaceRow.id)
    )
    return [
        Channel(place_of(row), row.platform, " ".join((community or "").split()), not is_in)
        for row, community, is_in in rows.all()
    ]


def called(typed: str, known: Iterable[Channel]) -> list[Channel]:
    """Return the channels that something typed names: `annonces`, `#annonces`, `annonces (Discord)`."""
    wanted = fold(" ".join(typed.lstrip("#~ ").split()))
    return [channel for channel in known if wanted in channel.spellings]


def typed_names(text: str, known: Sequence[Channel]) -> list[str]:
    """Return the names in a list; a comma parts two of them unless a channel or its community has it."""
    names: list[str] = []
    for part in (part.strip() for part in _BETWEEN.split(text)):
        names += [part] if called(part, known) else (name.strip() for name in part.split(","))
    return [name for name in names if name]


def told_apart(channel: Channel, among: Sequence[Channel]) -> str:
    """Return what is said of a channel besides its name, as short as tells it from the others of that name.

    It is empty if there is no other.
    """
    name = fold(channel.place.name)
    others = [one for one in among if one.place.id != channel.place.id and fold(one.place.name) == name]
    if not others:
        return ""
    taken = {fold(said) for one in others for said in one.whereabouts}
    said = (one for one in channel.whereabouts if fold(one) not in taken)
    return next(said, channel.whereabouts[-1])


def labelled(channel: Channel, among: Sequence[Channel]) -> str:
    """Return the name of a channel, with its whereabouts if others have that name: `annonces (Discord)`."""
    name, where = " ".join(channel.place.name.split()), told_apart(channel, among)
    return f"{name} ({where})" if where else name
