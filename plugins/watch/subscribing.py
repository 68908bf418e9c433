"""`/veille abonner` and `/veille désabonner`: being told of what is shared about something."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Annotated

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from bot.chat.markup import clean
from bot.chat.messages import Button, Menu, Option, Post, Reply, Style, Update
from bot.language.folding import fold
from bot.language.messages import Markup, Text, _, escape, pgettext
from bot.language.terms import terms
from bot.plugin import Arg, Context, Refusal, Rest, Tags
from plugins.watch import telling
from plugins.watch.arguments import links_of
from plugins.watch.authors import author_in
from plugins.watch.declaration import plugin, watch
from plugins.watch.feeds.following import begin_again
from plugins.watch.feeds.meant import feed_meant
from plugins.watch.feeds.register import let_go
from plugins.watch.frequency import FREQUENCY, Frequency, HowOften, other_frequency
from plugins.watch.subscriptions import LONGEST_TOPIC, MOST_SUBSCRIPTIONS, SubscriptionRow, Topic
from plugins.watch.tags import Tag, read_tags

_TAG = Arg(_("tags"), help=_("a tag of shared links."), example=Markup("#seniors"))
_ABOUT = Arg(
    _("about"),
    help=_("words, or “feed” and the name or the address of a feed followed here."),
    example=_("digital identity"),
)
_WHEN = Arg(pgettext("frequency", "when"), help=_("at once, or once a day."), prepositions=("quand", "when"))
_FEED = ("flux ", "feed ")
_SOME_FEED = re.compile(r"(?:(?:un|le|les|des|du|a|the) )?(?:flux|feeds?)(?: rss)?[ .!:]*")
_TO = re.compile(r"^(?:[àa]|aux?|to)\s+", re.IGNORECASE)
_INTRODUCED = re.compile(
    r"^(?:(?:les|des|the)\s+(?=(?:liens?|links?|[ée]tiquettes?|tags?)\b))?"
    r"(?:(?:[àa]|aux?|sur|to|about|from|liens?|links?|[ée]tiquettes?|tags?)(?:\s+|$)"
    r"(?:(?:les?|la|the|du|de|des|sur|about|avec|with)(?:\s+|$)|[dl]['’]\s*)*)*",
    re.IGNORECASE,
)
"""What leads to a subject in a sentence: `aux liens sur les seniors`, `au flux de la mairie`."""
_ALL = frozenset(("tout", "tous", "toutes", "tout ca", "all", "everything"))
_NONE_YET = _("You have no subscription. `/watch subscribe #seniors` tells you of links with that tag by DM.")


@watch.command(
    "abonner",
    english="subscribe",
    aliases=(
        *("abonne", "abonne-moi", "m'abonner", "m-abonner", "s'abonner", "abonnement", "abonnements"),
        *("mes-abonnements", "suivre-tag", "suivre-le-tag"),
    ),
    summary=_("Be told by DM of links about something"),
    examples=_(
        "/watch subscribe #seniors\n/watch subscribe digital identity\n"
        "/watch subscribe feed francenum.gouv.fr"
    ),
)
async def subscribe(
    ctx: Context,
    tags: Annotated[Tags, _TAG] = (),
    when: Annotated[HowOften | None, _WHEN] = None,
    about: Annotated[Rest | None, _ABOUT] = None,
) -> Reply:
    """Subscribe the person to a tag, words or a feed; without any, show their subscriptions."""
    wanted = await _wanted(ctx, tags, about or "")
    if wanted is None:
        return _reply(await _listing(ctx))
    there = await _same(ctx, wanted)
    if there is None:
        if len(await _own(ctx)) >= MOST_SUBSCRIPTIONS:
            raise Refusal(
                "too_many_subscriptions",
                _(
                    "You have {most} subscriptions: end one first, with `/watch unsubscribe`.",
                    most=MOST_SUBSCRIPTIONS,
                ),
            )
        there = await _begin(ctx, wanted)
    if when is not None:
        await _tell(ctx, there, at_once=when is Frequency.AT_ONCE)
    return _reply(_told(ctx, there))


@watch.command(
    "désabonner",
    english="unsubscribe",
    aliases=(
        *("désabonne", "désabonne-moi", "me-desabonner", "se-désabonner", "m'en-désabonner"),
        *("désabonnement", "désinscrire", "me-désinscrire", "se-désinscrire", "désinscription"),
    ),
    summary=_("Be told of something no longer"),
    examples=_("/watch unsubscribe #seniors\n/watch unsubscribe"),
)
async def unsubscribe(
    ctx: Context,
    tags: Annotated[Tags, _TAG] = (),
    about: Annotated[Rest | None, _ABOUT] = None,
) -> Reply:
    """End a subscription; without saying which one, show all to choose from."""
    about = await _without_frequency(ctx, about or "")
    if not tags and fold(about).strip(" .!") in _ALL:
        return Reply(text=await _end_all(ctx), private=True)
    wanted = await _wanted(ctx, tags, about, is_to_end=True)
    if wanted is None:
        return _reply(await _listing(ctx))
    there = await _same(ctx, wanted) or await _named(ctx, wanted.name)
    if there is None:
        said = _("You have no subscription to {topic}.", topic=telling.topic(wanted))
        return _reply(await _listing(ctx, said))
    return Reply(text=await _end(ctx, there), private=True)


@plugin.action("found-when")
async def choose_when(ctx: Context, subscription: int, *, at_once: bool) -> Update:
    """Tell the person at once, or once a day."""
    row = await _get(ctx, subscription)
    await _tell(ctx, row, at_once=at_once)
    return _update(_told(ctx, row))


@plugin.action("found-end")
async def end(ctx: Context, subscription: int) -> Update:
    """End a subscription."""
    return Update(text=await _end(ctx, await _get(ctx, subscription)))


@plugin.action("found-chosen")
async def end_chosen(ctx: Context) -> Update:
    """End the subscription that was chosen in the list, and show the others."""
    said = await _end(ctx, await _get(ctx, int(ctx.choice or 0)))
    return _update(await _listing(ctx, said))


@plugin.action("found-list")
async def show_list(ctx: Context) -> Reply:
    """Show the person's subscriptions."""
    return _reply(await _listing(ctx))


