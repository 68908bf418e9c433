"""Folding: the plain form of a text, under which what people mean as the same word is the same word.

Everything here costs time in proportion to the length of the text, and depends on nothing but its arguments.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_PLAIN = str.maketrans(
    {
        **dict.fromkeys("’‘‛ʼʹ′`´", "'"),
        **dict.fromkeys("“”„‟″«»", '"'),
        **dict.fromkeys("‐‑‒–—―−⁃", "-"),
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"),
    }
    | {"æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i"}
)
_ACCENTS = re.compile("[\u0300-\u036f]")
"""The accents of Latin letters: most texts have no other ones, and they are quickly taken off so."""
_NOT_IN_A_SLUG = re.compile(r"[^a-z0-9]+")
_LONGEST_WORD = 64
"""Longer words have no neighbours: nobody mistypes them, and comparing costs the product of two lengths."""
_SHORTEST_BEGINNING = 3


def fold(text: str) -> str:
    """Return the text without case, accents, ligatures, fine punctuation or spare spaces.

    >>> fold("  Être   à l’Œuvre… ")
    "etre a l'oeuvre..."
    """
    if not text.isascii():
        # Decomposed twice: folding the case of a decomposed letter may give a composed one, and conversely.
        text = _without_accents(_without_accents(text.translate(_PLAIN)).casefold()).translate(_PLAIN)
    return " ".join(text.casefold().split())


def slug(text: str) -> str:
    """Return the text as the name of a channel: folded words of a–z and 0–9, joined by hyphens.

    >>> slug("Loire (42)")
    'loire-42'
    """
    return _NOT_IN_A_SLUG.sub("-", fold(text)).strip("-")


def nearest(word: str, candidates: Iterable[str], limit: int = 3) -> list[str]:
    """Return at most `limit` candidates that `word` may be a slip for, the likeliest first.

    Words are compared folded. One letter added, missing, wrong or exchanged with its neighbour is one slip:
    a word may have one up to five letters, two up to eight, three beyond. A word of three letters or more
    also stands for those that it begins. Equally likely candidates come in alphabetical order.

    >>> nearest("rapepl", ["rappel", "maillage"])
    ['rappel']
    """
    typed = fold(word)
    if not typed or len(typed) > _LONGEST_WORD:
        return []
    found = []
    for candidate in dict.fromkeys(candidates):
        name = fold(candidate)
        slips = _slips(typed, name, _tolerance(typed))
        if slips is None and len(typed) >= _SHORTEST_BEGINNING and name.startswith(typed):
            slips = len(typed)  # More than any tolerance, so a beginning comes after every slip.
        if slips is not None:
            found.append((slips, name, candidate))
    return [candidate for *_rank, candidate in sorted(found)[:limit]]


def _without_accents(text: str) -> str:
    decomposed = _ACCENTS.sub("", unicodedata.normalize("NFKD", text))
    if decomposed.isascii():
        return decomposed
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def _tolerance(word: str) -> int:
    if len(word) < 3:
        return 0
    return 1 if len(word) < 6 else 2 if len(word) < 9 else 3


def _slips(typed: str, name: str, most: int) -> int | None:
    """Return the optimal string alignment distance of two words, or None if it is more than `most`."""
    if abs(len(typed) - len(name)) > most:
        return None
    before: list[int] = []
    last = list(range(len(name) + 1))
    for row, letter in enumerate(typed, 1):
        current = [row]
        for column, other in enumerate(name, 1):
            cost = min(last[column] + 1, current[-1] + 1, last[column - 1] + (letter != other))
            if row > 1 and column > 1 and (letter, typed[row - 2]) == (name[column - 2], other):
                cost = min(cost, before[column - 2] + 1)
            current.append(cost)
        if min(current) > most and min(last) > most:
            return None
        before, last = last, current
    return last[-1] if last[-1] <= most else None
