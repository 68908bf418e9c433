"""The lexemes of one text, with the day on which it is read: what every rule of the grammar looks at."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, tzinfo

from bot.language.messages import Language
from bot.language.moments.lexicon import Lexeme, Senses

TIME_ROLES = frozenset(
    (
        "weekday", "weekdays", "month", "day", "noon", "midnight", "part", "parts", "every", "tonight",
        "meridiem", "holiday", "working", "hour", "next",
    )
)  # fmt: skip
"""Roles that only words of time have: a word beside one of them is more likely one too."""


_PADDING = 16
"""More than any rule looks ahead or back, so that a place outside of the text needs no test."""


@dataclass(slots=True)
class Scan:
    """A text ready to be read; `now` is the wall time of the reader, without its `zone`.

    `typed` is the text as it was typed; where something `recurring` is expected, `du mois` means of each.
    """

    words: list[Lexeme]
    language: Language
    now: datetime
    zone: tzinfo
    typed: str
    recurring: bool = False
    _senses: list[Senses] = field(init=False)

    def __post_init__(self) -> None:
        self._senses = [word.senses for word in self.words]
        self._senses += [{}] * _PADDING

    def senses(self, at: int) -> Senses:
        """Return all the roles that the lexeme at that place can play."""
        return self._senses[at]

    def sense(self, at: int, role: str) -> object:
        """Return the value of a role that the lexeme at that place can play, or None."""
        return self._senses[at].get(role)

    def has(self, at: int, *roles: str) -> bool:
        """Return whether the lexeme can play one of the roles."""
        senses = self._senses[at]
        if senses:
            for role in roles:
                if role in senses:
                    return True
        return False

    def skip(self, at: int, *roles: str) -> int:
        """Return the place after the lexeme if it plays one of the roles, else the same place."""
        senses = self._senses[at]
        if senses:
            for role in roles:
                if role in senses:
                    return at + 1
        return at

    def number(self, at: int) -> int | None:
        """Return the cardinal number at that place."""
        value = self._senses[at].get("number")
        return value if isinstance(value, int) else None

    def value(self, at: int, role: str) -> int | None:
        """Return the value of a role whose values are numbers."""
        value = self._senses[at].get(role)
        return value if isinstance(value, int) and value is not True else None

    def name(self, at: int, role: str) -> str | None:
        """Return the value of a role whose values are names."""
        value = self._senses[at].get(role)
        return value if isinstance(value, str) else None

    def sign(self, at: int, signs: str) -> bool:
        """Return whether that place holds one of the signs."""
        sign = self.sense(at, "sign")
        return isinstance(sign, str) and sign in signs

    def text(self, at: int) -> str:
        """Return the folded text at that place, empty outside of the text."""
        return self.words[at].text if 0 <= at < len(self.words) else ""

    def glued(self, at: int) -> bool:
        """Return whether nothing separates this lexeme from the one before it."""
        return 0 < at < len(self.words) and self.words[at].gap == ""

    def digits(self, at: int) -> str:
        """Return the digits at that place as they were typed; empty for a number in letters."""
        return self.name(at, "digits") or ""

    def plain(self, at: int) -> bool:
        """Return whether that place holds an ordinary word, without a part to play in time."""
        return 0 <= at < len(self.words) and self.words[at].kind == "word" and not self.words[at].senses

    def timely(self, at: int) -> bool:
        """Return whether that place holds a word of time or a number that is one's neighbour."""
        if not 0 <= at < len(self.words):
            return False
        return not TIME_ROLES.isdisjoint(self.words[at].senses)

    def quote(self, first: int, last: int) -> str:
        """Return the words from `first` to `last` (excluded) as they were typed."""
        end = min(last, len(self.words)) - 1
        return self.typed[self.words[first].start : self.words[end].end] if first <= end else ""
