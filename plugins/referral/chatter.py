"""Chat: what colleagues say to each other that asks for no referral."""

from __future__ import annotations

from collections.abc import Sequence

from plugins.referral.lexicon import Lexicon
from plugins.referral.matching import Match
from plugins.referral.patterns import BREAK, covered, found
from plugins.referral.reading import Reading

_STRONG = 4.0
"""A subject as clear as that is a need, unless it is clearly chat."""


def is_chat(reading: Reading, subjects: Sequence[Match], lexicon: Lexicon) -> bool:
    """Say whether a text asks for no referral."""
    if not reading.words:
        return True
    small = covered(reading.line, (*lexicon.polite, *lexicon.small_talk))
    if all(at in small or word == BREAK for at, word in enumerate(reading.line.words)):
        return True
    if not found(reading.line, lexicon.chat):
        return False
    return not (subjects and subjects[0].score >= _STRONG and found(reading.line, lexicon.clear_signs))


def looks_like_a_need(reading: Reading, lexicon: Lexicon) -> bool:
    """Say whether a text has the signs of somebody's need, whatever it is about."""
    return found(reading.line, lexicon.signs)