async def _wanted(
    ctx: Context, tags: Sequence[str], about: str, *, is_to_end: bool = False
) -> SubscriptionRow | None:
    """Return the subscription that somebody means, not yet written; None if they name nothing.

    Raises:
        Refusal: it is none that could be.
    """
    said = " ".join(clean(about).split())
    if not is_to_end:
        await _check_can_be_told(ctx, said)
    elif _SOME_FEED.fullmatch(fold(said)):  # of theirs, they choose which one
        return None
    text = _INTRODUCED.sub("", said)
    found = read_tags(tags)
    if len(found) + bool(text) > 1:
        raise Refusal(
            "one_at_a_time", _("One at a time: a tag, or words. For example: `/watch subscribe #seniors`.")
        )
    if found:
        return _row(ctx, Topic.TAG, found[0].name, found[0].stem)
    if not text:
        return None
    links = links_of(text)
    if fold(text).startswith(_FEED) or links:
        typed = links[0] if links else text.partition(" ")[2]
        feed, name = await feed_meant(ctx, typed, is_to_end=is_to_end)
        row = _row(ctx, Topic.FEED, name, str(feed))
        row.feed_id = feed
        return row
    if len(text) > LONGEST_TOPIC:
        raise Refusal(
            "too_long",
            _("That is long: {most} characters at most, a few words are best.", most=LONGEST_TOPIC),
        )
    words = " ".join(sorted({term.stem for term in terms(text)}))
    if not words:
        raise Refusal("no_words", _("These words say too little: name what the links should be about."))
    return _row(ctx, Topic.WORDS, text, words[: 2 * LONGEST_TOPIC])


async def _check_can_be_told(ctx: Context, said: str) -> None:
    """Refuse what nobody can be told of, which would be taken for words.

    Raises:
        Refusal: it is everything, some feed, a person, or a frequency that there is not.
    """
    if often := other_frequency(said):
        raise Refusal(
            "no_such_frequency",
            _(
                "I cannot tell you “{often}”: only at once or once a day, as you like. Without that, it is "
                "once a day. Each week or month, a channel can have a letter: `/letter schedule`.",
                often=often,
            ),
        )
    if fold(said).strip(" .!") in _ALL:
        raise Refusal(
            "all_at_once",
            _(
                "I tell you of something: a tag (`/watch subscribe #seniors`), words (`/watch subscribe "
                "digital identity`) or a feed. `/watch latest` shows all that was shared."
            ),
        )
    if _SOME_FEED.fullmatch(fold(said)):
        raise Refusal(
            "which_feed",
            _(
                "Say which feed, by its name or its address: `/watch subscribe feed francenum.gouv.fr`. "
                "`/watch feeds` lists those that a channel follows."
            ),
        )
    whose = await author_in(ctx, _TO.sub("", said))
    if whose.member is not None and not whose.guessed:
        raise Refusal(
            "no_person",
            _(
                "I tell nobody of what one person shares: subscribe to a tag, words or a feed. What that "
                "person shared: `/watch search @{username}`.",
                username=Markup(whose.member.username.replace("`", "'")),
            ),
        )


async def _without_frequency(ctx: Context, about: str) -> str:
    """Return a subject without how often one was told of it, unless that is the very name of one."""
    found = FREQUENCY.find(about, ctx.reading)
    if found is None or await _named(ctx, _INTRODUCED.sub("", " ".join(clean(about).split()))) is not None:
        return about
    return found.rest


def _row(ctx: Context, topic: Topic, name: str, folded: str) -> SubscriptionRow:
    return SubscriptionRow(
        network_id=ctx.network.id,
        member_id=ctx.member.id,
        topic=topic.value,
        name=name,
        folded=folded,
        at_once=False,
        created_at=ctx.now,
    )


