"""Dates: `15/03`, `15-03-2027`, `2027-03-15`, `3 mars 2027`, `1er janvier`, `mars 3`, `the 3rd of March`."""

from __future__ import annotations

from datetime import date

from bot.language.moments import calendar, troubles
from bot.language.moments.periods import period
from bot.language.moments.scan import Scan
from bot.language.moments.values import Day, Trouble

Found = tuple[Day | Trouble, int]
_FARTHEST_SHORT_YEAR = 50
"""Years ahead: `99` in a date of this century is the year 1999, which is past."""


def numeric_date(scan: Scan, at: int, *, sure: bool = False) -> Found | None:
    """Read a date in figures, day before month; `sure` when a weekday or an article announced it.

    Two figures alone are as often a fraction, a score or a range: they count as a date only if one of them
    has two digits, and with a hyphen or a dot only after a weekday or an article.
    """
    place = scan.skip(at, "the")
    announced = sure or place > at
    separator = scan.text(place + 1) if scan.sign(place + 1, "/-.") else ""
    if not scan.digits(place) or not separator or not (scan.glued(place + 1) and scan.glued(place + 2)):
        return None
    ends_range = scan.sign(place - 1, "-") and scan.sign(place - 3, "/")
    if place and scan.sign(place - 1, "/.-+:") and scan.glued(place) and not ends_range:
        return None
    middle, last = scan.digits(place + 2), ""
    if scan.sign(place + 3, separator) and scan.glued(place + 3) and scan.glued(place + 4):
        last = scan.digits(place + 4)
        if not last or (scan.sign(place + 5, "/-.:") and scan.glued(place + 5) and scan.glued(place + 6)):
            return None
        return _full_date(scan, (scan.digits(place), middle, last), place + 5)
    if (
        not middle
        or scan.has(place + 3, "hour", "meridiem", "unit", "times", "street")
        or scan.sign(place + 3, "€%")
    ):
        return None
    return _day_and_month(scan, place, separator, middle, announced=announced)


def _day_and_month(scan: Scan, place: int, separator: str, middle: str, *, announced: bool) -> Found | None:
    first = scan.digits(place)
    clocked = (scan.digits(place + 3) and scan.has(place + 4, "hour")) or scan.has(place + 3, "at_strict")
    written = f"{first}{separator}{middle}"
    likely = (
        separator == "/"
        and (max(len(first), len(middle)) == 2 or clocked)
        and written not in ("24/7", "24/24")
    ) or (separator == "." and bool(clocked) and len(first) == len(middle) == 2 and not scan.plain(place - 1))
    if not (announced or likely) or len(first) > 2 or len(middle) > 2:
        return None
    number, month = int(first), int(middle)
    found = calendar.next_date(number, month, scan.now.date()) if 1 <= month <= 12 and number else None
    if found is None:
        if announced or (number <= 31 and month <= 31):
            return troubles.no_such_date(written), place + 3
        return None
    return Day("date", found, monthday=number, month=month), place + 3


def _full_date(scan: Scan, parts: tuple[str, str, str], end: int) -> Found | None:
    if len(parts[0]) == 4:
        year, month, number = (int(part) for part in parts)
    elif len(parts[2]) in (2, 4) and len(parts[0]) <= 2 and len(parts[1]) <= 2:
        number, month, year = (int(part) for part in parts)
        if len(parts[2]) == 2:
            year += 2000 if year + 2000 <= scan.now.year + _FARTHEST_SHORT_YEAR else 1900
    else:
        return None
    if year < 1900:
        return None
    try:
        found = date(year, month, number)
    except ValueError:
        return troubles.no_such_date("/".join(parts)), end
    if scan.text(end) == "t" and scan.glued(end):
        end += 1
    return Day("fixed", found), end


def month_date(scan: Scan, at: int) -> Found | None:
    """Read a date whose month is a word: `3 mars 2027`, `1er janvier`, `mars 3`, `the 3rd of March`."""
    place = scan.skip(at, "the", "this")
    number = day_number(scan, place)
    if number is not None:
        after = scan.skip(place + 1, "of") if scan.language == "en" else place + 1
        month, end = month_name(scan, after)
        if month is None:
            return None
        return _dated(scan, number, month, end)
    month, end = month_name(scan, place)
    if month is None or place > at:
        return None
    after = scan.skip(end, "the")
    number = day_number(scan, after)
    if (
        number is None
        or scan.has(after + 1, "hour", "meridiem", "unit", "oclock")
        or scan.sign(after + 1, ":/")
    ):
        return None
    if number > 31 or (scan.plain(after + 1) and scan.language == "fr"):
        return None
    return _dated(scan, number, month, after + 1)


def day_number(scan: Scan, at: int) -> int | None:
    """Return a number that may be that of a day, cardinal or ordinal."""
    number = scan.value(at, "ordinal")
    if number is None:
        number = scan.number(at)
    return number if number is not None and 0 <= number <= 99 else None


def month_name(scan: Scan, at: int) -> tuple[int | None, int]:
    """Return a month, whole or abbreviated, and the place after it."""
    month = scan.value(at, "month")
    if month is not None:
        return month, at + 1
    month = scan.value(at, "month_abbr")
    if month is None:
        return None, at
    return month, at + 2 if scan.sign(at + 1, ".") and scan.glued(at + 1) else at + 1


def _dated(scan: Scan, number: int, month: int, end: int) -> Found:
    year_at = end + 1 if scan.sign(end, ",") else end
    digits = scan.digits(year_at)
    if len(digits) == 4 and int(digits) >= 1900 and not scan.has(year_at + 1, "hour", "unit"):
        try:
            return Day("fixed", date(int(digits), month, number)), year_at + 1
        except ValueError:
            return troubles.no_such_date(f"{number}/{month:02}/{digits}"), year_at + 1
    found = calendar.next_date(number, month, scan.now.date()) if number else None
    if found is None:
        return troubles.no_such_date(f"{number}/{month:02}"), end
    year = period(scan, scan.skip(scan.skip(end, "of"), "the"))
    if year is not None and isinstance(year[0], Day) and year[0].kind == "year":
        try:
            return Day("fixed", date(year[0].date.year, month, number)), year[1]
        except ValueError:
            return troubles.no_such_date(f"{number}/{month:02}"), year[1]
    if scan.has(end, "next"):
        end += 1
    return Day("date", found, monthday=number, month=month), end
