"""Plain sentences about letters: `c'est quand la prochaine lettre ?`."""

from __future__ import annotations

import re

from sqlalchemy import select

from bot.chat.messages import Reply
from bot.chat.people import Role
from bot.chat.places import Place, PlaceKind
from bot.language.folding import fold
from bot.language.messages import Instant, Text, _
from bot.plugin import Context, Suggestion
from plugins.digest import register, showing
from plugins.digest.declaration import plugin
from plugins.digest.models import DestinationRow, SeriesRow
from plugins.digest.scheduling import is_away
from plugins.digest.standing import may_prepare, standing

SURELY = 0.93
_WHEN = re.compile(
    r"(?:(?:bonjour|salut|hello|hi)\b[ ,!]*)?"
    r"(?:c'est quand|quand (?:est-ce que |part|est|vient|arrive|sort)|a quelle date|quel jour|when)\b.{0,30}"
    r"\b(?:lettre|letter)\b.{0,20}|(?:c'est quand |la )?(?:prochaine lettre|next letter)\b[^#]{0,20}"
)
_DO = re.compile(
    r"(?:(?:tu peux|peux-tu|can you|please|stp)[ ,]+)?"
    r"(?:programme[rz]?|planifie[rz]?|envoie[sz]?|envoyer|arrete[rz]?|reporte[rz]?|repousse[rz]?|suspend[s]?"
    r"|reprend[s]?|schedule|send|stop|pause|postpone|resume) (?:la |une |ma |notre |the |a |our )?"
    r"(?:prochaine |next )?(?:lettre|letter)\b(?! (?:de|a|au|aux|pour|recommandee|to) )"
)


def claims(text: str) -> float:
    """Return how surely a sentence is about the letter of a channel."""
    said = fold(text)
    return SURELY if _WHEN.fullmatch(said) or _DO.match(said) else 0


@plugin.sentence(claims)
async def answer(ctx: Context, _text: str) -> Reply:
    """Say when letters come: that of this channel, or in private those that the person prepares."""
    if ctx.place.kind is not PlaceKind.DM:
        series = await register.series_of(ctx.session, ctx.place.id)
        if series is not None:
            return await standing(ctx, series)
        return Reply(text=_("This channel has no letter."), private=True)
    return await prepared(ctx)


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
            lines.append(await _line(ctx, row, showing.name_of_letter(home)))
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
