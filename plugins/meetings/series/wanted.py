"""What is to change of a series, as it is typed: `chaque 2e jeudi 10h`, `15h-17h`, `sans visio`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, time

from bot.language.messages import Text, _
from bot.language.moments import Reading, Understood, read
from bot.plugin.finding import Misread
from plugins.meetings.gatherings.changes import Wanted, wanted
from plugins.meetings.polls.parts import PARTS
from plugins.meetings.polls.proposal import LONGEST_TITLE, Faulty, check_where, read_seats, too_long
from plugins.meetings.series.dates import Off
from plugins.meetings.series.rhythm import Rhythm, minutes_of, read_off
from plugins.meetings.series.typed import TypedSeries, read_days, rhythm_of, take

_NOTHING = _(
    "What shall change? For example `/meeting series change every 2nd Thursday of the month 10:00 from 1 "
    "March`, `15:00-17:00` or `place: village hall`."
)


@dataclass(frozen=True, slots=True)
class Hours:
    """The hours of each meeting; how many `minutes` it goes on for is as before where it is None."""

    start: time
    minutes: int | None


@dataclass(frozen=True, slots=True)
class Change:
    """What is to change of a series, from `since` on; None stays as it is, and an empty text takes away.

    `seats` of 0 are no limit. `off` is left out once more.
    """

    title: str | None = None
    rhythm: Rhythm | None = None
    hours: Hours | None = None
    place: str | None = None
    link: str | None = None
    seats: int | None = None
    announced_days: int | None = None
    alternates: bool | None = None
    off: tuple[Off, ...] = ()
    since: datetime | None = None


def split_change(text: str, reading: Reading) -> tuple[TypedSeries, Wanted]:
    """Return what the parts of a line want changed: of the series as such, and as of any meeting."""
    typed = TypedSeries()
    parts = [part for part in PARTS.split(text.strip()) if part]
    hours = [part for part in parts if _hours(part, reading) is not None]
    others = [part for part in parts if part not in hours and not take(typed, part, reading)]
    said = wanted(others, reading)
    said.date = hours[0] if hours else said.date
    if typed.title:
        said.title = typed.title
    return typed, said


def check_change(typed: TypedSeries, said: Wanted, reading: Reading) -> Change:
    """Return what is to change of a series.

    Raises:
        Faulty: some fields cannot be as they are, or nothing is to change.
    """
    wrong: dict[str, Text] = {}
    change = Change(title=said.title or None, place=said.place, link=said.link, alternates=typed.alternates)
    if len(said.title or "") > LONGEST_TITLE:
        wrong["title"] = too_long(LONGEST_TITLE)
    wrong |= check_where(said.place or "", said.link or "")
    try:
        change = _when(change, typed, said, reading)
    except Misread as problem:
        wrong["rhythm"] = problem.text
    try:
        change = replace(change, seats=None if said.seats is None else read_seats(said.seats) or 0)
    except Misread as problem:
        wrong["seats"] = problem.text
    try:
        if typed.announced:
            change = replace(change, announced_days=read_days(typed.announced, reading))
    except Misread as problem:
        wrong["more"] = problem.text
    if not wrong and change == Change():
        wrong["rhythm"] = _NOTHING
    if wrong:
        raise Faulty(wrong)
    return change


def _when(change: Change, typed: TypedSeries, said: Wanted, reading: Reading) -> Change:
    if typed.rhythm:
        return replace(change, rhythm=rhythm_of(typed, reading, needs_hour=False))
    off = tuple(read_off(part.partition(" ")[2], reading) for part in typed.off)
    hours = _hours(said.date, reading) if said.date else None
    if said.date and hours is None:
        raise Misread(_NOTHING)
    return replace(change, off=off, hours=hours)


def _hours(text: str, reading: Reading) -> Hours | None:
    """Return the hours that a text says alone, with no day; None if it says something else."""
    found = read(f"chaque jour {text}", replace(reading, recurring=True))
    if not isinstance(found, Understood) or found.rest or found.rrule != "FREQ=DAILY":
        return None
    return Hours(found.at.astimezone(reading.zone).time(), minutes_of(found, reading))
