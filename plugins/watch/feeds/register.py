"""The feeds of a network and who follows them: look-ups and changes, in the unit of work."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar, Unpack, cast

from sqlalchemy import (
    ColumnElement,
    Insert,
    Select,
    Update,
    case,
    delete,
    exists,
    func,
    insert,
    null,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession

from bot.store.base import table_of
from bot.store.people import bot_is_in
from bot.store.tables import PlaceRow
from bot.store.upsert import upsert
from plugins.watch.feeds.models import FeedRow, FollowRow, State
from plugins.watch.feeds.rows import Feed, Follow, FollowValues, Subscribed
from plugins.watch.register import key_of
from plugins.watch.subscriptions import SubscriptionRow

T = TypeVar("T")
FEED, FOLLOW = table_of(FeedRow), table_of(FollowRow)
_SUBSCRIPTION = table_of(SubscriptionRow)
_SHOWN = [column for column in FEED.c if column.name not in ("id", "network_id")]
_BOTH: tuple[Any, ...] = (FOLLOW, *(column.label(f"feed_{column.name}") for column in _SHOWN))
"""A follow with its feed: the feed's columns begin with `feed_`."""
_AT_ONCE = 300
"""Rows handed to the database in one go: preparing more would hold everybody up."""


async def feed_at(session: AsyncSession, network: int, url: str) -> Feed | None:
    """Return the feed at an address, None if nobody follows it."""
    found = await session.execute(select(FEED).where(FEED.c.network_id == network, FEED.c.key == key_of(url)))
    return cast("Feed | None", found.first())


async def hold_place(session: AsyncSession, place: int) -> None:
    """Have others who follow a feed in a place wait until this unit of work has ended."""
    await session.execute(select(PlaceRow.id).where(PlaceRow.id == place).with_for_update(key_share=True))


async def add_feed(session: AsyncSession, network: int, url: str, title: str, now: datetime) -> Feed:
    """Write down a feed that is to be read at once; return it, or the one that another wrote meanwhile."""
    values = {
        "network_id": network,
        "url": url,
        "key": key_of(url),
        "title": title,
        "state": State.ACTIVE.value,
        "next_at": now,
        "created_at": now,
    }
    inserted = await session.execute(_adding(session).values(**values).returning(FEED))
    return cast("Feed", inserted.one())


async def add_follow(session: AsyncSession, feed: Feed, place: int, **values: Unpack[FollowValues]) -> Follow:
    """Have a place that is held follow a feed, under the next number there; return it with its feed."""
    last = await session.scalar(select(func.max(FOLLOW.c.number)).where(FOLLOW.c.place_id == place))
    inserted = await session.execute(
        insert(FOLLOW)
        .values(network_id=feed.network_id, feed_id=feed.id, place_id=place, number=(last or 0) + 1, **values)
        .returning(FOLLOW.c.id)
    )
    found = await follow_by_id(session, feed.network_id, inserted.scalar_one())
    if found is None:
        raise LookupError("what was just written is not there")
    return found


async def feeds_at(session: AsyncSession, network: int, keys: Iterable[str]) -> dict[str, int]:
    """Return the feeds that there are under these keys, by key."""
    found: dict[str, int] = {}
    for part in parts(list(keys)):
        rows = await session.execute(
            select(FEED.c.key, FEED.c.id).where(FEED.c.network_id == network, FEED.c.key.in_(part))
        )
        found |= {row.key: row.id for row in rows}
    return found


async def feeds_of(session: AsyncSession, place: int) -> set[int]:
    """Return the feeds that a place follows."""
    return set(await session.scalars(select(FOLLOW.c.feed_id).where(FOLLOW.c.place_id == place)))


async def add_feeds(
    session: AsyncSession, network: int, new: Mapping[str, tuple[str, str]], now: datetime
) -> dict[str, int]:
    """Write down feeds that are to be read at once, by key with address and title; return them by key."""
    common = {"network_id": network, "state": State.ACTIVE.value, "next_at": now, "created_at": now}
    # by their keys: of two who write the same, neither waits for the other while that waits for them
    rows = [{**common, "key": key, "url": url, "title": title} for key, (url, title) in sorted(new.items())]
    for part in parts(rows):
        await session.execute(_adding(session), part)
    return await feeds_at(session, network, new)


