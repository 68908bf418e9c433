"""Adjusting a poll from its panel: the forms, menus and buttons that change its dates and all the rest."""

from __future__ import annotations

from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import BaseModel

from bot.chat.forms import FieldKind
from bot.chat.messages import Button, Menu, Option, Reply, Style, Update
from bot.language.messages import Text, _, escape
from bot.plugin import Arg, Context, FormRefusal, OpenForm, Refusal
from bot.plugin.arguments import RestArgument
from bot.plugin.finding import Misread
from plugins.meetings.declaration import plugin
from plugins.meetings.models import Kind, OptionRow, PollRow
from plugins.meetings.polls import changes, editing, panel, posting, register
from plugins.meetings.polls.managing import about_managing, back_to, managed
from plugins.meetings.polls.proposal import (
    LONGEST_LINK,
    LONGEST_PLACE,
    LONGEST_TITLE,
    Typed,
    check_length,
    read_seats,
    slots_of,
)
from plugins.meetings.polls.slots import Slot
from plugins.meetings.polls.spelling import spell_option
from plugins.meetings.untouched import shown, untouched

_LINE = RestArgument(FieldKind.TEXT)
_MENU = 25


class NewDates(BaseModel):
    """The form of dates that are added."""

    dates: Annotated[
        str, RestArgument(), Arg(_("dates"), help=_("One a line: Tuesday 14:00-16:00, from 3 to 5 March."))
    ]


class NewDate(BaseModel):
    """The form of a date that is moved."""

    date: Annotated[str, _LINE, Arg(_("date"), help=_("What you leave out of day and hour stays as it is."))]


class Rest(BaseModel):
    """The form of all else that can be changed of a poll for a date."""

    title: Annotated[str, _LINE, Arg(_("what about"))]
    closes: Annotated[str, _LINE, Arg(_("vote until"), help=_("Empty: as it is."))] = ""
    where: Annotated[
        str, RestArgument(), Arg(_("place"), help=_("A place, the link to a video call, or both."))
    ] = ""
    seats: Annotated[
        str, _LINE, Arg(_("seats"), help=_("How many people have room, if that is limited."))
    ] = ""


@plugin.action("ask-dates")
async def ask_for_dates(ctx: Context, poll: int) -> OpenForm:
    """Open the form of more dates."""
    editing.check_editable(await managed(ctx, poll))
    return OpenForm(form="new-dates", arguments={"poll": poll})


@plugin.form("new-dates", NewDates, title=_("Add dates"), submit=_("Add"))
async def add_dates(ctx: Context, form: NewDates, poll: int) -> Reply:
    """Add the dates of the form."""
    row = await managed(ctx, poll)
    try:
        return await add(ctx, row, form.dates)
    except Misread as wrong:
        raise FormRefusal({"dates": wrong.text}) from None


async def add(ctx: Context, row: PollRow, typed: str) -> Reply:
    """Add dates as they were typed.

    Raises:
        Misread: they cannot be added.
    """
    editing.check_editable(row)
    slots = slots_of([line for line in changes.parts(typed) if line], ctx.reading)
    added = await editing.add(ctx, row, slots, ctx.reading)
    lines: list[Text] = [_("Added: {date}.", date=spelled(ctx, row, one)) for one in added]
    return await _done(ctx, row, lines)


def spelled(ctx: Context, row: PollRow, option: OptionRow) -> Text:
    """Return a date of a poll in the words of the person."""
    return spell_option(option, ZoneInfo(row.zone), ctx.words)


async def _done(ctx: Context, row: PollRow, lines: list[Text], *buttons: Button) -> Reply:
    if await register.ballots(ctx.session, row.id):
        lines.append(_("Those who had voted are told in a few minutes, of all changes at once."))
    manage = Button(_("Manage"), "manage", {"poll": row.id})
    return Reply(
        text=ctx.words.join(lines), buttons=(*buttons, manage), private=True, about=about_managing(row)
    )


