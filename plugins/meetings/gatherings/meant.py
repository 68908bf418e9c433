"""Which meeting somebody means: one of the channel, by its date or its title, or one of their own in a DM."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, SQLColumnExpression, func, select

from bot.chat.messages import Button, Menu, Option, Reply
from bot.chat.places import PlaceKind
from bot.language.folding import fold
from bot.language.messages import Text, _, escape
from bot.language.moments import Reading, Refused, Understood, read
from bot.plugin import Context, Refusal
from plugins.meetings.gatherings.attending import Coming
from plugins.meetings.gatherings.spelling import when
from plugins.meetings.models import AttendanceRow, MeetingRow
from plugins.meetings.overview.scope import scope_of

_APOSTROPHE = re.compile(r"['’]")
_OF = re.compile(r"\b(?:du|of the|of)\s+(?=\d)", re.IGNORECASE)
"""What stands before a day that names a meeting: “la réunion du 8”."""
_WEEKDAY = re.compile(
    r"\b(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche"
    r"|monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b"
)
_THIS_WEEK_ONLY = re.compile(r"\b(?:prochaine?|suivante?|derniere?|passee?|next|last)\b")
_HOURS_ALONE = re.compile(
    r"(?:(?:a|at|de|from) )?\d{1,2} ?(?:h|:) ?(?:\d\d)?(?: ?(?:-|a|to) ?\d{1,2} ?(?:h|:) ?(?:\d\d)?)?"
)
"""An hour is no day, and names no meeting of today."""
_IDLE = frozenset(
    ("le", "la", "les", "l", "un", "une", "de", "du", "des", "d", "the", "of", "a", "notre", "celle", "cette")
)
"""Words that tell no meeting from another."""
_ANY = frozenset(
    ("reunion", "reunions", "rencontre", "rencontres", "meeting", "meetings", "rendez-vous", "rdv", "seance")
)
"""What any meeting may be called."""
_MOST = 25
"""So many meetings are chosen from: a menu has room for no more."""
_FEW = 5
_NEXT = {"la prochaine", "prochaine", "la prochaine rencontre", "next", "the next one", "the next meeting"}
_LAST = {"la derniere", "derniere", "la derniere rencontre", "last", "the last one", "the last meeting"}


async def coming(ctx: Context) -> Sequence[MeetingRow]:
    """Return the meetings to come of the channel, the next one first; in a DM those of their channels."""
    return await _rows(ctx, ~_is_over(ctx), MeetingRow.starts_at)


async def past(ctx: Context) -> Sequence[MeetingRow]:
    """Return the meetings of the channel that are over or have begun, the last one first; in a DM theirs."""
    return await _rows(ctx, MeetingRow.starts_at <= ctx.now, MeetingRow.starts_at.desc())


def _is_over(ctx: Context) -> ColumnElement[bool]:
    return func.coalesce(MeetingRow.ends_at, MeetingRow.starts_at) <= ctx.now


async def theirs_first(ctx: Context, rows: Sequence[MeetingRow]) -> Sequence[MeetingRow]:
    """Return in a DM first the meetings that the person organises, or to which they said they might come.

    What is said of no meeting in particular is meant of those; in a channel the order stays.
    """
    if ctx.place.kind is not PlaceKind.DM:
        return rows
    answered = select(AttendanceRow.meeting_id).where(
        AttendanceRow.member_id == ctx.member.id, AttendanceRow.answer != Coming.NO
    )
    mine = set(await ctx.session.scalars(answered))
    return sorted(rows, key=lambda row: row.id not in mine and row.member_id != ctx.member.id)


async def _rows(
    ctx: Context, wanted: ColumnElement[bool], order: SQLColumnExpression[datetime]
) -> Sequence[MeetingRow]:
    query = select(MeetingRow).where(
        MeetingRow.network_id == ctx.network.id,
        MeetingRow.cancelled_at.is_(None),
        wanted,
        (await scope_of(ctx)).meetings(),
    )
    rows = await ctx.session.scalars(query.order_by(order, MeetingRow.id).limit(_MOST))
    return rows.all()


def next_of_each(rows: Sequence[MeetingRow]) -> list[MeetingRow]:
    """Return of each series only the first of some meetings: who names none means no later one."""
    first = {row.series_id: row.id for row in reversed(rows) if row.series_id is not None}
    return [row for row in rows if row.series_id is None or first[row.series_id] == row.id]


def named(rows: Sequence[MeetingRow], typed: str, reading: Reading) -> list[MeetingRow]:
    """Return which of the meetings some words name: by their order, their day, or words of their title.

    Nothing typed names all of them.
    """
    said = fold(typed).strip(" .!?")
    if not said:
        return list(rows)
    if said in _NEXT or said in _LAST:
        return list(rows[:1])
    by_day = _by_day(rows, typed, reading)
    return _by_words(by_day, said) or by_day if by_day else _by_words(rows, said)


def _by_words(rows: Sequence[MeetingRow], said: str) -> list[MeetingRow]:
    """Return the meetings whose titles hold the words, as a whole or one by one.

    What any meeting may be called counts only where it tells them apart.
    """
    words = set(_APOSTROPHE.sub(" ", said).split()) - _IDLE
    whole = [row for row in rows if fold(row.title) == said]
    if whole:
        return whole
    for wanted in (words, words - _ANY):
        found = [row for row in rows if wanted <= set(_APOSTROPHE.sub(" ", fold(row.title)).split())]
        if found and (wanted or words):
            return found
    return []


def is_of_title(row: MeetingRow, said: str) -> bool:
    """Return whether folded words are of the title of a meeting; those for any meeting are, too."""
    words = set(_APOSTROPHE.sub(" ", said).split()) - _IDLE - _ANY
    return words <= set(_APOSTROPHE.sub(" ", fold(row.title)).split())


def _by_day(rows: Sequence[MeetingRow], typed: str, reading: Reading) -> list[MeetingRow]:
    """Return the meetings of the day that was typed; a day that has passed is that of a meeting, too."""
    if _HOURS_ALONE.fullmatch(fold(typed).strip()):
        return []
    for said in dict.fromkeys((typed, _OF.sub("le ", typed))):
        coming = read(said, replace(reading, recurring=False))
        if isinstance(coming, Refused) and coming.code == "none":
            continue
        day = coming.at.date() if isinstance(coming, Understood) else None
        on = [row for row in rows if _day_of(row) == day] or [
            row for row in rows if _is_of(row, said, reading)
        ]
        if on:
            return on
    return []


def _by_weekday(rows: Sequence[MeetingRow], typed: str, reading: Reading) -> list[MeetingRow]:
    """Return the meetings of the first day that has a weekday: “jeudi”, though there is none this week."""
    found = [row for row in rows if is_that_weekday(_day_of(row), typed, reading)]
    return [row for row in found if _day_of(row) == _day_of(found[0])]


def is_that_weekday(day: date, typed: str, reading: Reading) -> bool:
    """Return whether words say the weekday of a day, for who speaks of it weeks before: “je viens jeudi”."""
    said = fold(typed)
    if not _WEEKDAY.search(said) or _THIS_WEEK_ONLY.search(said):
        return False
    eve = datetime.combine(day - timedelta(days=1), time(12), reading.zone)
    found = read(typed, replace(reading, now=eve, recurring=False))
    return isinstance(found, Understood) and found.at.date() == day


def _is_of(row: MeetingRow, typed: str, reading: Reading) -> bool:
    """Return whether the day that was typed is that of a meeting, for who typed it the day before."""
    eve = row.starts_at - timedelta(days=1)
    found = read(typed, replace(reading, now=min(eve, reading.now), recurring=False))
    return isinstance(found, Understood) and found.at.date() == _day_of(row)


def day_in(row: MeetingRow, typed: str, reading: Reading) -> Understood | None:
    """Return the day of a meeting as some words say it, now or the day before; None if they do not."""
    eve = min(row.starts_at - timedelta(days=1), reading.now)
    for said in dict.fromkeys((typed, _OF.sub("le ", typed))):
        for now in (reading.now, eve):
            found = read(said, replace(reading, now=now, recurring=False, whole_days=True))
            if isinstance(found, Understood) and found.at.date() == _day_of(row):
                return found
    return None


def _day_of(row: MeetingRow) -> date:
    return row.starts_at.astimezone(ZoneInfo(row.zone)).date()


def which(ctx: Context, rows: Sequence[MeetingRow], action: str, **arguments: int | str | bool) -> Reply:
    """Ask which of several meetings is meant; the `action` is given its id as the choice of a menu."""
    options = tuple(Option(str(row.id), _label(row, ctx)) for row in rows[:_MOST])
    menu = Menu(_("Choose a meeting"), action, options, arguments)
    return Reply(text=_("Which meeting do you mean?"), menus=(menu,), private=True)


def _label(row: MeetingRow, ctx: Context) -> Text:
    return _("{title}, {when}", title=escape(row.title), when=when(row, ctx.words))


async def only(
    ctx: Context, rows: Sequence[MeetingRow], typed: str, action: str, **arguments: int | str | bool
) -> MeetingRow | Reply:
    """Return the one of some meetings that words name, or the question which of several; an `action` goes on.

    Raises:
        Refusal: there is none, or the words name none.
    """
    if not rows:
        raise none_there(ctx)
    those = found(rows, typed, ctx.reading)
    if not those:
        raise unknown(ctx, rows, typed)
    return those[0] if len(those) == 1 else which(ctx, those, action, **arguments)


def found(rows: Sequence[MeetingRow], typed: str, reading: Reading) -> list[MeetingRow]:
    """Return which of the meetings some words name; a weekday alone may be one of a later week."""
    return named(rows, typed, reading) or _by_weekday(rows, typed, reading)


def is_last(typed: str) -> bool:
    """Return whether words mean the last meeting that there was."""
    return fold(typed).strip(" .!?") in _LAST


def none_there(ctx: Context) -> Refusal:
    """Return what to say where there is no meeting to come."""
    if ctx.place.kind is PlaceKind.DM:
        return Refusal(
            "no_meeting", _("No meeting is planned in your channels: ask in the channel where it stands.")
        )
    return Refusal(
        "no_meeting",
        _(
            "No meeting is planned here. To set one: `/meeting fix Network meeting ; Tuesday 8 December "
            "14:00`"
        ),
    )


def none_of(
    ctx: Context, rows: Sequence[MeetingRow], typed: str, action: str, **arguments: int | str | bool
) -> Reply:
    """Return what to say of words that name none of some meetings, and offer those that there are."""
    text = unknown(ctx, rows, typed).text
    if len(rows) > 1:
        return replace(which(ctx, rows, action, **arguments), text=text)
    buttons = tuple(Button(_label(row, ctx), action, {**arguments, "meeting": row.id}) for row in rows)
    return Reply(text=text, buttons=buttons, private=True)


def unknown(ctx: Context, rows: Sequence[MeetingRow], typed: str) -> Refusal:
    """Return what to say of words that name none of some meetings."""
    lines = [_("- {meeting}", meeting=_label(row, ctx)) for row in rows[:_FEW]]
    words = " ".join(typed.split())[:80]
    said = _("I find no meeting “{words}” here. Those that I know:", words=words)
    if ctx.place.kind is PlaceKind.DM:
        said = _("I find no meeting “{words}” in your channels. Those that I know:", words=words)
    return Refusal("unknown_meeting", ctx.words.join([said, *lines]))


def chosen(ctx: Context, meeting: int) -> int:
    """Return the meeting that was chosen in a menu, else the one whose button was pressed."""
    choice = ctx.choice or ""
    return int(choice) if choice.isdecimal() else meeting
