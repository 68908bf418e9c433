"""Plain sentences about letters: `c'est quand la prochaine lettre ?`."""

from __future__ import annotations

import re
from dataclasses import replace

from sqlalchemy import select

from bot.chat.messages import Reply
from bot.chat.people import Role
from bot.chat.places import Place, PlaceKind
from bot.language.folding import fold
from bot.language.messages import Instant, Markup, Text, _
from bot.plugin import Context, Suggestion
from plugins.digest import register, showing
from plugins.digest.declaration import plugin
from plugins.digest.models import DestinationRow, SeriesRow
from plugins.digest.pausing import is_away
from plugins.digest.standing import channel, may_prepare, standing

SURELY = 0.93
_WHEN = re.compile(
    r"(?:(?:bonjour|salut|hello|hi)\b[ ,!]*)?"
    r"(?:c'?(?:est)? ?quand|quand (?:est-ce que |part|est|vient|arrive|sort|on |c'est)"
    r"|a quelle date|quel jour|when)\b.{0,30}\b(?:lettre|letter)\b.{0,20}"
    r"|(?:c'est quand |la )?(?:prochaine lettre|next letter)\b[^#]{0,20}"
    r"|(?:mes|les|nos) (?:prochaines )?lettres\b.{0,3}"
    r"|(?:on |nous |je )?(?:\w+ )?(?:la |notre )lettre\b(?: \w+){0,3}"
    r" (?:quand|quel jour|a quelle heure)\b.{0,10}"
)


def claims(text: str) -> float:
    """Return how surely a sentence is about the letter of a channel."""
    from plugins.digest.orders import order_of

    return SURELY if _WHEN.fullmatch(fold(text)) or order_of(text) else 0


@plugin.sentence(claims)
async def answer(ctx: Context, text: str) -> Reply:
    """Say when letters come: that of this channel, or in private those that the person prepares.

    What a sentence asks to be done is a command away: nothing goes to a channel by a word in passing.
    """
    from plugins.digest.orders import order_of, rest_of

    reply = await state(ctx)
    order = order_of(text)
    if order is None:
        return reply
    line = f"{ctx.words(order)} {rest_of(text)}".replace("`", "").strip()
    said = _("For that: {command}", command=Markup(f"`{line}`"))
    return replace(reply, text=ctx.words.join((reply.text, said)))


async def state(ctx: Context) -> Reply:
    """Say how the letter of the channel stands; in private, those that the person prepares."""
    if ctx.place.kind is PlaceKind.DM:
        return await prepared(ctx)
    place = channel(ctx)
    series = await register.series_of(ctx.session, place.id)
    if series is not None:
        return await standing(ctx, series)
    lines = [_("This channel has no letter: what happened lately, at a rhythm that you choose.")]
    if await register.archive_of(ctx.session, place.id) is not None:
        lines.append(_("It had one: `/letter history` lists those that were sent."))
    if await ctx.may(Role.COORDINATOR):
        lines.append(
            _(
                "To have one: `/letter schedule every Monday 9:00`. To see what it would say: "
                "`/letter preview`."
            )
        )
    else:
        lines.append(
            _(
                "Somebody who coordinates this channel can set one. To see what it would say: "
                "`/letter preview`."
            )
        )
    return Reply(text=ctx.words.join(lines), private=True)


@plugin.suggestion
async def suggest(_ctx: Context, _text: str) -> Suggestion:
    """Offer to say when the next letter comes."""
    return Suggestion(_("Know when a channel’s letter comes: “when is the next letter?”"))


async def prepared(ctx: Context) -> Reply:
    """Say when the letters come that a person prepares, and where to ask for others."""
    rows = await ctx.session.scalars(
        select(SeriesRow)
        .join(DestinationRow, DestinationRow.place_id == SeriesRow.place_id)
        .where(SeriesRow.network_id == ctx.network.id, DestinationRow.series_id == SeriesRow.id)
        .order_by(SeriesRow.id)
    )
    lines: list[Text] = []
    for row in rows.all():
        home = await ctx.find_place(row.place_id)
        if home is not None and await _is_told(ctx, row, home):
            lines.append(await _line(ctx, row, await showing.name_of_letter(ctx, home)))
    if lines:
        lines.insert(0, _("The letters that you prepare:"))
    lines.append(
        _("A letter belongs to a channel: there, `/letter` says when it comes, and coordinators set it.")
    )
    return Reply(text=ctx.words.join(lines))


async def _is_told(ctx: Context, row: SeriesRow, home: Place) -> bool:
    """Return whether a person prepares a letter, as far as is known without asking the chat for each."""
    if row.member_id == ctx.member.id:
        return await may_prepare(ctx, row)
    return await ctx.may(Role.COORDINATOR, home)


async def _line(ctx: Context, row: SeriesRow, name: str) -> Text:
    waiting = await register.open_letter(ctx.session, row)
    at = row.next_at
    if waiting is not None and not waiting.waits_for_somebody(row):
        at = waiting.send_at
    if row.paused_at is not None:
        return _("- {name}: paused", name=name)
    plan = register.plan_of(row)
    if at is not None and plan is not None and await is_away(ctx, row, plan):
        return _("- {name}: paused until {at}", name=name, at=Instant(at))
    if at is None:
        return _("- {name}: only when somebody sends it", name=name)
    return _("- {name}: {at}", name=name, at=Instant(at))
