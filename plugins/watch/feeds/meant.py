"""Which feed of the network somebody means who wants to be told of it, or no longer."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Sequence
from typing import NamedTuple

from sqlalchemy import or_, select

from bot.language.folding import fold
from bot.language.messages import Markup, Text, _, escape
from bot.language.ranking import rank
from bot.plugin import Context, Refusal
from bot.store.driver import LONG
from plugins.watch.feeds.naming import Named, told_apart
from plugins.watch.feeds.register import FEED, FOLLOW
from plugins.watch.feeds.words import shown_title
from plugins.watch.subscriptions import LONGEST_TOPIC, SubscriptionRow

_SHOWN = 5
_AT_ONCE = 1000
"""Feeds read in one go: a network may have ten thousand."""


class _Feed(NamedTuple):
    """A feed, as far as it is known by what people may call it."""

    id: int
    title: str
    url: str
    site: str | None


async def feed_meant(ctx: Context, typed: str, *, is_to_end: bool) -> tuple[int, str]:
    """Return the feed that somebody names, by its title, its site or its address, and what to call it.

    Who `is_to_end` a subscription means one of theirs, if they have one like that.

    Raises:
        Refusal: no channel of the network follows such a feed, or several of one title are.
    """
    own = select(SubscriptionRow.feed_id).where(
        SubscriptionRow.member_id == ctx.member.id, SubscriptionRow.feed_id.is_not(None)
    )
    theirs = {feed for feed in await ctx.session.scalars(own) if feed is not None}
    feeds = await _feeds(ctx, theirs)
    found = await asyncio.to_thread(_ranked, typed, feeds)
    is_address = _without_scheme(typed) != typed
    if is_address:  # of one site or another: no address is a slip for that of somebody else
        found = [feed for feed in found if _host(typed) in (_host(feed.url), _host(feed.site or ""))]
    if is_to_end:
        found = [feed for feed in found if feed.id in theirs] or found
    if not found and is_address and not is_to_end:
        raise Refusal("unknown_feed", _not_followed(typed))
    if not found:
        raise Refusal(
            "unknown_feed",
            _(
                "No channel here follows a feed called “{name}”. `/watch feeds` lists those of one, and "
                "`/watch follow` adds one.",
                name=typed,
            ),
        )
    feed = found[0]
    if fold(typed) == fold(feed.title):
        _check_is_one([other for other in found if fold(other.title) == fold(typed)], ctx)
    alike = [other for other in feeds if other.title.casefold() == feed.title.casefold()]
    apart = told_apart(Named(other.id, other.title, other.url) for other in (*found, *alike))
    return feed.id, _name(feed.title, apart.get(feed.id))


async def _feeds(ctx: Context, theirs: Collection[int]) -> list[_Feed]:
    """Return the feeds that channels of the network follow, and those given; others go on in between."""
    is_followed = FEED.c.id.in_(select(FOLLOW.c.feed_id))
    rows = await ctx.session.execute(
        select(FEED.c.id, FEED.c.title, FEED.c.url, FEED.c.site)
        .prefix_with(LONG)
        .where(FEED.c.network_id == ctx.network.id, or_(is_followed, FEED.c.id.in_(theirs)))
        .order_by(FEED.c.id)
    )
    feeds: list[_Feed] = []
    for part in rows.partitions(_AT_ONCE):
        feeds += [_Feed(*row) for row in part]
        await asyncio.sleep(0)
    return feeds


def _ranked(typed: str, feeds: Sequence[_Feed]) -> list[_Feed]:
    """Return the feeds that may be meant, the likeliest first; how an address begins tells nothing."""
    return rank(
        _without_scheme(typed),
        feeds,
        lambda feed: (feed.title, _without_scheme(feed.url), _without_scheme(feed.site or "")),
    )


def _not_followed(address: str) -> Text:
    return _(
        "No channel here follows {site} yet. In a channel, `/watch follow {address}` has it followed there; "
        "then `/watch subscribe feed {host}` tells you of it by DM.",
        site=escape(_host(address)),
        host=Markup(_host(address)),
        address=Markup(address.replace("`", "'")),
    )


def _host(address: str) -> str:
    return _without_scheme(address).partition("/")[0].casefold().removeprefix("www.").replace("`", "'")


def _without_scheme(address: str) -> str:
    return address.removeprefix("https://").removeprefix("http://")


def _name(title: str, apart: str | None) -> str:
    if apart is None:
        return title[:LONGEST_TOPIC]
    beside = f" ({apart})"[:LONGEST_TOPIC]
    return f"{title[: LONGEST_TOPIC - len(beside)]}{beside}"


def _check_is_one(feeds: Sequence[_Feed], ctx: Context) -> None:
    if len(feeds) == 1:
        return
    lines: list[Text] = [
        _(
            "Several feeds are called “{name}”. Say which one by its address:",
            name=shown_title(feeds[0].title),
        ),
        *(_("- {line}", line=escape(feed.url.partition("://")[2])) for feed in feeds[:_SHOWN]),
    ]
    raise Refusal("several_feeds", ctx.words.join(lines))
