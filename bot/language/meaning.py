"""What words mean, roughly: each is in a few groups of words near in meaning, from wide ones to narrow ones.

So what is told in other words than any example still has something in common with those that mean alike:
`avocat` and `tribunal` are in one group. The groups are in `meanings.txt.gz`, made once by
`plugins.referral.grouping`. Words are known folded.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

MEANINGS = Path(__file__).with_name("meanings.txt.gz")
_FAINT = frozenset(
    ("a", "aide", "aider", "avec", "de", "des", "du", "elle", "en", "est", "et", "il", "je", "la", "le",
     "les", "ne", "on", "pas", "peut", "pour", "qui", "sa", "son", "sur", "un", "une", "veut")
)  # fmt: skip
"""Words that say nothing of a subject."""


@cache
def meanings() -> dict[str, tuple[int, ...]]:
    """Return the numbers of the groups of each word, that of the widest group first; read once.

    A line of the file is a group of the narrowest: the numbers, a tab, its words.
    """
    known: dict[str, tuple[int, ...]] = {}
    for line in gzip.decompress(MEANINGS.read_bytes()).decode().splitlines():
        numbers, _tab, words = line.partition("\t")
        known.update(dict.fromkeys(words.split(), tuple(map(int, numbers.split()))))
    return known


def meant(words: Sequence[str]) -> Iterator[str]:
    """Return the groups that words are in, as features."""
    known = meanings()
    for word in words:
        if word not in _FAINT:
            yield from (f"m{level}:{group}" for level, group in enumerate(known.get(word, ())))
