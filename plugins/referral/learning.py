"""Learning `data/learned.bin.gz` from the examples and the phrases of the lexicon.

    python -m plugins.referral.learning

Takes a few minutes; the same files make the same result. To be run again once examples or needs
change: a test compares digests.
"""

from __future__ import annotations

import gzip
import hashlib
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from math import exp, log, sqrt
from operator import add
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

from plugins.referral.findings import findings_of
from plugins.referral.learned import LEARNED, STEPS, VAGUE, buckets, danger, features, is_danger, packed
from plugins.referral.lexicon import Lexicon, lexicon_of

_PHRASE = 0.4
"""What a phrase of a need counts, where an example is 1."""
_FURTHER = 0.6
"""What a further accepted code of an example counts, where the first is 1; of a phrase, half of that."""
_ACCEPTED = 3
"""Further codes are not learned."""
_FURTHER_NUMBER = 0.3
"""What a further number to call counts."""
_LEAST = 2
"""A feature that fewer texts have says nothing."""
_ROUNDS = 8
_SPEED = 0.3
_BIAS_SPEED = 0.02
_FIRST = 1e-2
"""The squared slope that each weight is taken to have had before."""
_SLIGHT = 2e-3
"""Smaller errors move nothing."""
_NEARLY_SURE = 0.95


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
    """Return what tells whether the examples and needs of a folder are those that were learned from."""
    files = sorted(one for one in folder.iterdir() if one.name.startswith(("examples-", "needs-")))
    return hashlib.sha256(b"".join(one.name.encode() + one.read_bytes() for one in files)).hexdigest()


def samples_of(folder: Path, lexicon: Lexicon) -> Iterator[Sample]:
    """Return all texts to learn from: the examples of a folder, and the phrases of needs."""
    for file in sorted(folder.glob("examples-*.toml")):
        tables = tomllib.loads(file.read_text(encoding="utf-8"))
        served = bool(tables.get("served_the_rules"))
        for one in tables.get("example", []):
            right = _shares(one["accept"] or [VAGUE], _FURTHER)
            yield Sample(_seen(one["text"], lexicon, served), right)
        for one in tables.get("alarm_example", []):
            right = _shares(map(danger, one["numbers"]), _FURTHER_NUMBER)
            yield Sample(_seen(one["text"], lexicon, served), right)
    for need in lexicon.needs.values():
        for phrase in need.phrases:
            yield Sample(_seen(phrase, lexicon, served=True), _shares(need.codes, _FURTHER / 2), _PHRASE)


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


def learn(samples: Sequence[Sample], rounds: int = _ROUNDS) -> Model:
    """Return what samples teach: a logistic regression, each weight slowed down by what moved it before."""
    codes = sorted({code for one in samples for code in one.right})
    places = {code: place for place, code in enumerate(codes)}
    dangers = [place for code, place in places.items() if is_danger(code)]
    rarities = _rarities(samples)
    weights = {bucket: [0.0] * len(codes) for bucket in rarities}
    slopes = {bucket: [_FIRST] * len(codes) for bucket in rarities}
    bias = [0.0] * len(codes)
    prepared = [
        (_values(one.groups, rarities), [(places[code], share) for code, share in one.right.items()], one)
        for one in samples
    ]
    for number in range(rounds):
        for at in _mixed(len(prepared), number):
            values, right, sample = prepared[at]
            errors = _errors(_likely(values, weights, bias), right, dangers)
            for place, error in errors:
                bias[place] -= _BIAS_SPEED * error * sample.weight
            _move(values, [(place, error * sample.weight) for place, error in errors], weights, slopes)
    return Model(codes, bias, {bucket: (rarities[bucket], row) for bucket, row in weights.items()})


def _mixed(size: int, number: int) -> list[int]:
    """Return the places of a list in an order that is another in each round."""
    return sorted(range(size), key=lambda at: crc32(f"{number} {at}".encode()))


def _rarities(samples: Iterable[Sample]) -> dict[int, int]:
    """Return the rarity of each bucket that is worth it, in steps."""
    times = Counter(bucket for one in samples for group in one.groups for bucket in group)
    whole = sum(1 for _one in samples)
    return {
        bucket: round(STEPS * (1 + log(whole / count))) for bucket, count in times.items() if count >= _LEAST
    }


def _values(groups: Iterable[set[int]], rarities: Mapping[int, int]) -> list[tuple[int, float]]:
    """Return what each bucket counts: each group makes 1, as a length."""
    values = []
    for group in groups:
        known = [(bucket, rarities[bucket]) for bucket in sorted(group) if bucket in rarities]
        length = sqrt(sum(rarity * rarity for _bucket, rarity in known))
        values += [(bucket, rarity / length) for bucket, rarity in known]
    return values


def _likely(
    values: Sequence[tuple[int, float]], weights: Mapping[int, list[float]], bias: Sequence[float]
) -> list[float]:
    sums = list(bias)
    for bucket, value in values:
        sums = list(map(add, sums, [value * weight for weight in weights[bucket]]))
    most = max(sums)
    shares = [exp(one - most) for one in sums]
    whole = sum(shares)
    return [share / whole for share in shares]


def _errors(
    likely: Sequence[float], right: Sequence[tuple[int, float]], dangers: Sequence[int]
) -> list[tuple[int, float]]:
    """Return by how much each code is thought too likely, where that matters."""
    errors = list(likely)
    for place, share in right:
        errors[place] -= share
    if not right:
        danger = min(_NEARLY_SURE, sum(likely[place] for place in dangers))
        errors = [-one * danger / (1 - danger) for one in likely]
        for place in dangers:
            errors[place] = likely[place]
    return [(place, error) for place, error in enumerate(errors) if abs(error) > _SLIGHT]


def _move(
    values: Iterable[tuple[int, float]],
    errors: Sequence[tuple[int, float]],
    weights: Mapping[int, list[float]],
    slopes: Mapping[int, list[float]],
) -> None:
    for bucket, value in values:
        row, slope = weights[bucket], slopes[bucket]
        for place, error in errors:
            step = value * error
            slope[place] += step * step
            row[place] -= _SPEED * step / sqrt(slope[place])


def main() -> None:
    """Write what is learned."""
    folder = LEARNED.parent
    model = learn(list(samples_of(folder, lexicon_of())))
    LEARNED.write_bytes(gzip.compress(model.packed(digest_of(folder)), mtime=0))


if __name__ == "__main__":
    main()
