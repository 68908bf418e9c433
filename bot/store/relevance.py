"""Relevance: how well a text answers a query, by BM25 over weighted columns.

The same on every database: S. Robertson and H. Zaragoza, “The Probabilistic Relevance Framework: BM25 and
Beyond” (2009), section 3.6, with alternatives of which the best one counts.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from math import log
from typing import NamedTuple

_SATURATION = 1.2
"""How fast a token that is repeated stops counting for more: Robertson's usual value."""
_LENGTH = 0.3
"""How much a long text counts for less: little, for these are lists and not prose."""


class Found(NamedTuple):
    """Where a group of a query was found: by which of its tokens, in which column."""

    group: int
    column: str
    token: str


@dataclass(frozen=True, slots=True)
class Texts:
    """What is known of all texts: their number, their mean length, and in how many each token occurs."""

    size: int
    mean_length: float
    frequencies: Mapping[str, int]

    def rarity(self, token: str) -> float:
        """Return what a token tells: 0 if all texts have it, more the fewer do."""
        having = min(self.frequencies.get(token, 0), self.size)
        return log(1 + (self.size - having + 0.5) / (having + 0.5))


class Wanted(NamedTuple):
    """A token that a group of a query looks for, what it counts, and in which columns, if not in all."""

    group: int
    weight: float
    columns: Container[str] | None


class Relevance:
    """Says how well texts answer a query, of which `wanted` says who looks for a token.

    `weights` gives the weight of each column.
    """

    def __init__(
        self, weights: Mapping[str, float], wanted: Mapping[str, Sequence[Wanted]], texts: Texts
    ) -> None:
        by_weight = sorted(enumerate(weights.items()), key=lambda one: -one[1][1])
        self._columns = [(place, name, weight) for place, (name, weight) in by_weight]
        self._mean_length = texts.mean_length or 1
        self._tokens = frozenset(wanted)
        self._wanted = [(token, texts.rarity(token), tuple(askers)) for token, askers in wanted.items()]

    def of(self, columns: Sequence[str]) -> tuple[float, tuple[Found, ...]]:
        """Return how well a text answers, and where each group of the query was found.

        `columns` gives the tokens of each column of the text, with a space between two. It takes some ten
        microseconds.
        """
        words = [tokens.split() for tokens in columns]
        norm = _SATURATION * (1 - _LENGTH + _LENGTH * sum(map(len, words)) / self._mean_length)
        places = self._places(words)
        best: dict[int, tuple[float, Found]] = {}
        for token, rarity, askers in self._wanted:
            if token not in places:
                continue
            for group, weight, allowed in askers:
                counted = [one for one in places[token] if allowed is None or one[0] in allowed]
                if not counted:
                    continue
                count = sum([times for _name, times in counted])
                score = weight * rarity * count / (count + norm)
                if group not in best or best[group][0] < score:
                    best[group] = score, Found(group, counted[0][0], token)
        return (
            sum([score for score, _found in best.values()]),
            tuple([best[group][1] for group in sorted(best)]),
        )

    def _places(self, words: Sequence[Sequence[str]]) -> dict[str, list[tuple[str, float]]]:
        """Return in which columns each token that is wanted stands, the heaviest first, and how often.

        A column of more weight counts as if a token stood there more often.
        """
        found: dict[str, list[tuple[str, float]]] = {}
        for place, name, weight in self._columns:
            tokens = words[place]
            for token in self._tokens.intersection(tokens):
                found.setdefault(token, []).append((name, tokens.count(token) * weight))
        return found