async def add_follows(
    session: AsyncSession,
    network: int,
    place: int,
    feeds: Sequence[int],
    **values: Unpack[FollowValues],
) -> None:
    """Have a place that is held follow several feeds, under the next numbers there."""
    last = await session.scalar(select(func.max(FOLLOW.c.number)).where(FOLLOW.c.place_id == place))
    rows = [
        {"network_id": network, "place_id": place, "feed_id": feed, "number": number, **values}
        for number, feed in enumerate(feeds, (last or 0) + 1)
    ]
    for part in parts(rows):
        await session.execute(insert(FOLLOW), part)


async def follow_by_id(session: AsyncSession, network: int, follow: int) -> Follow | None:
    """Return a follow with its feed, by id."""
    found = await session.execute(_follows().where(FOLLOW.c.id == follow, FOLLOW.c.network_id == network))
    return cast("Follow | None", found.first())


async def follow_of(session: AsyncSession, feed: int, place: int) -> Follow | None:
    """Return how a place follows a feed, None if it does not."""
    found = await session.execute(_follows().where(FOLLOW.c.feed_id == feed, FOLLOW.c.place_id == place))
    return cast("Follow | None", found.first())


async def followed_in(
    session: AsyncSession, place: int, *, limit: int | None = None, offset: int = 0
) -> Sequence[Follow]:
    """Return what a place follows, with the feeds, by their numbers."""
    statement = _follows().where(FOLLOW.c.place_id == place).order_by(FOLLOW.c.number)
    return await _read(session, statement.limit(limit).offset(offset))


async def followed(session: AsyncSession, network: int) -> Sequence[Follow]:
    """Return what all places of a network follow, with the feeds, place after place."""
    statement = _follows().where(FOLLOW.c.network_id == network)
    return await _read(session, statement.order_by(FOLLOW.c.place_id, FOLLOW.c.number))


async def count_in(session: AsyncSession, place: int) -> int:
    """Return how many feeds a place follows."""
    counted = await session.scalar(select(func.count()).select_from(FOLLOW).where(FOLLOW.c.place_id == place))
    return counted or 0


async def count_feeds(session: AsyncSession, network: int) -> int:
    """Return how many feeds a network follows."""
    counted = await session.scalar(select(func.count()).select_from(FEED).where(FEED.c.network_id == network))
    return counted or 0


async def followers(session: AsyncSession, feeds: Sequence[int]) -> Sequence[Follow]:
    """Return who follows these feeds and is not on pause, with the feeds."""
    statement = _follows().where(FOLLOW.c.feed_id.in_(feeds), FOLLOW.c.paused.is_(False))
    return await _read(session, statement.order_by(FOLLOW.c.feed_id, FOLLOW.c.id))


async def subscribers(session: AsyncSession, feeds: Sequence[int]) -> Sequence[Subscribed]:
    """Return who subscribed to those of these feeds that no channel follows any more, with the feeds."""
    is_followed = exists().where(FOLLOW.c.feed_id == FEED.c.id, FOLLOW.c.paused.is_(False))
    statement = (
        select(_SUBSCRIPTION.c.member_id, *(column.label(f"feed_{column.name}") for column in _SHOWN))
        .join(FEED, FEED.c.id == _SUBSCRIPTION.c.feed_id)
        .where(FEED.c.id.in_(feeds), ~is_followed)
    )
    found = await session.execute(statement.order_by(FEED.c.id, _SUBSCRIPTION.c.id))
    return cast("Sequence[Subscribed]", found.all())


async def change_follow(session: AsyncSession, follow: int, **values: Unpack[FollowValues]) -> None:
    """Change how a place follows a feed."""
    await session.execute(update(FOLLOW).where(FOLLOW.c.id == follow).values(**values))


async def remove_follow(session: AsyncSession, follow: Follow) -> None:
    """Have a place not follow a feed any more."""
    await session.execute(delete(FOLLOW).where(FOLLOW.c.id == follow.id))
    await let_go(session, follow.feed_id)


async def let_go(session: AsyncSession, feed: int) -> None:
    """Have a feed rest, or be forgotten, if nobody wants it any more; who subscribed to it still does."""
    await session.execute(delete(FEED).where(FEED.c.id == feed, _is_nobodys()))
    await rest_if_unwanted(session, feed)


