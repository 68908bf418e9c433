"""Results: what a meeting was given, told only where so many answered that nobody is recognised."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from plugins.meetings.survey.scoring import HIGHEST, LOWEST

FEWEST = 3
"""Fewer answers are not told, nor kept: each of two people knows what the other said."""


@dataclass(frozen=True, slots=True)
class Satisfaction:
    """How many answered, and the mean of what they gave, from 1 to 10."""

    count: int
    mean: float


def tally(scores: Iterable[int]) -> list[int] | None:
    """Return how many gave 1, 2, … 10; None if they are too few to be told.

    >>> tally([8, 9, 9]), tally([8, 9])
    ([0, 0, 0, 0, 0, 0, 0, 1, 2, 0], None)
    """
    counts = [0] * (HIGHEST - LOWEST + 1)
    for score in scores:
        counts[score - LOWEST] += 1
    return counts if sum(counts) >= FEWEST else None


def satisfaction(counts: Sequence[int] | None) -> Satisfaction | None:
    """Return how many answered and their mean, None if they were too few to be told.

    >>> satisfaction([0, 0, 0, 0, 0, 0, 0, 1, 2, 0])
    Satisfaction(count=3, mean=8.666666666666666)
    """
    if counts is None or (people := sum(counts)) < FEWEST:
        return None
    return Satisfaction(people, sum(score * count for score, count in enumerate(counts, LOWEST)) / people)
