"""What the feeds of a channel give to its letter: what is new, by source, each source its fair share."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import count, zip_longest
from typing import Any

from sqlalchemy import Row, Select, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.chat.people import Network
from bot.chat.places import Place
from bot.language.messages import Text, _
from bot.plugin.letters import DigestItem, DigestSection, DigestWindow
from bot.store.base import table_of
from plugins.watch.declaration import plugin
from plugins.watch.feeds.doubles import (
    ENTRY_KEY,
    addresses_of,
    keys_of,
    numbers_of,
    standing,
    standing_entries,
)
from plugins.watch.feeds.models import EntryRow, FeedRow, FollowRow, PostedRow
from plugins.watch.feeds.posting import wanted
from plugins.watch.feeds.rows import Follow
from plugins.watch.feeds.words import shown_title
from plugins.watch.words import link

_FEED, _FOLLOW, _ENTRY = table_of(FeedRow), table_of(FollowRow), table_of(EntryRow)
_POSTED = table_of(PostedRow)
_LOOKED_AT = 200
"""Entries of one feed that are looked at in one go, the newest first."""
_REMEMBERED = 2000
"""Entries of former letters whose articles are not told again, whichever feed brings them."""


class FeedsSection:
    """The section: entries that came since the last letter, and were not posted in the channel already."""

    name = "feeds"
    title: Text = _("News from the feeds")
    size = 12

    async def items(
        self, session: AsyncSession, network: Network, window: DigestWindow
    ) -> Sequence[DigestItem]:
        """Return what is new, source after source, as many of each as the others leave room for."""
        follows = (
            await session.execute(
                select(_FOLLOW, _FEED.c.title.label("feed_title"))
                .join(_FEED, _FEED.c.id == _FOLLOW.c.feed_id)
                .where(
                    _FOLLOW.c.network_id == network.id,
                    _FOLLOW.c.place_id.in_([place.id for place in window.places]),
                    _FOLLOW.c.paused.is_(False),
                )
                .order_by(_FOLLOW.c.number, _FOLLOW.c.id)
            )
        ).all()
        sources: dict[int, list[DigestItem]] = {}
        told = _Told(set(window.excluded), await keys_of(session, _latest(window.excluded)))
        for follow in follows:
            if found := await _of(session, follow, window, told):
                sources.setdefault(follow.feed_id, []).extend(found)
        return _fairly(sources.values(), window)

    def elsewhere(self, _window: DigestWindow) -> None:
        """Return nothing: entries that there was no room for come into the next letter."""

    async def still(
        self, session: AsyncSession, network: Network, keys: Collection[str], places: Sequence[Place]
    ) -> Collection[str]:
        """Return those of the entries that are there, followed in the places, and did not come to them."""
        followed = select(_FOLLOW.c.feed_id).where(_FOLLOW.c.place_id.in_([place.id for place in places]))
        # asked for the network as well, SQLite would go through all of its entries
        found = await session.execute(
            select(_ENTRY).where(_ENTRY.c.id.in_(numbers_of(keys, ENTRY_KEY)), _ENTRY.c.feed_id.in_(followed))
        )
        entries = [entry for entry in found if entry.network_id == network.id]
        there = await standing_entries(session, entries, [place.id for place in places])
        return {_key(entry) for entry in entries if entry.id not in there}


@dataclass(frozen=True, slots=True)
class _Told:
    """What needs not be told any more: the keys of items, and those of addresses."""

    items: set[str]
    addresses: set[str]


def _latest(excluded: Collection[str]) -> list[int]:
    """Return the entries among what is not to be told, the latest of many."""
    return numbers_of(excluded, ENTRY_KEY)[:_REMEMBERED]


async def _of(session: AsyncSession, follow: Follow, window: DigestWindow, told: _Told) -> list[DigestItem]:
    """Return what a follow has for the letter, newest first: no more than a letter of its own would tell."""
    group = shown_title(follow.feed_title)
    found: list[DigestItem] = []
    statement = _unposted(follow, window)
    for start in count(0, _LOOKED_AT):
        entries = (await session.execute(statement.limit(_LOOKED_AT).offset(start))).all()
        fresh = [
            entry for entry in await wanted(follow, entries) if f"{ENTRY_KEY}{entry.id}" not in told.items
        ]
        for entry in await _not_told(session, follow, fresh, window, told):
            told.items.add(_key(entry))
            found.append(DigestItem(_key(entry), _line(entry), group))
        if len(found) >= window.most or len(entries) < _LOOKED_AT:
            break
    return found


async def _not_told(
    session: AsyncSession, follow: Follow, entries: Sequence[Row[Any]], window: DigestWindow, told: _Told
) -> list[Row[Any]]:
    """Return those of the entries that neither this letter nor anybody in its channels tells otherwise."""
    addresses = await addresses_of(session, follow.feed_id, entries)
    places = [place.id for place in window.places]
    there = told.addresses | await standing(session, follow, set(addresses.values()), places, window.until)
    told.addresses.update(addresses.values())
    return [entry for entry in entries if addresses.get(entry.id) not in there]


def _unposted(follow: Follow, window: DigestWindow) -> Select[*tuple[Any, ...]]:
    """Return what was not posted: what came since, and what the channel missed until it heard again."""
    is_told_late = follow.silent_until is not None and follow.silent_until >= window.reach
    reach = min(window.reach, follow.silent_since or window.reach) if is_told_late else window.reach
    is_posted = exists().where(_POSTED.c.follow_id == follow.id, _POSTED.c.entry_id == _ENTRY.c.id)
    return (
        select(_ENTRY)
        .where(
            _ENTRY.c.feed_id == follow.feed_id,
            _ENTRY.c.is_old.is_(False),
            _ENTRY.c.seen_at >= reach,
            _ENTRY.c.seen_at > follow.followed_at,
            _ENTRY.c.seen_at <= window.until,
            ~is_posted,
        )
        .order_by(func.coalesce(_ENTRY.c.published_at, _ENTRY.c.seen_at).desc(), _ENTRY.c.id.desc())
    )


def _key(entry: Row[Any]) -> str:
    return f"{ENTRY_KEY}{entry.id}"


def _line(entry: Row[Any]) -> Text:
    return link(entry.title, entry.url) if entry.url else shown_title(entry.title)


def _fairly(sources: Iterable[list[DigestItem]], window: DigestWindow) -> list[DigestItem]:
    """Return items of all sources, one of each in turn until there are enough, then source by source.

    After them come those that are only counted.
    """
    by_source = list(sources)
    turns = [item for turn in zip_longest(*by_source) for item in turn if item is not None]
    chosen = {item.key for item in turns[: window.limit]}
    told = [item for items in by_source for item in items if item.key in chosen]
    return [*told, *turns[window.limit : window.most]]


plugin.provide(DigestSection, FeedsSection())
