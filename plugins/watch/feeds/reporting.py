"""Telling who follows a feed that it fails for a week, or that it is gone: once, in one message for all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Row, and_, or_, select, update

from bot.chat.messages import Button, Post
from bot.chat.people import Member
from bot.language.messages import Instant, Message, Text, _, ngettext
from bot.plugin import WorkContext
from plugins.watch.feeds.models import State
from plugins.watch.feeds.register import FEED, followers, subscribers
from plugins.watch.feeds.words import reason, shown_title

AFTER = timedelta(days=7)
_SHOWN = 10
_A_FEW = 3
"""Feeds that may well fail together while the bot's own network is in order."""
_AT_ONCE = 500


async def report(ctx: WorkContext) -> None:
    """Tell of the feeds that have failed for a week, and of those that are gone, if nobody was told yet.

    It is told to the person who followed the feed, or to the coordinators once they are gone. When nothing at
    all can be read, it is the bot that has no network: nobody is told until something can.
    """
    fails = and_(FEED.c.state == State.FAILING.value, FEED.c.failing_since <= ctx.now - AFTER)
    found = (
        await ctx.session.execute(
            select(FEED.c.id, FEED.c.state)
            .where(FEED.c.network_id == ctx.network.id, FEED.c.reported_at.is_(None))
            .where(or_(fails, FEED.c.state == State.GONE.value))
            .order_by(FEED.c.id)
            .limit(_AT_ONCE)
        )
    ).all()
    if len(found) > _A_FEW and not await _has_network(ctx):
        found = [feed for feed in found if feed.state == State.GONE.value]
    feeds = [feed.id for feed in found]
    if not feeds:
        return
    await ctx.session.execute(update(FEED).where(FEED.c.id.in_(feeds)).values(reported_at=ctx.now))
    by_reader: dict[int, list[Row[Any]]] = defaultdict(list)
    readers: dict[int, Member] = {}
    for follow in await followers(ctx.session, feeds):
        for reader in await _readers(ctx, follow.member_id):
            readers[reader.id] = reader
            by_reader[reader.id].append(follow)
    for member, follows in by_reader.items():
        await ctx.post(readers[member], await _post(ctx, readers[member], follows), unsolicited=True)
    for subscription in await subscribers(ctx.session, feeds):
        subscriber = await ctx.find_member(subscription.member_id)
        if subscriber is not None:
            await ctx.post(subscriber, _post_alone(ctx, subscriber, subscription), unsolicited=True)


async def _has_network(ctx: WorkContext) -> bool:
    """Return whether any feed could be read lately."""
    read = FEED.c.last_success_at > ctx.now - AFTER
    found = await ctx.session.scalar(
        select(FEED.c.id).where(FEED.c.network_id == ctx.network.id, read).limit(1)
    )
    return found is not None


async def _readers(ctx: WorkContext, member: int | None) -> Sequence[Member]:
    found = await ctx.find_member(member) if member is not None else None
    return [found] if found is not None else await ctx.coordinators()


async def _post(ctx: WorkContext, reader: Member, follows: Sequence[Row[Any]]) -> Post:
    words = ctx.words_for(reader)
    lines: list[Text] = [
        ngettext(
            "A feed that you follow cannot be read any more:",
            "{count} feeds that you follow cannot be read any more:",
            len(follows),
        )
    ]
    for follow in follows[:_SHOWN]:
        place = await ctx.find_place(follow.place_id)
        lines.append(_line(follow, place.name if place else "?"))
    if len(follows) > _SHOWN:
        lines.append(ngettext("- and {count} more.", "- and {count} more.", len(follows) - _SHOWN))
    lines.append(_("`/watch feeds` in the channel shows them, to try again, change or remove them."))
    buttons: tuple[Button, ...] = ()
    if len(follows) == 1:
        about: dict[str, int | str | bool] = {"follow": follows[0].id}
        buttons = (
            Button(_("Try again now"), "feed-retry", about),
            Button(_("Remove"), "feed-remove", about),
        )
    return Post(text=words.join(lines), buttons=buttons)


def _post_alone(ctx: WorkContext, reader: Member, subscription: Row[Any]) -> Post:
    """Return what somebody is told who alone wants a feed: no channel follows it any more."""
    lines: list[Text] = [
        _("A feed that you subscribed to cannot be read any more:"),
        _line(subscription, None),
        _("`/watch unsubscribe` ends the subscription."),
    ]
    return Post(text=ctx.words_for(reader).join(lines))


def _line(follow: Row[Any], place: str | None) -> Message:
    title = shown_title(follow.feed_title)
    feed = title if place is None else _("{feed}, in {channel}", feed=title, channel=place)
    if follow.feed_state == State.GONE.value:
        return _("- {feed}: its site says that it is gone for good, so I do not ask any more.", feed=feed)
    return _(
        "- {feed}: it has failed since {date}, because {reason}. I go on trying once a day.",
        feed=feed,
        date=Instant(follow.feed_failing_since),
        reason=reason(follow.feed_problem, follow.feed_status),
    )
