"""Ranking: which date of a poll suits the most people."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Answer(StrEnum):
    """What somebody says of a date; who said nothing of it has not said no."""

    YES = "yes"
    IF_NEED_BE = "if_need_be"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Tally:
    """How many people said what of a date."""

    yes: int = 0
    if_need_be: int = 0
    no: int = 0

    @classmethod
    def of(cls, answers: Iterable[Answer]) -> Tally:
        """Return how often each answer was given."""
        said = list(answers)
        return cls(said.count(Answer.YES), said.count(Answer.IF_NEED_BE), said.count(Answer.NO))

    @property
    def answered(self) -> int:
        """How many people said something of it."""
        return self.yes + self.if_need_be + self.no

    @property
    def available(self) -> int:
        """How many people can come then, if need be or gladly."""
        return self.yes + self.if_need_be

    @property
    def suits_somebody(self) -> bool:
        """Whether anybody said that they could come then."""
        return self.available > 0


@dataclass(frozen=True, slots=True)
class Dated:
    """A date that is ranked, by its number in the poll."""

    option: int
    start: datetime
    tally: Tally


def ranked(dates: Iterable[Dated]) -> list[list[Dated]]:
    """Return dates from the best to the worst, those with as few “no” and as many “yes” together.

    The best has the fewest “no”, then the most “yes”. What more people could do if need be, and being
    earlier, only order those that are equal: they decide nothing. Those that suit nobody come last, however
    few said no: nobody may have looked at them.
    """
    by_worth: dict[tuple[bool, int, int], list[Dated]] = {}
    for date in dates:
        tally = date.tally
        by_worth.setdefault((not tally.suits_somebody, tally.no, -tally.yes), []).append(date)
    return [
        sorted(by_worth[worth], key=lambda date: (-date.tally.if_need_be, date.start))
        for worth in sorted(by_worth)
    ]


def best(dates: Iterable[Dated]) -> list[Dated]:
    """Return the dates that come first, several where they tie; () where none suits anybody."""
    first = next(iter(ranked(dates)), [])
    return [date for date in first if date.tally.suits_somebody]


def overtaken(dates: Sequence[Dated]) -> list[Dated]:
    """Return dates to which more people can come than to any of the best, for more looked at them.

    A date that few answered has few “no”: whoever chooses is shown these beside it.
    """
    leading = best(dates)
    if not leading:
        return []
    available = max(date.tally.available for date in leading)
    answered = min(date.tally.answered for date in leading)
    return [
        date
        for level in ranked(dates)
        for date in level
        if date not in leading and date.tally.available > available and date.tally.answered > answered
    ]
