"""Bounds in time: `jusqu'au 30 juin`, `à partir de lundi`, `dès janvier`, and those that are refused."""

from __future__ import annotations

from datetime import date

from bot.language.moments import troubles
from bot.language.moments.clock_ranges import clock
from bot.language.moments.clock_times import point
from bot.language.moments.dates import numeric_date
from bot.language.moments.day_ranges import range_end
from bot.language.moments.days import day, month_day
from bot.language.moments.scan import Scan
from bot.language.moments.values import Day, Read, Trouble


def limit(scan: Scan, at: int) -> Read | None:
    """Read `jusqu'au 30 juin`, `à partir de lundi`, and refuse `avant mardi`, `après le 3 mars`, `depuis`."""
    if scan.has(at, "until"):
        return _until(scan, at)
    if scan.has(at, "from", "since") and not _counts_from(scan, at):
        return _start(scan, at)
    if scan.has(at, "before", "after", "until_from"):
        return _before_or_after(scan, at)
    return None


def _until(scan: Scan, at: int) -> Read | None:
    place = scan.skip(scan.skip(at + 1, "de", "span_end"), "the", "les")
    announced = scan.text(at).endswith("au")
    found = numeric_date(scan, place, sure=announced) or day(scan, place) or day(scan, place - 1)
    if found is None and (announced or scan.has(place, "ordinal")):
        found = month_day(scan, place, alone=True)
    return ("until", *found) if found else _period_alone(scan, at, place)


def _counts_from(scan: Scan, at: int) -> bool:
    """Return whether `from 9 to 11` starts with a number, after an ordinary word."""
    return (
        scan.has(at, "from") and scan.language == "en" and scan.plain(at - 1) and scan.has(at + 1, "number")
    )


def _start(scan: Scan, at: int) -> Read | None:
    place = scan.skip(scan.skip(at + 1, "de", "of"), "the")
    announced = scan.text(place - 1) in ("du", "the")
    found = numeric_date(scan, place, sure=announced) or day(scan, place) or day(scan, place - 1)
    if found is None and announced:
        found = month_day(scan, place, alone=True)
    if found is None:
        found = _month(scan, place)
    if found is not None:
        days = None if scan.has(found[1], "until") else range_end(scan, found[0], None, found[1])
        if days is None:
            return "start", *found
        return ("days", *days) if scan.language == "fr" else None
    hour = point(scan, place)
    if hour is None or scan.has(hour[1], "span_end") or scan.sign(hour[1], "-"):
        return None
    return "clock", *hour


def _month(scan: Scan, at: int) -> tuple[Day, int] | None:
    """Read the `janvier` of `à partir de janvier`, which stands for its first day."""
    month = scan.value(at, "month")
    if month is None or (scan.has(at + 1, "number") and len(scan.digits(at + 1)) != 4):
        return None
    today = scan.now.date()
    written = len(scan.digits(at + 1)) == 4
    year = int(scan.digits(at + 1)) if written else today.year + (month <= today.month)
    end = at + 1 + written
    return Day("month", date(max(year, 1900), month, 1), words=scan.quote(at, end)), end


def _before_or_after(scan: Scan, at: int) -> Read | None:
    place = scan.skip(scan.skip(at + 1, "of"), "the")
    hour = clock(scan, place)
    found = None if hour else day(scan, place) or day(scan, place - 1)
    end = hour[1] if hour else found[1] if found else None
    if end is None:
        return None
    words = scan.quote(at, end)
    return "trouble", (troubles.gone(words) if scan.has(at, "until_from") else _deadline(words)), end


def _deadline(words: str) -> Trouble:
    return Trouble("deadline", troubles.vague(words).reason)


def _period_alone(scan: Scan, at: int, place: int) -> Read | None:
    if scan.has(place, "month", "month_abbr", "calendar"):
        return "trouble", troubles.which_day(scan.quote(at, place + 1)), place + 1
    return None
