"""A feed that moved for good: where another one is followed at its new address, both become one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Row, RowMapping, bindparam, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.plugin import WorkContext
from bot.plugin.letters import DigestRenamed
from bot.store.base import table_of
from plugins.watch.feeds.doubles import ENTRY_KEY, addresses_of
from plugins.watch.feeds.models import EntryRow, PostedRow, State
from plugins.watch.feeds.register import FEED, FOLLOW, parts
from plugins.watch.feeds.rows import Standing
from plugins.watch.register import key_of
from plugins.watch.subscriptions import SubscriptionRow, WaitingRow

_ENTRY, _POSTED = table_of(EntryRow), table_of(PostedRow)
_SUBSCRIPTION, _WAITING = table_of(SubscriptionRow), table_of(WaitingRow)


async def move(ctx: WorkContext, row: Standing, url: str) -> None:
    """Have a feed be read at the address to which it was moved.

    One that is there already takes over who follows it, and who subscribed to it, with what they were told.
    """
    session = ctx.session
    try:
        key = key_of(url)
    except ValueError:
        return
    there = await session.scalar(
        select(FEED.c.id).where(FEED.c.network_id == row.network_id, FEED.c.key == key, FEED.c.id != row.id)
    )
    if there is None:
        await session.execute(update(FEED).where(FEED.c.id == row.id).values(url=url, key=key))
        return
    await _carry_over(ctx, row.id, there)
    following = select(FOLLOW.c.place_id).where(FOLLOW.c.feed_id == there)
    await session.execute(
        update(FOLLOW)
        .where(FOLLOW.c.feed_id == row.id, FOLLOW.c.place_id.not_in(following))
        .values(feed_id=there)
    )
    subscribed = select(_SUBSCRIPTION.c.member_id).where(_SUBSCRIPTION.c.feed_id == there)
    await session.execute(
        update(_SUBSCRIPTION)
        .where(_SUBSCRIPTION.c.feed_id == row.id, _SUBSCRIPTION.c.member_id.not_in(subscribed))
        .values(feed_id=there, folded=str(there))
    )
    await session.execute(delete(FEED).where(FEED.c.id == row.id))
    await session.execute(
        update(FEED)
        .where(FEED.c.id == there, FEED.c.state == State.PAUSED.value)
        .values(state=State.ACTIVE.value, next_at=FEED.c.created_at)
    )


async def _carry_over(ctx: WorkContext, gone: int, kept: int) -> None:
    """Have what was posted, told in letters, or waits to be told count for the same in another feed."""
    same = await _same_entries(ctx.session, gone, kept)
    if not same:
        return
    await _carry_posted(ctx.session, gone, kept, same)
    waiting = (
        update(_WAITING).where(_WAITING.c.entry_id == bindparam("old")).values(entry_id=bindparam("new"))
    )
    for part in parts([{"old": old, "new": new} for old, new in same.items()]):
        await ctx.session.execute(waiting, part)
    keys = {f"{ENTRY_KEY}{old}": f"{ENTRY_KEY}{new}" for old, new in same.items()}
    await ctx.emit(DigestRenamed(keys))


async def _same_entries(session: AsyncSession, gone: int, kept: int) -> dict[int, int]:
    """Return the entries of one feed that another one has too, with their ids there."""
    olds, news = await _entries(session, gone), await _entries(session, kept)
    by_key = {entry.key: entry.id for entry in news}
    addresses = await addresses_of(session, kept, news)
    by_address = {address: entry for entry, address in addresses.items()}
    found = await addresses_of(session, gone, olds)
    same = {entry.id: by_key.get(entry.key) or by_address.get(found.get(entry.id, "")) for entry in olds}
    return {old: new for old, new in same.items() if new is not None}


async def _entries(session: AsyncSession, feed: int) -> list[Row[Any]]:
    rows = await session.execute(select(_ENTRY).where(_ENTRY.c.feed_id == feed))
    return list(rows)


async def _carry_posted(session: AsyncSession, gone: int, kept: int, same: Mapping[int, int]) -> None:
    """Have what was posted of entries count where their feed is followed from now on."""
    follows = (
        await session.execute(
            select(FOLLOW.c.id, FOLLOW.c.place_id, FOLLOW.c.feed_id).where(FOLLOW.c.feed_id.in_((gone, kept)))
        )
    ).all()
    in_place = {follow.place_id: follow.id for follow in follows if follow.feed_id == kept}
    becomes = {follow.id: in_place.get(follow.place_id, follow.id) for follow in follows}
    there = {(row["follow_id"], row["entry_id"]) for row in await _posted(session, same.values())}
    carried = {
        (becomes[row["follow_id"]], same[row["entry_id"]]): row for row in await _posted(session, same)
    }
    rows = [
        {**row, "follow_id": follow, "entry_id": entry}
        for (follow, entry), row in carried.items()
        if (follow, entry) not in there
    ]
    for part in parts(rows):
        await session.execute(insert(_POSTED), part)


async def _posted(session: AsyncSession, entries: Iterable[int]) -> list[RowMapping]:
    found: list[RowMapping] = []
    for part in parts(list(entries)):
        rows = await session.execute(select(_POSTED).where(_POSTED.c.entry_id.in_(part)))
        found += rows.mappings()
    return found
