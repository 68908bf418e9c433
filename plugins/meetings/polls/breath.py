"""What is said in one breath, without semicolons: `Réunion mardi 14h ou jeudi 10h, clôture lundi`."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.language.folding import fold
from bot.language.moments import Reading, read
from bot.plugin.finding import Misread
from plugins.meetings.polls.several import tidied
from plugins.meetings.polls.slots import LONGEST_LABEL, read_slots

_COMMAS = re.compile(
    r"\s*,\s+|\s[–—-]\s+(?:(?!\d)|(?=\d{1,7}\s?(?:places?|pers|participants?|seats?|people)))"
)
"""What stands between the parts of a line that somebody writes in one breath; “9h - 12h” is one part."""
_COLON = re.compile(r"\s*:\s+")
"""One before all commas ends the title; a later one stands in “lieu : Feurs”."""
_LONGEST = 2000
"""A longer line without a semicolon is no proposal, and is not read piece by piece."""
AROUND = " ,:–—-()"
_LEADS_TO_DATE = re.compile(r"(?:\s+(?:le|la|les|on|the|du|de|pour|of|for))+$", re.IGNORECASE)


def cut(text: str, reading: Reading) -> tuple[str, list[str]]:
    """Return the title of a text, and the parts that follow it from the first date on: none without a date.

    Dates may also stand at the end of the title, where there are no others: `Réunion mardi 14h ou jeudi 10h`.
    """
    pieces = _pieces(text) if len(text) <= _LONGEST else [(0, text)]
    first = next((at for at, (_at, piece) in enumerate(pieces) if at and has_dates(piece, reading)), None)
    if first is None:
        return _apart(text, reading)
    title = text[: pieces[first][0]].rstrip(f"{AROUND} ")
    found = [piece for _at, piece in pieces[first:]]
    name, dates = _apart(title, reading)
    if dates and _is_alike(dates[0], found[0], reading):
        return name, [*dates, *found]
    return title, found


def dates_at_end(title: str, others: str, reading: Reading) -> tuple[str, list[str]]:
    """Return a title without the dates that it ends with, and those, where others follow after a semicolon.

    They are dates to choose from behind a colon or a comma, if they are said as fully as the others.
    """
    if not has_dates(others, reading):
        return title, []
    for start, _piece in _pieces(title)[1:]:
        rest = title[start:]
        if has_dates(rest, reading) and _is_alike(rest, others, reading):
            return title[:start].rstrip(f"{AROUND} "), [rest]
    name, dates = _apart(title, reading)
    is_of = fold(title[len(name) :]).startswith(("du ", "de ", "of "))
    if (
        not dates
        or is_of
        or read_slots(dates[0], reading)[0].all_day
        or not _is_alike(dates[0], others, reading)
    ):
        return title, []
    return name, dates


def _pieces(text: str) -> list[tuple[int, str]]:
    """Return what stands between the commas of a text, with where it begins."""
    commas = list(_COMMAS.finditer(text))
    colon = _COLON.search(text)
    if colon is not None and (not commas or colon.end() < commas[0].start()):
        commas.insert(0, colon)
    starts = [0, *(comma.end() for comma in commas)]
    ends = [*(comma.start() for comma in commas), len(text)]
    return [(start, text[start:end]) for start, end in zip(starts, ends, strict=True)]


def _apart(title: str, reading: Reading) -> tuple[str, list[str]]:
    """Return a title without the dates that it ends with, and those, with what else is said after a comma."""
    found = read(title, replace(reading, whole_days=True))
    times = [piece for piece in found.pieces if piece.kind == "time"]
    if not times or times[0].start == 0:
        return title, []
    start = times[0].start
    name, rest = _LEADS_TO_DATE.sub("", title[:start].rstrip(f"{AROUND} ")), title[start:]
    (_at, date), *others = _pieces(tidied(rest))
    if others and has_dates(date, reading):
        return name, [date, *(piece for _at, piece in others)]
    try:
        read_slots(rest, reading)
    except Misread:
        return title, []
    return name, [rest]


def is_date(part: str, reading: Reading) -> bool:
    """Return whether a part begins with a time, and goes on about nothing else at length."""
    found = read(part, replace(reading, whole_days=True))
    first = next(iter(found.pieces), None)
    return first is not None and first.kind == "time" and len(found.rest) <= LONGEST_LABEL


def has_dates(part: str, reading: Reading) -> bool:
    """Return whether a part begins with a date that can be."""
    try:
        read_slots(part, reading)
    except Misread:
        return False
    return is_date(tidied(part), reading)


def _is_alike(one: str, other: str, reading: Reading) -> bool:
    """Return whether two dates are said as fully: with an hour, or without."""
    return read_slots(one, reading)[0].all_day == read_slots(other, reading)[0].all_day
