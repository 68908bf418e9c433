"""Danger and distress: recognised by patterns, unless it is only spoken of."""

from __future__ import annotations

from plugins.referral.answers import Number
from plugins.referral.lexicon import Alarm, Lexicon
from plugins.referral.patterns import Line, found, without
from plugins.referral.reading import Reading

_BY_TEXT = "114"


def alarm_of(reading: Reading, lexicon: Lexicon) -> tuple[Number, ...]:
    """Return the numbers to call, the right one first; () where there is no danger.

    What only speaks of danger is left out of the text, and danger looked for in the rest.
    """
    line = without(reading.line, lexicon.calm)
    is_over = found(line, lexicon.past) and not found(line, lexicon.going_on)
    raised = [one for one in lexicon.alarms if (one.sure or not is_over) and _is_raised(one, line)]
    numbers = dict.fromkeys(number for one in raised for number in one.numbers)
    if found(reading.line, lexicon.silent):
        return tuple(sorted(numbers, key=lambda one: one.number != _BY_TEXT))
    return tuple(numbers)


def _is_raised(alarm: Alarm, line: Line) -> bool:
    return found(line, alarm.patterns) and found(without(line, alarm.unless), alarm.patterns)
