"""The names of weekdays and months in both languages, folded, for who reads days by themselves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bot.language.moments import lexicon_en, lexicon_fr


def _numbers(*roles: str) -> Mapping[str, int]:
    return {
        name: number
        for terms in (lexicon_fr.TERMS, lexicon_en.TERMS)
        for role in roles
        for name, number in terms[role].items()
        if isinstance(number, int)
    }


WEEKDAYS: Final = _numbers("weekday")
"""From 0 for Monday."""
MONTHS: Final = _numbers("month", "month_abbr")
"""From 1 for January, in full and as they are abbreviated."""
