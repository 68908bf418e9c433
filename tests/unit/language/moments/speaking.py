"""What the tests of moments share: a Saturday morning in Paris, and answers written short."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.language.moments import Reading, Refused, Understood, read

PARIS = ZoneInfo("Europe/Paris")
SATURDAY = datetime(2026, 11, 21, 10, 30, tzinfo=PARIS)


def reading(language="fr", now=SATURDAY, territory=None):
    return Reading(now, now.tzinfo, language, territory)


def understood(text, language="fr", now=SATURDAY, territory=None):
    found = read(text, reading(language, now, territory))
    assert isinstance(found, Understood), f"{text!r} is refused: {found.code}"
    return found


def refused(text, language="fr", now=SATURDAY, territory=None):
    found = read(text, reading(language, now, territory))
    assert isinstance(found, Refused), f"{text!r} is understood as {found.at}"
    return found


def short(found):
    """Return the moment as `2026-11-22 09:00`, with the end of a range after an arrow."""
    start = f"{found.at:%Y-%m-%d %H:%M}"
    if found.end is None:
        return start
    same = found.end.date() == found.at.date()
    return f"{start} -> {found.end:%H:%M}" if same else f"{start} -> {found.end:%Y-%m-%d %H:%M}"
