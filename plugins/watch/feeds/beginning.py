"""Beginning to follow a feed in a channel: it is read first, and what stands in it is old there."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.plugin import Context, Outside
from plugins.watch.feeds import register
from plugins.watch.feeds.following import Wish, check_has_room, check_is_channel
from plugins.watch.feeds.judging import judge, known_of, latest_let
from plugins.watch.feeds.polling import poll_soon
from plugins.watch.feeds.rows import Feed, Follow
from plugins.watch.feeds.taking import seen_marks, settle
from plugins.watch.feeds.visits import Read, read_marks
from plugins.watch.pages.looking import FeedLookup
from plugins.watch.pages.page import FeedChoices, FeedFound, Unreachable
from plugins.watch.reading import ParsedFeed
from plugins.watch.reading.feed import newest_first
from plugins.watch.reading.filters import Filter
from plugins.watch.reading.identity import Mark


@dataclass(frozen=True, slots=True)
class Reading:
    """A feed as it was read for whoever wants to follow it; `led_to` is the address that answered."""

    url: str
    feed: ParsedFeed
    marks: tuple[Mark, ...]
    headers: Mapping[str, str]
    led_to: str = ""


@dataclass(frozen=True, slots=True)
class FeedReading:
    """Reads the feed at an address, or finds those that the page there names."""

    url: str

    async def look(self, outside: Outside) -> Reading | FeedChoices | Unreachable:
        """Return the feed, what can be chosen, or why nothing can be read."""
        found = await FeedLookup(self.url).look(outside)
        if not isinstance(found, FeedFound):
            return found
        return Reading(found.url, found.feed, await read_marks(found.feed), found.headers, found.led_to)


async def begin(ctx: Context, reading: Reading, wish: Wish) -> Follow:
    """Have the channel follow a feed that was just read: what stands in it now is old, for that channel.

    Those that follow the feed already are told what is new in it.

    Raises:
        Refusal: it cannot be followed here, or is followed already.
    """
    check_is_channel(ctx.place)
    await register.hold_place(ctx.session, ctx.place.id)
    feed = await register.feed_at(ctx.session, ctx.network.id, reading.url)
    behind = await register.feed_at(ctx.session, ctx.network.id, reading.led_to or reading.url)
    for one in filter(None, (feed, behind)):
        there = await register.follow_of(ctx.session, one.id, ctx.place.id)
        if there is not None:
            raise AlreadyFollowed(there)
    await check_has_room(ctx, is_new=feed is None)
    if feed is None:
        feed = await register.add_feed(ctx.session, ctx.network.id, reading.url, reading.feed.title, ctx.now)
    await _take_in(ctx, feed, reading, Filter.read(wish.include, wish.exclude))
    await poll_soon(ctx)
    return await register.add_follow(
        ctx.session,
        feed,
        ctx.place.id,
        member_id=ctx.member.id,
        followed_at=ctx.now,
        mode=wish.mode.value,
        include=wish.include,
        exclude=wish.exclude,
        maximum=wish.maximum,
    )


class AlreadyFollowed(Exception):  # noqa: N818 - no fault: whoever asked is shown the follow
    """The channel follows that feed already, as `follow` says."""

    def __init__(self, follow: Follow) -> None:
        super().__init__(f"follow {follow.id}")
        self.follow = follow


async def _take_in(ctx: Context, feed: Feed, reading: Reading, words: Filter) -> None:
    """Keep what was read as a reading of a feed: the first one, if it is new.

    The latest that the channel wants by its words are kept besides, for whoever asks to see them.
    """
    read = Read(known_of(feed), reading.feed, reading.marks, None, reading.headers)
    seen = await seen_marks(ctx.session, [feed.id])
    judgement = await asyncio.to_thread(judge, read, seen[feed.id], ctx.now)
    latest = await asyncio.to_thread(latest_let, read, words)
    kept = {one.key: one for one in (*latest, *judgement.found)}  # what is new there stays new
    order = newest_first([one.entry for one in kept.values()])
    found = list(kept.values())
    judgement = replace(judgement, found=[found[place] for place in order])
    await settle(ctx, [judgement], {feed.id: feed})
