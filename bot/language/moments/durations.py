"""Durations: `1h30`, `une heure et demie`, `trois quarts d'heure`, `quinze jours`, `a fortnight`."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from bot.language.messages import Language
from bot.language.moments.lexicon import lexemes, lexicon
from bot.language.moments.scan import Scan
from bot.language.moments.tokens import tokenize
from bot.language.moments.values import Length
from bot.language.moments.words import may_be_plural

_SECONDS = {"second": 1, "minute": 60, "hour": 3600}
_DAYS = {"day": 1, "week": 7, "fortnight": 14}
_MONTHS = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}
_MOST_HOURS = 24
_MOST_MEASURES = 4
_EARLIEST, _LATEST = 7, 23
_FEWEST_MINUTES = 5
_MONTH_DAYS = 30
_MOST = 200_000
"""Seconds, days or months beyond this are a slip of the finger, and arithmetic must not overflow."""

Found = tuple[Length, int]

_A = re.compile(r"^\s*(?:une?|an?)\b", re.IGNORECASE)
"""What is one, where it begins a text that is nothing but a duration."""


def duration(scan: Scan, at: int) -> Found | None:
    """Return the duration that starts at that place, and the place after it."""
    first = _measure(scan, at)
    if first is None:
        return None
    total, place = first
    for _ in range(_MOST_MEASURES - 1):
        following = scan.skip(place, "and")
        following = following + 1 if scan.sign(following, ",") else following
        more = _measure(scan, following)
        if more is None or scan.has(more[1], "times"):
            break
        if following == place and total.is_calendar and _is_hour_of_day(more[0]):
            break
        total, place = _add(total, more[0]), more[1]
    return total, place


def hours_and_minutes(scan: Scan, at: int) -> Found | None:
    """Return the duration that `1:30` is after `dans`, and the place after it."""
    hours, minutes = scan.digits(at), scan.digits(at + 2)
    if not (scan.sign(at + 1, ":") and scan.glued(at + 1) and scan.glued(at + 2)):
        return None
    if not 1 <= len(hours) <= 2 or len(minutes) != 2 or int(minutes) > 59:
        return None
    if int(hours) > _MOST_HOURS:
        return None
    length = Length(seconds=3600 * int(hours) + 60 * int(minutes))
    seconds = scan.digits(at + 4) if scan.sign(at + 3, ":") and scan.glued(at + 3) else ""
    if len(seconds) == 2 and int(seconds) < 60:
        return _add(length, Length(seconds=int(seconds))), at + 5
    return length, scan.skip(at + 3, "hour")


def _is_hour_of_day(length: Length) -> bool:
    """Return whether `14h` right after `dans 2 jours` is an hour of that day, and not 14 hours more."""
    return _EARLIEST <= length.seconds // 3600 <= _LATEST and not length.days and not length.months


def _add(one: Length, other: Length) -> Length:
    return Length(one.months + other.months, one.days + other.days, one.seconds + other.seconds, one.working)


def _measure(scan: Scan, at: int) -> Found | None:
    return _fraction_of_hour(scan, at) or _about_so_many(scan, at) or _counted(scan, at)


def _fraction_of_hour(scan: Scan, at: int) -> Found | None:
    """Read `une demi-heure`, `un quart d'heure`, `trois quarts d'heure`, `half an hour`."""
    count = scan.number(at) if scan.number(at) is not None else (1 if scan.has(at, "a") else None)
    place = at if count is None else at + 1
    if scan.sign(place, "/") and count in (1, 3) and scan.number(place + 1) in (2, 4) and scan.glued(place):
        end = scan.skip(place + 2, "of")
        parts = 3600 * (count or 1) // (scan.number(place + 1) or 1)
        return (Length(seconds=parts), end + 1) if scan.sense(end, "unit") == "hour" else None
    if scan.has(place, "half_hour") and count in (None, 1):
        return Length(seconds=1800), place + 1
    if scan.has(place, "half") and count is None and scan.has(place + 1, "a"):
        return (Length(seconds=1800), place + 3) if scan.sense(place + 2, "unit") == "hour" else None
    if not scan.has(place, "quarter"):
        return None
    place = scan.skip(place + 1, "of")
    place = scan.skip(place, "a")
    if scan.sense(place, "unit") != "hour" or count not in (None, 1, 3):
        return None
    return Length(seconds=900 * (count or 1)), place + 1


def _about_so_many(scan: Scan, at: int) -> Found | None:
    """Read `une quinzaine`, `une dizaine de minutes`, `a couple of hours`."""
    place = at + 1 if scan.number(at) == 1 or scan.has(at, "a") else at
    if scan.has(place, "couple"):
        unit = scan.name(place + 1, "unit")
        return (_length(2, unit), place + 2) if unit else None
    count = scan.value(place, "number_noun")
    if count is None:
        return None
    unit_place = scan.skip(place + 1, "of")
    unit = scan.name(unit_place, "unit")
    end = unit_place + 1 if unit else place + 1
    if unit in (None, "day"):
        count = _idiom(count)
    elif unit_place == place + 1:
        return None
    return _length(count, unit or "day"), end


def _idiom(days: int) -> int:
    """Return the days that `huit jours` and `quinze jours` mean: one and two weeks."""
    return {8: 7, 15: 14}.get(days, days)


def _counted(scan: Scan, at: int) -> Found | None:
    count, place, tenths = _quantity(scan, at)
    if count is None or count > _MOST:
        return None
    working = scan.value(place, "working")
    if working is not None and not tenths:
        return Length(days=count, working=working), place + 1
    unit = scan.name(place, "unit")
    if unit is None and scan.has(place, "second_letter") and scan.digits(place - 1):
        unit = "second"
    if unit is None or (unit == "quarter" and scan.language == "fr" and scan.has(place, "half")):
        return None
    if unit == "day" and ((count == 15 and tenths == 0) or (count == 8 and not scan.digits(at))):
        return Length(days=_idiom(count)), place + 1
    length = _length(count, unit)
    if tenths:
        more = _tenths(tenths, unit)
        return (_add(length, more), place + 1) if more else None
    return _remainder(scan, place, length, unit)


def _quantity(scan: Scan, at: int) -> tuple[int | None, int, int]:
    """Return a quantity, the place after it, and its tenths: `2`, `1,5`, `an`, `one and a half`."""
    count = scan.number(at)
    if count is None:
        return (1, at + 1, 0) if scan.has(at, "a") else (None, at, 0)
    if scan.sign(at + 1, ",.") and scan.glued(at + 1) and scan.glued(at + 2):
        decimals = scan.digits(at + 2)
        if decimals in ("5", "50"):
            return count, at + 3, 5
    if (
        scan.language == "en"
        and scan.has(at + 1, "and")
        and scan.has(at + 2, "a")
        and scan.has(at + 3, "half")
    ):
        return count, at + 4, 5
    return count, at + 1, 0


def _remainder(scan: Scan, place: int, length: Length, unit: str) -> Found:
    """Read what follows a unit: the `30` of `1h30`, `et demie`, `et quart`, `and a half`."""
    after = place + 1
    if unit == "hour":
        part = _fraction(scan, scan.skip(after, "and"))
        if part is not None:
            return _add(length, part), scan.skip(after, "and") + 3
        minutes = _minutes_after(scan, place)
        if minutes:
            return _add(length, Length(seconds=60 * minutes)), after + 1
    if not scan.has(after, "and"):
        return length, after
    fraction = scan.skip(after + 1, "a")
    if scan.number(fraction) == 1 and scan.has(fraction + 1, "quarter"):
        fraction += 1
    if scan.has(fraction, "half"):
        more = _tenths(5, unit)
        return (_add(length, more), fraction + 1) if more else (length, after)
    if unit == "hour" and scan.has(fraction, "quarter"):
        return _add(length, Length(seconds=900)), fraction + 1
    return length, after


def _fraction(scan: Scan, at: int) -> Length | None:
    """Return what `1/2` or `3/4` of an hour is."""
    if not scan.sign(at + 1, "/") or not scan.glued(at + 1):
        return None
    seconds = {"1/2": 1800, "1/4": 900, "3/4": 2700}.get(f"{scan.digits(at)}/{scan.digits(at + 2)}")
    return Length(seconds=seconds) if seconds else None


def _minutes_after(scan: Scan, hour: int) -> int:
    """Return the minutes of `1h30`, `1 h 30`, `une heure trente`, or zero where the number is none."""
    digits = scan.digits(hour + 1)
    if digits and (len(digits) != 2 or scan.name(hour + 2, "unit") is not None):
        return 0
    minutes = scan.number(hour + 1)
    if minutes is None or not minutes < 60:
        return 0
    if digits and scan.glued(hour + 1):
        return minutes
    return minutes if minutes >= _FEWEST_MINUTES and not counts(scan, hour + 2) else 0


def counts(scan: Scan, at: int) -> bool:
    """Return whether what stands there is something that the number before it counts."""
    if scan.has(at, "unit", "month", "month_abbr", "street", "times", "hour", "working", "number"):
        return True
    return scan.plain(at) and may_be_plural(scan.text(at), scan.language)


def _tenths(tenths: int, unit: str) -> Length | None:
    if unit in _SECONDS:
        return Length(seconds=_SECONDS[unit] * tenths // 10)
    return {
        "day": Length(seconds=12 * 3600),
        "month": Length(days=15),
        "year": Length(months=6),
    }.get(unit)


def _length(count: int, unit: str | None) -> Length:
    if unit in _SECONDS:
        return Length(seconds=count * _SECONDS[unit])
    if unit in _DAYS:
        return Length(days=count * _DAYS[unit])
    return Length(months=count * _MONTHS[unit or "month"])


def whole_duration(text: str, language: Language) -> timedelta | None:
    """Return the duration that a whole text is, or None: see `read_duration`."""
    other: Language = "en" if language == "fr" else "fr"
    never = datetime.fromtimestamp(0, UTC)
    for written in dict.fromkeys((text, _A.sub("1", text, count=1))):
        for tried in (language, other):
            scan = Scan(lexemes(tokenize(written), lexicon(tried)), tried, never, UTC, written)
            found = duration(scan, 0)
            if found is not None and found[1] == len(scan.words):
                return _timedelta(found[0])
    return None


def _timedelta(length: Length) -> timedelta | None:
    if length.working:
        return None
    years, months = divmod(length.months, 12)
    found = timedelta(years * 365 + months * _MONTH_DAYS + length.days, length.seconds)
    return found or None
