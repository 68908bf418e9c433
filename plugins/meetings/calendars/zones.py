"""Time zones in calendar files: what RFC 5545 calls VTIMEZONE, made from the zones that Python knows.

Outlook reads a zone by the rule of its summer and winter time, and ignores lists of dates. So a zone whose
clocks change by a rule, as in Europe, is written with that rule; meetings of any other are written in UTC.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard, vRecur

_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_YEARS_BY_RULE = 3
"""So many years in a row a rule has to hold for."""
_WEEK = 7


@dataclass(frozen=True, slots=True)
class Change:
    """The clocks of a zone change: `at` is aware, in UTC; the offsets are those before and after it."""

    at: datetime
    before: timedelta
    after: timedelta
    name: str
    is_summer: bool

    @property
    def wall(self) -> datetime:
        """The wall time at which it happens, naive, on the clocks before it: RFC 5545, section 3.6.5."""
        return (self.at + self.before).replace(tzinfo=None)


def component(zone: ZoneInfo, first: datetime, last: datetime) -> Timezone | None:
    """Return a zone as it is written in a calendar with meetings between two instants (aware).

    It is None where the clocks change by no rule, as with Ramadan.
    """
    written = Timezone()
    written.add("tzid", zone.key)
    found = changes(zone, first.year - 1, last.year + _YEARS_BY_RULE)
    if not found:
        written.add_component(_still(zone, first))
        return written
    for is_summer in (False, True):
        alike = [change for change in found if change.is_summer is is_summer]
        rule = _rule(alike)
        if rule is None:
            return None
        written.add_component(_observance(alike[0], rule))
    return written


def changes(zone: ZoneInfo, first: int, last: int) -> Sequence[Change]:
    """Return when the clocks of a zone change, from the first to the last year."""
    start = datetime(first, 1, 1, tzinfo=UTC)
    days = [start + timedelta(days=day) for day in range((last - first + 1) * 366)]
    return [
        _change(zone, one, other)
        for one, other in pairwise(days)
        if _offset(zone, one) != _offset(zone, other)
    ]


def _offset(zone: ZoneInfo, at: datetime) -> timedelta:
    return at.astimezone(zone).utcoffset() or timedelta()


def _change(zone: ZoneInfo, before: datetime, after: datetime) -> Change:
    """Return the change between two instants that lie a day apart, to the minute."""
    was = _offset(zone, before)
    while after - before > timedelta(minutes=1):
        middle = before + (after - before) // 2
        middle = middle.replace(second=0, microsecond=0)
        before, after = (middle, after) if _offset(zone, middle) == was else (before, middle)
    there = after.astimezone(zone)
    now = _offset(zone, after)
    # summer time is the one that is ahead: in Dublin, winter is what zones call the exception
    return Change(after, was, now, there.tzname() or zone.key, now > was)


def _rule(alike: Sequence[Change]) -> vRecur | None:
    """Return the rule by which changes of one kind come each year, None if there is none."""
    if not alike:
        return None
    years = [change.wall.year for change in alike]
    if len(alike) < _YEARS_BY_RULE or years != list(range(years[0], years[0] + len(years))):
        return None
    if (
        len({(one.wall.month, one.wall.weekday(), one.wall.time(), one.before, one.after) for one in alike})
        > 1
    ):
        return None
    wall = alike[0].wall
    for place in (-1, 1, 2, 3, 4):
        if all(_is_in_place(change.wall, place) for change in alike):
            return vRecur(
                {"FREQ": "YEARLY", "BYMONTH": wall.month, "BYDAY": f"{place}{_DAYS[wall.weekday()]}"}
            )
    return None


def _is_in_place(day: datetime, place: int) -> bool:
    """Return whether a day is the first, second … or last one of its name in its month."""
    if place < 0:
        return (day + timedelta(days=_WEEK)).month != day.month
    return (day.day - 1) // _WEEK + 1 == place


def _observance(change: Change, rule: vRecur) -> TimezoneStandard | TimezoneDaylight:
    written = TimezoneDaylight() if change.is_summer else TimezoneStandard()
    written.add("dtstart", change.wall)
    written.add("tzoffsetfrom", change.before)
    written.add("tzoffsetto", change.after)
    written.add("tzname", change.name)
    written.add("rrule", rule)
    return written


def _still(zone: ZoneInfo, at: datetime) -> TimezoneStandard:
    """Return the time of a zone whose clocks do not change, as overseas."""
    offset = _offset(zone, at)
    written = TimezoneStandard()
    written.add("dtstart", datetime(1970, 1, 1))  # noqa: DTZ001 - the wall time of the zone
    written.add("tzoffsetfrom", offset)
    written.add("tzoffsetto", offset)
    written.add("tzname", at.astimezone(zone).tzname() or zone.key)
    return written
