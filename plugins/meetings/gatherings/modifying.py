"""Changing a meeting: the command, its form, and who is told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Annotated

from bot.chat.messages import Button, Reply
from bot.language.messages import Text, _, escape
from bot.plugin import Arg, Context, FormRefusal, OpenForm, Refusal
from bot.plugin.arguments import RestArgument
from plugins.meetings.declaration import meetings, plugin
from plugins.meetings.events import MeetingPlanned
from plugins.meetings.gatherings import announcing, collecting, meant, register, seats, spelling, telling
from plugins.meetings.gatherings.changes import Wanted, changed, wanted
from plugins.meetings.gatherings.details import Details
from plugins.meetings.gatherings.fixing import MeetingForm
from plugins.meetings.gatherings.managing import managed
from plugins.meetings.gatherings.moving import Unclear
from plugins.meetings.gatherings.phrases import meant_by, parts_of
from plugins.meetings.gatherings.verbs import Verb, verb_of
from plugins.meetings.models import MeetingRow
from plugins.meetings.polls.proposal import LONGEST_TITLE, Faulty
from plugins.meetings.untouched import shown, untouched


@meetings.command(
    "modifier",
    english="change",
    aliases=(
        "modifie",
        "changer",
        "déplacer",
        "déplace",
        "reporter",
        "reporte",
        "décaler",
        "décale",
        "repousser",
        "repousse",
        "retarder",
        "retarde",
        "avancer",
        "avance",
        "différer",
        "prolonger",
        "prolonge",
        "raccourcir",
        "écourter",
        "renommer",
        "renomme",
        "move",
        "edit",
        "rename",
        "postpone",
        "reschedule",
        "delay",
        "extend",
        "shorten",
        "update",
    ),
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
    typed = change or ""
    verb, _rest = verb_of(ctx.verb)
    if typed and verb not in (None, Verb.CHANGE):
        typed = f"{ctx.verb} {typed}"
    said = meant_by(rows, typed, ctx.reading)
    if not said.rows:
        first, *others = parts_of(change or "")
        if len(rows) == 1 and not others and len(first) <= LONGEST_TITLE:
            return _ask_which_field(ctx, rows[0], first)
        return meant.none_of(ctx, rows, first, "modify", change=" ; ".join(others))
    if len(said.rows) != 1:
        return meant.which(ctx, said.rows, "modify", change=" ; ".join(said.parts))
    return await _modify(ctx, await managed(ctx, said.rows[0].id), said.parts)


@plugin.action("modify")
async def modify_chosen(ctx: Context, change: str = "", meeting: int = 0) -> Reply | OpenForm:
    """Change the meeting that was chosen in a menu, or whose button was pressed."""
    return await modify_as_typed(ctx, meant.chosen(ctx, meeting), change)


async def modify_as_typed(ctx: Context, meeting: int, change: str) -> Reply | OpenForm:
    """Change a meeting as some words say, or open its form where they say nothing."""
    return await _modify(ctx, await managed(ctx, meeting), parts_of(change))


async def _modify(ctx: Context, row: MeetingRow, parts: Sequence[str]) -> Reply | OpenForm:
    if not parts:
        return _form(ctx, row, _values(ctx, row))
    said = wanted(parts, ctx.reading)
    try:
        return await apply(ctx, row, changed(Details.of(row), said, ctx.reading))
    except Unclear as unclear:
        return _ask(ctx, row, parts, unclear.ways)
    except Faulty as faulty:
        typed = {"title": said.title, "date": said.date, "seats": said.seats}
        typed["where"] = "\n".join(part for part in (said.place, said.link) if part)
        values = _values(ctx, row) | {field: value for field, value in typed.items() if value}
        return _form(ctx, row, values, faulty.wrong)


def _ask(ctx: Context, row: MeetingRow, parts: Sequence[str], ways: Sequence[str]) -> Reply:
    """Ask which of several dates is meant: a button each, which says the whole date."""
    buttons: dict[str, Button] = {}
    said = wanted(parts, ctx.reading)
    for way in ways:
        try:
            new = changed(Details.of(row), replace(said, date=way), ctx.reading)
        except Faulty:
            continue
        label = spelling.on_clocks(new, ctx.words)
        others = [part for part in parts if wanted([part], ctx.reading).date is None]
        about: dict[str, int | str | bool] = {"meeting": row.id, "change": " ; ".join([way, *others])}
        buttons.setdefault(label, Button(label, "modify", about))
    text = _(
        "“{title}” is {when}. When is it to be?", title=escape(row.title), when=spelling.when(row, ctx.words)
    )
    return Reply(text=text, buttons=tuple(buttons.values()), private=True)


def _ask_which_field(ctx: Context, row: MeetingRow, typed: str) -> Reply:
    """Ask what some words are that are no time, and name neither the only meeting nor what changes of it."""
    about: dict[str, int | str | bool] = {"meeting": row.id}
    text = _(
        "I do not know what “{words}” is. The only meeting planned: “{title}”, {when}. What shall change?",
        words=escape(typed),
        title=escape(row.title),
        when=spelling.when(row, ctx.words),
    )
    buttons = (
        Button(_("That is the place"), "modify", {**about, "change": f"lieu : {typed}"}),
        Button(_("That is the title"), "modify", {**about, "change": f"titre : {typed}"}),
        Button(_("Something else"), "modify", about),
    )
    return Reply(text=text, buttons=buttons, private=True)


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
