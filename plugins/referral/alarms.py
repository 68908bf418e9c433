"""Danger and distress: recognised by patterns, unless it is only spoken of."""

from __future__ import annotations

from plugins.referral.answers import Number
from plugins.referral.lexicon import Alarm, Lexicon
from plugins.referral.patterns import Line, found
from plugins.referral.reading import Reading

_BY_TEXT = "114"


def alarm_of(reading: Reading, lexicon: Lexicon) -> tuple[Number, ...]:
    """Return the numbers to call, the right one first; () where there is no danger."""
    raised = [one for one in lexicon.alarms if _is_raised(one, reading.line)]
    if not all(one.sure for one in raised) and _is_calm(reading.line, lexicon):
        raised = [one for one in raised if one.sure]
    numbers = dict.fromkeys(number for one in raised for number in one.numbers)
    if found(reading.line, lexicon.silent):
        return tuple(sorted(numbers, key=lambda one: one.number != _BY_TEXT))
    return tuple(numbers)


def _is_calm(line: Line, lexicon: Lexicon) -> bool:
    """Say whether danger is only a subject, a story, a figure, or over."""
    if found(line, lexicon.calm):
        return True
    return found(line, lexicon.past) and not found(line, lexicon.going_on)


def _is_raised(alarm: Alarm, line: Line) -> bool:
    return found(line, alarm.patterns) and not found(line, alarm.unless)
