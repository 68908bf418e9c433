"""Danger and distress: recognised by patterns, unless it is only spoken of."""

from __future__ import annotations

from plugins.referral.lexicon import Alarm, Lexicon
from plugins.referral.patterns import Line, found, without
from plugins.referral.reading import Reading


def raised_by(reading: Reading, lexicon: Lexicon) -> tuple[Alarm, ...]:
    """Return the dangers that a text tells by its patterns.

    What only speaks of danger is left out of the text, and danger looked for in the rest.
    """
    line = without(reading.line, lexicon.calm)
    is_past = is_over(reading, lexicon)
    return tuple(one for one in lexicon.alarms if (one.sure or not is_past) and _is_raised(one, line))


def is_over(reading: Reading, lexicon: Lexicon) -> bool:
    """Return whether a text tells of what was, and does not go on."""
    line = without(reading.line, lexicon.calm)
    return found(line, lexicon.past) and not found(line, lexicon.going_on)


def _is_raised(alarm: Alarm, line: Line) -> bool:
    return found(line, alarm.patterns) and found(without(line, alarm.unless), alarm.patterns)
