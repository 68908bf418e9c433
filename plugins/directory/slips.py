"""Slips of the pen: which word of the thesaurus is meant by one that is misspelt, and how it is written."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from bot.language.folding import fold
from bot.language.ordinary import words_in
from bot.language.speller import Speller
from bot.language.terms import stem
from plugins.directory.fillers import fillers
from plugins.directory.thesaurus import Thesaurus

SURE = 0.74
"""How alike a word has to be to a known one to be taken for it."""
_SOUNDS_THE_SAME = 0.9
"""And one that exists: people write what they hear."""
ORDINARY = Path(__file__).with_name("data") / "ordinary.txt.gz"
"""French words that nearly spell one of the thesaurus: by `derive.py`."""
_SHORTEST = 4
_PREFIX = re.compile(r"(?:des?|re|in|im|mal|non|sur|sous|pre|co|anti|multi|auto)-?(?=[a-z]{4})")
"""What makes another word of one that is known, which may mean the reverse: `désinstaller`."""
_WORD = re.compile(r"[^\W\d_]+")
_NO_WORDS = Speller({})


def meant(word: str, known: Thesaurus, others: Speller = _NO_WORDS) -> str | None:
    """Return the folded word of the thesaurus, or of `others`, that a folded word misspells; None if none."""
    speller = speller_of(known)
    if len(word) < _SHORTEST or word in speller or word in others or stem(word) in known.stems:
        return None
    prefix = _PREFIX.match(word)
    if prefix is not None and word[prefix.end() :] in speller:
        return None
    found = [*speller.correct(word, 1), *others.correct(word, 1)]
    best = max(found, key=lambda one: one[1], default=None)
    enough = _SOUNDS_THE_SAME if word in words_in(ORDINARY) else SURE
    return best[0] if best is not None and best[1] >= enough else None


def respelt(value: str, known: Thesaurus) -> str:
    """Return what somebody typed with the words of the thesaurus written as they are written there.

    Words with a capital are names, and stay.
    """
    return _WORD.sub(lambda one: _respelt_word(one.group(), known), value)


def _respelt_word(word: str, known: Thesaurus) -> str:
    if word != word.lower():
        return word
    plain = fold(word)
    written = _written(known)
    if plain in written:
        return written[plain] if word == plain else word
    better = meant(plain, known)
    return written.get(better, word) if better is not None else word


@lru_cache(maxsize=4)
def speller_of(known: Thesaurus) -> Speller:
    """Return what corrects slips in the words of a thesaurus."""
    return Speller({**dict.fromkeys(fillers(), 1), **known.words})


@lru_cache(maxsize=4)
def _written(known: Thesaurus) -> dict[str, str]:
    """Return how each word of the French labels is written, with its accents, by its folded form."""
    written: dict[str, str] = {}
    for concept in known.concepts.values():
        for label in (concept.fr, *concept.also):
            for word in _WORD.findall(label):
                if word == word.lower():
                    plain = fold(word)
                    # Labels hold some words without their accents too, since people look for them so.
                    written[plain] = max(written.get(plain, ""), word)
    return written
