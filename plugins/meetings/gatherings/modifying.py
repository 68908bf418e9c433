"""Changing a meeting: the command, its form, and who is told."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Annotated

from bot.chat.messages import Reply
from bot.language.folding import fold
from bot.language.messages import Text, _, escape
from bot.language.moments import read
from bot.plugin import Arg, Context, FormRefusal, OpenForm, Refusal
from bot.plugin.arguments import RestArgument
from plugins.meetings.declaration import meetings, plugin
from plugins.meetings.events import MeetingPlanned
from plugins.meetings.gatherings import announcing, collecting, meant, register, seats, spelling, telling
from plugins.meetings.gatherings.changes import Wanted, changed, is_change, wanted
from plugins.meetings.gatherings.details import Details
from plugins.meetings.gatherings.fixing import MeetingForm
from plugins.meetings.gatherings.managing import managed
from plugins.meetings.models import MeetingRow
from plugins.meetings.polls.proposal import Faulty
from plugins.meetings.untouched import shown, untouched

PARTS = re.compile(r"\s*[;\n]\s*")
_BY = re.compile(r"\s+(?:d['’]|de |by )(?=\S)", re.IGNORECASE)
_CUT = re.compile(
    r"\s*[:,→]\s+|\s*[-=]>\s*|\s+(?:au|a|à|pour|to)\s+(?=\S)"
    r"|\s+(?=(?:lieu|salle|visio|lien|titre|places?|jauge|sans|place|link|title|seats|without)\b"
    r"|\d+ (?:places|seats)\b|(?:de |from )?\d{1,2} ?(?:h|:\d\d|am\b|pm\b))",
    re.IGNORECASE,
)
"""Where what changes may begin, after what names the meeting."""
_MOST_CUTS = 20


@meetings.command(
    "modifier",
    english="change",
    aliases=("modifie", "changer", "déplacer", "reporter", "décaler", "renommer", "move", "edit", "rename"),
    summary=_("Change a meeting: its date, place, link, seats or title"),
    examples=_(
        "/meeting change the meeting of 8 December ; Thursday 10 14:00\n"
        "/meeting change the next one ; place: Roanne ; 20 seats"
    ),
    instead=("annuler",),
    opens_form=True,
)
async def modify(
    ctx: Context,
    change: Annotated[
        str | None,
        RestArgument(),
        Arg(_("change"), help=_("which meeting, then what changes, each after a semicolon.")),
    ] = None,
) -> Reply | OpenForm:
    """Change a meeting as the line says, or as the form does that is opened."""
    rows = await meant.coming(ctx)
    if not rows:
        raise meant.none_there(ctx)
    found, parts = apart(ctx, rows, change or "")
    if len(found) != 1:
        return meant.which(ctx, found, "modify", change=" ; ".join(parts))
    return await _modify(ctx, await managed(ctx, found[0].id), parts)


def apart(ctx: Context, rows: Sequence[MeetingRow], typed: str) -> tuple[Sequence[MeetingRow], list[str]]:
    """Return which meetings a line may mean, and what it wants changed.

    Raises:
        Refusal: it names none.
    """
    parts = [part for part in PARTS.split(typed.strip()) if part]
    if not parts:
        return rows, parts
    if (cut := _cut(ctx, rows, parts[0])) is not None:
        row, change = cut
        return [row], [change, *parts[1:]]
    if is_change(parts[0], ctx.reading):
        return rows, parts
    found = meant.named(rows, parts[0], ctx.reading)
    if found:
        return found, parts[1:]
    for by in _BY.finditer(parts[0]):
        step = f"reporter {parts[0][by.start() :].strip()}"
        found = meant.named(rows, parts[0][: by.start()], ctx.reading)
        if found and is_change(step, ctx.reading):
            return found, [step, *parts[1:]]
    try:
        changed(Details.of(rows[0]), wanted(parts, ctx.reading), ctx.reading)
    except Faulty:
        if not any(piece.kind == "time" for piece in read(parts[0], ctx.reading).pieces):
            raise meant.unknown(ctx, rows, parts[0]) from None
    return rows, parts


def _cut(ctx: Context, rows: Sequence[MeetingRow], typed: str) -> tuple[MeetingRow, str] | None:
    """Return the meeting that the beginning of some words names, and the change that the rest of them is."""
    if any(fold(row.title) == fold(typed) for row in rows):
        return None
    for cut in islice(_CUT.finditer(typed), _MOST_CUTS):
        head, change = typed[: cut.start()].strip(), typed[cut.end() :]
        found = meant.named(rows, head, ctx.reading) if head else []
        if len(found) != 1:
            continue
        now, said = Details.of(found[0]), wanted([change], ctx.reading)
        try:
            if changed(now, said, ctx.reading) != now or said.date is None:
                return found[0], change
        except Faulty:
            continue
    return None


@plugin.action("modify")
async def modify_chosen(ctx: Context, change: str = "", meeting: int = 0) -> Reply | OpenForm:
    """Change the meeting that was chosen in a menu, or whose button was pressed."""
    return await modify_as_typed(ctx, meant.chosen(ctx, meeting), change)


async def modify_as_typed(ctx: Context, meeting: int, change: str) -> Reply | OpenForm:
    """Change a meeting as some words say, or open its form where they say nothing."""
    parts = [part for part in PARTS.split(change.strip()) if part]
    return await _modify(ctx, await managed(ctx, meeting), parts)


async def _modify(ctx: Context, row: MeetingRow, parts: list[str]) -> Reply | OpenForm:
    if not parts:
        return _form(ctx, row, _values(ctx, row))
    said = wanted(parts, ctx.reading)
    try:
        return await apply(ctx, row, changed(Details.of(row), said, ctx.reading))
    except Faulty as faulty:
        typed = {"title": said.title, "date": said.date, "seats": said.seats}
        values = _values(ctx, row) | {field: value for field, value in typed.items() if value}
        return _form(ctx, row, values, faulty.wrong)


def _form(
    ctx: Context, row: MeetingRow, values: Mapping[str, str], errors: Mapping[str, Text] | None = None
) -> OpenForm:
    seen = shown(_values(ctx, row))
    arguments: dict[str, int | str | bool] = {"meeting": row.id, "seen": seen}
    return OpenForm(form="modify", values=values, arguments=arguments, errors=errors or {})


def _values(ctx: Context, row: MeetingRow) -> dict[str, str]:
    """Return how a meeting is as the values of the form's fields."""
    return {
        "title": row.title,
        "date": str(spelling.on_clocks(row, ctx.words)),
        "where": "\n".join(part for part in (row.place, row.link) if part),
        "seats": str(row.seats or ""),
    }