async def wake(session: AsyncSession, feed: int, now: datetime) -> None:
    """Have a feed be read as soon as can be, also one that was given up."""
    await wake_all(session, [feed], now)


async def wake_all(session: AsyncSession, feeds: Sequence[int], now: datetime) -> None:
    """Have feeds be read as soon as can be, also those that were given up.

    Of one that failed before it rested nobody is told once more.
    """
    is_gone = FEED.c.state == State.GONE.value
    given_up = or_(is_gone, FEED.c.state == State.PAUSED.value)
    for part in parts(feeds):
        await session.execute(
            update(FEED)
            .where(FEED.c.id.in_(part), given_up)
            .values(state=State.ACTIVE.value, reported_at=case((is_gone, null()), else_=FEED.c.reported_at))
        )
        await session.execute(update(FEED).where(FEED.c.id.in_(part)).values(next_at=now))


async def is_resting(session: AsyncSession, feed: int) -> bool:
    """Return whether a feed is not read, for nobody was told of it."""
    return await session.scalar(select(FEED.c.state).where(FEED.c.id == feed)) == State.PAUSED.value


async def resting_in(session: AsyncSession, place: int) -> list[int]:
    """Return the feeds of a place that rest though somebody is told of them again."""
    followed_there = select(FOLLOW.c.feed_id).where(FOLLOW.c.place_id == place, FOLLOW.c.paused.is_(False))
    found = await session.scalars(
        select(FEED.c.id).where(
            FEED.c.id.in_(followed_there), FEED.c.state == State.PAUSED.value, _is_wanted()
        )
    )
    return list(found)


async def rest_if_unwanted(session: AsyncSession, feed: int) -> None:
    """Have a feed not be read any more if nobody is told of it."""
    await session.execute(_rest().where(FEED.c.id == feed))


async def settle(session: AsyncSession, network: int, now: datetime) -> bool:
    """Have the feeds of which nobody is told rest, and those be read again of which somebody is once more.

    It changes without a word to this plugin: a community leaves the network or is back, somebody is erased.
    What nobody follows nor subscribed to is forgotten. Return whether any feed is to be read again.
    """
    await session.execute(delete(FEED).where(FEED.c.network_id == network, _is_nobodys()))
    is_read = FEED.c.state.in_((State.ACTIVE.value, State.FAILING.value))
    await session.execute(_rest().where(FEED.c.network_id == network, is_read))
    rests = FEED.c.network_id == network, FEED.c.state == State.PAUSED.value
    wanted = list(await session.scalars(select(FEED.c.id).where(*rests, _is_wanted())))
    await wake_all(session, wanted, now)
    return bool(wanted)


def _adding(session: AsyncSession) -> Insert:
    """Return the statement that writes feeds down, unless another wrote them meanwhile."""
    return upsert(session.get_bind().dialect.name, FEED, ("network_id", "key"), {"key": ...})


def _rest() -> Update:
    return update(FEED).where(~_is_wanted()).values(state=State.PAUSED.value, next_at=None)


def _is_wanted() -> ColumnElement[bool]:
    """Return whether somebody is told of a feed: a channel where the bot still is, or a subscriber."""
    left = select(PlaceRow.id).where(~bot_is_in())
    is_heard = exists().where(
        FOLLOW.c.feed_id == FEED.c.id, FOLLOW.c.paused.is_(False), FOLLOW.c.place_id.not_in(left)
    )
    return or_(is_heard, exists().where(_SUBSCRIPTION.c.feed_id == FEED.c.id))


def _is_nobodys() -> ColumnElement[bool]:
    is_followed = exists().where(FOLLOW.c.feed_id == FEED.c.id)
    return ~or_(is_followed, exists().where(_SUBSCRIPTION.c.feed_id == FEED.c.id))


def parts(rows: Sequence[T]) -> Iterator[list[T]]:
    """Return rows in lists that are handed to the database in one go: more would hold everybody up."""
    for start in range(0, len(rows), _AT_ONCE):
        yield list(rows[start : start + _AT_ONCE])


async def _read(session: AsyncSession, follows: Select[*tuple[Any, ...]]) -> Sequence[Follow]:
    return cast("Sequence[Follow]", (await session.execute(follows)).all())


def _follows() -> Select[*tuple[Any, ...]]:
    return select(*_BOTH).join(FEED, FEED.c.id == FOLLOW.c.feed_id)
