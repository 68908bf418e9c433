"""What words mean, roughly: each is in a few groups of words near in meaning, from wide ones to narrow ones.

So what is told in other words than any example still has something in common with those that mean alike:
`avocat` and `tribunal` are in one group. The groups are in `meanings.txt.gz`, made once by
`plugins.referral.grouping`. Words are known folded.
"""

from __future__ import annotations

import gzip
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path

MEANINGS = Path(__file__).with_name("meanings.txt.gz")
_FAINT = frozenset(
    ("a", "aide", "aider", "avec", "de", "des", "du", "elle", "en", "est", "et", "il", "je", "la", "le",
     "les", "ne", "on", "pas", "peut", "pour", "qui", "sa", "son", "sur", "un", "une", "veut")
)  # fmt: skip
"""Words that say nothing of a subject."""
_WIDTHS = 3
"""Each word is in so many groups."""
_MOST_GROUPS = 1 << 16
_DIGESTS = 1 << 46
"""A digest of a word has room for the number of a group beside it; two words hardly ever have the same."""


class Meanings:
    """The groups of words, in a tenth of the memory of a dictionary: words are known by their digests."""

    def __init__(self, lines: Iterable[str]) -> None:
        """Read groups: a line is one of the narrowest, the numbers of all it is in, a tab, its words."""
        keys = array("Q")
        self._numbers = array("H")
        for place, line in enumerate(lines):
            numbers, _tab, words = line.partition("\t")
            self._numbers.extend([int(number) for number in numbers.split()])
            keys.extend([hash(word) % _DIGESTS * _MOST_GROUPS | place for word in words.split()])
        self._keys = array("Q", sorted(keys))

    def of(self, word: str) -> Sequence[int]:
        """Return the numbers of the groups of a word, that of the widest group first; none if it has none."""
        digest = hash(word) % _DIGESTS * _MOST_GROUPS
        at = bisect_left(self._keys, digest)
        place = self._keys[at] - digest if at < len(self._keys) else _MOST_GROUPS
        return self._numbers[_WIDTHS * place : _WIDTHS * (place + 1)] if place < _MOST_GROUPS else ()


@cache
def meanings() -> Meanings:
    """Return the groups of words, read once."""
    return Meanings(gzip.decompress(MEANINGS.read_bytes()).decode().splitlines())


def meant(words: Sequence[str]) -> Iterator[str]:
    """Return the groups that words are in, as features."""
    known = meanings()
    for word in words:
        if word not in _FAINT:
            yield from (f"m{level}:{group}" for level, group in enumerate(known.of(word)))