async def _begin(ctx: Context, wanted: SubscriptionRow) -> SubscriptionRow:
    """Write a subscription down; return it, or the same one that was written at this instant."""
    try:
        async with ctx.session.begin_nested():
            ctx.session.add(wanted)
    except IntegrityError:  # they asked twice at once
        there = await _same(ctx, wanted)
        if there is None:
            raise
        return there
    if wanted.feed_id is not None:
        await begin_again(ctx, wanted.feed_id)
    return wanted


async def _tell(ctx: Context, row: SubscriptionRow, *, at_once: bool) -> None:
    """Have the person told of what a subscription brings at once, or once a day, from now on."""
    row.at_once = at_once
    await ctx.session.flush()
    await telling.plan(ctx, ctx.member, at_once=at_once)


async def _own(ctx: Context) -> Sequence[SubscriptionRow]:
    rows = await ctx.session.scalars(
        select(SubscriptionRow)
        .where(SubscriptionRow.member_id == ctx.member.id, SubscriptionRow.network_id == ctx.network.id)
        .order_by(SubscriptionRow.id)
    )
    return rows.all()


async def _same(ctx: Context, wanted: SubscriptionRow) -> SubscriptionRow | None:
    """Return the person's subscription to the same, None if there is none."""
    same = (row for row in await _own(ctx) if (row.topic, row.folded) == (wanted.topic, wanted.folded))
    return next(same, None)


async def _named(ctx: Context, name: str) -> SubscriptionRow | None:
    """Return the person's subscription of that name, whatever it is to; None if there is none.

    A tag has several: `senior` and `seniors` are one.
    """
    own = await _own(ctx)
    tag = Tag.read(name)
    tagged = (row for row in own if tag and row.topic == Topic.TAG and row.folded == tag.stem)
    return next((row for row in own if fold(row.name) == fold(name)), next(tagged, None))


async def _get(ctx: Context, subscription: int) -> SubscriptionRow:
    """Return a subscription of the person's.

    Raises:
        Refusal: it is not theirs, or ended.
    """
    row = await ctx.session.get(SubscriptionRow, subscription)
    if row is None or row.member_id != ctx.member.id or row.network_id != ctx.network.id:
        raise Refusal("unknown_subscription", _("This subscription has ended, or it is not yours."))
    return row


async def _end(ctx: Context, row: SubscriptionRow) -> Text:
    said = _("You are told no more of {topic}.", topic=telling.topic(row))
    await _delete(ctx, row)
    return said


async def _delete(ctx: Context, row: SubscriptionRow) -> None:
    feed = row.feed_id
    await ctx.session.delete(row)
    await ctx.session.flush()
    if feed is not None:
        await let_go(ctx.session, feed)


async def _end_all(ctx: Context) -> Text:
    rows = await _own(ctx)
    for row in rows:
        await _delete(ctx, row)
    return _("All your subscriptions have ended. `/watch subscribe` begins one.") if rows else _NONE_YET


def _told(ctx: Context, row: SubscriptionRow) -> Post:
    """Return what a subscription will do, with the buttons that change it."""
    about: dict[str, int | str | bool] = {"subscription": row.id}
    topic = telling.topic(row)
    if row.at_once:
        said = _("You will be told by DM of {topic}, at once, but in your quiet hours.", topic=topic)
        other = Button(_("Once a day"), "found-when", {**about, "at_once": False}, name="daily")
    else:
        said = _(
            "You will be told by DM of {topic}, once a day at {hour}, or at the end of your quiet hours.",
            topic=topic,
            hour=telling.HOUR_SAID,
        )
        other = Button(_("At once"), "found-when", {**about, "at_once": True}, name="at-once")
    lines: list[Text] = [said]
    if row.topic != Topic.FEED:
        lines.append(_("What you share yourself is left out."))
    stop = Button(_("Unsubscribe"), "found-end", about, Style.DANGER, name="end")
    return Post(text=ctx.words.join(lines), buttons=(other, stop))


async def _listing(ctx: Context, said: Text | None = None) -> Post:
    """Return the person's subscriptions, with a menu to end one."""
    rows = await _own(ctx)
    lines: list[Text] = [said] if said is not None else []
    if not rows:
        lines.append(_NONE_YET)
        return Post(text=ctx.words.join(lines))
    lines.append(_("You are told of:"))
    for row in rows:
        often = _("at once") if row.at_once else _("once a day")
        lines.append(_("- {topic}, {often}", topic=telling.topic(row), often=often))
    options = tuple(Option(str(row.id), escape(telling.short(row))) for row in rows)
    return Post(text=ctx.words.join(lines), menus=(Menu(_("Unsubscribe from…"), "found-chosen", options),))


def _reply(post: Post) -> Reply:
    return Reply(text=post.text, buttons=post.buttons, menus=post.menus, private=True)


def _update(post: Post) -> Update:
    return Update(text=post.text, buttons=post.buttons, menus=post.menus)
