"""Arithmetic on dates: the next such day, the n-th weekday of a month, months later, the days of feasts."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import TypeVar

T = TypeVar("T")

_LEAP_SEARCH = 9


def add_months(day: date, months: int) -> date:
    """Return the same day so many months later, or the last day of a shorter month.

    Raises:
        ValueError: the year would be beyond 9999.
    """
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    if not 1 <= year <= 9999:
        raise ValueError(year)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def coming(weekday: int, today: date) -> date:
    """Return the next such weekday, strictly after today."""
    return today + timedelta((weekday - today.weekday() - 1) % 7 + 1)


def monday_of(day: date) -> date:
    """Return the Monday of the week of a day."""
    return day - timedelta(day.weekday())


def last_of_month(year: int, month: int) -> date:
    """Return the last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def next_monthday(number: int, today: date) -> date | None:
    """Return the next day with that number in its month, today included; None if there is none."""
    if not 1 <= number <= 31:
        return None
    first = today.replace(day=1)
    for months in range(3):
        month = add_months(first, months)
        if number > monthrange(month.year, month.month)[1]:
            continue
        day = month.replace(day=number)
        if day >= today:
            return day
    return None


def next_date(day: int, month: int, today: date) -> date | None:
    """Return the next such date, today included; None if no year has it."""
    for year in range(today.year, today.year + _LEAP_SEARCH):
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found >= today:
            return found
    return None


def nth_weekday(nth: int, weekday: int, year: int, month: int) -> date | None:
    """Return the n-th such weekday of a month (-1 is the last one), or None if the month has fewer."""
    if nth > 0:
        first = date(year, month, 1)
        found = first + timedelta((weekday - first.weekday()) % 7 + 7 * (nth - 1))
    else:
        last = last_of_month(year, month)
        found = last - timedelta((last.weekday() - weekday) % 7 + 7 * (-nth - 1))
    return found if found.month == month else None


def period_of(day: date, frequency: str) -> tuple[date, int]:
    """Return the first day of the week (`WEEKLY`) or of the month of a day, and how many days it has."""
    if frequency == "WEEKLY":
        return monday_of(day), 7
    return day.replace(day=1), monthrange(day.year, day.month)[1]


def picked(found: Sequence[T], positions: Iterable[int]) -> list[T]:
    """Return those at some positions, from 1, or from -1 backwards, in their order.

    >>> picked("abc", (1, -1))
    ['a', 'c']
    """
    count = len(found)
    places = {at - 1 if at > 0 else count + at for at in positions}
    return [found[at] for at in sorted(places) if 0 <= at < count]


def easter(year: int) -> date:
    """Return Easter Sunday of the Gregorian calendar (the anonymous algorithm, Nature, 20 April 1876)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    j, k = divmod(c, 4)
    m = (a + 11 * h) // 319
    r = (2 * e + 2 * j - k - h + m + 32) % 7
    month = (h - m + r + 90) // 25
    return date(year, month, (h - m + r + month + 19) % 32)


_FIXED_FEASTS = {
    "christmas": (25, 12), "christmas eve": (24, 12), "new year": (1, 1), "new year's eve": (31, 12),
    "labour day": (1, 5), "national day": (14, 7), "assumption": (15, 8), "all saints": (1, 11),
    "armistice": (11, 11), "valentine": (14, 2),
}  # fmt: skip
_AFTER_EASTER = {
    "easter": 0, "easter monday": 1, "good friday": -2, "ascension": 39, "pentecost": 49,
    "pentecost monday": 50,
}  # fmt: skip


def feast(name: str, today: date) -> tuple[date, bool]:
    """Return the next day of a feast, today included, and whether it has the same date every year."""
    fixed = _FIXED_FEASTS.get(name)
    if fixed is not None:
        found = next_date(*fixed, today)
        return found or today, True
    shift = timedelta(_AFTER_EASTER[name])
    this_year = easter(today.year) + shift
    return (this_year if this_year >= today else easter(today.year + 1) + shift), False
