"""What somebody may need who tells a situation: which concepts of the thesaurus it is most like.

“Un potier aimerait écouler ses vases” names no skill. Examples of situations told for each concept
(`data/situations.toml`) were counted by `derive_situations.py`: what their words, the letters of them and
what they mean say for each concept, so that other words than theirs will do as well. The method is Rocchio's
(1971), with weights that grow less than in proportion.
"""

from __future__ import annotations

import gzip
import json
from array import array
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise
from math import sqrt
from operator import add
from pathlib import Path
from struct import pack, unpack
from zlib import crc32

from bot.language.meaning import meant
from bot.language.terms import Term

SITUATIONS = Path(__file__).with_name("data") / "situations.bin.gz"
NOTHING = "nothing"
"""Stands for what is no counsellor's matter, among the concepts."""
BUCKETS = 1 << 17
"""So many features are told apart."""
STEPS = 16
"""Rarities are kept in so many parts of 1."""
_WIDE = 40
"""A feature that speaks for so many concepts is kept as a number with a digit for each of them."""
_LETTERS = 4
_LONGEST_WORD = 24
"""Letters after that are not looked at."""


def features(found: Sequence[Term]) -> tuple[set[int], ...]:
    """Return what is seen of a text, in groups that count alike: words, letters, what words mean.

    Each feature is the bucket that it falls in.
    """
    content = [term for term in found if not term.is_stop]
    stems = [term.stem for term in content]
    words = {term.word[:_LONGEST_WORD] for term in content}
    said = {f"s:{one}" for one in stems} | {f"p:{one} {other}" for one, other in pairwise(stems)}
    return tuple(_buckets(names) for names in (said, set(_letters(words)), set(meant(sorted(words)))))


def _letters(words: Collection[str]) -> Iterator[str]:
    for word in words:
        framed = f" {word} "
        for at in range(len(framed) - _LETTERS + 1):
            yield framed[at : at + _LETTERS]


def _buckets(names: Collection[str]) -> set[int]:
    return {crc32(name.encode()) % BUCKETS for name in names}


def weighed(groups: Sequence[Collection[int]], rarities: Mapping[int, int] | bytes) -> dict[int, float]:
    """Return what each feature counts: each group makes 1, as a length; those never seen are left out."""
    values: dict[int, float] = {}
    for group in groups:
        known, length = _known(group, rarities)
        for bucket, rarity in known.items():
            values[bucket] = values.get(bucket, 0.0) + rarity / length
    return values


def _known(group: Collection[int], rarities: Mapping[int, int] | bytes) -> tuple[dict[int, int], float]:
    """Return the rarities of those features of a group that were ever seen, and their length."""
    known = {bucket: rarities[bucket] for bucket in group if rarities[bucket]}
    return known, sqrt(sum(rarity * rarity for rarity in known.values())) or 1.0


class Situations:
    """What was counted: which concepts each feature speaks for, and how much. It never changes."""

    def __init__(self, content: bytes) -> None:
        """Read what `packed` made."""
        head, _newline, rest = content.partition(b"\n")
        known = json.loads(head)
        self.digest: str = known["digest"]
        self.concepts: tuple[str, ...] = tuple(known["concepts"])
        self._scale: float = known["scale"]
        self._rarities = rest[:BUCKETS]
        self._counts = rest[BUCKETS : 2 * BUCKETS]
        postings = sum(self._counts)
        self._places = array("H", rest[2 * BUCKETS : 2 * BUCKETS + 2 * postings])
        self._weights = rest[2 * BUCKETS + 2 * postings :]
        self._starts = array("I", [0])
        for count in self._counts:
            self._starts.append(self._starts[-1] + count)
        wide = (bucket for bucket, count in enumerate(self._counts) if count >= _WIDE)
        self._rows = {bucket: self._row(bucket) for bucket in wide}

    def like(self, found: Sequence[Term]) -> list[tuple[str, float]]:
        """Return the concepts that a text is like, from 0 to 1, the likeliest first."""
        groups = features(found)
        known = [_known(group, self._rarities) for group in groups]
        every = [(self._sums(rarities), 1 / length) for rarities, length in known if rarities]
        factor = self._scale / sqrt(len(groups))
        scores = [0.0] * len(self.concepts)
        for sums, share in every:
            scores = [score + one * share for score, one in zip(scores, sums, strict=True)]
        ranked = sorted(range(len(scores)), key=scores.__getitem__, reverse=True)
        return [(self.concepts[place], scores[place] * factor) for place in ranked if scores[place]]

    def _sums(self, known: Mapping[int, int]) -> list[int]:
        """Return what features say together for each concept, each as often as it is rare.

        Those that speak for many concepts are added as numbers of many digits, one for each concept.
        """
        sums = [0] * len(self.concepts)
        total = 0
        for bucket, rarity in known.items():
            if bucket in self._rows:
                total += rarity * self._rows[bucket]
            else:
                for place, weight in self._postings(bucket):
                    sums[place] += rarity * weight
        digits = unpack(f"<{len(sums)}I", total.to_bytes(4 * len(sums), "little"))
        return list(map(add, sums, digits))

    def _row(self, bucket: int) -> int:
        row = [0] * len(self.concepts)
        for place, weight in self._postings(bucket):
            row[place] = weight
        return int.from_bytes(pack(f"<{len(row)}I", *row), "little")

    def _postings(self, bucket: int) -> Iterator[tuple[int, int]]:
        """Return for which concepts a feature speaks, and how much."""
        start, end = self._starts[bucket], self._starts[bucket + 1]
        return zip(self._places[start:end], self._weights[start:end], strict=True)


def packed(digest: str, rarities: Mapping[int, int], weights: Mapping[int, Mapping[str, float]]) -> bytes:
    """Return the content of the file, from the rarity of each feature and what it says for each concept."""
    concepts = sorted({concept for row in weights.values() for concept in row})
    scale = max(weight for row in weights.values() for weight in row.values()) / 255
    known, counts = bytearray(BUCKETS), bytearray(BUCKETS)
    places, sizes = array("H"), bytearray()
    for bucket in sorted(weights):
        row = sorted(weights[bucket].items(), key=lambda one: -one[1])[:255]
        known[bucket], counts[bucket] = min(255, rarities[bucket]), len(row)
        places.extend(concepts.index(concept) for concept, _weight in row)
        sizes.extend(max(1, round(weight / scale)) for _concept, weight in row)
    head = {"digest": digest, "concepts": concepts, "scale": scale}
    return json.dumps(head).encode() + b"\n" + bytes(known) + bytes(counts) + places.tobytes() + bytes(sizes)


@cache
def situations() -> Situations:
    """Return what was counted, read once."""
    return Situations(gzip.decompress(SITUATIONS.read_bytes()))
