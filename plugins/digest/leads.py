"""How long before a letter goes its draft comes: `la veille à 18h`, `2 jours avant à 9h`, `3 heures avant`.

It is kept as a text: `1 18:00` is the evening before, on the wall clock of the letter; `-180` is three hours
before; nothing is no draft.
"""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.language.catalogue import Words
from bot.language.dates import spell_duration, spell_time
from bot.language.folding import fold
from bot.language.messages import Language, Text, _, ngettext
from bot.language.moments import read_duration
from bot.language.moments.plans import Plan

USUAL = "1 18:00"
"""The evening before, at 18:00."""
NONE = ""
"""No draft: the letter goes as it is composed."""

_EARLIEST_DAYS = 14
_SHORTEST, _LONGEST = timedelta(minutes=15), timedelta(hours=23)
_NEVER = frozenset(
    (
        "",
        "aucun",
        "aucune",
        "jamais",
        "sans",
        "non",
        "aucun brouillon",
        "pas de brouillon",
        "none",
        "never",
        "no",
        "no draft",
    )
)
_EVE = r"(?:(?:l')?avant[ -]veille|la veille|veille|the day before|the evening before|the eve|eve)"
_DAYS = r"(?P<days>\d{1,2}) ?(?:jours?|j|days?) ?(?:avant|plus tot|before|earlier)?"
_PART = r"(?: au| le| in the)? (?P<part>soir|matin|evening|morning)"
_HOUR = r"(?:,? (?:a|at|vers))? ?(?P<hour>\d{1,2})(?: ?(?:h(?:eures?)?|:) ?(?P<minute>\d{2})?)?"
_DAY_AND_HOUR = re.compile(
    rf"(?:(?P<eve>{_EVE})|(?P<same>le jour meme|the same day)|{_DAYS})(?:{_PART}|{_HOUR})?"
)
_BEFORE = re.compile(r"^(?P<long>.+?) ?(?:avant|plus tot|before|earlier)?$")
_EVENING, _MORNING = 18, 9


def read_lead(text: str, language: Language) -> str | None:
    """Return the lead that somebody typed, None if it cannot be understood.

    >>> read_lead("la veille à 18h", "fr"), read_lead("3 heures avant", "fr"), read_lead("aucun", "fr")
    ('1 18:00', '-180', '')
    """
    folded = fold(text).strip(" .")
    if folded in _NEVER:
        return NONE
    match = _DAY_AND_HOUR.fullmatch(folded)
    if match is not None:
        return _of_days(match)
    before = _BEFORE.fullmatch(folded)
    duration = read_duration(before["long"], language) if before else None
    if duration is None or not _SHORTEST <= duration <= _LONGEST:
        return None
    return f"-{int(duration.total_seconds() // 60)}"


def _of_days(match: re.Match[str]) -> str | None:
    days = int(match["days"] or 0)
    if match["eve"]:
        days = 2 if "avant" in match["eve"] else 1
    usual = _MORNING if match["part"] in ("matin", "morning") else _EVENING
    hour = int(match["hour"]) if match["hour"] else usual
    minute = int(match["minute"] or 0)
    if (
        hour > 23
        or minute > 59
        or days > _EARLIEST_DAYS
        or (match["same"] and not (match["hour"] or match["part"]))
    ):
        return None
    return f"{days} {hour:02}:{minute:02}"


def draft_at(lead: str, at: datetime, zone: ZoneInfo) -> datetime | None:
    """Return when the draft of a letter that goes at an instant is shown; None for no draft."""
    if lead == NONE:
        return None
    days, _space, clock = lead.partition(" ")
    if not clock:
        return at - timedelta(minutes=-int(days))
    day = at.astimezone(zone).date() - timedelta(days=int(days))
    shown = Plan(datetime.combine(day, time.fromisoformat(clock)), zone).first
    return shown if shown < at else None


def spell_lead(lead: str, words: Words) -> Text:
    """Return when the draft is shown, as people say it and as `read_lead` reads it."""
    if lead == NONE:
        return _("no draft")
    days, _space, clock = lead.partition(" ")
    if not clock:
        return _("{duration} before", duration=spell_duration(timedelta(minutes=-int(days)), words.language))
    at = spell_time(time.fromisoformat(clock), words.language)
    if days == "0":
        return _("the same day at {time}", time=at)
    if days == "1":
        return _("the day before at {time}", time=at)
    return ngettext("{count} day before at {time}", "{count} days before at {time}", int(days), time=at)
