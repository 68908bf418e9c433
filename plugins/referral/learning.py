"""Learning `data/learned.bin.gz` from the examples and the phrases of the lexicon.

    python -m plugins.referral.learning

Takes about a minute, and NumPy, which nothing else needs: it comes with the extra `dev`. The same files make
the same result. To be run again once examples or needs change: a test compares digests.
"""

from __future__ import annotations

import gzip
import hashlib
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from math import log
from pathlib import Path
from typing import NamedTuple, TypeAlias
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from rich.progress import track

from bot.language.meaning import MEANINGS
from plugins.referral.findings import findings_of
from plugins.referral.learned import LEARNED, STEPS, VAGUE, buckets, danger, features, is_danger, packed
from plugins.referral.lexicon import Lexicon, lexicon_of

_LEARNED_FROM = ("examples-", "needs-")
"""How the names of the files begin from which is learned, beside what words mean."""
_PHRASE = 0.4
"""What a phrase of a need counts, where an example is 1."""
_FRAMED = 2
"""A phrase is also learned in so many of the ways in which people ask."""
_FURTHER = 0.6
"""What a further accepted code of an example counts, where the first is 1; of a phrase, half of that."""
_ACCEPTED = 3
"""Further codes are not learned."""
_FURTHER_NUMBER = 0.3
"""What a further number to call counts."""
_LEAST = 2
"""A feature that fewer texts have says nothing."""
_ROUNDS = 8
_BATCH = 32
_SPEED = 0.15
_FIRST = 1e-2
"""The squared slope that each weight is taken to have had before."""
_NEARLY_SURE = np.float32(0.95)
_LITTLE = np.float32(1e-9)

Numbers: TypeAlias = NDArray[np.float32]
Places: TypeAlias = NDArray[np.int64]


class Sample(NamedTuple):
    """A text to learn from: what is seen of it, and what is right, the shares making 1.

    Nothing is right where it is only known that there is no danger.
    """

    groups: tuple[set[int], ...]
    right: Mapping[str, float]
    weight: float = 1.0


class Model(NamedTuple):
    """What is learned, before it is packed: rarities and weights of the buckets, and what stands alone."""

    codes: list[str]
    bias: list[float]
    rows: dict[int, tuple[int, list[float]]]

    def packed(self, digest: str) -> bytes:
        """Return it as kept in the file."""
        return packed(digest, self.codes, self.bias, self.rows)


def digest_of(folder: Path) -> str:
    """Return what tells whether the files of a folder are those that were learned from."""
    own = [one for one in folder.iterdir() if one.name.startswith(_LEARNED_FROM)]
    files = sorted((*own, MEANINGS), key=lambda one: one.name)
    return hashlib.sha256(b"".join(one.name.encode() + one.read_bytes() for one in files)).hexdigest()


def samples_of(folder: Path, lexicon: Lexicon) -> Iterator[Sample]:
    """Return all texts to learn from: the examples of a folder, the phrases of needs, and these asked for."""
    frames: list[str] = []
    for file in sorted(folder.glob("examples-*.toml")):
        tables = tomllib.loads(file.read_text(encoding="utf-8"))
        served = bool(tables.get("served_the_rules"))
        frames += tables.get("frames", ())
        for group in tables.get("examples", ()):
            right = _right(group)
            yield from (Sample(_seen(text, lexicon, served), right) for text in group["texts"])
    for need in lexicon.needs.values():
        right = _shares(need.codes, _FURTHER / 2)
        for phrase in need.phrases:
            framed = frames[crc32(phrase.encode()) % len(frames)].format(phrase)
            yield from (
                Sample(_seen(text, lexicon, served=True), right, _PHRASE) for text in (phrase, framed)
            )


def _right(group: Mapping[str, list[str]]) -> Mapping[str, float]:
    """Return what is right of a group of examples, which names services, numbers to call or neither."""
    if "numbers" in group:
        return _shares(map(danger, group["numbers"]), _FURTHER_NUMBER)
    return _shares(group["accept"] or [VAGUE], _FURTHER)


def _seen(text: str, lexicon: Lexicon, served: bool) -> tuple[set[int], ...]:
    """Return what is seen of a text.

    What the rules find in one that they were written with looks too good: it is left out.
    """
    findings = findings_of(text, lexicon)
    groups = features(findings.reading)
    return tuple(map(buckets, groups if served else (*groups, set(findings.names(lexicon)))))


def _shares(codes: Iterable[str], further: float) -> dict[str, float]:
    shares = {code: further if rank else 1.0 for rank, code in enumerate(islice(codes, _ACCEPTED))}
    whole = sum(shares.values())
    return {code: share / whole for code, share in shares.items()}


