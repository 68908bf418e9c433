"""Ordinary words: those of the language that a speller would take for misspelt words of a vocabulary.

`poisson` is no `prison`, and who does not eat (`mange`) asks for no `manga`. A package keeps the list that
belongs to its vocabulary; `misread` derives it from a list of all words.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from bot.language.folding import fold
from bot.language.speller import Speller
from bot.language.terms import stem

_NEVER_TYPED = re.compile(
    r"(?:ss(?:e|es|ions|iez|ent)|[aiu]mes|[aiu]tes|[aiu]rent|[aeiu]rai(?:s|ent)?|eriez|erions)$"
)
_LONGEST = 12


def misread(words: Iterable[str], speller: Speller, likeness: float) -> Iterator[str]:
    """Return the words, folded, that a speller would take for others with at least that likeness.

    Forms that nobody types are left out.
    """
    for word in words:
        plain = fold(word)
        if len(plain) > _LONGEST or not (plain.isascii() and plain.isalpha()) or _NEVER_TYPED.search(plain):
            continue
        best = speller.correct(plain, limit=1)
        if best and best[0][1] >= likeness and stem(best[0][0]) != stem(plain):
            yield plain


def write(path: Path, words: Iterable[str]) -> None:
    """Write a list of words."""
    path.write_bytes(gzip.compress("\n".join(sorted(set(words))).encode("ascii"), mtime=0))


@cache
def words_in(path: Path) -> frozenset[str]:
    """Return the words of a list, read once."""
    return frozenset(gzip.decompress(path.read_bytes()).decode("ascii").split())