@plugin.action("ask-change")
async def ask_which(ctx: Context, poll: int) -> Reply:
    """Ask which date is to be changed."""
    row = await managed(ctx, poll)
    editing.check_editable(row)
    options = await register.options(ctx.session, poll)
    choices = tuple(Option(str(one.id), spelled(ctx, row, one)) for one in options)
    pages = [choices[at : at + _MENU] for at in range(0, len(choices), _MENU)]
    menus = tuple(
        Menu(_("Choose a date"), "change-date", page, {"poll": poll}, name=f"date{number}")
        for number, page in enumerate(pages, start=1)
    )
    return Reply(
        text=_("Which date changes?"),
        buttons=(back_to(row),),
        menus=menus,
        private=True,
        about=about_managing(row),
    )


@plugin.action("change-date")
async def ask_how(ctx: Context, poll: int) -> Reply:
    """Offer what can be done with a date that was chosen."""
    row = await managed(ctx, poll)
    option = await _option(ctx, row, ctx.choice or "")
    about = {"poll": poll, "option": option.id}
    buttons = (
        Button(_("Move it"), "ask-move", about),
        Button(_("Remove it"), "remove-date", about, Style.DANGER),
        back_to(row),
    )
    return Reply(text=spelled(ctx, row, option), buttons=buttons, private=True, about=about_managing(row))


async def _option(ctx: Context, row: PollRow, typed: str) -> OptionRow:
    options = await register.options(ctx.session, row.id)
    found = next((one for one in options if str(one.id) == typed), None)
    if found is None:
        raise Refusal("unknown_option", _("This date is not there any more."))
    return found


@plugin.action("ask-move")
async def ask_to_move(ctx: Context, poll: int, option: int) -> OpenForm:
    """Open the form of where a date goes."""
    row = await managed(ctx, poll)
    editing.check_editable(row)
    await _option(ctx, row, str(option))
    return OpenForm(form="new-date", arguments={"poll": poll, "option": option})


@plugin.form("new-date", NewDate, title=_("Move the date"), submit=_("Move it"))
async def move_date(ctx: Context, form: NewDate, poll: int, option: int) -> Reply:
    """Move a date to where the form says."""
    row = await managed(ctx, poll)
    old = await _option(ctx, row, str(option))
    try:
        slot = changes.moved_to(form.date, old, ZoneInfo(row.zone), ctx.reading)
        return await move(ctx, row, old, slot)
    except Misread as wrong:
        raise FormRefusal({"date": wrong.text}) from None


async def move(ctx: Context, row: PollRow, old: OptionRow, slot: Slot) -> Reply:
    """Move a date.

    Raises:
        Misread: the poll has that one already.
    """
    editing.check_editable(row)
    before = spelled(ctx, row, old)
    new = await editing.move(ctx, row, old, slot, ctx.reading)
    moved = _("{old} becomes {new}.", old=before, new=spelled(ctx, row, new))
    kept = _("What people had said of the old date is not counted: they are asked to confirm it.")
    return await _done(ctx, row, [moved, kept])


@plugin.action("remove-date")
async def remove_date(ctx: Context, poll: int, option: int) -> Reply:
    """Remove a date."""
    row = await managed(ctx, poll)
    try:
        return await remove(ctx, row, [await _option(ctx, row, str(option))])
    except Misread as wrong:
        raise Refusal("last_date", wrong.text) from None


async def remove(ctx: Context, row: PollRow, options: list[OptionRow]) -> Reply:
    """Remove dates, and offer to put each back.

    Raises:
        Misread: nothing would be left.
    """
    editing.check_editable(row)
    await editing.remove(ctx, row, options, ctx.reading)
    lines: list[Text] = [_("Removed: {date}.", date=spelled(ctx, row, one)) for one in options]
    back = [
        Button(
            _("Put {date} back", date=spelled(ctx, row, one)),
            "put-back",
            {"poll": row.id, "option": one.id},
            name=f"back{one.id}",
        )
        for one in options[:3]
    ]
    return await _done(ctx, row, lines, *back)