class _Texts:
    """The samples in arrays: what each shows (a constant first), how much of it, and what is right."""

    def __init__(self, samples: Sequence[Sample], codes: Sequence[str], rarities: Mapping[int, int]) -> None:
        places = {bucket: place for place, bucket in enumerate(rarities, 1)}
        seen = [_values(one.groups, rarities) for one in samples]
        self.places = [np.array([0, *(places[bucket] for bucket, _value in one)]) for one in seen]
        self.values = [np.array([1.0, *(value for _bucket, value in one)], np.float32) for one in seen]
        self.right = np.zeros((len(samples), len(codes)), np.float32)
        for row, one in zip(self.right, samples, strict=True):
            row[[codes.index(code) for code in one.right]] = list(one.right.values())
        self.weights = np.array([one.weight for one in samples], np.float32)
        self.dangers = np.array([is_danger(code) for code in codes])

    def errors(self, chosen: Places, likely: Numbers) -> Numbers:
        """Return by how much each code is thought too likely in some of them, where that matters.

        Where several codes are right, any of them will do: half of what is right is shared as the examples
        say, half as it is thought already.
        """
        right = self.right[chosen]
        thought = likely * (right > 0)
        errors: Numbers = (
            likely - (right + thought / np.maximum(thought.sum(axis=1, keepdims=True), _LITTLE)) / 2
        )
        unknown = ~right.any(axis=1)
        share = np.minimum(_NEARLY_SURE, (likely * self.dangers).sum(axis=1, keepdims=True))
        harmless = np.where(self.dangers, likely, -likely * share / (1 - share))
        errors[unknown] = harmless[unknown]
        errors *= self.weights[chosen][:, None]
        return errors


def learn(samples: Sequence[Sample], rounds: int = _ROUNDS) -> Model:
    """Return what samples teach: a logistic regression, each weight slowed down by what moved it before.

    The method is AdaGrad (Duchi, Hazan and Singer 2011), on a few texts at a time.
    """
    codes = sorted({code for one in samples for code in one.right})
    rarities = _rarities(samples)
    texts = _Texts(samples, codes, rarities)
    weights = np.zeros((len(rarities) + 1, len(codes)), np.float32)
    slopes = np.full_like(weights, _FIRST)
    chance = np.random.default_rng(0)
    for _number in range(rounds):
        order = chance.permutation(len(samples))
        for start in range(0, len(order), _BATCH):
            _step(texts, order[start : start + _BATCH], weights, slopes)
    rows = {
        bucket: (rarity, row.tolist())
        for (bucket, rarity), row in zip(rarities.items(), weights[1:], strict=True)
    }
    return Model(codes, weights[0].tolist(), rows)


def _step(texts: _Texts, chosen: Places, weights: Numbers, slopes: Numbers) -> None:
    """Move the weights of what some texts show."""
    sizes = [len(texts.places[one]) for one in chosen]
    places = np.concatenate([texts.places[one] for one in chosen])
    values = np.concatenate([texts.values[one] for one in chosen])[:, None]
    starts = np.cumsum([0, *sizes[:-1]])
    errors = texts.errors(chosen, _likely(np.add.reduceat(values * weights[places], starts)))
    slope = values * np.repeat(errors, sizes, axis=0)
    order = np.argsort(places, kind="stable")
    moved, first = np.unique(places[order], return_index=True)
    steps = np.add.reduceat(slope[order], first)
    slopes[moved] += steps * steps
    weights[moved] -= _SPEED * steps / np.sqrt(slopes[moved])


def _likely(sums: Numbers) -> Numbers:
    shares = np.exp(sums - sums.max(axis=1, keepdims=True))
    likely: Numbers = shares / shares.sum(axis=1, keepdims=True)
    return likely


def _rarities(samples: Iterable[Sample]) -> dict[int, int]:
    """Return the rarity of each bucket that is worth it, in steps, in the order of the buckets."""
    times = Counter(bucket for one in samples for group in one.groups for bucket in group)
    whole = sum(1 for _one in samples)
    return {
        bucket: round(STEPS * (1 + log(whole / times[bucket])))
        for bucket in sorted(times)
        if times[bucket] >= _LEAST
    }


def _values(groups: Iterable[set[int]], rarities: Mapping[int, int]) -> list[tuple[int, float]]:
    """Return what each bucket counts: each group makes 1, as a length."""
    values = []
    for group in groups:
        known = [(bucket, rarities[bucket]) for bucket in sorted(group) if bucket in rarities]
        length = sum(rarity * rarity for _bucket, rarity in known) ** 0.5
        values += [(bucket, rarity / length) for bucket, rarity in known]
    return values


def main() -> None:
    """Write what is learned."""
    folder = LEARNED.parent
    samples = list(track(samples_of(folder, lexicon_of()), "Lecture des exemples…"))
    LEARNED.write_bytes(gzip.compress(learn(samples).packed(digest_of(folder)), mtime=0))


if __name__ == "__main__":
    main()
