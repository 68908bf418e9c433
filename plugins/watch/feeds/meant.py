"""Which feed of the network somebody means who wants to be told of it, or no longer."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import exists, or_, select

from bot.language.folding import fold
from bot.language.messages import Text, _, escape
from bot.language.ranking import rank
from bot.plugin import Context, Refusal
from plugins.watch.feeds.models import FeedRow, FollowRow
from plugins.watch.feeds.naming import Named, told_apart
from plugins.watch.subscriptions import LONGEST_TOPIC, SubscriptionRow

_SHOWN = 5


async def feed_meant(ctx: Context, typed: str, *, is_to_end: bool) -> tuple[FeedRow, str]:
    """Return the feed that somebody names, by its title, its site or its address, and what to call it.

    Who `is_to_end` a subscription means one of theirs, if they have one like that.

    Raises:
        Refusal: no channel of the network follows such a feed, or several of one title are.
    """
    is_followed = exists().where(FollowRow.feed_id == FeedRow.id)
    own = select(SubscriptionRow.feed_id).where(
        SubscriptionRow.member_id == ctx.member.id, SubscriptionRow.feed_id.is_not(None)
    )
    theirs = set(await ctx.session.scalars(own))
    rows = await ctx.session.scalars(
        select(FeedRow)
        .where(FeedRow.network_id == ctx.network.id, or_(is_followed, FeedRow.id.in_(theirs)))
        .order_by(FeedRow.id)
    )
    feeds = rows.all()
    apart = told_apart(Named(feed.id, feed.title, feed.url) for feed in feeds)
    found = rank(typed, feeds, lambda row: [row.title, row.url, row.url.partition("://")[2], row.site or ""])
    if is_to_end:
        found = [feed for feed in found if feed.id in theirs] or found
    if not found:
        raise Refusal(
            "unknown_feed",
            _(
                "No channel here follows a feed called “{name}”. `/watch feeds` lists those of one, and "
                "`/watch follow` adds one.",
                name=typed,
            ),
        )
    if fold(typed) == fold(found[0].title):
        _check_is_one([feed for feed in found if fold(feed.title) == fold(typed)], ctx)
    return found[0], _name(found[0].title, apart.get(found[0].id))


def _name(title: str, apart: str | None) -> str:
    if apart is None:
        return title[:LONGEST_TOPIC]
    beside = f" ({apart})"[:LONGEST_TOPIC]
    return f"{title[: LONGEST_TOPIC - len(beside)]}{beside}"


def _check_is_one(feeds: Sequence[FeedRow], ctx: Context) -> None:
    if len(feeds) == 1:
        return
    lines: list[Text] = [
        _("Several feeds are called “{name}”. Say which one by its address:", name=feeds[0].title),
        *(_("- {line}", line=escape(feed.url.partition("://")[2])) for feed in feeds[:_SHOWN]),
    ]
    raise Refusal("several_feeds", ctx.words.join(lines))
