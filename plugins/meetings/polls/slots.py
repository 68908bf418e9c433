"""Slots: dates that are put to the vote, as people type them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from bot.language.folding import fold
from bot.language.messages import Continued, Message, Text, _
from bot.language.moments import Reading, Refused, Understood, read
from bot.plugin.finding import Misread
from plugins.meetings.polls.deadline import closing_in
from plugins.meetings.polls.several import is_hour, tidied, told_apart

MOST = 30
"""So many dates one poll has."""
LONGEST_LABEL = 80
"""Characters that say what is particular about a date: where it would be."""

WHOLE_DAY = re.compile(
    r"(?:(?:toute|tout)(?: la| le)? |all )?(?:la )?(?:journee|jour|day)(?: entiere?)?|(?:the )?whole day"
)
_YEAR = re.compile(r"20\d\d|\d\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d\d|prochaine?\b|next\b")
_FAR = timedelta(days=300)
"""A day so far away that has no year is more likely one that has just passed."""
_PASSED = _("This day has passed this year. If you mean next year, write the year too.")
_NUMBER = re.compile(r"(?:(?:les?|the) )?\d+(?:er|e)?(?:[ ,/]+\d+)*", re.IGNORECASE)
_GOES_ON = re.compile(r"(?:ou|et|or|and)\s|.*(?:\s(?:ou|et|or|and)|,)$", re.IGNORECASE)
_WEEK = re.compile(r"(?:la |une |the )?(?:semaine|week)\b(?!-end)")
_WEEK_NUMBER = re.compile(r"(?:la )?(?:semaine|week|s\.?) ?(?:n ?° ?)?(\d{1,2})(?=$|[ ,;)])", re.IGNORECASE)
_WEEKS, _TO_FRIDAY = 52, timedelta(days=4)
_SAME_DAY = re.compile(r"^(?:le |the )?(?:m[êe]me jour|same day)\b[ ,:]*", re.IGNORECASE)
_HALF_DAY = re.compile(
    r"\b(?:matin(?:ee)?|apres[- ]midi|aprem(?:s|m)?|soir(?:ee)?|morning|afternoon|evening)\b"
)
_CLOCK = re.compile(r"\d ?(?:h|:|am\b|pm\b|heures?)|\b(?:midi|minuit|noon)\b(?<!apres midi)(?<!apres-midi)")
_AROUND_LABEL = " ,:–—-()"


@dataclass(frozen=True, slots=True)
class Slot:
    """A date that is put to the vote: aware instants in the zone in which it was said.

    `end` is None where only the beginning was said. Whole days go from 0:00 of the first to 23:59 of the
    last. `label` says what is particular about it.
    """

    start: datetime
    end: datetime | None = None
    all_day: bool = False
    label: str = ""
    said_whole: bool = field(default=False, compare=False)
    """Whether somebody wrote that it takes the whole day."""
    half_day: str = field(default="", compare=False)
    """What somebody wrote in the place of an hour: `lundi matin`, which is taken for one."""

    @property
    def times(self) -> tuple[datetime, datetime | None, bool]:
        """What makes it the same date as another one, whatever is said beside it."""
        return self.start, self.end, self.all_day

    @property
    def over_at(self) -> datetime:
        """When it has passed: people can come until then."""
        return self.start if self.end is None or not self.all_day else self.end


def read_slots(text: str, reading: Reading) -> list[Slot]:
    """Return the dates that a part of a line names: one, or several with “or”, “and” or a comma between them.

    Raises:
        Misread: it names none, or one that cannot be.
    """
    text = tidied(text)
    found = _read(text, reading)
    is_one = isinstance(found, Slot) and not _GOES_ON.match(found.label)
    slots = [] if is_one else _several(told_apart(text), reading)
    if isinstance(found, Slot):
        slots = slots or [found]
    elif not slots:
        raise Misread(found.reason)
    if not _YEAR.search(text) and max(slot.start for slot in slots) - reading.now > _FAR:
        raise Misread(_PASSED)
    return slots


def with_days(dates: Sequence[str], reading: Reading) -> list[str]:
    """Return dates as they were typed, an hour alone with the day of the date before it.

    `mardi 9h ; 14h` are two hours of one day.
    """
    found: list[str] = []
    for typed in dates:
        hours = _SAME_DAY.sub("", tidied(typed))
        if found and is_hour(hours) and (day := _day_of(found[-1], reading)):
            found.append(f"{day} {hours}")
        else:
            found.append(typed)
    return found


def _day_of(typed: str, reading: Reading) -> str:
    try:
        return f"{read_slots(typed, reading)[-1].start:%d/%m/%Y}"
    except Misread:
        return ""


def _several(parts: Sequence[str], reading: Reading) -> list[Slot]:
    """Return the dates of several parts, none where one of them is no date.

    An hour alone is that of the day before it; the hours that only the last one says are those of all.
    """
    slots: list[Slot] = []
    for part in parts if len(parts) > 1 else ():
        day = f"{slots[-1].start:%d/%m/%Y} " if slots and is_hour(part) else ""
        found = _read(f"{day}{part}", reading)
        if isinstance(found, Refused) or closing_in(part):
            return []
        slots.append(found)
    if not slots or slots[-1].all_day or not all(_is_plain_day(slot) for slot in slots[:-1]):
        return slots
    last = slots[-1]
    return [*(replace(_on_day_of(slot, last), label=last.label) for slot in slots[:-1]), last]


def _is_plain_day(slot: Slot) -> bool:
    """Return whether a date says a day, and nothing else of it: no hour, not “all day”."""
    return slot.all_day and not slot.said_whole and not slot.label


def _on_day_of(day: Slot, hours: Slot) -> Slot:
    """Return the hours of one date on the day of another."""
    moved = day.start.date() - hours.start.date()
    end = hours.end + moved if hours.end is not None else None
    return replace(hours, start=hours.start + moved, end=end)


def _read(text: str, reading: Reading) -> Slot | Refused:
    reading = replace(reading, recurring=False, whole_days=True)
    text = _with_week(text, reading)
    found = read(text, reading)
    if isinstance(found, Refused):
        return _as_passed(text, found, reading)
    if found.rrule is not None:
        reason = _(
            "This comes again and again, and a date of a poll comes once. Write for example “Tuesday "
            "14:00-16:00”."
        )
        return Refused("unsupported", reason, found.rest, found.pieces)
    if found.note is not None:  # the clocks change: that hour is not on them that day
        return Refused("impossible", found.note, found.rest, found.pieces)
    slot = replace(_slot(found), half_day=_half_day(text, found))
    if _WEEK.match(fold(text)):
        slot = _working_week(slot)
    if _NUMBER.fullmatch(slot.label):  # a number that is part of a day or an hour, and nobody knows of which
        return Refused(
            "ambiguous",
            _("What is “{number}” here? Write for example “Tuesday 8 December 14:00”.", number=slot.label),
            found.rest,
            found.pieces,
        )
    return slot


def _half_day(text: str, found: Understood) -> str:
    """Return the words that say a part of the day in the place of an hour, empty if an hour was said."""
    said = " ".join(text[piece.start : piece.end] for piece in found.pieces if piece.kind == "time")
    if found.all_day or found.end is not None or _CLOCK.search(fold(said)):
        return ""
    return said if _HALF_DAY.search(fold(said)) else ""


def _with_week(text: str, reading: Reading) -> str:
    """Return a text that names a week by its number with the Monday of it instead: `semaine 50`."""
    week = _WEEK_NUMBER.match(text)
    if week is None or not 1 <= int(week[1]) <= _WEEKS:
        return text
    today = reading.now.astimezone(reading.zone).date()
    mondays = (date.fromisocalendar(today.year + later, int(week[1]), 1) for later in (0, 1))
    monday = next(day for day in mondays if day + _TO_FRIDAY >= today)
    return f"semaine du {monday:%d/%m/%Y}{text[week.end() :]}"


def _working_week(slot: Slot) -> Slot:
    """Return the days from Monday to Friday of the week of a whole day, anything else as it is."""
    if not slot.all_day or slot.end is None or slot.end.date() != slot.start.date():
        return slot
    monday = timedelta(days=-slot.start.weekday())
    return replace(slot, start=slot.start + monday, end=slot.end + monday + _TO_FRIDAY)


def _as_passed(text: str, refused: Refused, reading: Reading) -> Refused:
    """Return that a day has passed, where it was refused for its weekday, which it had this year."""
    if refused.code != "impossible":
        return refused
    earlier = read(text, replace(reading, now=reading.now - _FAR))
    if isinstance(earlier, Refused) or earlier.at >= reading.now:
        return refused
    return replace(refused, reason=_PASSED)


def _slot(found: Understood) -> Slot:
    said = found.rest.strip(_AROUND_LABEL)
    is_whole = bool(WHOLE_DAY.fullmatch(fold(said)))
    return Slot(found.at, found.end, found.all_day, "" if is_whole else " ".join(said.split()), is_whole)


def misread(typed: str, problem: Misread) -> Misread:
    """Return what is wrong with a date, with the date before it unless the problem names it itself."""
    values = problem.text.values.values() if isinstance(problem.text, Message) else ()
    if any(fold(str(value)).strip(" .") == fold(typed).strip(" .") for value in values):
        return problem
    return Misread(_("“{date}”: {problem}", date=typed[:80], problem=Continued(problem.text)))


def is_same(one: Slot, other: Slot) -> bool:
    """Return whether two dates are one: said at one place, or of one of them no place is said."""
    is_there = not one.label or not other.label or fold(one.label) == fold(other.label)
    return one.times == other.times and is_there


def in_order(slots: Sequence[Slot]) -> list[Slot]:
    """Return dates in order, the same one only once: the one of which more is said."""
    once: list[Slot] = []
    for slot in sorted(slots, key=lambda slot: not slot.label):
        if not any(is_same(slot, other) for other in once):
            once.append(slot)
    return sorted(once, key=lambda slot: (slot.start, slot.end or slot.start))


def check_number(slots: Sequence[Slot]) -> None:
    """Check that a poll can be made of so many dates.

    Raises:
        Misread: there are too few, or too many.
    """
    wrong: Text | None = None
    if not slots:
        wrong = _(
            "Between which dates is there to choose? For example: “Tuesday 14:00-16:00 ; Thursday 10:00”."
        )
    elif len(slots) > MOST:
        wrong = _(
            "These are {count} dates, and a poll has {most} at most: keep the likeliest ones.",
            count=len(slots),
            most=MOST,
        )
    if wrong is not None:
        raise Misread(wrong)
