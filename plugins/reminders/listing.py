"""The lists of reminders: a person's own, and those of a channel."""

from __future__ import annotations

import string
from collections.abc import Sequence

from bot.chat.messages import Button, Menu, Option, Post, Style
from bot.chat.people import Role
from bot.chat.places import PlaceKind
from bot.language.messages import Instant, Markup, Message, Text, _, ngettext
from bot.language.moments.plans import Plan, spell_plan
from bot.plugin import Context, Refusal
from plugins.reminders import register, words
from plugins.reminders.models import ReminderRow, State
from plugins.reminders.notes import shift
from plugins.reminders.operations import people
from plugins.reminders.register import plan_of_row

PAGE = 20
"""How many reminders one page shows."""

_WITH_BUTTONS = 5
"""More than these are chosen in a menu rather than by three buttons each."""

_COLLEAGUES_SHOWN = 5
MINE, HERE = "mine", "here"
_LETTERS = string.ascii_uppercase


async def listing(ctx: Context, kind: str, page: int = 1, *, said: Text | None = None) -> Post:
    """Return one page of a list, with buttons for what the person may change; pages count from 1."""
    rows = await _rows(ctx, kind)
    last = max(1, -(-len(rows) // PAGE))
    page = min(max(page, 1), last)
    shown = rows[(page - 1) * PAGE : page * PAGE]
    lines: list[Text] = [said] if said is not None else []
    lines.append(_title(ctx, kind, len(rows)))
    buttons: list[Button] = []
    options: list[Option] = []
    may_change_all = kind == MINE or await ctx.may(Role.COORDINATOR)
    before = 0 if kind == MINE else await _count_from_colleagues(ctx)
    for index, row in enumerate(shown, before + (page - 1) * PAGE):
        mark = str(row.number) if kind == MINE else _letter(index)
        lines.append(await _line(ctx, row, mark, kind))
        if not may_change_all and row.owner_id != ctx.member.id:
            continue
        if len(shown) <= _WITH_BUTTONS:
            buttons += _buttons(row, mark, kind, page)
        else:
            label = ctx.words(_("{mark} – {text}", mark=mark, text=Markup(words.shortened(row.text))))
            options.append(Option(str(row.id), label))
    if kind == MINE:
        await _add_from_colleagues(ctx, lines, buttons)
    if page > 1:
        buttons.append(_turn(_("Previous"), kind, page - 1, "previous"))
    if page < last:
        lines.append(_("Page {page} of {last}.", page=page, last=last))
        buttons.append(_turn(_("Next"), kind, page + 1, "next"))
    menus = [Menu(_("Choose a reminder"), "list-choose", tuple(options), {"kind": kind, "page": page})]
    return Post(text=ctx.words.join(lines), buttons=tuple(buttons), menus=tuple(menus if options else ()))


async def chosen(ctx: Context, row: ReminderRow, kind: str, page: int) -> Post:
    """Return one reminder of a list, with the buttons that change it."""
    rows = await _rows(ctx, kind)
    before = 0 if kind == MINE else await _count_from_colleagues(ctx)
    index = next((index for index, other in enumerate(rows, before) if other.id == row.id), before)
    mark = str(row.number) if kind == MINE else _letter(index)
    return Post(text=await _line(ctx, row, mark, kind), buttons=tuple(_buttons(row, mark, kind, page)))


async def lettered(ctx: Context, letter: str) -> ReminderRow:
    """Return the reminder that the list shows under a letter here: a colleague's, or one of this channel.

    Raises:
        Refusal: the list shows no such letter.
    """
    rows = [*(await register.set_by_others_for(ctx.session, ctx.member.id))[:_COLLEAGUES_SHOWN]]
    if ctx.place.kind is not PlaceKind.DM:
        rows += await _rows(ctx, HERE)
    index = _LETTERS.index(letter)
    if index >= len(rows):
        raise Refusal(
            "unknown_reminder",
            _("The list shows no reminder {letter} here. `/remind list` shows them.", letter=letter),
        )
    return rows[index]


def _letter(index: int) -> str:
    rounds, last = divmod(index, len(_LETTERS))
    return f"{_LETTERS[rounds - 1] if rounds else ''}{_LETTERS[last]}"


async def _count_from_colleagues(ctx: Context) -> int:
    rows = await register.set_by_others_for(ctx.session, ctx.member.id)
    return min(len(rows), _COLLEAGUES_SHOWN)


async def has_any_here(ctx: Context) -> bool:
    """Return whether others set reminders for everybody in this channel."""
    return ctx.place.kind is not PlaceKind.DM and bool(await _rows(ctx, HERE))


async def _rows(ctx: Context, kind: str) -> Sequence[ReminderRow]:
    if kind == MINE:
        return await register.owned(ctx.session, ctx.member.id)
    rows = await register.posted_in(ctx.session, ctx.place.id)
    return [row for row in rows if row.owner_id != ctx.member.id]


def _title(ctx: Context, kind: str, count: int) -> Message:
    if kind == HERE:
        return ngettext(
            "{count} reminder set by others for everybody in {channel}:",
            "{count} reminders set by others for everybody in {channel}:",
            count,
            channel=ctx.place.name,
        )
    if not count:
        return _("You have no reminder. To set one: `/remind tomorrow 9:00 call the town hall`.")
    return ngettext("You have {count} reminder:", "You have {count} reminders:", count)


async def _line(ctx: Context, row: ReminderRow, mark: str, kind: str) -> Message:
    plan = plan_of_row(row)
    text = words.shortened(row.text)
    facts = [fact for fact in await _facts(ctx, row, kind) if fact is not None]
    recurs = spell_plan(plan, ctx.words)
    if recurs is not None:
        facts.insert(0, recurs)
        facts += [moved] if (moved := _moved(ctx, row, plan)) is not None else []
    values = {"mark": mark, "text": text, "at": Instant(row.snoozed_to or row.next_at or plan.first)}
    if not facts:
        return _("{mark} – {at}: {text}", **values)
    return _("{mark} – {at}: {text} ({facts})", **values, facts=ctx.words.join(facts, ", "))


def _moved(ctx: Context, row: ReminderRow, plan: Plan) -> Text | None:
    if row.next_at is None or row.snoozed_to is not None:
        return None
    return shift(plan, row.next_at, ctx.words)


async def _facts(ctx: Context, row: ReminderRow, kind: str) -> list[Text | None]:
    owner, addressee = await people(ctx, row)
    where = None
    if row.place_id is not None and kind == MINE:
        place = await ctx.find_place(row.place_id)
        where = _("in {channel}", channel=place.name if place else "?")
    for_whom: Text | None = None
    if kind == HERE:
        for_whom = _("set by {name}", name=words.named(owner))
    elif row.member_id is None:
        for_whom = _("for everybody")
    elif row.member_id != row.owner_id:
        for_whom = _("for {name}", name=words.named(addressee))
    return [for_whom, where, _state(row)]


def _state(row: ReminderRow) -> Text | None:
    if row.state == State.PAUSED:
        return _("paused")
    if row.state == State.ASKING:
        return _("not accepted yet")
    return _("postponed") if row.snoozed_to is not None else None


async def _add_from_colleagues(ctx: Context, lines: list[Text], buttons: list[Button]) -> None:
    """Add what colleagues set for the person, who may stop each one."""
    rows = await register.set_by_others_for(ctx.session, ctx.member.id)
    if not rows:
        return
    lines.append(_("Set for you by colleagues:"))
    for mark, row in zip(_LETTERS[:_COLLEAGUES_SHOWN], rows, strict=False):
        owner, _addressee = await people(ctx, row)
        values = {
            "mark": mark,
            "at": Instant(row.snoozed_to or row.next_at or plan_of_row(row).first),
            "text": words.shortened(row.text),
            "facts": ctx.words(_("set by {name}", name=words.named(owner))),
        }
        lines.append(_("{mark} – {at}: {text} ({facts})", **values))
        buttons.append(
            Button(_("Stop {mark}", mark=mark), "stop", {"reminder": row.id}, name=f"stop-{mark}".lower())
        )
    left = len(rows) - _COLLEAGUES_SHOWN
    if left > 0:
        lines.append(ngettext("and {count} more.", "and {count} more.", left))


def _buttons(row: ReminderRow, mark: str, kind: str, page: int) -> list[Button]:
    about: dict[str, int | str | bool] = {"reminder": row.id, "kind": kind, "page": page}
    paused = row.state == State.PAUSED
    buttons = [
        Button(_("Remove {mark}", mark=mark), "list-remove", about, Style.DANGER, f"remove-{mark}".lower()),
        Button(_("Edit {mark}", mark=mark), "correct", {"reminder": row.id}, name=f"edit-{mark}".lower()),
    ]
    if paused:
        buttons.append(
            Button(_("Resume {mark}", mark=mark), "list-resume", about, name=f"resume-{mark}".lower())
        )
    elif row.state == State.ACTIVE:
        buttons.append(
            Button(_("Pause {mark}", mark=mark), "list-pause", about, name=f"pause-{mark}".lower())
        )
    return buttons


def _turn(label: Message, kind: str, page: int, name: str) -> Button:
    return Button(label, "list-page", {"kind": kind, "page": page}, name=name)
