"""Where people are heard beside where they write: `veille https://… dans loire-42` in a DM."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import func, select

from bot.chat.places import Place, PlaceKind
from bot.language.folding import fold
from bot.language.messages import _
from bot.plugin import Context, Refusal
from bot.store.tables import PlaceRow
from plugins.watch import register
from plugins.watch.arguments import may_be_places, without_tags
from plugins.watch.models import AppearanceRow
from plugins.watch.tags import read_tags
from plugins.watch.taking import Wish

_SAID = r"(?:(?:le\s+canal|le\s+salon|the\s+channel)\s+[#~]?|[#~])"
_LEAD = rf"(?:dans|sur|in|to)\s+(?:<#(?P<id>\d{{15,21}})>|(?P<said>{_SAID})?(?P<name>[\w.-]*\w))"
"""Only with `said`, or an `id` as Discord writes it in a DM, is it certain that a channel is meant: “sur
logement” is a note like any other, and “dans #logement” may name a tag.
"""
_FIRST = re.compile(rf"^{_LEAD}(?:\s*[:,–]\s*|\s+|$)", re.IGNORECASE)
_LAST = re.compile(rf"(?:^|(?<![\s,])[\s,]++){_LEAD}\s*[.!]?$", re.IGNORECASE)


async def channel_named(ctx: Context, wish: Wish) -> tuple[Place | None, Wish]:
    """Return the channel that a note begins or ends with, and the wish without it; None if it names none.

    Which channels a person may post in, chats do not say: those where they brought links lately are theirs.

    Raises:
        Refusal: all that they say is a channel in which they are not known to be.
    """
    for form in (_FIRST, _LAST):
        match = form.search(wish.note)
        if match is None:
            continue
        place = await _own_channel(ctx, match["name"], match["id"])
        if place is not None:
            rest = f"{wish.note[: match.start()]} {wish.note[match.end() :]}".strip()
            return place, replace(wish, note=rest)
        is_certain = match["id"] or (match["said"] and match["said"] != "#")
        if is_certain and match[0] == wish.note:
            raise Refusal(
                "not_heard_there",
                _(
                    "I do not know you in a channel called “{name}”: write `/watch` and the link there. From "
                    "then on you can share there from here, too.",
                    name=match["name"] or match["id"],
                ),
            )
    return None, wish


async def channel_meant(ctx: Context, place: int) -> Place:
    """Return the channel that a button is about, in the thread where it is pressed if it is pressed there.

    Raises:
        Refusal: it is gone.
    """
    if place == ctx.place.id:
        return ctx.place
    there = await ctx.find_place(place)
    if there is None:
        raise Refusal("unknown_channel", _("I do not find this channel any more."))
    return there


async def with_all_tags(ctx: Context, wish: Wish) -> Wish:
    """Return the wish with what in its note is a tag after all, since no channel here is called so."""
    names = may_be_places(wish.note)
    if not names:
        return wish
    from plugins.watch import saying

    known = {fold(place.name) for place in (ctx.place, *await channels_of(ctx))}
    others = [name for name in names if fold(name) not in known]
    tags = read_tags([*(tag.name for tag in wish.tags), *others])
    return replace(wish, tags=tags, note=saying.after_verb(without_tags(wish.note, others)))


async def channels_of(ctx: Context, most: int | None = None) -> Sequence[Place]:
    """Return the channels where the person brought links lately, the latest first: there they are heard."""
    last = func.max(AppearanceRow.posted_at).label("last")
    found = await ctx.session.execute(
        select(AppearanceRow.place_id, last)
        .join(PlaceRow, PlaceRow.id == AppearanceRow.place_id)
        .where(
            AppearanceRow.member_id == ctx.member.id,
            AppearanceRow.posted_at > ctx.now - register.LATELY,
            PlaceRow.kind == PlaceKind.CHANNEL.value,
        )
        .group_by(AppearanceRow.place_id)
        .order_by(last.desc())
        .limit(most)
    )
    places = [await ctx.find_place(place) for place, _last in found]
    return [place for place in places if place is not None]


async def _own_channel(ctx: Context, name: str | None, external_id: str | None) -> Place | None:
    """Return the channel of that name, or id, where the person is heard, the one where they were last."""
    places = await channels_of(ctx)
    if name is not None:
        return next((place for place in places if fold(place.name) == fold(name)), None)
    ids = select(PlaceRow.id).where(
        PlaceRow.network_id == ctx.network.id, PlaceRow.external_id == external_id
    )
    found = set(await ctx.session.scalars(ids))
    return next((place for place in places if place.id in found), None)