@plugin.action("put-back")
async def put_back(ctx: Context, poll: int, option: int) -> Update:
    """Put a date back that was removed."""
    row = await managed(ctx, poll)
    editing.check_editable(row)
    found = await ctx.session.get(OptionRow, option)
    if found is None or found.poll_id != poll:
        raise Refusal("unknown_option", _("This date is not there any more."))
    if found.removed_at is not None:
        await editing.put_back(ctx, row, found, ctx.reading)
    return Update(text=_("It is there again: {date}.", date=spelled(ctx, row, found)))


@plugin.action("ask-edit")
async def ask_to_edit(ctx: Context, poll: int) -> OpenForm:
    """Open the form of all but the dates."""
    row = await managed(ctx, poll)
    where = "\n".join(part for part in (row.place, row.link) if part)
    seats = str(row.seats) if row.seats is not None else ""
    values = {"title": row.title, "where": where, "seats": seats}
    if row.kind == Kind.CHOICE:
        return OpenForm(form="edit-question", values={"title": row.title}, arguments={"poll": poll})
    return OpenForm(form="edit", values=values, arguments={"poll": poll, "seen": shown(values)})


@plugin.form("edit", Rest, title=_("Change the poll"), submit=_("Change"))
async def edit(ctx: Context, form: Rest, poll: int, seen: str) -> Reply:
    """Change what the form says; what was not touched in it stays as it is now."""
    row = await managed(ctx, poll)
    left = untouched(seen, form.model_dump())
    typed = Typed.of_form(form.title, "", form.closes, form.where, form.seats)
    wrong: dict[str, Text] = {}
    for field, value, limit in (
        ("title", typed.title, LONGEST_TITLE),
        ("where", typed.where, LONGEST_PLACE),
        ("where", typed.link, LONGEST_LINK),
    ):
        try:
            check_length(value, limit)
        except Misread as problem:
            wrong[field] = problem.text
    try:
        row.seats = row.seats if "seats" in left else read_seats(typed.seats)
    except Misread as problem:
        wrong["seats"] = problem.text
    if wrong:
        raise FormRefusal(wrong)
    if "title" not in left:
        row.title = typed.title
    if "where" not in left:
        row.place, row.link = typed.where, typed.link
    return await _changed(ctx, row, form.closes)


class Question(BaseModel):
    """The form of what can be changed of a plain poll."""

    title: Annotated[str, _LINE, Arg(_("question"))]
    closes: Annotated[str, _LINE, Arg(_("vote until"), help=_("Empty: as it is."))] = ""


@plugin.form("edit-question", Question, title=_("Change the poll"), submit=_("Change"))
async def edit_question(ctx: Context, form: Question, poll: int) -> Reply:
    """Change what the form says of a plain poll."""
    row = await managed(ctx, poll)
    try:
        check_length(form.title, LONGEST_TITLE)
    except Misread as wrong:
        raise FormRefusal({"title": wrong.text}) from None
    row.title = form.title
    return await _changed(ctx, row, form.closes)


async def _changed(ctx: Context, row: PollRow, closes: str) -> Reply:
    if closes:
        try:
            editing.check_editable(row, again=True)
            await editing.close_at(ctx, row, closes, ctx.reading)
        except Misread as wrong:
            raise FormRefusal({"closes": wrong.text}) from None
    await ctx.session.flush()
    await posting.refresh(ctx, row)
    return await panel.shown(ctx, row)


@plugin.action("ask-reopen")
async def ask_to_reopen(ctx: Context, poll: int) -> Reply:
    """Open the vote again, as it was asked for."""
    row = await managed(ctx, poll)
    return await reopen(ctx, row)


async def reopen(ctx: Context, row: PollRow) -> Reply:
    """Open a vote again that is closed.

    Raises:
        Refusal: it cannot be.
    """
    editing.check_editable(row, again=True)
    if row.closed_at is not None:
        closes_at = await editing.later_closing(ctx, row, ctx.reading)
        if row.kind == Kind.DATE and closes_at is None:
            raise Refusal(
                "no_dates", _("All dates of “{title}” have passed: add others.", title=escape(row.title))
            )
        await editing.reopen(ctx, row, closes_at)
    return panel.opened(ctx, row)
