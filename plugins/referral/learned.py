"""What was learned from examples: how likely each service answers a text, by its words and letters.

A multinomial logistic regression, trained by `learning.py` on the data files and kept in
`data/learned.bin.gz` in whole numbers, so that asking it is adding up a few hundred rows. It knows features
by their checksums alone.
"""

from __future__ import annotations

import gzip
import json
from array import array
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise
from math import exp, sqrt
from pathlib import Path
from struct import unpack
from zlib import crc32

from bot.language.meaning import meant
from plugins.referral.answers import EMERGENCY
from plugins.referral.patterns import BREAK
from plugins.referral.reading import Reading

LEARNED = Path(__file__).with_name("data") / "learned.bin.gz"
VAGUE = "?"
"""Stands for what is too vague, where codes are learned."""
_DANGER = f"{EMERGENCY}:"
BUCKETS = 1 << 18
"""So many features are told apart."""
STEPS = 16
"""Rarities are kept in so many parts of 1."""
_LETTERS = (3, 4, 5)
_SIGN = 128
"""What is added to a weight so that it is no less than nothing."""
_RAISED = bytes(byte ^ _SIGN for byte in range(256))
"""What each byte is with that added; the whole file is read so, for parts of it would be copies."""
_AT_ONCE = 256
"""So many weights of a byte are added within two bytes."""
_LONGEST_WORD = 24
"""Letters after that are not looked at."""


def danger(number: str) -> str:
    """Return how a danger is called for which a number is to be rung."""
    return f"{_DANGER}{number}"


def is_danger(code: str) -> bool:
    """Say whether a code stands for a danger."""
    return code.startswith(_DANGER)


def features(reading: Reading) -> tuple[set[str], ...]:
    """Return what is seen of a text, in groups that count alike: words, letters, what words mean."""
    words = [word[:_LONGEST_WORD] for word in reading.line.words if word != BREAK]
    keys = [one.key for one in reading.keys]
    said = {f"w:{word}" for word in words} | {f"k:{key}" for key in keys}
    said |= {f"b:{one} {other}" for one, other in pairwise(["^", *words])}
    said |= {f"p:{one} {other}" for one, other in pairwise(keys)}
    return said, set(_letters(words)), set(meant(words))


def _letters(words: Sequence[str]) -> Iterator[str]:
    for word in words:
        framed = f" {word} "
        for size in _LETTERS:
            for at in range(len(framed) - size + 1):
                yield framed[at : at + size]


def buckets(names: Collection[str]) -> set[int]:
    """Return the buckets of features."""
    return {crc32(name.encode()) % BUCKETS for name in names}


class Learned:
    """What was learned: rows of weights, one of each bucket that was seen."""

    def __init__(self, content: bytes) -> None:
        """Read what `packed` made."""
        end = content.index(b"\n")
        known = json.loads(content[:end])
        self.digest: str = known["digest"]
        self.codes: tuple[str, ...] = tuple(known["codes"])
        self._bias: tuple[float, ...] = tuple(known["bias"])
        self._scale: float = known["scale"]
        start = end + 1 + BUCKETS
        self._rarity = content[end + 1 : start]
        self._content = content.translate(_RAISED)
        self._starts = array("i", [-1]) * BUCKETS
        self._places = int.from_bytes(b"\xff\x00" * (len(self.codes) // 2 + 1), "little")
        for bucket, rarity in enumerate(self._rarity):
            if rarity:
                self._starts[bucket] = start
                start += len(self.codes)

    def likely(self, groups: Sequence[Collection[str]]) -> dict[str, float]:
        """Return how likely each code answers a text of such features: they make 1 together."""
        sums = list(self._bias)
        for names in groups:
            known = [bucket for bucket in buckets(names) if self._starts[bucket] >= 0]
            length = sum(self._rarity[bucket] ** 2 for bucket in known)
            total = self._total([self._starts[bucket] for bucket in known])
            factor = self._scale * STEPS / sqrt(length or 1)
            sums = [one + factor * more for one, more in zip(sums, total, strict=True)]
        most = max(sums)
        shares = [exp(one - most) for one in sums]
        whole = sum(shares)
        return {code: share / whole for code, share in zip(self.codes, shares, strict=True)}

    def _total(self, starts: Sequence[int]) -> list[int]:
        """Return the sum of the rows that start there, of whole numbers from -128 to 127.

        Rows are added as numbers of many digits, each weight a digit with room for the sum: Python adds those
        a hundred times as fast as lists.
        """
        size = len(self.codes)
        total = [0] * size
        for first in range(0, len(starts), _AT_ONCE):
            some = starts[first : first + _AT_ONCE]
            even = odd = 0
            for start in some:
                row = int.from_bytes(self._content[start : start + size], "little")
                even += row & self._places
                odd += row >> 8 & self._places
            pairs = zip(self._digits(even), self._digits(odd), strict=True)
            raised = [digit for pair in pairs for digit in pair]
            total = [one + digit - _SIGN * len(some) for one, digit in zip(total, raised, strict=False)]
        return total

    def _digits(self, number: int) -> tuple[int, ...]:
        count = len(self.codes) // 2 + 1
        return unpack(f"<{count}H", number.to_bytes(2 * count, "little"))


def packed(
    digest: str, codes: Sequence[str], bias: Sequence[float], rows: Mapping[int, tuple[int, Sequence[float]]]
) -> bytes:
    """Return the content of the file: of each bucket its rarity (in steps, 1 to 255) and its weights."""
    weighed = {bucket: [one * rarity / STEPS for one in row] for bucket, (rarity, row) in rows.items()}
    scale = _scale(abs(one) for row in weighed.values() for one in row)
    head = {"digest": digest, "codes": codes, "bias": [round(one, 4) for one in bias], "scale": scale}
    rarities = bytearray(BUCKETS)
    numbers = array("b")
    for bucket in sorted(rows):
        rarities[bucket] = rows[bucket][0]
        numbers.extend(max(-127, min(127, round(one / scale))) for one in weighed[bucket])
    return json.dumps(head).encode() + b"\n" + bytes(rarities) + numbers.tobytes()


def _scale(sizes: Iterator[float]) -> float:
    """Return what 1 stands for: few weights are larger than 127 of them."""
    ranked = sorted(sizes)
    return (ranked[int(len(ranked) * 0.9995)] if ranked else 1.0) / 127 or 1.0


@cache
def learned() -> Learned:
    """Return what was learned, read once."""
    return Learned(gzip.decompress(LEARNED.read_bytes()))
