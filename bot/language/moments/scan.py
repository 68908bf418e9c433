"""The lexemes of one text, with the day on which it is read: what every rule of the grammar looks at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.language.messages import Language
from bot.language.moments.lexicon import Lexeme

TIME_ROLES = frozenset(
    (
        "weekday", "weekdays", "month", "day", "noon", "midnight", "part", "parts", "every", "tonight",
        "meridiem", "holiday", "working", "hour", "next",
    )
)  # fmt: skip
"""Roles that only words of time have: a word beside one of them is more likely one too."""


@dataclass(slots=True)
class Scan:
    """A text ready to be read; `now` is the wall time of the reader, without zone."""

    words: list[Lexeme]
    language: Language
    now: datetime

    def sense(self, at: int, role: str) -> object:
        """Return the value of a role that the lexeme at that place can play, or None."""
        return self.words[at].senses.get(role) if 0 <= at < len(self.words) else None

    def has(self, at: int, *roles: str) -> bool:
        """Return whether the lexeme can play one of the roles."""
        if not 0 <= at < len(self.words):
            return False
        senses = self.words[at].senses
        return any(role in senses for role in roles)

    def skip(self, at: int, *roles: str) -> int:
        """Return the place after the lexeme if it plays one of the roles, else the same place."""
        return at + 1 if self.has(at, *roles) else at

    def number(self, at: int) -> int | None:
        """Return the cardinal number at that place."""
        value = self.sense(at, "number")
        return value if isinstance(value, int) else None

    def value(self, at: int, role: str) -> int | None:
        """Return the value of a role whose values are numbers."""
        value = self.sense(at, role)
        return value if isinstance(value, int) and value is not True else None

    def name(self, at: int, role: str) -> str | None:
        """Return the value of a role whose values are names."""
        value = self.sense(at, role)
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

    def original(self, text: str, first: int, last: int) -> str:
        """Return the words from `first` to `last` (excluded) as they were typed."""
        return text[self.words[first].start : self.words[last - 1].end]
