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
        self._weights = weights
        self._mean_length = texts.mean_length or 1
        self._wanted = {token: (texts.rarity(token), askers) for token, askers in wanted.items()}

    def of(self, columns: Sequence[str]) -> tuple[float, tuple[Found, ...]]:
        """Return how well a text answers, and where each group of the query was found.

        `columns` gives the tokens of each column of the text, with a space between two. It takes some ten
        microseconds.
        """
        words = [tokens.split() for tokens in columns]
        norm = _SATURATION * (1 - _LENGTH + _LENGTH * sum(map(len, words)) / self._mean_length)
        best: dict[int, tuple[float, Found]] = {}
        for token, there in self._places(words).items():
            rarity, askers = self._wanted[token]
            for group, weight, allowed in askers:
                places = [column for column in there if allowed is None or column in allowed]
                count = sum(there[column] for column in places)
                score = weight * rarity * count / (count + norm)
                if places and (group not in best or best[group][0] < score):
                    best[group] = score, Found(group, max(places, key=self._weights.__getitem__), token)
        return (
            sum(score for score, _found in best.values()),
            tuple(found for _group, (_score, found) in sorted(best.items())),
        )

    def _places(self, words: Sequence[Sequence[str]]) -> dict[str, dict[str, float]]:
        """Return in which columns each token that is wanted stands, and how often, by their weight."""
        found: dict[str, dict[str, float]] = {}
        for (name, weight), tokens in zip(self._weights.items(), words, strict=True):
            for token in self._wanted.keys() & tokens:
                found.setdefault(token, {})[name] = tokens.count(token) * weight
        return {token: found[token] for token in self._wanted if token in found}
