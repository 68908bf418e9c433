"""The days that pages give as theirs: read where their form leaves no doubt, and only if they can be true."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate

from bot.language.folding import fold

_EARLIEST = date(1991, 8, 6)
"""The first page of the web. A day in 1970 is a clock at zero."""
_AHEAD = timedelta(hours=14)
"""How far the day of the easternmost zone is ahead of UTC."""
_ISO = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(?!\d)")
_NUMBERS = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})(?!\d)")
_STAMP = re.compile(r"(\d{10})(?:\d{3})?")
_WORDS = re.compile(r"(?:[a-z]+\.?,? )?(\d{1,2})(?:er)? ([a-z]+)\.? (\d{4})\b")
_AMERICAN = re.compile(r"([a-z]+)\.? (\d{1,2}),? (\d{4})\b")
_MONTHS = (
    ("janvier", "january", "janv"), ("fevrier", "february", "fevr"), ("mars", "march"), ("avril", "april"),
    ("mai", "may"), ("juin", "june"), ("juillet", "july", "juil"), ("aout", "august"),
    ("septembre", "september", "sept"), ("octobre", "october"), ("novembre", "november"),
    ("decembre", "december"),
)  # fmt: skip
_MONTH = {
    name: number
    for number, names in enumerate(_MONTHS, start=1)
    for name in (*names, *(whole[:3] for whole in names if whole not in ("juin", "juillet")))
}


def day_of(written: str, now: datetime) -> date | None:
    """Return the day that a page gives, as it is written there, or None if it is none that can be true.

    It is true if it is not before the web, nor in the future anywhere on earth.
    """
    text = " ".join(written[:60].split())
    read = _in_digits(text) or _by_mail_rules(text) or _in_words(text)
    return read if read is not None and _EARLIEST <= read <= (now.astimezone(UTC) + _AHEAD).date() else None


def _in_digits(text: str) -> date | None:
    if found := _STAMP.fullmatch(text):
        return datetime.fromtimestamp(int(found.group(1)), UTC).date()
    if found := _ISO.match(text):
        return _day(found.group(1), found.group(2), found.group(3))
    if found := _NUMBERS.match(text):  # as in Europe: pages read here are French, or write ISO
        return _day(found.group(3), found.group(2), found.group(1))
    return None


def _by_mail_rules(text: str) -> date | None:
    """Return the day of a date as RFC 5322 has them."""
    parts = parsedate(text) if re.match(r"[A-Za-z]{3}, \d", text) else None
    return _day(*parts[:3]) if parts else None


def _in_words(text: str) -> date | None:
    folded = fold(text)
    if found := _WORDS.match(folded):
        day, month, year = found.groups()
    elif found := _AMERICAN.match(folded):
        month, day, year = found.groups()
    else:
        return None
    number = _MONTH.get(month)
    return _day(year, number, day) if number else None


def _day(year: str | int, month: str | int, day: str | int) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
