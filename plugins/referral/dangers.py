"""Which numbers a danger calls for: what patterns raise, and how likely it is by what was learned."""

from __future__ import annotations

from collections.abc import Mapping

from plugins.referral.alarms import is_over
from plugins.referral.answers import Number
from plugins.referral.findings import Findings
from plugins.referral.learned import danger, is_danger
from plugins.referral.lexicon import Lexicon
from plugins.referral.patterns import found

_BY_TEXT = "114"
_LIKELY = 0.33
"""A danger as likely is told, whatever the patterns say."""
_LIKELY_OF_THE_PAST = 0.8
"""And one that a text tells of the past."""
_RAISED = 0.15
"""What must be likely of a danger that a pattern raises."""
_SURE = 0.06
"""And of one that is raised by a pattern that is sure."""
_PRIOR = 0.5
"""What the first number of the patterns counts beside how likely each is."""
_WORTH_SAYING = 0.15
"""Numbers as likely, of the danger, are told where patterns name none."""


def numbers_of(findings: Findings, likely: Mapping[str, float], lexicon: Lexicon) -> tuple[Number, ...]:
    """Return the numbers to call, the right one first; () where there is no danger."""
    share = sum(one for code, one in likely.items() if is_danger(code))
    if share < _enough(findings, lexicon):
        return ()
    raised = dict.fromkeys(number for one in findings.alarms for number in one.numbers)
    scores = {number: _PRIOR / (1 + rank) for rank, number in enumerate(raised)}
    for number in lexicon.numbers:
        part = likely.get(danger(number.number), 0.0) / share
        if part >= _WORTH_SAYING or number in scores:
            scores[number] = scores.get(number, 0.0) + part
    is_silent = found(findings.reading.line, lexicon.silent)
    return tuple(sorted(scores, key=lambda one: (not (is_silent and one.number == _BY_TEXT), -scores[one])))


def _enough(findings: Findings, lexicon: Lexicon) -> float:
    """Return how likely a danger has to be for a text of these findings."""
    if findings.alarms:
        return _SURE if any(one.sure for one in findings.alarms) else _RAISED
    return _LIKELY_OF_THE_PAST if is_over(findings.reading, lexicon) else _LIKELY
