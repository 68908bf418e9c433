"""Names of a person in texts in which others may have named them: found where a name is meant, and left out.

What is replaced does not come back, so what may be another word or somebody else stays: it is for a person
to judge. Names are compared without accents and case. Full names of two words are found however they are
written, user names after an `@`; a name of one word only where it is written with a capital, is no ordinary
word (`ordinary.txt.gz`), and is no part of a longer name.
"""

from __future__ import annotations

import gzip
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from bot.language.folding import fold

ORDINARY = Path(__file__).with_name("ordinary.txt.gz")
"""French words, and names of countries, regions, départements and towns, folded: by `bot.store.derive`."""
SHORTEST = 3
"""A shorter name may be a part of anything: it does not say who is meant, but after an `@`."""
_LONGEST_PARTICLE = 2
_WORD = re.compile(r"[^\W\d_]+")
_SIMPLE = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_TITLES = frozenset(
    ("m", "mr", "mme", "mlle", "dr", "me", "monsieur", "madame", "mademoiselle", "docteur", "maitre", "mrs")
)
_BEFORE = re.compile(r"([^\W\d_][\w’'-]*)[ \u00a0]+\Z")
_AFTER = re.compile(r"[ \u00a0]+([^\W\d_])")
_BEGINS = re.compile(r"(?:\A|[.!?…:;\n(«“\"•–-])\s*\Z")

Span = tuple[int, int]


class Named:
    """The names of one person: display names and user names."""

    def __init__(self, names: Iterable[str], usernames: Iterable[str]) -> None:
        """Take the names; the list of ordinary words is read once, here, and not kept."""
        users = {folded for name in usernames if (folded := fold(name))}
        known = {folded for name in names if len(folded := fold(name)) >= SHORTEST}
        known |= {name for name in users if len(name) >= SHORTEST}
        parts = {part for name in known for part in _WORD.findall(name)}
        self._ordinary = ordinary_among(parts)
        self._called = [re.compile(rf"(?<=@){re.escape(name)}(?!\w|[.-]\w)") for name in users]
        self._known = [(name, _pattern(name)) for name in sorted(known, key=len, reverse=True)]
        self._all = users | known

    def without(self, text: str, instead: str) -> str:
        """Return a text with something else in the place of these names."""
        plain = fold(text)
        if not any(name in plain for name in self._all):
            return text
        kept, at = [], 0
        for first, last in self._spans(text):
            if first >= at:
                kept += [text[at:first], instead]
                at = last
        return "".join([*kept, text[at:]])

    def _spans(self, text: str) -> list[Span]:
        """Return where the names stand, in order; of two that begin together, the longer one first."""
        plain, places = _folded(text)
        spans = [_span(found, text, places) for one in self._called for found in one.finditer(plain)]
        for name, pattern in self._known:
            for found in pattern.finditer(plain):
                first, last = _span(found, text, places)
                if self._is_meant(name, text, first, last):
                    spans.append((first, last))
        return sorted(spans, key=lambda span: (span[0], -span[1]))

    def _is_meant(self, name: str, text: str, first: int, last: int) -> bool:
        words = _WORD.findall(name)
        is_ordinary = self._ordinary.issuperset(words)
        if " " in name:
            return not is_ordinary or _has_capitals(text[first:last])
        if _SIMPLE.fullmatch(name) is None:  # a user name such as karima.benali or kb42
            return not is_ordinary
        if is_ordinary and len(words) == 1:
            return False
        return _has_capitals(text[first:last]) and not self._is_part(text, first, last)

    def _is_part(self, text: str, first: int, last: int) -> bool:
        """Return whether the name seems to be a part of a longer one: a capital stands before or after it."""
        after = _AFTER.match(text, last)
        if after is not None and after[1].isupper():
            return True
        before = _BEFORE.search(text[:first])
        if before is None or not before[1][0].isupper() or fold(before[1]) in _TITLES:
            return False
        begins = _BEGINS.search(text[: before.start()]) is not None
        return not (begins and ordinary_among({fold(before[1])}))


def ordinary_among(words: Collection[str]) -> frozenset[str]:
    """Return those of some folded words that are ordinary ones."""
    if not words:
        return frozenset()
    listed = f"\n{gzip.decompress(ORDINARY.read_bytes()).decode('ascii')}\n"
    return frozenset(word for word in words if f"\n{word}\n" in listed)


def _pattern(name: str) -> re.Pattern[str]:
    """Return where a folded name stands as whole words, whatever the spaces within it."""
    written = r"\s+".join(map(re.escape, name.split()))
    return re.compile(rf"(?<!\w)(?<!\w-){written}(?!\w|-\w)")


def _has_capitals(text: str) -> bool:
    """Return whether all words begin with a capital, but for particles such as `de`."""
    words = _WORD.findall(unicodedata.normalize("NFC", text))
    return all(word[0].isupper() for word in words if len(word) > _LONGEST_PARTICLE or len(words) == 1)


def _folded(text: str) -> tuple[str, list[int]]:
    """Return a text folded, with its spaces, and where each of its letters stood."""
    letters = list(_letters(text))
    return "".join(letter for letter, _place in letters), [place for _letter, place in letters]


def _letters(text: str) -> Iterator[tuple[str, int]]:
    for place, letter in enumerate(text):
        for one in " " if letter.isspace() else fold(letter):
            yield one, place


def _span(found: re.Match[str], text: str, places: list[int]) -> Span:
    """Return where in a text stands what was found in it folded, with the accents that follow a letter."""
    last = places[found.end() - 1] + 1
    while last < len(text) and not text[last].isspace() and not fold(text[last]):
        last += 1
    return places[found.start()], last
