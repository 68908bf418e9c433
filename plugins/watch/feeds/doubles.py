"""One article, once: which entries stand in a channel already, brought by people or by another feed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.plugin import WorkContext
from bot.plugin.letters import Letters, thing_of
from bot.store.base import table_of
from plugins.watch.feeds.models import EntryRow, FollowRow, PostedRow
from plugins.watch.feeds.register import parts
from plugins.watch.feeds.rows import Follow
from plugins.watch.models import AddressRow, AppearanceRow
from plugins.watch.pages.canonical import is_home
from plugins.watch.register import key_of
from plugins.watch.showing import LETTER_KEY as SHARE_KEY

LATELY = timedelta(days=30)
"""For so long what stands in a channel is not brought there by a feed."""
ENTRY_KEY = "entry:"
"""How the keys of entries in letters begin."""
_ENTRY, _FOLLOW, _POSTED = table_of(EntryRow), table_of(FollowRow), table_of(PostedRow)


@dataclass(frozen=True, slots=True)
class Told:
    """What the letters of a channel told lately: the ids of entries, and the keys of addresses."""

    entries: frozenset[int]
    addresses: frozenset[str]


async def addresses_of(session: AsyncSession, feed: int, entries: Sequence[Row[Any]]) -> Mapping[int, str]:
    """Return the keys of the addresses by which entries of a feed are known elsewhere, by id.

    Not among them are front pages, and those to which several entries of the feed lead: they name no article.
    """
    leading = {entry.id: entry.url for entry in entries if entry.url and not is_home(entry.url)}
    shared: set[str] = set()
    for part in parts(list(set(leading.values()))):
        shared.update(
            await session.scalars(
                select(_ENTRY.c.url)
                .where(_ENTRY.c.feed_id == feed, _ENTRY.c.url.in_(part))
                .group_by(_ENTRY.c.url)
                .having(func.count() > 1)
            )
        )
    return {entry: key_of(url) for entry, url in leading.items() if url not in shared}


async def standing(
    session: AsyncSession, follow: Follow, addresses: Collection[str], places: Iterable[int], now: datetime
) -> set[str]:
    """Return those of some addresses that stand in the channel of a follow, or were shared in these places.

    What the feed itself had posted there does not count: an entry is known by more than its address.
    """
    since = now - LATELY
    if not addresses:
        return set()
    posted = await _posted(session, follow, since.date())
    shared = await _shared(session, follow.network_id, addresses, places, since)
    return set(addresses) & (posted | shared)


async def told_in_letters(ctx: WorkContext, follow: Follow) -> Told:
    """Return what the letters of the channel of a follow told lately.

    Of what they told of its own feed no address counts: an entry is known by more than that.
    """
    keys: set[str] = set()
    for letters in await ctx.services(Letters):
        keys.update(await letters.told_in(ctx.session, ctx.network, follow.place_id, ctx.now - LATELY))
    entries, shares = numbers_of(keys, ENTRY_KEY), numbers_of(keys, SHARE_KEY)
    addresses: set[str] = set()
    for part in parts(entries):
        of_others = _ENTRY.c.id.in_(part), _ENTRY.c.feed_id != follow.feed_id
        urls = await ctx.session.scalars(select(_ENTRY.c.url).where(*of_others))
        addresses.update(key_of(url) for url in urls if url and not is_home(url))
    for part in parts(shares):
        addresses.update(
            await ctx.session.scalars(select(AddressRow.key).where(AddressRow.share_id.in_(part)))
        )
    return Told(frozenset(entries), frozenset(addresses))


def numbers_of(keys: Iterable[str], beginning: str) -> list[int]:
    """Return the numbers of the keys in letters that begin like this, the highest first."""
    ends = (thing_of(key).removeprefix(beginning) for key in keys if key.startswith(beginning))
    return sorted((int(end) for end in ends if end.isdigit()), reverse=True)


async def standing_entries(
    session: AsyncSession, entries: Sequence[Row[Any]], places: Collection[int]
) -> set[int]:
    """Return the ids of those of the entries that came by themselves, since, to all that follow their feed.

    An entry that nobody in these places follows any more is none of them.
    """
    found: set[int] = set()
    for feed in {entry.feed_id for entry in entries}:
        of_feed = [entry for entry in entries if entry.feed_id == feed]
        addresses = await addresses_of(session, feed, of_feed)
        follows = await session.execute(
            select(_FOLLOW).where(_FOLLOW.c.feed_id == feed, _FOLLOW.c.place_id.in_(places))
        )
        there = [await _there(session, follow, of_feed, addresses, places) for follow in follows.all()]
        found |= set.intersection(*there) if there else set()
    return found


async def _there(
    session: AsyncSession,
    follow: Follow,
    entries: Sequence[Row[Any]],
    addresses: Mapping[int, str],
    places: Collection[int],
) -> set[int]:
    """Return the ids of those of the entries of a feed that stand in the channel of a follow."""
    ids = [entry.id for entry in entries]
    posted = await session.scalars(
        select(_POSTED.c.entry_id).where(_POSTED.c.follow_id == follow.id, _POSTED.c.entry_id.in_(ids))
    )
    came = max(entry.seen_at for entry in entries)
    known = await standing(session, follow, set(addresses.values()), places, came)
    return {*posted, *(entry for entry, address in addresses.items() if address in known)}


async def keys_of(session: AsyncSession, entries: Sequence[int]) -> set[str]:
    """Return the keys of the addresses of these entries."""
    found: set[str] = set()
    for part in parts(entries):
        urls = await session.scalars(select(_ENTRY.c.url).where(_ENTRY.c.id.in_(part)))
        found.update(key_of(url) for url in urls if url and not is_home(url))
    return found


async def _posted(session: AsyncSession, follow: Follow, since: date) -> set[str]:
    urls = await session.scalars(
        select(_ENTRY.c.url)
        .join(_POSTED, _POSTED.c.entry_id == _ENTRY.c.id)
        .join(_FOLLOW, _FOLLOW.c.id == _POSTED.c.follow_id)
        .where(
            _FOLLOW.c.place_id == follow.place_id,
            _FOLLOW.c.feed_id != follow.feed_id,
            _POSTED.c.day >= since,
        )
    )
    return {key_of(url) for url in urls if url}


async def _shared(
    session: AsyncSession, network: int, addresses: Iterable[str], places: Iterable[int], since: datetime
) -> set[str]:
    found: set[str] = set()
    for part in parts(list(addresses)):
        found.update(
            await session.scalars(
                select(AddressRow.key)
                .join(AppearanceRow, AppearanceRow.share_id == AddressRow.share_id)
                .where(
                    AddressRow.network_id == network,
                    AddressRow.key.in_(part),
                    AppearanceRow.place_id.in_(list(places)),
                    AppearanceRow.posted_at >= since,
                )
            )
        )
    return found
