"""A text that is a duration and nothing else."""

from __future__ import annotations

from datetime import timedelta

from bot.language.messages import Language
from bot.language.moments.durations import duration
from bot.language.moments.values import Length
from bot.language.moments.lexicon import lexemes, lexicon
from bot.language.moments.scan import Scan
from bot.language.moments.tokens import tokenize
from datetime import datetime

_MONTH_DAYS = 30
_NEVER = datetime.min


def read_duration(text: str, language: Language = "fr") -> timedelta | None:
    """Return the duration that a text is, or None; a month counts 30 days, a year 365.

    The preferred language is tried first, then the other one.
    """
    other: Language = "en" if language == "fr" else "fr"
    for tried in (language, other):
        scan = Scan(lexemes(tokenize(text), lexicon(tried)), tried, _NEVER)
        found = duration(scan, 0)
        if found is not None and found[1] == len(scan.words):
            return _timedelta(found[0])
    return None


def _timedelta(length: Length) -> timedelta | None:
    years, months = divmod(length.months, 12)
    found = timedelta(years * 365 + months * _MONTH_DAYS + length.days, length.seconds)
    return found or None
