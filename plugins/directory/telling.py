"""How much a word tells that the thesaurus does not have: what is rare is what is asked for.

`data/telling.txt.gz` has the stems of the commonest French and English words by how common they are. It is
derived (`derive_telling.py`) from wordfreq 3.1.1 by Robyn Speer and others, whose data are under the licence
CC BY-SA 4.0 (https://creativecommons.org/licenses/by-sa/4.0/), as that file is therefore too.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable
from functools import cache
from pathlib import Path

from bot.language.terms import Term

Known = Callable[[str], bool]
"""Tells whether a folded word is known."""

DATA = Path(__file__).with_name("data") / "telling.txt.gz"
WORTH = (0.02, 0.05, 0.12, 0.25, 0.5, 1.0)
"""What words tell, from the commonest ones on: the lines of the file."""
RARE = 1.5
"""What a word tells that is on none of them."""
UNHEARD = 0.25
"""And one that is no name, and that no card has either: it may be a slip, or how people there say it."""
_ABBREVIATED = 4
"""A word so short that has no vowel is one written in short."""


def _nowhere(_word: str) -> bool:
    return False


def telling(term: Term, is_written: Known = _nowhere) -> float:
    """Return how much a word tells of what is asked for, from hardly anything to `RARE`.

    `is_written` tells whether a word is on a card.

    What is written in short in a chat (`dsl`, `rbx`, `kk1`) tells nothing, unless it stands in capitals.
    """
    if term.is_acronym:
        return RARE
    if _is_written_in_short(term.word):
        return 0.0
    rare = RARE if term.typed[:1].isupper() or is_written(term.word) else UNHEARD
    return _worth().get(term.stem, rare)


def _is_written_in_short(word: str) -> bool:
    if word.isdigit():
        return True
    return len(word) <= _ABBREVIATED and (
        any(letter.isdigit() for letter in word) or not any(letter in "aeiouy" for letter in word)
    )


@cache
def _worth() -> dict[str, float]:
    lines = gzip.decompress(DATA.read_bytes()).decode("ascii").splitlines()
    return {stem: worth for worth, line in zip(WORTH, lines, strict=True) for stem in line.split()}
