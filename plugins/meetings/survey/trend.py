"""The trend of meetings: whether people think better or worse of them, told only if the data bear it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from math import factorial
from statistics import median

FEWEST = 5
"""Four meetings that rise one after the other do so by chance one time in twelve."""
_CHANCE = 0.02
"""How likely a trend may be by chance, up or down; low, because several beginnings are tried."""
_LEAST = 0.5
"""How much, from 1 to 10, has to change for people to notice."""


@dataclass(frozen=True, slots=True)
class Trend:
    """The means rise (or fall) since the meeting of index `since`."""

    rises: bool
    since: int


def trend(means: Sequence[float]) -> Trend | None:
    """Return the longest trend that lasts until the last meeting, None if there is none to speak of.

    It is Kendall's test of whether later means are higher than earlier ones, and the median slope
    (Theil and Sen) for how much.

    >>> trend([6.0, 6.5, 7.0, 7.2, 8.0]), trend([6.0, 8.0, 7.0, 7.5, 6.5])
    (Trend(rises=True, since=0), None)
    """
    for since in range(len(means) - FEWEST + 1):
        window = means[since:]
        pairs = [(later - earlier, j - i) for (i, earlier), (j, later) in combinations(enumerate(window), 2)]
        order = sum((change > 0) - (change < 0) for change, _apart in pairs)
        change = median(change / apart for change, apart in pairs) * (len(window) - 1)
        if _chance(len(window), abs(order)) <= _CHANCE and abs(change) >= _LEAST:
            return Trend(order > 0, since)
    return None


def _chance(count: int, order: int) -> float:
    """Return how likely so many pairs more in one order than in the other, either way, are by chance."""
    most = count * (count - 1) // 2
    as_far = sum(ways for swapped, ways in enumerate(_inversions(count)) if abs(most - 2 * swapped) >= order)
    return as_far / factorial(count)


@cache
def _inversions(count: int) -> tuple[int, ...]:
    """Return how many orders of so many things have 0, 1, 2, … pairs swapped."""
    ways = [1]
    for size in range(2, count + 1):
        longer = [0] * (len(ways) + size - 1)
        for swapped, orders in enumerate(ways):
            for more in range(size):
                longer[swapped + more] += orders
        ways = longer
    return tuple(ways)
