"""From wall time to instants: what a clock on the wall shows, in a zone whose clocks may jump."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.language.messages import Instant, Message, _
from bot.language.moments.calendar import add_months

if TYPE_CHECKING:
    from bot.language.moments.values import Clock, Length


def place(wall: datetime, zone: ZoneInfo) -> tuple[datetime, bool]:
    """Return the instant of a wall time, and whether it had to move.

    A wall time that the spring change skips moves forward by the length of the gap; one that the autumn
    change repeats is the first of the two (PEP 495, `fold=0`).
    """
    aware = wall.replace(tzinfo=zone, fold=0)
    real = aware.astimezone(UTC).astimezone(zone)
    return real, real.replace(tzinfo=None) != wall


def is_after(one: datetime, other: datetime) -> bool:
    """Return whether an instant is after another one.

    Python compares two datetimes of the same zone by their wall time alone, which is wrong in the hour that
    the autumn change repeats (PEP 495).
    """
    return one.astimezone(UTC) > other.astimezone(UTC)


def later(instant: datetime, seconds: int) -> datetime:
    """Return the instant so many elapsed seconds later, in the same zone."""
    return (instant.astimezone(UTC) + timedelta(seconds=seconds)).astimezone(instant.tzinfo)


def moment(day: date, clock: Clock, zone: ZoneInfo) -> tuple[datetime, Message | None]:
    """Return the instant of an hour of a day, and a note when a clock change moved it."""
    if clock.offset is not None:
        there = timezone(timedelta(minutes=clock.offset))
        written = datetime.combine(day, time(clock.hour % 24, clock.minute, clock.second), there)
        return (written + timedelta(clock.hour // 24)).astimezone(zone), None
    wall = datetime.combine(
        day + timedelta(clock.hour // 24), time(clock.hour % 24, clock.minute, clock.second)
    )
    at, moved = place(wall, zone)
    return at, moved_note(wall, at) if moved else None


def moved_note(wall: datetime, at: datetime) -> Message:
    """Return what is said of a wall time that the spring change skips."""
    from bot.language.moments.troubles import hour_of_day

    return _(
        "{wall} does not exist that day, because the clocks go forward: {moved} instead.",
        wall=hour_of_day(wall.hour, wall.minute),
        moved=hour_of_day(at.hour, at.minute),
    )


def spelled(day: date, zone: tzinfo) -> Instant:
    """Return a day to be said with its weekday in the reader's language."""
    return Instant(datetime.combine(day, time(12), zone), all_day=True)


def closing(at: datetime, start: Clock, end: Clock, zone: ZoneInfo) -> datetime:
    """Return the end of a range of hours whose start is at an instant, on the next day if need be.

    A start that the spring change moved beyond its end takes the end along.
    """
    found, _note = moment(at.date(), end, zone)
    if is_after(found, at):
        return found
    length = (end.hour - start.hour) * 3600 + (end.minute - start.minute) * 60 + end.second - start.second
    return later(at, length) if length > 0 else moment(at.date() + timedelta(1), end, zone)[0]


def ahead(at: datetime, length: Length, zone: ZoneInfo) -> datetime:
    """Return the instant a duration later: months and days by the calendar, hours as they elapse."""
    wall = at.replace(tzinfo=None)
    day = add_months(wall.date(), length.months) + timedelta(length.days)
    if day != wall.date():
        at, _moved = place(datetime.combine(day, wall.time()), zone)
    return later(at, length.seconds)
