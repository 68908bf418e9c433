"""How often a person is told of what they subscribed to, in their own words: `une fois par jour`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, TypeAlias

from bot.language.messages import pgettext
from bot.language.moments import Reading
from bot.plugin.choices import ChoiceArgument
from bot.plugin.finding import Found, Misread

_LONGEST = 5
"""Words of what is said for a rhythm."""
_BETWEEN = " ,;–-"


class Rhythm(StrEnum):
    """At once, or once a day."""

    AT_ONCE = "at-once"
    DAILY = "daily"


@dataclass(frozen=True, slots=True)
class RhythmArgument(ChoiceArgument):
    """A rhythm, at the beginning or the end of a text."""

    def find(self, text: str, reading: Reading) -> Found | None:
        """Return the rhythm that the text begins or ends with, the longest one."""
        found = ChoiceArgument.find(self, text, reading)
        if found is not None:
            return Found(found.value, found.raw, found.rest.strip(_BETWEEN))
        for word in list(re.finditer(r"\S+", text))[-_LONGEST:]:
            raw = text[word.start() :].strip(f"{_BETWEEN}.!")
            try:
                return Found(self.read(raw, reading), raw, text[: word.start()].strip(_BETWEEN))
            except Misread:
                continue
        return None


RHYTHM = RhythmArgument(
    tuple(Rhythm),
    {Rhythm.AT_ONCE: pgettext("rhythm", "at once"), Rhythm.DAILY: pgettext("rhythm", "once a day")},
    said={
        Rhythm.AT_ONCE: pgettext(
            "rhythm", "immediately\nright away\nstraight away\nas it comes\nas they come\nwithout delay"
        ),
        Rhythm.DAILY: pgettext(
            "rhythm", "daily\nevery day\na day\ngrouped\ngrouped once a day\nin one message"
        ),
    },
)
Rhythmically: TypeAlias = Annotated[Rhythm, RHYTHM]
