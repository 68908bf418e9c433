"""What is new in a feed, posted in the channels that want it at once."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, tzinfo
from typing import Any

from sqlalchemy import Row, and_, exists, false, func, insert, select

from bot.chat.markup import clean
from bot.chat.messages import Button, Embed, Menu, Option, Post
from bot.chat.places import Place
from bot.language.messages import Message, Text, _, escape, ngettext
from bot.language.shortening import shortened
from bot.plugin import WorkContext
from bot.store.base import table_of
from bot.store.people import bot_is_in
from bot.store.tables import PlaceRow
from plugins.watch.feeds.doubles import addresses_of, standing, told_in_letters
from plugins.watch.feeds.models import EntryRow, FeedRow, FollowRow, Mode, PostedRow
from plugins.watch.feeds.rows import Follow
from plugins.watch.feeds.words import shown_date, shown_title
from plugins.watch.pages.canonical import shown_host
from plugins.watch.reading import Entry
from plugins.watch.reading.filters import Filter, todays_share
from plugins.watch.words import foreign

_FEED, _FOLLOW, _ENTRY = table_of(FeedRow), table_of(FollowRow), table_of(EntryRow)
_POSTED = table_of(PostedRow)
_SUMMARY, _LABEL = 300, 80
"""Characters of an entry's summary on a card, and of its title in a menu."""
_MISSED = 300
"""Entries that are looked at where a channel missed more."""
_LOOKED_AT = 50
"""Entries among which the latest ones that a channel wants are looked for."""


@dataclass(frozen=True, slots=True)
class _Share:
    """What a channel gets of a feed now: entries, newest first, and how many more of them wait."""

    entries: Sequence[Row[Any]]
    waiting: int
    is_last_today: bool


async def post_new(ctx: WorkContext, feeds: Collection[int]) -> None:
    """Post what was found just now in these feeds, wherever it is wanted at once, within the day's maximum.

    The posts and what they hold are written together with the entries, so nothing is posted twice.
    """
    is_heard = exists().where(PlaceRow.id == _FOLLOW.c.place_id, bot_is_in())
    follows = (
        await ctx.session.execute(
            select(_FOLLOW, _FEED.c.title.label("feed_title"))
            .join(_FEED, _FEED.c.id == _FOLLOW.c.feed_id)
            .where(
                _FOLLOW.c.feed_id.in_(feeds),
                _FOLLOW.c.mode == Mode.NOW.value,
                _FOLLOW.c.paused.is_(false()),
                is_heard,
            )
            .order_by(_FOLLOW.c.id)
        )
    ).all()
    if not follows:
        return
    entries = await _new_entries(ctx, {follow.feed_id for follow in follows})
    for follow in follows:
        place = await ctx.find_place(follow.place_id)
        if place is not None and entries[follow.feed_id]:
            await _post_share(ctx, follow, place, entries[follow.feed_id])


async def post_missed(ctx: WorkContext, follow: Follow) -> None:
    """Post what came up since a channel heard nothing of a feed any more, within the day's maximum."""
    place = await ctx.find_place(follow.place_id)
    if place is None or follow.silent_since is None:
        return
    is_posted = exists().where(_POSTED.c.follow_id == follow.id, _POSTED.c.entry_id == _ENTRY.c.id)
    missed = await ctx.session.execute(
        select(_ENTRY)
        .where(
            _ENTRY.c.feed_id == follow.feed_id,
            _ENTRY.c.seen_at >= follow.silent_since,
            _ENTRY.c.seen_at > follow.followed_at,
            _ENTRY.c.is_old.is_(false()),
            ~is_posted,
        )
        .order_by(_ENTRY.c.id.desc())
        .limit(_MISSED)
    )
    if entries := missed.all():
        await _post_share(ctx, follow, place, entries)


async def post_latest(ctx: WorkContext, follow: Follow, place: Place, most: int) -> tuple[int, int]:
    """Post those of the latest entries of a feed that are not in the channel, as somebody asked.

    Return how many are posted, and how many there are.
    """
    entries = await ctx.session.execute(
        select(_ENTRY)
        .where(_ENTRY.c.feed_id == follow.feed_id)
        .order_by(
            _ENTRY.c.is_old,
            func.coalesce(_ENTRY.c.published_at, _ENTRY.c.seen_at).desc(),
            _ENTRY.c.id.desc(),
        )
        .limit(_LOOKED_AT)
    )
    latest = (await wanted(follow, entries.all()))[:most]
    posted = await _posted(ctx, follow, [entry.id for entry in latest])
    missing = [entry for entry in latest if entry.id not in posted]
    if missing:
        await _post(ctx, follow, place, _Share(missing, 0, is_last_today=False), asked=True)
    return len(missing), len(latest)


async def _new_entries(ctx: WorkContext, feeds: Collection[int]) -> Mapping[int, Sequence[Row[Any]]]:
    found: dict[int, list[Row[Any]]] = defaultdict(list)
    rows = await ctx.session.execute(
        select(_ENTRY)
        .where(_ENTRY.c.feed_id.in_(feeds), _ENTRY.c.seen_at == ctx.now, _ENTRY.c.is_old.is_(false()))
        .order_by(_ENTRY.c.id.desc())
    )
    for row in rows:
        found[row.feed_id].append(row)
    return found


async def _post_share(ctx: WorkContext, follow: Follow, place: Place, entries: Sequence[Row[Any]]) -> None:
    found = await _not_there(ctx, follow, await wanted(follow, entries))
    already = await ctx.session.scalar(
        select(func.count())
        .select_from(_POSTED)
        .where(
            and_(
                _POSTED.c.follow_id == follow.id,
                _POSTED.c.day == _day(ctx, place),
                _POSTED.c.asked.is_(false()),
            )
        )
    )
    chosen = todays_share(found, already or 0, follow.maximum)
    if chosen:
        is_last = (already or 0) + len(chosen) >= follow.maximum
        await _post(ctx, follow, place, _Share(chosen, len(found) - len(chosen), is_last), asked=False)