@plugin.form("modify", MeetingForm, title=_("Change a meeting"), submit=_("Change it"))
async def modify_in_form(ctx: Context, form: MeetingForm, meeting: int, seen: str) -> Reply:
    """Change a meeting as a form says; what was not touched in it stays."""
    row = await managed(ctx, meeting)
    said = Wanted.of_form(form.title, form.date, form.where, form.seats)
    for field in untouched(seen, form.model_dump()):
        said.leave(field)
    try:
        return await apply(ctx, row, changed(Details.of(row), said, ctx.reading))
    except Faulty as faulty:
        raise FormRefusal(dict(faulty.wrong)) from None


async def apply(ctx: Context, row: MeetingRow, new: Details) -> Reply:
    """Change a meeting, and tell those whom it concerns.

    Raises:
        Refusal: nothing would change.
    """
    before = Details.of(row)
    if new == before:
        raise unchanged()
    new.put_into(row)
    row.sequence, row.changed_at = row.sequence + 1, ctx.now
    waited, waits = row.announced is not None, await collecting.note(ctx, row, before)
    if new.is_moved_from(before):
        await ask_to_confirm(ctx, row, moved=new.is_moved_from(collecting.announced(row) or new))
    await announcing.refresh(ctx, row)
    await seats.settle(ctx, row)
    await ctx.emit(MeetingPlanned(row.id))
    lines: list[Text] = [_("“{title}” is changed:", title=escape(row.title))]
    lines += [_("- {line}", line=line) for line in telling.differences(before, new, ctx.words)]
    if waits:
        lines += collecting.what_is_told(row, before, ctx)
    elif waited:
        lines.append(_("It is again as people know it: nobody is told anything."))
    return Reply(text=ctx.words.join(lines), private=True)


def unchanged() -> Refusal:
    """Return what to say where nothing would change."""
    return Refusal("unchanged", _("It is so already: nothing changes."))


async def ask_to_confirm(ctx: Context, row: MeetingRow, *, moved: bool = True) -> None:
    """Have all who said that they come confirm it for the new date; who changes it need not.

    Where it was not `moved` after all, nobody need confirm anything.
    """
    for one in await register.answers(ctx.session, row.id):
        one.to_confirm = moved and one.answer == "yes" and one.member_id != ctx.member.id
    await ctx.session.flush()
