"""Likeness to examples: needs as people wrote them, with the services that answer them, vote on a new one.

Texts are compared by their keys (stems and synonyms), neighbouring pairs of them, and what is wanted; each
weighs the more the fewer examples have it. The nearest examples vote for their services.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from heapq import nlargest
from math import log, sqrt

from plugins.referral.reading import Key

VAGUE = "?"
"""What examples vote for that are too vague."""
_NEAREST = 24
_FAR = 0.08
"""Less alike examples do not vote."""
_PAIR = 0.5
_PLAIN = 0.45
"""What a word weighs that says little."""


class Examples:
    """Examples by their features."""

    def __init__(
        self,
        examples: Sequence[tuple[str, Sequence[str]]],
        keys: Callable[[str], Sequence[Key]],
        knows: Callable[[str], bool],
    ) -> None:
        self._texts = examples
        self._keys = keys
        self._knows = knows
        self._codes = [tuple(codes) for _text, codes in examples]
        self._rarity: dict[str, float] = {}
        self._with: dict[str, list[tuple[int, float]]] = defaultdict(list)

    def _learn(self) -> None:
        """Read the examples, when they are first asked: danger and chat never do."""
        features = [self._features(self._keys(text)) for text, _codes in self._texts]
        self._texts = ()
        times: dict[str, int] = defaultdict(int)
        for one in features:
            for name in one:
                times[name] += 1
        self._rarity = {name: log(1 + len(features) / count) for name, count in times.items()}
        for number, one in enumerate(features):
            for name, weight in self._weighed(one).items():
                self._with[name].append((number, weight))

    def votes(self, keys: Sequence[Key]) -> tuple[dict[str, float], float]:
        """Return what each code is voted, 1 at most, and how alike the nearest example is, from 0 to 1."""
        if self._texts:
            self._learn()
        likeness: dict[int, float] = defaultdict(float)
        for name, weight in self._weighed(self._features(keys)).items():
            for number, other in self._with.get(name, ()):
                likeness[number] += weight * other
        votes: dict[str, float] = defaultdict(float)
        total = 0.0
        for number, alike in nlargest(_NEAREST, likeness.items(), key=lambda one: one[1]):
            if alike < _FAR:
                break
            strength = alike * alike
            total += strength
            for code in self._codes[number]:
                votes[code] += strength
        return {code: vote / total for code, vote in votes.items()}, max(likeness.values(), default=0.0)

    def _features(self, keys: Sequence[Key]) -> dict[str, float]:
        features: dict[str, float] = {}
        before = ""
        for key, _at in keys:
            features[key] = 1.0 if self._knows(key) else _PLAIN
            if before:
                features[f"{before} {key}"] = _PAIR
            before = key
        return features

    def _weighed(self, features: Mapping[str, float]) -> dict[str, float]:
        weighed = {
            name: weight * self._rarity[name] for name, weight in features.items() if name in self._rarity
        }
        unknown = sum(
            weight * weight * 9
            for name, weight in features.items()
            if name not in self._rarity and " " not in name
        )
        length = sqrt(sum(weight * weight for weight in weighed.values()) + unknown) or 1.0
        return {name: weight / length for name, weight in weighed.items()}
