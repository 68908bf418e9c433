"""Appointments: a meeting whose date is known, as it is typed, `TITLE ; DATE ; place … ; link ; N seats`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.language.messages import _
from bot.language.moments import Reading, Refused, read
from bot.plugin.finding import Misread
from plugins.meetings.polls.proposal import Faulty, Typed, check_title, check_where, read_seats
from plugins.meetings.polls.slots import Slot, in_order, misread, read_slots

_SEVERAL = _(
    "A meeting has one date, and these are several. To have people choose between them, begin with "
    "`/meeting propose`."
)
NO_VOTE = _(
    "A meeting whose date is set has no vote to close. To have people vote, begin with `/meeting propose`."
)


@dataclass(frozen=True, slots=True)
class Appointment:
    """A meeting whose date is known; `seats` is None where there is no limit."""

    title: str
    slot: Slot
    where: str = ""
    link: str = ""
    seats: int | None = None


def placed(typed: Typed, reading: Reading) -> Typed:
    """Return what was typed, with a part that names no time for the place: `mardi 14h ; Roanne`."""
    timeless = [part for part in typed.dates if not _has_time(part, reading)]
    if typed.where or len(timeless) != 1 or len(typed.dates) == 1:
        return typed
    dates = [part for part in typed.dates if part not in timeless]
    return replace(typed, where=timeless[0], dates=dates)


def _has_time(part: str, reading: Reading) -> bool:
    said = read(part, reading)
    return not isinstance(said, Refused) or said.code != "none"


def check(typed: Typed, reading: Reading) -> Appointment:
    """Return the meeting that was typed.

    Raises:
        Faulty: some fields cannot be as they are: `title`, `date`, `where` or `seats`.
    """
    wrong = check_title(typed.title, _("What is it about? A few words, before the date."))
    slot: Slot | None = None
    seats: int | None = None
    try:
        slot = read_date(typed.dates, reading)
    except Misread as problem:
        wrong["date"] = problem.text
    if typed.closes:
        wrong.setdefault("date", NO_VOTE)
    try:
        seats = read_seats(typed.seats)
    except Misread as problem:
        wrong["seats"] = problem.text
    where, link = typed.where, typed.link
    if slot is not None and slot.label:
        said = Typed.of_form("", "", "", slot.label, "")
        where, link = where or said.where, link or said.link
    wrong |= check_where(where, link)
    if wrong or slot is None:
        raise Faulty(wrong)
    return Appointment(typed.title, slot, where, link, seats)


def read_date(dates: Sequence[str], reading: Reading) -> Slot:
    """Return the one date that was typed.

    Raises:
        Misread: there is none, there are several, or it cannot be.
    """
    if not dates:
        raise Misread(_("When is it? For example “Tuesday 8 December 14:00-16:00”."))
    slots: list[Slot] = []
    for typed in dates:
        try:
            slots += read_slots(typed, reading)
        except Misread as problem:
            raise misread(typed, problem) from None
    slots = in_order(slots)
    if len(slots) > 1:
        raise Misread(_SEVERAL)
    return slots[0]
