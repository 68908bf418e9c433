"""Dates as feeds write them: RFC 822 and 2822, ISO 8601 in its many forms, and French.

Nothing is guessed: what is impossible or cannot be true has no date. A date without a zone is in UTC, as RFC
2822 has it, save one with French words: it was written for the eye, and is in Paris's.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from bot.language.folding import fold

OLDEST = datetime(1995, 1, 1, tzinfo=UTC)
"""Before there were feeds; what is older is a default value, such as 1970."""
FARTHEST = timedelta(days=1)
"""How far in the future a date may be: clocks and zones are wrong by less."""
_LONGEST = 100
_EAST = {
    0: "z ut utc gmt wet",
    1: "cet met mez hnec bst west",
    2: "cest mest mesz haec eet",
    3: "eest msk",
    -3: "adt",
    -4: "ast edt",
    -5: "est cdt",
    -6: "cst mdt",
    -7: "mst pdt",
    -8: "pst akdt",
    -9: "akst",
    -10: "hst",
    9: "jst kst",
    10: "aest",
    11: "aedt",
    12: "nzst",
    13: "nzdt",
}
_ZONES = {name: timezone(timedelta(hours=hours)) for hours, names in _EAST.items() for name in names.split()}
"""RFC 2822 (4.3) knows the American ones and UT. An abbreviation that is not here, or has several meanings
(IST), says nothing: RFC 2822 takes it for UTC."""
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january janvier jan janv",
            "february fevrier feb fev fevr",
            "march mars mar",
            "april avril apr avr",
            "may mai",
            "june juin jun",
            "july juillet jul juil juill",
            "august aout aug aou",
            "september septembre sep sept",
            "october octobre oct",
            "november novembre nov",
            "december decembre dec decem",
        ),
        1,
    )
    for name in names.split()
}
_FRENCH = re.compile(
    r"\b(?:janv\w*|fev\w*|mars|avr\w*|mai|juin|juil\w*|aou\w*|septembre|octobre|novembre|decembre"
    r"|lun|lundi|mardi|mer|mercredi|jeu|jeudi|ven|vendredi|sam|samedi|dim|dimanche|le|1er|\d+h\d*)\b"
)
_CLOCK = (
    r"(?:(?:,|\s|-|\ba\b|\bat\b|t)*(?P<hour>\d{1,2})\s*(?::|h)\s*(?:(?P<minute>\d{2})\b"
    r"(?:\s?(?::|m(?:in)?)\s?(?P<second>\d{2}))?)?(?:[.,]\d+)?\s*(?P<half>[ap]\.?m\.?)?)?"
)
_END = (
    r"\s*(?P<zone>\(?[a-z][a-z_]*(?:/[a-z_/]+)?\)?(?:\s?[+-]\d{1,2}(?::?\d{2})?)?|[+-]\d{1,2}(?::?\d{2})?)?"
    r"(?:\s*\([^)]*\))?\s*$"
)
_IN_ISO = re.compile(
    r"(?P<year>\d{4})-?(?P<month>\d{2})-?(?P<day>\d{2})"
    r"(?:[t\s]+(?P<hour>\d{1,2})(?::?(?P<minute>\d{2})(?::?(?P<second>\d{2})(?:[.,]\d+)?)?)?)?" + _END
)
_WEEKDAY = r"(?:[a-z]+(?:\.?\s+|\.?,\s*))?"
_IN_WORDS = re.compile(
    r"(?:le\s+)?" + _WEEKDAY + r"(?P<day>\d{1,2})(?:er|st|nd|rd|th)?[\s-]+(?P<word>[a-z]+)\.?,?[\s-]+"
    r"(?P<year>\d{4}|\d{2})\b" + _CLOCK + _END
)
_MONTH_FIRST = re.compile(
    _WEEKDAY + r"(?P<word>[a-z]+)\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>\d{4})\b" + _CLOCK + _END
)
_AS_BY_C = re.compile(
    r"[a-z]+\s+(?P<word>[a-z]+)\s+(?P<day>\d{1,2})\s+(?P<hour>\d{2}):(?P<minute>\d{2}):(?P<second>\d{2})"
    r"\s+(?P<zone>[a-z]+|[+-]\d{4})?\s*(?P<year>\d{4})$"
)
_IN_NUMBERS = re.compile(
    r"(?:le\s+)?"
    + _WEEKDAY
    + r"(?P<first>\d{1,2})(?P<mark>[/.])(?P<second_>\d{1,2})(?P=mark)(?P<year>\d{4})\b"
    + _CLOCK
    + _END
)
_YEAR_FIRST = re.compile(r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})\b" + _CLOCK + _END)
_OFFSET = re.compile(r"(?P<name>[a-z_/]*)\s?(?:(?P<sign>[+-])(?P<hours>\d{1,2}?):?(?P<minutes>\d{2})?)?$")
_USUAL = re.compile(
    r"[A-Za-z]{3}, (\d{1,2}) ([A-Za-z]{3}) (\d{4}) (\d{2}):(\d{2}):(\d{2}) "
    r"(GMT|UTC|Z|[+-](?:0\d|1[0-4])\d\d)",
    re.ASCII,
)
_SECONDS = re.compile(r"\d{9,10}(?:\.\d+)?$")
_MILLISECONDS = re.compile(r"\d{12,13}$")


def read_instant(text: str, now: datetime, *, day_first: bool = True) -> datetime | None:
    """Return the instant that a feed writes, in UTC; None if it says none, or one that cannot be true.

    `day_first` tells how 05/06/2026 is meant where nothing else does. An instant before 1995, or more than a
    day after `now`, cannot be true.

    >>> now = datetime(2026, 11, 20, tzinfo=UTC)
    >>> read_instant("lun., 16 nov. 2026 09:00", now)
    datetime.datetime(2026, 11, 16, 8, 0, tzinfo=datetime.timezone.utc)
    """
    text = text.strip()[:_LONGEST]
    at = _as_most_do(text) or _instant(text, day_first)
    return at if at is not None and OLDEST <= at <= now + FARTHEST else None


def _as_most_do(text: str) -> datetime | None:
    """Return the instant of a date in one of the two forms that nearly all feeds use, in little time."""
    try:
        if found := _USUAL.fullmatch(text):
            day, month, year, hour, minute, second, zone = found.groups()
            number = _MONTHS[month.lower()]
            wall = datetime(int(year), number, int(day), int(hour), int(minute), int(second), tzinfo=UTC)
            if zone[0].isalpha() or zone == "+0000":
                return wall
            east = timedelta(hours=int(zone[1:3]), minutes=int(zone[3:]))
            return wall + east if zone[0] == "-" else wall - east
        at = datetime.fromisoformat(text) if text[4:5] == "-" and len(text) > 19 else None
        return at.astimezone(UTC).replace(microsecond=0) if at is not None and at.tzinfo is not None else None
    except (LookupError, ValueError, OverflowError):
        return None


def _instant(written: str, day_first: bool) -> datetime | None:
    text = fold(written)
    if _SECONDS.match(text):
        return _since_the_epoch(float(text))
    if _MILLISECONDS.match(text):
        return _since_the_epoch(int(text) / 1000)
    for form in (_IN_ISO, _IN_WORDS, _MONTH_FIRST, _AS_BY_C, _IN_NUMBERS, _YEAR_FIRST):
        if found := form.match(text):
            try:
                is_french = not written.isascii() or _FRENCH.search(text) is not None
                return _put_together(
                    found.groupdict(), ZoneInfo("Europe/Paris") if is_french else UTC, day_first
                )
            except (LookupError, ValueError, OverflowError):
                return None
    return None


def _since_the_epoch(seconds: float) -> datetime:
    return datetime.fromtimestamp(int(seconds), UTC)


def _put_together(said: dict[str, str | None], here: tzinfo, day_first: bool) -> datetime:
    """Return the instant that the parts of a date are, in UTC; raises ValueError if there is none."""
    year = int(said["year"] or 0)
    if year < 100:
        year += 2000 if year < 69 else 1900
    month, day = _month_and_day(said, day_first)
    hour, minute, second = (int(said.get(name) or 0) for name in ("hour", "minute", "second"))
    half = (said.get("half") or "").replace(".", "")
    if half:
        if not 1 <= hour <= 12:
            raise ValueError(half)
        hour = hour % 12 + (12 if half == "pm" else 0)
    midnight = datetime(year, month, day, tzinfo=_zone(said.get("zone"), here))
    if hour > 24 or minute > 59 or second > 60 or (hour == 24 and minute + second > 0):
        raise ValueError(hour, minute, second)
    wall = midnight.replace(tzinfo=None) + timedelta(hours=hour, minutes=minute, seconds=min(second, 59))
    return wall.replace(tzinfo=midnight.tzinfo).astimezone(UTC)


def _month_and_day(said: dict[str, str | None], day_first: bool) -> tuple[int, int]:
    if word := said.get("word"):
        return _MONTHS[word], int(said["day"] or 0)
    if said.get("first") is None:
        return int(said["month"] or 0), int(said["day"] or 0)
    first, other = int(said["first"] or 0), int(said["second_"] or 0)
    is_day_first = first > 12 or said["mark"] == "." or (day_first and other <= 12)
    return (other, first) if is_day_first else (first, other)


def _zone(said: str | None, here: tzinfo) -> tzinfo:
    if not said:
        return here
    if not (found := _OFFSET.match(said.strip("()"))):
        return UTC
    if found["sign"]:
        east = timedelta(hours=int(found["hours"]), minutes=int(found["minutes"] or 0))
        return timezone(-east if found["sign"] == "-" else east)
    name = found["name"]
    return _region(name) if "/" in name else _ZONES.get(name, UTC)


def _region(name: str) -> tzinfo:
    """Return the zone of a name such as europe/paris, UTC if there is none."""
    try:
        return ZoneInfo("/".join(part.title() for part in name.split("/")))
    except (KeyError, ValueError, OSError):
        return UTC
