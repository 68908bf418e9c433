"""Ranges of days: `du 3 au 5 mars`, `du lundi 3 au mercredi 5 mars`, `3-5 mars`, `March 3rd to 5th`."""

from __future__ import annotations

from bot.language.messages import _
from bot.language.moments.calendar import add_months, next_monthday
from bot.language.moments.dates import numeric_date
from bot.language.moments.days import day, weekday_name
from bot.language.moments.scan import Scan
from bot.language.moments.values import Day, Days, Trouble

_NO_DAY_BEFORE = ("unit", "hour", "street", "month", "month_abbr", "number", "times")

Found = tuple[Days | Trouble, int]


def day_range(scan: Scan, at: int) -> Found | None:
    """Return the range of days that starts at that place."""
    opened = scan.has(at, "span_start", "from")
    if scan.has(at, "between"):
        return None
    place = scan.skip(at + 1 if opened else at, "the")
    number, number_end = _bare_number(scan, place)
    if number is not None and scan.text(at) == "du" and scan.text(number_end) == "au":
        numbered = _numbers_only(scan, number, number_end + 1)
        if numbered is not None:
            return numbered
    if number is not None and (opened or _joins(scan, number_end)):
        found = range_end(scan, None, number, number_end)
        if found is not None:
            return found
    first = day(scan, place) or (day(scan, place - 1) if opened else None)
    if first is None or not (opened or _joins(scan, first[1])):
        return None
    return range_end(scan, first[0], number, first[1])


def _numbers_only(scan: Scan, number: int, at: int) -> Found | None:
    """Read the end of `du 3 au 5`, both in the month that has the next 3rd."""
    last = scan.number(at)
    if last is None or not scan.digits(at) or scan.plain(at + 1) or scan.has(at + 1, *_NO_DAY_BEFORE):
        return None
    first = next_monthday(number, scan.now.date())
    if first is None or scan.sign(at + 1, "/.-:€%"):
        return None
    opening = Day("date", first, monthday=number, month=first.month)
    closing = _same_month(last, opening)
    return _ordered(opening, closing, at + 1, next_year=False) if closing else None


def _bare_number(scan: Scan, at: int) -> tuple[int | None, int]:
    """Return the `3` of `du 3 au 5 mars` and of `du lundi 3 au …`, and the place after it."""
    weekday, after = weekday_name(scan, at)
    place = after if weekday is not None else at
    number = scan.value(place, "ordinal") if scan.has(place, "ordinal") else scan.number(place)
    return number, place + 1


def _joins(scan: Scan, at: int) -> bool:
    """Return whether what stands there joins two days even without a word before the first one."""
    return scan.text(at) in ("au", "to", "through", "until", "till", "til") or scan.sign(at, "-")


def range_end(scan: Scan, first: Day | Trouble | None, number: int | None, end: int) -> Found | None:
    """Return the range whose first day, or only its number, stands before `end`."""
    if not (scan.has(end, "span_end") or scan.sign(end, "-")):
        return None
    place = scan.skip(end + 1, "the")
    last = (
        _in_the_same_month(scan, first, place)
        or numeric_date(scan, place, sure=scan.digits(end - 1) != "" and scan.text(end) == "au")
        or day(scan, place)
        or day(scan, place - 1)
    )
    if last is None:
        return None
    closing, after = last
    if isinstance(closing, Trouble):
        return closing, after
    if isinstance(first, Trouble):
        return first, after
    opening = first
    inferred = first is None or first.kind in ("monthday", "weekday")
    if first is None or first.kind in ("monthday", "weekday"):
        opening = _same_month(number, closing) if number is not None else first
    if opening is None:
        return None
    return _ordered(opening, closing, after, next_year=not inferred)


def _ordered(opening: Day, closing: Day, after: int, *, next_year: bool) -> Found | None:
    if closing.date <= opening.date:
        if closing.kind == "weekday":
            return None
        closing = _a_year_later(closing) if next_year and closing.kind == "date" else closing
    if closing.date <= opening.date:
        return Trouble(
            "impossible", _("This range ends before it starts. Write for instance “from 3 to 5 March”.")
        ), after
    return Days(opening, closing), after


def _in_the_same_month(scan: Scan, first: Day | Trouble | None, at: int) -> tuple[Day, int] | None:
    """Read the `5th` of `March 3rd to 5th`."""
    number = scan.value(at, "ordinal") if scan.has(at, "ordinal") else scan.number(at)
    if (
        not isinstance(first, Day)
        or first.month is None
        or number is None
        or not scan.has(at, "digits", "digital")
    ):
        return None
    if scan.has(at + 1, "month", "month_abbr", "hour", "meridiem", "unit") or scan.sign(at + 1, "/:.-"):
        return None
    found = _same_month(number, first)
    return (found, at + 1) if found else None


def _same_month(number: int, other: Day) -> Day | None:
    """Return the day with that number in the month of another one."""
    try:
        return Day("date", other.date.replace(day=number), monthday=number, month=other.date.month)
    except ValueError:
        return None


def _a_year_later(day: Day) -> Day:
    return Day(day.kind, add_months(day.date, 12), monthday=day.monthday, month=day.month)
