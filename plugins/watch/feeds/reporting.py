"""Telling who follows a feed that it fails for a week, or that it is gone: once, in one message for all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import and_, or_, select, update

from bot.chat.messages import Button, Post
from bot.chat.people import Member
from bot.language.messages import Instant, Message, Text, _, ngettext
from bot.plugin import WorkContext
from plugins.watch.feeds.models import State
from plugins.watch.feeds.register import FEED, followers, subscribers
from plugins.watch.feeds.rows import Follow, Subscribed, Wanted
from plugins.watch.feeds.words import reason, shown_title

AFTER = timedelta(days=7)
_TOGETHER = timedelta(days=1)
"""Feeds that began to fail within that time are told of together."""
_SHOWN = 10
_A_FEW = 3
"""Feeds that may well fail together while the bot's own network is in order."""
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class _Told:
    """Who is told: of what channels follow for them, and of what they `alone` want, by subscription.

    Who coordinates channels is told of what these follow for nobody who is still there.
    """

    reader: Member
    follows: list[Follow] = field(default_factory=list)
    coordinated: list[Follow] = field(default_factory=list)
    alone: list[Subscribed] = field(default_factory=list)


async def report(ctx: WorkContext) -> None:
    """Tell of the feeds that have failed for a week, and of those that are gone, if nobody was told yet.

    It is told to the person who followed the feed, or to who coordinates the channel once they are gone. With
    one feed go those that are about to have failed for a week: of what broke down together, everybody is told
    once. When nothing at all can be read, it is the bot that has no network: nobody is told until something
    can.
    """
    fails = and_(FEED.c.state == State.FAILING.value, FEED.c.failing_since <= ctx.now - AFTER + _TOGETHER)
    found = (
        await ctx.session.execute(
            select(FEED.c.id, FEED.c.state, FEED.c.failing_since)
            .where(FEED.c.network_id == ctx.network.id, FEED.c.reported_at.is_(None))
            .where(or_(fails, FEED.c.state == State.GONE.value))
            .order_by(FEED.c.id)
            .limit(_AT_ONCE)
        )
    ).all()
    if not any(feed.state == State.GONE.value or feed.failing_since <= ctx.now - AFTER for feed in found):
        return
    if len(found) > _A_FEW and not await _has_network(ctx):
        found = [feed for feed in found if feed.state == State.GONE.value]
    feeds = [feed.id for feed in found]
    if not feeds:
        return
    await ctx.session.execute(update(FEED).where(FEED.c.id.in_(feeds)).values(reported_at=ctx.now))
    for told in (await _told(ctx, feeds)).values():
        await ctx.post(told.reader, await _post(ctx, told), unsolicited=True)


async def _has_network(ctx: WorkContext) -> bool:
    """Return whether any feed could be read lately."""
    read = FEED.c.last_success_at > ctx.now - AFTER
    found = await ctx.session.scalar(
        select(FEED.c.id).where(FEED.c.network_id == ctx.network.id, read).limit(1)
    )
    return found is not None


async def _told(ctx: WorkContext, feeds: Sequence[int]) -> dict[int, _Told]:
    """Return who is told of these feeds, by the id of the member."""
    found: dict[int, _Told] = {}
    for follow in await followers(ctx.session, feeds):
        reader = await ctx.find_member(follow.member_id) if follow.member_id is not None else None
        if reader is not None:
            found.setdefault(reader.id, _Told(reader)).follows.append(follow)
            continue
        for coordinator in await _coordinators(ctx, follow):
            found.setdefault(coordinator.id, _Told(coordinator)).coordinated.append(follow)
    for subscription in await subscribers(ctx.session, feeds):
        subscriber = await ctx.find_member(subscription.member_id)
        if subscriber is not None:
            found.setdefault(subscriber.id, _Told(subscriber)).alone.append(subscription)
    return found


async def _coordinators(ctx: WorkContext, follow: Follow) -> Sequence[Member]:
    """Return who coordinates the channel of a follow: others are not even to learn of a private one."""
    place = await ctx.find_place(follow.place_id)
    return await ctx.coordinators(place) if place is not None else ()


async def _post(ctx: WorkContext, told: _Told) -> Post:
    of_channels = [*told.follows, *told.coordinated]
    lines = [*await _of_own(ctx, told.follows), *await _of_others(ctx, told.coordinated)]
    if of_channels:
        lines.append(_("`/watch feeds` in the channel shows them, to try again, change or remove them."))
    lines += _of_subscriptions(told.alone)
    buttons: tuple[Button, ...] = ()
    if len(of_channels) == 1 and not told.alone:
        about: dict[str, int | str | bool] = {"follow": of_channels[0].id}
        buttons = (
            Button(_("Try again now"), "feed-retry", about),
            Button(_("Remove"), "feed-remove", about),
        )
    return Post(text=ctx.words_for(told.reader).join(lines), buttons=buttons)


async def _of_own(ctx: WorkContext, follows: Sequence[Follow]) -> list[Text]:
    """Return what is said of the feeds that somebody had channels follow."""
    if not follows:
        return []
    return [
        ngettext(
            "A feed that you follow cannot be read any more:",
            "{count} feeds that you follow cannot be read any more:",
            len(follows),
        ),
        *await _lines(ctx, follows),
    ]


async def _of_others(ctx: WorkContext, follows: Sequence[Follow]) -> list[Text]:
    """Return what is said of the feeds of which nobody is left who had them followed."""
    if not follows:
        return []
    return [
        ngettext(
            "A feed cannot be read any more, and you coordinate its channel; who had it followed has left:",
            "{count} feeds cannot be read any more, and you coordinate their channels; who had them followed "
            "has left:",
            len(follows),
        ),
        *await _lines(ctx, follows),
    ]


async def _lines(ctx: WorkContext, follows: Sequence[Follow]) -> list[Text]:
    places = [await ctx.find_place(follow.place_id) for follow in follows[:_SHOWN]]
    return [
        *(
            _line(follow, place.name if place else "?")
            for follow, place in zip(follows, places, strict=False)
        ),
        *_and_more(follows),
    ]


def _of_subscriptions(subscriptions: Sequence[Subscribed]) -> list[Text]:
    """Return what is said of the feeds that somebody alone wants: no channel follows them any more."""
    if not subscriptions:
        return []
    return [
        ngettext(
            "A feed that you subscribed to cannot be read any more:",
            "{count} feeds that you subscribed to cannot be read any more:",
            len(subscriptions),
        ),
        *(_line(subscription, None) for subscription in subscriptions[:_SHOWN]),
        *_and_more(subscriptions),
        _("`/watch unsubscribe` ends a subscription."),
    ]


def _and_more(rows: Sequence[Wanted]) -> list[Text]:
    more = len(rows) - _SHOWN
    return [ngettext("- and {count} more.", "- and {count} more.", more)] if more > 0 else []


def _line(wanted: Wanted, place: str | None) -> Message:
    title = shown_title(wanted.feed_title)
    feed = title if place is None else _("{feed}, in {channel}", feed=title, channel=place)
    since = wanted.feed_failing_since
    if wanted.feed_state == State.GONE.value or since is None:  # what is told of either fails or is gone
        return _("- {feed}: its site says that it is gone for good, so I do not ask any more.", feed=feed)
    return _(
        "- {feed}: it has failed since {date}, because {reason}. I go on trying once a day.",
        feed=feed,
        date=Instant(since),
        reason=reason(wanted.feed_problem, wanted.feed_status),
    )
