"""Expressions of time in French and English: from what people type to an instant or a repetition.

Everything here is pure: the text, the instant at which it is read, the zone, the language and the
territory give the same answer always. A text that could mean two times is refused with a reason; a wrong
date that nobody notices is the worst that this package could do.
"""

from __future__ import annotations

from bot.language.moments.reading import Piece, Reading, Refused, Understood, read, read_duration
from bot.language.moments.rules import Series, next_occurrence, occurrences
from bot.language.moments.shifts import Shift, Way, shift_in
from bot.language.moments.spelling import spell_rule

__all__ = [
    "Piece",
    "Reading",
    "Refused",
    "Series",
    "Shift",
    "Understood",
    "Way",
    "next_occurrence",
    "occurrences",
    "read",
    "read_duration",
    "shift_in",
    "spell_rule",
]
