"""The lists of reminders: a person's own, and those of a channel."""

from __future__ import annotations

from collections.abc import Sequence

from bot.chat.messages import Button, Post, Style
from bot.chat.people import Role
from bot.chat.places import PlaceKind
from bot.language.messages import Instant, Message, Text, _, ngettext
from bot.plugin import Context
from plugins.reminders import register, words
from plugins.reminders.models import ReminderRow, State
from plugins.reminders.notes import shift
from plugins.reminders.operations import people
from plugins.reminders.register import plan_of_row
from plugins.reminders.series import Plan

PAGE = 5
MINE, HERE = "mine", "here"
_LETTERS = "ABCDE"


async def listing(ctx: Context, kind: str, page: int = 1, *, said: Text | None = None) -> Post:
    """Return one page of a list, with buttons for what the person may change; pages count from 1."""
    rows = await _rows(ctx, kind)
    last = max(1, -(-len(rows) // PAGE))
    page = min(max(page, 1), last)
    shown = rows[(page - 1) * PAGE : page * PAGE]
    lines: list[Text] = [said] if said is not None else []
    lines.append(_title(ctx, kind, len(rows)))
    buttons: list[Button] = []
    may_change_all = kind == MINE or await ctx.may(Role.COORDINATOR)
    for index, row in enumerate(shown):
        mark = str(row.number) if kind == MINE else _LETTERS[index]
        lines.append(await _line(ctx, row, mark, kind))
        if may_change_all or row.owner_id == ctx.member.id:
            buttons += _buttons(row, mark, kind, page)
    if kind == MINE:
        await _add_from_colleagues(ctx, lines, buttons)
    if page > 1:
        buttons.append(_turn(_("Previous"), kind, page - 1, "previous"))
    if page < last:
        lines.append(_("Page {page} of {last}.", page=page, last=last))
        buttons.append(_turn(_("Next"), kind, page + 1, "next"))
    return Post(text=ctx.words.join(lines), buttons=tuple(buttons))


async def has_any_here(ctx: Context) -> bool:
    """Return whether reminders for everybody are set in this channel."""
    return ctx.place.kind is not PlaceKind.DM and bool(await register.posted_in(ctx.session, ctx.place.id))


async def _rows(ctx: Context, kind: str) -> Sequence[ReminderRow]:
    if kind == MINE:
        return await register.owned(ctx.session, ctx.member.id)
    return await register.posted_in(ctx.session, ctx.place.id)


def _title(ctx: Context, kind: str, count: int) -> Message:
    if kind == HERE:
        return ngettext(
            "{count} reminder for everybody in {channel}:",
            "{count} reminders for everybody in {channel}:",
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
    recurs = words.rule_words(plan, ctx.words)
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
    for mark, row in zip(_LETTERS, rows, strict=False):
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
    if len(rows) > len(_LETTERS):
        lines.append(ngettext("and {count} more.", "and {count} more.", len(rows) - len(_LETTERS)))


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