async def _not_there(ctx: WorkContext, follow: Follow, entries: Sequence[Row[Any]]) -> list[Row[Any]]:
    """Return those of the entries that nobody brought to the channel lately: no other, and no letter."""
    ids = [entry.id for entry in entries]
    posted = await _posted(ctx, follow, ids)
    addresses = await addresses_of(ctx.session, follow.feed_id, entries)
    told = await told_in_letters(ctx, follow)
    there = await standing(ctx.session, follow, set(addresses.values()), [follow.place_id], ctx.now)
    fresh = [entry for entry in entries if entry.id not in posted | told.entries]
    return [entry for entry in fresh if addresses.get(entry.id) not in there | told.addresses]


async def _posted(ctx: WorkContext, follow: Follow, entries: Sequence[int]) -> set[int]:
    """Return those of these entries that were posted for a follow."""
    of_these = and_(_POSTED.c.follow_id == follow.id, _POSTED.c.entry_id.in_(entries))
    return set(await ctx.session.scalars(select(_POSTED.c.entry_id).where(of_these)))


async def _post(ctx: WorkContext, follow: Follow, place: Place, share: _Share, *, asked: bool) -> None:
    ids = [entry.id for entry in share.entries]
    key = f"{'latest' if asked else 'feed'}:{follow.id}:{max(ids)}"
    delivery = await ctx.post(place, _post_of(follow, share, _zones(ctx, place), asked=asked), key=key)
    day = _day(ctx, place)
    known = await _posted(ctx, follow, ids)
    rows = [
        {"follow_id": follow.id, "entry_id": entry, "delivery_id": delivery, "day": day, "asked": asked}
        for entry in ids
        if entry not in known
    ]
    if rows:
        await ctx.session.execute(insert(_POSTED), rows)


def _day(ctx: WorkContext, place: Place) -> date:
    return ctx.now.astimezone(place.zone or ctx.network.zone).date()


async def wanted(follow: Follow, entries: Sequence[Row[Any]]) -> Sequence[Row[Any]]:
    """Return those of the entries that the words of a follow let through.

    A word takes its time, and there may be hundreds of entries: others have their turn meanwhile. It waits
    for no feed that is being read, since the database may be held for it.
    """
    words = Filter.read(follow.include, follow.exclude)
    if words.lets_all:
        return entries
    return await asyncio.to_thread(lambda: [entry for entry in entries if words.lets(entry_of(entry))])


def entry_of(row: Row[Any]) -> Entry:
    """Return what a row keeps of an entry."""
    return Entry(None, row.url, row.title, row.summary, row.published_at)


def _zones(ctx: WorkContext, place: Place) -> Sequence[tzinfo]:
    """Return the zone of those who read a channel, and the others in which its feeds may count days."""
    return place.zone or ctx.network.zone, ctx.network.zone, UTC


def _post_of(follow: Follow, share: _Share, zones: Sequence[tzinfo], *, asked: bool) -> Post:
    """Return the post: a card for each entry, and one button or menu to share them."""
    buttons: tuple[Button, ...] = ()
    menus: tuple[Menu, ...] = ()
    shareable = [entry for entry in share.entries if entry.url]
    if len(share.entries) == 1 and shareable:
        buttons = (Button(_("Share"), "feed-share", {"entry": shareable[0].id}),)
    elif shareable:
        options = tuple(
            Option(str(entry.id), escape(shortened(clean(entry.title), _LABEL))) for entry in shareable
        )
        menus = (Menu(_("Share one of them"), "feed-share-chosen", options),)
    return Post(
        text=_asked_heading(follow, share) if asked else _heading(follow, share),
        embeds=tuple(_card(follow.feed_title, entry, zones) for entry in share.entries),
        buttons=buttons,
        menus=menus,
    )


def _asked_heading(follow: Follow, share: _Share) -> Message:
    """Return the heading of what somebody asked to see: it may be old."""
    title = shown_title(follow.feed_title)
    return ngettext(
        "The latest entry of {feed}.", "The latest {count} entries of {feed}.", len(share.entries), feed=title
    )


def _heading(follow: Follow, share: _Share) -> Message:
    title = shown_title(follow.feed_title)
    heading = ngettext("New in {feed}.", "{count} new entries in {feed}.", len(share.entries), feed=title)
    if share.waiting:
        return ngettext(
            "{heading} {count} more waits for the letter: {maximum} a day are posted here.",
            "{heading} {count} more wait for the letter: {maximum} a day are posted here.",
            share.waiting,
            heading=heading,
            maximum=follow.maximum,
        )
    if share.is_last_today:
        return _(
            "{heading} That makes {maximum} today: what comes after waits for the letter.",
            heading=heading,
            maximum=follow.maximum,
        )
    return heading


def _card(feed: str, entry: Row[Any], zones: Sequence[tzinfo]) -> Embed:
    source = shown_title(shown_host(entry.url)) if entry.url else shown_title(feed)
    footer: Text = source
    if entry.published_at is not None:
        footer = _("{source}, {date}", source=source, date=shown_date(entry.published_at, zones))
    is_all_said = entry.summary.split() == entry.title.split()  # as where people write without titles
    return Embed(
        title=shown_title(entry.title),
        text=foreign("" if is_all_said else shortened(clean(entry.summary), _SUMMARY)),
        url=entry.url,
        footer=footer,
    )
