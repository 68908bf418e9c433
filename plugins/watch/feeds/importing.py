"""Lists of feeds as other readers write them (OPML): taken in for a channel, and given."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.chat.messages import File, Reply
from bot.chat.places import Place
from bot.language.messages import Continued, Text, _, escape, ngettext
from bot.language.shortening import shortened
from bot.plugin import Context, Refusal
from plugins.watch.feeds import register
from plugins.watch.feeds.arrivals import tell_later
from plugins.watch.feeds.barred import Barred
from plugins.watch.feeds.following import (
    DEFAULT_MAXIMUM,
    MOST_BY_COORDINATORS,
    MOST_IN_A_NETWORK,
    full_network,
    full_place,
)
from plugins.watch.feeds.models import Mode
from plugins.watch.feeds.polling import poll_soon
from plugins.watch.feeds.rows import Follow
from plugins.watch.feeds.words import shown_title
from plugins.watch.pages.canonical import AddressError, canonical, shown_host
from plugins.watch.reading.opml import OpmlError, Outline, read_opml, write_opml
from plugins.watch.register import key_of

LARGEST = 2 * 1024 * 1024
"""Bytes of a file."""
_SHOWN = 10
_NAME = "maillage-flux.opml"
_TYPE = "text/x-opml"


@dataclass(frozen=True, slots=True)
class Refused:
    """A feed of a file that is not followed: as the file names it, and why."""

    title: str
    url: str
    why: Text


@dataclass(slots=True)
class Outcome:
    """What an import did: titles of what is followed now, how many were followed already, what is refused."""

    followed: list[str] = field(default_factory=list)
    already: int = 0
    refused: list[Refused] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Following:
    """For which channel feeds are taken in, on whose behalf, and how many it may follow."""

    network: int
    place: int
    member: int | None
    most: int = MOST_IN_A_NETWORK


async def read_outlines(content: bytes) -> tuple[Sequence[Outline], list[Refused]]:
    """Return the feeds that a file lists, and what in it cannot be read.

    Raises:
        Refusal: it is no such list.
    """
    if len(content) > LARGEST:
        raise Refusal(
            "file_too_large", _("This file is too large for a list of feeds: it may have 2 MB at most.")
        )
    try:
        opml = await asyncio.to_thread(read_opml, content)
    except OpmlError as error:
        raise Refusal("bad_opml", error.text) from None
    return opml.outlines, [
        Refused("", "", _("line {number}: {problem}", number=problem.line, problem=Continued(problem.text)))
        for problem in opml.problems
    ]


async def follow_all(
    session: AsyncSession, outlines: Sequence[Outline], following: Following, outcome: Outcome, now: datetime
) -> None:
    """Have a channel follow these feeds; they are read from now on, and what stands in them then is old."""
    await register.hold_place(session, following.place)
    here = await register.feeds_of(session, following.place)
    room = _Room(len(here), await register.count_feeds(session, following.network), following)
    wanted = _addresses(outlines, outcome)
    known = await register.feeds_at(session, following.network, wanted)
    new: dict[str, tuple[str, str]] = {}
    chosen: list[str] = []
    woken: list[int] = []
    for key, (url, outline) in wanted.items():
        feed = known.get(key)
        if feed in here:
            outcome.already += 1
            continue
        full = room.taken(is_new=feed is None)
        if full is not None:
            outcome.refused.append(Refused(outline.title, url, full))
            continue
        title = shortened(" ".join(outline.title.split()), 300) or shown_host(url)
        outcome.followed.append(title)
        chosen.append(key)
        if feed is None:
            new[key] = url, title
        else:
            woken.append(feed)
    known |= await register.add_feeds(session, following.network, new, now)
    await register.wake_all(session, woken, now)
    await register.add_follows(
        session,
        following.network,
        following.place,
        [known[key] for key in chosen],
        member_id=following.member,
        followed_at=now,
        mode=Mode.LETTER.value,
        include="",
        exclude="",
        maximum=DEFAULT_MAXIMUM,
    )


def _addresses(outlines: Sequence[Outline], outcome: Outcome) -> dict[str, tuple[str, Outline]]:
    """Return the addresses that a file lists, by their keys; one that stands twice counts as followed."""
    found: dict[str, tuple[str, Outline]] = {}
    for outline in outlines:
        try:
            url = canonical(outline.url)
        except AddressError as error:
            outcome.refused.append(Refused(outline.title, outline.url, error.text))
            continue
        key = key_of(url)
        if key in found:
            outcome.already += 1
        else:
            found[key] = url, outline
    return found


@dataclass(slots=True)
class _Room:
    """How many feeds the channel follows, and the network."""

    here: int
    in_all: int
    following: Following

    def taken(self, *, is_new: bool) -> Text | None:
        """Count one more feed; return why there is no room for it, if there is none."""
        full = _full(self.here, self.in_all if is_new else 0, self.following)
        if full is None:
            self.here += 1
            self.in_all += is_new
        return full


def _full(count: int, feeds: int, following: Following) -> Text | None:
    if feeds >= MOST_IN_A_NETWORK:
        return full_network()
    return full_place(following.most) if count >= following.most else None


def as_opml(title: str, rows: Sequence[Follow], now: datetime) -> bytes:
    """Return followed feeds as a file."""
    outlines = [Outline(row.feed_url, row.feed_title, row.feed_site) for row in rows]
    content: bytes = write_opml(title, outlines, now)
    return content


async def import_into(ctx: Context, place: Place, content: bytes) -> Reply:
    """Have a channel follow the feeds of a file."""
    outlines, refused = await read_outlines(content)
    barred = await ctx.outside(Barred(tuple(outline.url for outline in outlines)))
    refused += [Refused(one.title, one.url, barred[one.url]) for one in outlines if one.url in barred]
    outlines = [outline for outline in outlines if outline.url not in barred]
    outcome = Outcome(refused=refused)
    following = Following(ctx.network.id, place.id, ctx.member.id, MOST_BY_COORDINATORS)
    await follow_all(ctx.session, outlines, following, outcome, ctx.now)
    await poll_soon(ctx)
    if outcome.followed:
        await tell_later(ctx, place.id)
    return Reply(text=ctx.words.join([*summary(outcome), *_refusals(outcome)]))


async def export_from(ctx: Context, place: Place) -> Reply:
    """Give the feeds of a channel as a file."""
    rows = await register.followed_in(ctx.session, place.id)
    if not rows:
        raise Refusal(
            "no_feeds",
            _(
                "This channel follows no feed yet. To import some, attach the OPML file that your reader "
                "writes to `/watch opml`, or send it to me in a direct message with `watch opml ~{channel}`.",
                channel=place.name,
            ),
        )
    title = f"{ctx.network.name} – {place.name}"
    content = await asyncio.to_thread(as_opml, title, rows, ctx.now)
    text = ngettext(
        "Here is the {count} feed of this channel, for any reader that takes OPML. To import some, attach an "
        "OPML file to `/watch opml`, or send it to me in a direct message with `watch opml ~{channel}`.",
        "Here are the {count} feeds of this channel, for any reader that takes OPML. To import some, attach "
        "an OPML file to `/watch opml`, or send it to me in a direct message with `watch opml ~{channel}`.",
        len(rows),
        channel=place.name,
    )
    return Reply(text=text, files=(File(_NAME, _TYPE, content),))


def summary(outcome: Outcome) -> list[Text]:
    """Return what an import did, in a few lines."""
    lines: list[Text] = [
        ngettext(
            "{count} feed followed from now on, for the letter. Nothing old of it is posted.",
            "{count} feeds followed from now on, for the letter. Nothing old of them is posted.",
            len(outcome.followed),
        )
        if outcome.followed
        else _("No feed is followed that was not.")
    ]
    if outcome.already:
        lines.append(
            ngettext("{count} was followed already.", "{count} were followed already.", outcome.already)
        )
    if outcome.refused:
        lines.append(ngettext("{count} is refused:", "{count} are refused:", len(outcome.refused)))
    return lines


def _refusals(outcome: Outcome) -> list[Text]:
    lines = [refusal(one) for one in outcome.refused[:_SHOWN]]
    if len(outcome.refused) > _SHOWN:
        count = len(outcome.refused) - _SHOWN
        lines.append(ngettext("- and {count} more.", "- and {count} more.", count))
    return lines


def refusal(one: Refused) -> Text:
    """Return why a feed of a file is not followed, as a line of a list."""
    named = shown_title(one.title or one.url)
    if not named:
        return _("- {why}", why=one.why)
    return _("- {feed}: {why}", feed=named if one.title else escape(one.url), why=one.why)
