"""How a channel follows its feeds, and changing that: what is allowed, what is written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from bot.chat.people import Role
from bot.chat.places import Place, PlaceKind
from bot.language.messages import Instant, Message, _
from bot.plugin import Context, NotAllowed, Refusal, WorkContext
from plugins.watch.feeds import register
from plugins.watch.feeds.models import LONGEST_WORDS, Mode
from plugins.watch.feeds.polling import poll_soon
from plugins.watch.feeds.register import FOLLOW
from plugins.watch.feeds.rows import Follow
from plugins.watch.feeds.silence import catch_up, fall_silent
from plugins.watch.feeds.words import shown_title

DEFAULT_MAXIMUM, MOST_A_DAY = 5, 20
_JUST_READ = timedelta(minutes=5)
_TOO_MANY = 429
"""The answer of a server that is asked too often."""
MOST_IN_A_PLACE, MOST_BY_COORDINATORS, MOST_IN_A_NETWORK = 200, 1000, 10_000
"""So many feeds a channel may follow, by whom; and a network in all."""


@dataclass(frozen=True, slots=True)
class Wish:
    """How a channel wants to follow a feed."""

    mode: Mode = Mode.LETTER
    include: str = ""
    exclude: str = ""
    maximum: int = DEFAULT_MAXIMUM


def check_is_channel(place: Place) -> None:
    """Refuse a direct message: it has no letter, and nobody else sees it.

    Raises:
        Refusal: it is one.
    """
    if place.kind is PlaceKind.DM:
        raise Refusal(
            "only_in_channels",
            _("A feed is followed by a channel: ask me there, for example `/watch follow https://…`."),
        )


async def check_has_room(ctx: Context, *, is_new: bool) -> None:
    """Refuse one feed too many, for the channel or for the network.

    Raises:
        Refusal: there is no room; it says what to do.
    """
    if is_new and await register.count_feeds(ctx.session, ctx.network.id) >= MOST_IN_A_NETWORK:
        raise Refusal("too_many_feeds", full_network())
    count = await register.count_in(ctx.session, ctx.place.id)
    if count < MOST_IN_A_PLACE:
        return
    most = MOST_BY_COORDINATORS if await ctx.may(Role.COORDINATOR) else MOST_IN_A_PLACE
    if count >= most:
        raise Refusal("too_many_feeds", full_place(most))


def full_network() -> Message:
    """Return that the network follows all the feeds that it can."""
    return _(
        "The network follows {most} feeds already, and I cannot read more. Removing one that is of no "
        "use any more makes room: `/watch feeds` lists them.",
        most=MOST_IN_A_NETWORK,
    )


def full_place(most: int) -> Message:
    """Return that the channel follows all the feeds that it can."""
    return _(
        "This channel follows {most} feeds already: nobody could read more of them. Removing one makes "
        "room: `/watch feeds` lists them.",
        most=most,
    )


def wish_of(mode: Mode | None, include: str | None, exclude: str | None, maximum: int | None) -> Wish:
    """Return a wish as it was typed.

    Raises:
        Refusal: something of it cannot be.
    """
    if maximum is not None and not 1 <= maximum <= MOST_A_DAY:
        raise Refusal("bad_maximum", bad_maximum())
    for words in (include, exclude):
        if words and len(words) > LONGEST_WORDS:
            raise Refusal("too_many_words", too_many_words())
    return Wish(
        mode or Mode.LETTER,
        " ".join((include or "").split()),
        " ".join((exclude or "").split()),
        maximum or DEFAULT_MAXIMUM,
    )


def bad_maximum() -> Message:
    """Return what a maximum a day may be."""
    return _("The maximum a day is a number from 1 to {most}.", most=MOST_A_DAY)


def too_many_words() -> Message:
    """Return how long words to choose entries by may be."""
    return _("These are too many words: {most} characters at most.", most=LONGEST_WORDS)


async def touched(ctx: Context, follow: int) -> Follow:
    """Return a follow that the person may change: their own, or any for who coordinates there.

    Raises:
        Refusal: it is no more.
        NotAllowed: they may not.
    """
    row = await shown(ctx, follow)
    if row.member_id == ctx.member.id:
        return row
    place = await ctx.find_place(row.place_id)
    if not await coordinates(ctx, place):
        raise NotAllowed(
            _("Only the person who had this feed followed, or who coordinates here, can do that.")
        )
    return row


async def coordinates(ctx: Context, place: Place | None) -> bool:
    """Return whether the person coordinates a place, or the whole network, wherever they speak."""
    if await ctx.may_everywhere(Role.COORDINATOR):
        return True
    return place is not None and await ctx.may(Role.COORDINATOR, place)


async def shown(ctx: Context, follow: int) -> Follow:
    """Return a follow.

    Raises:
        Refusal: it is no more.
    """
    row = await register.follow_by_id(ctx.session, ctx.network.id, follow)
    if row is None:
        raise Refusal(
            "not_followed", _("This feed is not followed any more. `/watch feeds` shows those that are.")
        )
    return row


async def pause(ctx: Context, row: Follow) -> None:
    """Have nothing of a feed come to a channel until it is resumed."""
    await register.change_follow(ctx.session, row.id, paused=True)
    await fall_silent(ctx.session, ctx.now, FOLLOW.c.id == row.id)
    await register.rest_if_unwanted(ctx.session, row.feed_id)


async def resume(ctx: Context, row: Follow) -> None:
    """Have a feed come to a channel again, with what came up meanwhile."""
    await register.change_follow(ctx.session, row.id, paused=False)
    await catch_up(ctx, FOLLOW.c.id == row.id)
    await register.wake(ctx.session, row.feed_id, ctx.now)
    await poll_soon(ctx)


async def begin_again(ctx: WorkContext, feed: int) -> None:
    """Have a feed that rests be read again: somebody wants it."""
    if await register.is_resting(ctx.session, feed):
        await register.wake(ctx.session, feed, ctx.now)
        await poll_soon(ctx)


async def retry(ctx: Context, row: Follow) -> None:
    """Have a feed be read now.

    Raises:
        Refusal: it was read a moment ago, or its site asked to be left alone.
    """
    if row.feed_status == _TOO_MANY and row.feed_next_at is not None and row.feed_next_at > ctx.now:
        raise Refusal(
            "asked_too_often",
            _(
                "The site of {feed} finds that I ask too often. I read it again {date}.",
                feed=shown_title(row.feed_title),
                date=Instant(row.feed_next_at),
            ),
        )
    if row.feed_last_success_at is not None and ctx.now - row.feed_last_success_at < _JUST_READ:
        raise Refusal(
            "just_read",
            _("I read {feed} a moment ago: it holds nothing newer yet.", feed=shown_title(row.feed_title)),
        )
    await register.wake(ctx.session, row.feed_id, ctx.now)
    await poll_soon(ctx)


async def remove(ctx: Context, row: Follow) -> None:
    """Have a channel not follow a feed any more."""
    await register.remove_follow(ctx.session, row)


async def change(ctx: Context, row: Follow, wish: Wish) -> None:
    """Change how a channel follows a feed."""
    await register.change_follow(
        ctx.session,
        row.id,
        mode=wish.mode.value,
        include=wish.include,
        exclude=wish.exclude,
        maximum=wish.maximum,
    )
