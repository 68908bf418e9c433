"""Talk: what colleagues say to each other that asks for no referral."""

from __future__ import annotations

from collections.abc import Mapping

from plugins.referral.answers import OFF_TOPIC
from plugins.referral.findings import Findings
from plugins.referral.lexicon import Lexicon
from plugins.referral.patterns import BREAK, covered

_LIKELY = 0.35
"""What is as likely talk is taken for it."""
_LIKELY_ALL_THE_SAME = 0.55
"""And what the rules find a need in."""


def is_talk(findings: Findings, likely: Mapping[str, float], lexicon: Lexicon) -> bool:
    """Say whether a text asks for no referral."""
    reading = findings.reading
    small = covered(reading.line, lexicon.polite, lexicon.small_talk)
    if all(at in small or word == BREAK for at, word in enumerate(reading.line.words)):
        return True
    return likely.get(OFF_TOPIC, 0.0) >= (_LIKELY_ALL_THE_SAME if findings.is_clear else _LIKELY)
