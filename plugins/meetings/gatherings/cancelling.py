"""Cancelling a meeting: asked once, with a reason if one likes, and told to those concerned."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Annotated

from pydantic import BaseModel

from bot.chat.messages import Button, Reply, Style, Update
from bot.language.folding import fold
from bot.language.messages import Text, _, escape
from bot.language.moments import Reading, read
from bot.plugin import Arg, Context, OpenForm
from bot.plugin.arguments import RestArgument
from plugins.meetings.declaration import meetings, plugin
from plugins.meetings.events import MeetingPlanned
from plugins.meetings.gatherings import announcing, collecting, meant, spelling, telling
from plugins.meetings.gatherings.managing import managed
from plugins.meetings.models import MeetingRow
from plugins.meetings.polls.deadline import after

_LONGEST_REASON = 500
_PARTS = re.compile(r"\s*[;\n]\s*")
_BECAUSE = (
    r"(?:car|parce qu['’e]?|puisqu['’e]?|because(?: of)?|due to|pour (?:cause|raison)s?(?: de)?"
    r"|[àa] cause d[eu']?"
    r"|en raison d[eu']?|suite [àa]|faute d[e'])"
)
_AND_WHY = re.compile(rf"\s*(?:[,:]|\s(?={_BECAUSE}\s))\s*", re.IGNORECASE)
_SENTENCE = re.compile(
    r"(?:je|j'ai|on|nous|il|elle|ils|la salle|le lieu|personne|plus (?:de|personne)|pas (?:de|assez)|trop"
    r"|i|i'm|we|nobody|the room|no)\s"
)
"""How somebody begins who says why, and not what."""
_WHY = re.compile(
    r"(?:(?:la )?raison|motif|(?:the )?reason|parce que|car|because of|because|pour (?:cause|raison) de"
    r"|a cause de)\s*[:=]?\s*"
)


class Reason(BaseModel):
    """Why a meeting does not take place."""

    reason: Annotated[
        str,
        RestArgument(),
        Arg(_("reason"), help=_("A sentence that everybody reads; or nothing."), max_length=_LONGEST_REASON),
    ] = ""


@meetings.command(
    "annuler",
    english="cancel",
    aliases=("annule", "supprimer", "delete", "remove"),
    summary=_("Cancel a meeting"),
    examples=_("/meeting cancel the meeting of 8 December ; reason: the hall is closed"),
    instead=("modifier",),
)
async def cancel(
    ctx: Context,
    meeting: Annotated[
        str | None,
        RestArgument(),
        Arg(_("meeting"), help=_("its date or its title, then the reason after a semicolon.")),
    ] = None,
) -> Reply:
    """Ask before a meeting is cancelled."""
    rows = await meant.coming(ctx)
    what, why = _apart((meeting or "").strip(), rows, ctx.reading)
    reason = reason_of(why)
    if rows and not meant.found(rows, what, ctx.reading):
        return meant.none_of(ctx, rows, what, "ask-cancel", reason=reason)
    found = await meant.only(ctx, rows, what, "ask-cancel", reason=reason)
    return found if isinstance(found, Reply) else await ask(ctx, found.id, reason)


def _apart(typed: str, rows: Sequence[MeetingRow], reading: Reading) -> tuple[str, str]:
    """Return what names a meeting, and the reason after it: what a title holds itself is none."""
    what, *why = _PARTS.split(typed, maxsplit=1)
    if why or any(fold(row.title) == fold(typed) for row in rows):
        return what, why[0] if why else ""
    is_why = _SENTENCE.match(fold(typed)) or re.match(rf"{_BECAUSE}\s", typed, re.IGNORECASE)
    if is_why and not meant.named(rows, typed, reading):
        return "", typed
    what, *why = _AND_WHY.split(typed, maxsplit=1)
    says_when = any(piece.kind == "time" for piece in read(what, reading).pieces)
    if why and (says_when or meant.named(rows, what, reading)):
        return what, why[0]
    return typed, ""


def reason_of(typed: str) -> str:
    """Return the reason that was typed, without the words that lead to it."""
    found = _WHY.match(fold(typed))
    said = after(typed, found[0]) if found is not None else " ".join(typed.split())
    return said[:_LONGEST_REASON]


@plugin.action("ask-cancel")
async def ask_chosen(ctx: Context, reason: str = "", meeting: int = 0) -> Reply:
    """Ask before the meeting is cancelled that was chosen in a menu, or whose button was pressed."""
    return await ask(ctx, meant.chosen(ctx, meeting), reason)


async def ask(ctx: Context, meeting: int, reason: str) -> Reply:
    """Return the question whether a meeting is to be cancelled."""
    row = await managed(ctx, meeting)
    lines: list[Text] = [
        _(
            "Cancel “{title}”, {when}? Those who said that they come or may are told.",
            title=escape(row.title),
            when=spelling.when(row, ctx.words),
        )
    ]
    if reason:
        lines.append(_("The reason: {reason}", reason=escape(reason)))
    about = {"meeting": row.id}
    buttons = [
        Button(_("Cancel the meeting"), "cancel", {**about, "reason": reason}, Style.DANGER, name="cancel")
    ]
    if not reason:
        buttons.append(Button(_("Cancel, and say why"), "cancel-why", about, name="cancel-why"))
    return Reply(text=ctx.words.join(lines), buttons=tuple(buttons), private=True)


@plugin.action("cancel")
async def cancel_now(ctx: Context, meeting: int, reason: str = "") -> Update:
    """Cancel a meeting."""
    return Update(text=await _cancelled(ctx, await managed(ctx, meeting), reason))


@plugin.action("cancel-why")
async def ask_why(ctx: Context, meeting: int) -> OpenForm:
    """Ask for the reason before a meeting is cancelled."""
    row = await managed(ctx, meeting)
    return OpenForm(form="cancel", arguments={"meeting": row.id})


@plugin.form("cancel", Reason, title=_("Cancel the meeting"), submit=_("Cancel it"))
async def cancel_with_reason(ctx: Context, form: Reason, meeting: int) -> Reply:
    """Cancel a meeting for the reason that was given."""
    row = await managed(ctx, meeting)
    return Reply(text=await _cancelled(ctx, row, " ".join(form.reason.split())), private=True)


async def _cancelled(ctx: Context, row: MeetingRow, reason: str) -> Text:
    row.cancelled_at = row.changed_at = ctx.now
    row.sequence += 1
    await announcing.refresh(ctx, row)
    await telling.cancelled(ctx, row, await collecting.drop(ctx, row), reason)
    await ctx.emit(MeetingPlanned(row.id))
    return _(
        "“{title}”, {when}, is cancelled. The channel is told, and so are those who said that they come or "
        "may.",
        title=escape(row.title),
        when=spelling.when(row, ctx.words),
    )
