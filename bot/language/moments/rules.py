"""Repetitions as RFC 5545 rules: their occurrences on the wall clock, over clock changes and holidays."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from heapq import merge
from itertools import groupby, islice
from zoneinfo import ZoneInfo

from bot.language.moments.calendar import add_months, period_of, picked
from bot.language.moments.public_holidays import is_public_holiday
from bot.language.moments.wall import is_after, place

_SUB_DAILY = {"HOURLY": 3600, "MINUTELY": 60}
_MOST_SKIPPED = 10_000
"""A rule that gives no occurrence in so many candidates has none that anyone waits for."""


@dataclass(frozen=True, slots=True)
class Series:
    """Something that recurs: the rule (no `RRULE:` prefix), its first occurrence, and where it is read.

    `first` is aware; the wall time of the series is that of `first` in `zone`, unless the rule names the
    hour itself. COUNT counts the occurrences that take place: a public holiday that is skipped is none. What
    comes at other hours on other days has several rules, one a line, each with its hours (`each`).
    """

    rrule: str
    first: datetime
    zone: ZoneInfo
    skip_holidays: bool = False
    territory: str | None = None


def parts(rule: str) -> dict[str, str]:
    """Return the parts of a rule by their name, UNTIL and COUNT included.

    >>> parts("FREQ=WEEKLY;BYDAY=TU")
    {'FREQ': 'WEEKLY', 'BYDAY': 'TU'}
    """
    return dict(part.partition("=")[::2] for part in rule.split(";") if part)


def each(rule: str) -> list[str]:
    """Return the rules of which a rule is made, one a line; mostly it is one."""
    return rule.splitlines()


def next_occurrence(series: Series, after: datetime) -> datetime | None:
    """Return the first occurrence strictly after an instant, or None when the series has ended.

    Without COUNT the cost does not depend on the age of the series; with COUNT it is at most COUNT steps.
    """
    after = after.astimezone(UTC)
    start = None if "COUNT=" in series.rrule else after
    return next((instant for instant in _occurrences(series, start) if instant > after), None)


def occurrences(series: Series) -> Iterator[datetime]:
    """Return all occurrences in their order, as aware instants in the zone; endless without an end."""
    return _occurrences(series, None)


def _occurrences(series: Series, start: datetime | None) -> Iterator[datetime]:
    """Return the occurrences, from a little before `start` when it is given; one of two rules is one."""
    several = [_of_rule(replace(series, rrule=one), start) for one in each(series.rrule)]
    if len(several) == 1:
        return several[0]
    return (instant for instant, _same in groupby(merge(*several, key=_in_utc)))


def _in_utc(instant: datetime) -> datetime:
    return instant.astimezone(UTC)


def _of_rule(series: Series, start: datetime | None) -> Iterator[datetime]:
    """Return the occurrences of a series that has one rule."""
    found = parts(series.rrule)
    count = int(found["COUNT"]) if "COUNT" in found else None
    until = until_of(found)
    candidates = _instants(series, found, start)
    return islice(_kept(series, candidates, until), count)


def _kept(series: Series, candidates: Iterator[datetime], until: datetime | None) -> Iterator[datetime]:
    skipped = 0
    for instant in candidates:
        if until is not None and instant > until:
            return
        if _is_skipped(series, instant):
            skipped += 1
            if skipped > _MOST_SKIPPED:
                return
            continue
        skipped = 0
        yield instant


def until_of(found: dict[str, str]) -> datetime | None:
    """Return the instant of UNTIL, which RFC 5545 wants in UTC."""
    written = found.get("UNTIL")
    if written is None:
        return None
    return datetime.strptime(written.rstrip("Z"), "%Y%m%dT%H%M%S").replace(tzinfo=UTC)


def _instants(series: Series, found: dict[str, str], start: datetime | None) -> Iterator[datetime]:
    weeks, found = _weeks_of(found)
    frequency = found["FREQ"]
    interval = int(found.get("INTERVAL", "1"))
    first = series.first.astimezone(series.zone)
    if frequency in _SUB_DAILY:
        yield from _elapsed(first, _SUB_DAILY[frequency] * interval, start)
        return
    wall = first.replace(tzinfo=None)
    begin = wall if start is None else _begin_near(wall, start.astimezone(series.zone), frequency, interval)
    if "BYHOUR" in found:
        begin = begin.replace(hour=0)
    rule = _positioned(series, found, begin) if "BYSETPOS" in found else _wall_rule(found, begin)
    for candidate in rule:
        if candidate.date() < wall.date() or (weeks and candidate.isocalendar().week not in weeks):
            continue
        instant, _moved = place(candidate, series.zone)
        if not is_after(first, instant):
            yield instant


def _weeks_of(found: dict[str, str]) -> tuple[frozenset[int], dict[str, str]]:
    """Return the numbers of the only weeks of a rule, none if it has all, and the rule as that of each week.

    Only a yearly rule may number weeks (RFC 5545, 3.3.10). They are counted here, since python-dateutil 2.9
    takes 1 January 2039 for a day of week 53 of a year that has 52.
    """
    if "BYWEEKNO" not in found:
        return frozenset(), found
    every = {name: value for name, value in found.items() if name != "BYWEEKNO"}
    return frozenset(map(int, found["BYWEEKNO"].split(","))), {**every, "FREQ": "WEEKLY"}


def _positioned(series: Series, found: dict[str, str], begin: datetime) -> Iterator[datetime]:
    """Return the first, the last… of the candidates of each month or week.

    Unlike in RFC 5545, public holidays that are skipped are no candidates: the first working day of January
    is never the 1st.
    """
    frequency = found["FREQ"]
    positions = [int(written) for written in found["BYSETPOS"].split(",")]
    every = {name: value for name, value in found.items() if name != "BYSETPOS"}
    start, _length = period_of(begin.date(), frequency)
    candidates = _wall_rule(every, datetime.combine(start, begin.time()))
    for _period, days in groupby(candidates, lambda candidate: period_of(candidate.date(), frequency)):
        yield from picked([day for day in days if not _is_skipped(series, day)], positions)


def _is_skipped(series: Series, at: datetime) -> bool:
    return series.skip_holidays and is_public_holiday(at.date(), series.territory)


def _elapsed(first: datetime, step: int, start: datetime | None) -> Iterator[datetime]:
    """Return instants that elapsed time separates: every two hours stays two hours over a clock change."""
    instant = first.astimezone(UTC)
    if start is not None and start > first:
        instant += timedelta(seconds=step * int((start - first).total_seconds() // step))
    while True:
        yield instant.astimezone(first.tzinfo)
        instant += timedelta(seconds=step)


def _begin_near(wall: datetime, start: datetime, frequency: str, interval: int) -> datetime:
    """Return a start of the rule just before an instant, whole intervals after the real one."""
    days = (start.replace(tzinfo=None) - wall).days - 2
    if days <= 0:
        return wall
    if frequency == "DAILY":
        return wall + timedelta(days - days % interval)
    if frequency == "WEEKLY":
        return wall + timedelta(days - days % (7 * interval))
    months = (start.year - wall.year) * 12 + start.month - wall.month - 1
    step = interval * (12 if frequency == "YEARLY" else 1)
    shift = max(0, months - months % step)
    return _first_of(wall, shift)


def _first_of(wall: datetime, months: int) -> datetime:
    if months == 0:
        return wall
    return datetime.combine(add_months(wall.date().replace(day=1), months), wall.time())


def _wall_rule(found: dict[str, str], begin: datetime) -> Iterator[datetime]:
    from dateutil.rrule import rrulestr

    kept = ";".join(f"{name}={value}" for name, value in found.items() if name not in ("UNTIL", "COUNT"))
    return iter(rrulestr(kept, dtstart=begin))
