"""Matching: which phrases of the lexicon a text has, in any order and with other words between.

A phrase counts by the words that it shares with the text, each weighing the more the fewer needs know it;
what is missing of it counts against it. So `rsa` alone leads somewhere, and `demande` alone nowhere.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import log
from typing import NamedTuple

from plugins.referral.reading import Key, Synonyms, words_of

_FAINT = 0.18
"""What a word weighs that says nothing of the need."""
_MORE = 0.25
"""What further words that point to the same need add to its best phrase."""
_APART = 0.02
"""What each word between those of a phrase takes off."""
_ALONE = 3.6
"""What a phrase of one word has at least: whoever wrote it meant it to be enough."""
_TELLING = 1.0
_MOST_EXACT = 1.12
"""What a phrase of several words that is there as a whole gains."""


class Match(NamedTuple):
    """A need that a text speaks of: how strongly, and where its best phrase stands."""

    need: str
    score: float
    at: int


class _Phrase(NamedTuple):
    need: int
    total: float
    size: int


@dataclass(slots=True)
class _Shared:
    """What a text has of a phrase: how much its words weigh, between which places they stand, how many."""

    weight: float
    first: int
    last: int
    words: int = 1

    def add(self, weight: float, at: int) -> None:
        """Count one more word, which stands there."""
        self.weight += weight
        self.words += 1
        if at < self.first:
            self.first = at
        elif at > self.last:
            self.last = at


class Phrases:
    """The phrases of all needs, by their words."""

    def __init__(
        self, needs: Mapping[str, Sequence[str]], synonyms: Synonyms, faint: Collection[str]
    ) -> None:
        self._names = list(needs)
        self._faint = frozenset(faint)
        keyed = [
            (number, keys)
            for number, phrases in enumerate(needs.values())
            for keys in {
                tuple(dict.fromkeys(key.key for key in synonyms.keys(words_of(phrase)))) for phrase in phrases
            }
            if keys
        ]
        self._times: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
        for number, keys in keyed:
            for key in keys:
                self._times[key][number] += 1
        self._weights = {key: self._weight_of(key, len(known)) for key, known in self._times.items()}
        self._shares = {
            key: [(number, count / sum(times.values())) for number, count in times.items()]
            for key, times in self._times.items()
        }
        self._phrases: list[_Phrase] = []
        self._with: dict[str, list[int]] = defaultdict(list)
        for number, keys in keyed:
            for key in keys:
                self._with[key].append(len(self._phrases))
            self._phrases.append(_Phrase(number, sum(self._weights[key] for key in keys), len(keys)))

    def _weight_of(self, key: str, needs: int) -> float:
        return log(1 + len(self._names) / needs) * (_FAINT if key in self._faint else 1)

    def knows(self, key: str) -> bool:
        """Say whether a key says something of a need."""
        return key in self._weights and key not in self._faint

    def matches(self, keys: Sequence[Key]) -> list[Match]:
        """Return the needs that keys of a text speak of, the strongest first."""
        shared: dict[int, _Shared] = {}
        evidence: dict[int, float] = defaultdict(float)
        first = {key.key: key.at for key in reversed(keys)}
        # Words that say little only add to phrases that have others.
        for key, at in sorted(first.items(), key=lambda one: one[0] in self._faint):
            weight = self._weights.get(key)
            if weight is None:
                continue
            is_faint = key in self._faint
            for place in self._with[key]:
                if (seen := shared.get(place)) is not None:
                    seen.add(weight, at)
                elif not is_faint:
                    shared[place] = _Shared(weight, at, at)
            for number, share in self._shares[key]:
                evidence[number] += weight * share
        best: dict[int, tuple[float, int]] = {}
        for place, found in shared.items():
            phrase = self._phrases[place]
            score = _score(phrase, found)
            if score > best.get(phrase.need, (0.0, 0))[0]:
                best[phrase.need] = score, found.first
        ranked = [
            Match(self._names[need], score + _MORE * evidence[need], at) for need, (score, at) in best.items()
        ]
        return sorted(ranked, key=lambda one: (-one.score, one.need))


def _score(phrase: _Phrase, found: _Shared) -> float:
    between = found.last - found.first + 1 - found.words
    share = found.weight / phrase.total
    score = found.weight * share * share / (1 + _APART * between if between > 0 else 1)
    if phrase.size > found.words:
        return score
    if phrase.size > 1:
        return score * _MOST_EXACT
    return max(score, _ALONE) if phrase.total > _TELLING else score
