"""Presence: where the bot can post and where it cannot any more, as platforms tell; plugins hear of changes.

That it may be in a channel of which nothing was told is taken for granted: people speak to it there.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.chat.people import Network
from bot.chat.places import PlaceKind
from bot.plugin import PresenceChanged
from bot.runtime.clock import Clock
from bot.store import Store
from bot.store.base import table_of
from bot.store.people import network_of, place_of
from bot.store.tables import CommunityRow, NetworkRow, PlaceRow

_PLACE = table_of(PlaceRow)
Tell = Callable[[AsyncSession, Iterable[tuple[Network, object]]], Awaitable[None]]
"""Tells the plugins that listen of events, inside a unit of work."""


class Presence:
    """Takes note of the channels where the bot is, and is not any more."""

    def __init__(self, store: Store, clock: Clock, tell: Tell) -> None:
        self._store = store
        self._clock = clock
        self._tell = tell

    async def entered(self, platform: str, channels: Collection[str]) -> None:
        """Take note that the bot is in these channels, by the platform's ids."""
        async with self._store.read() as session:
            left = await session.execute(
                select(_PLACE.c.id, _PLACE.c.external_id).where(
                    _PLACE.c.platform == platform, _PLACE.c.left_at.is_not(None)
                )
            )
            back = [row.id for row in left if row.external_id in channels]
        await self._change((), back)

    async def left(self, platform: str, channels: Collection[str]) -> None:
        """Take note that the bot is in these channels no more, or that they are gone."""
        async with self._store.read() as session:
            gone = await session.scalars(
                select(_PLACE.c.id).where(
                    _PLACE.c.platform == platform,
                    _PLACE.c.external_id.in_(channels),
                    _PLACE.c.left_at.is_(None),
                )
            )
            found = list(gone)
        await self._change(found, ())

    async def sees(self, platform: str, community: str, channels: Collection[str]) -> None:
        """Take note that these are all the channels of a community where the bot can post."""
        theirs = select(CommunityRow.id).where(
            CommunityRow.platform == platform, CommunityRow.external_id == community
        )
        async with self._store.read() as session:
            rows = await session.execute(
                select(_PLACE.c.id, _PLACE.c.external_id, _PLACE.c.left_at).where(
                    _PLACE.c.community_id.in_(theirs), _PLACE.c.kind == PlaceKind.CHANNEL.value
                )
            )
            known = [(row.id, row.external_id in channels, row.left_at is None) for row in rows]
        await self._change(
            [place for place, is_seen, was_there in known if was_there and not is_seen],
            [place for place, is_seen, was_there in known if is_seen and not was_there],
        )

    async def _change(self, gone: Collection[int], back: Collection[int]) -> None:
        if not gone and not back:
            return
        async with self._store.unit() as session:
            events = await note_left(session, _PLACE.c.id.in_(gone), self._clock.now())
            await self._tell(session, [*events, *await _note_back(session, _PLACE.c.id.in_(back))])


async def note_left(
    session: AsyncSession, which: ColumnElement[bool], now: datetime
) -> list[tuple[Network, object]]:
    """Note that the bot is in some channels no more; return the events to tell the plugins."""
    return await _note(session, and_(which, _PLACE.c.left_at.is_(None)), now)


async def _note_back(session: AsyncSession, which: ColumnElement[bool]) -> list[tuple[Network, object]]:
    return await _note(session, and_(which, _PLACE.c.left_at.is_not(None)), None)


async def _note(
    session: AsyncSession, which: ColumnElement[bool], left_at: datetime | None
) -> list[tuple[Network, object]]:
    rows = (
        await session.execute(
            select(PlaceRow, NetworkRow)
            .join(NetworkRow, NetworkRow.id == PlaceRow.network_id)
            .where(which, PlaceRow.kind == PlaceKind.CHANNEL.value)
        )
    ).all()
    for place, _network in rows:
        place.left_at = left_at
    is_there = left_at is None
    return [(network_of(network), PresenceChanged(place_of(place), is_there)) for place, network in rows]
