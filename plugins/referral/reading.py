"""Reading a need: its words in full and spelt right, and the keys under which the lexicon knows them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from bot.language.folding import fold
from bot.language.ordinary import words_in
from bot.language.remembering import remembering
from bot.language.speller import Speller
from bot.language.terms import stem, terms
from plugins.referral.patterns import ARTICLES, BREAK, Line, line_of

LONGEST = 1500
"""More characters than that are not looked at: nobody writes a need so long."""
_TELLING_DIGITS = 3
"""Shorter numbers say nothing of a need, but in a synonym."""
_NEGATIONS = frozenset(["pas", "plus", "sans", "aucun", "aucune", "jamais", "ni", "no", "without", "not"])
_LINK = re.compile(r"https?://\S+|www\.\S+")
_WORD = re.compile(r"[^\W\d_]+")
_PLUS = re.compile(
    r"(?<=\w )\+(?= (?:de|d'|du|rien|envie|vivre|là|la|ke|que|en|aucun|dormir|manger|\w+er)\b)"
)
_NUMBER = re.compile(r"(\b\d+)(?=ans?\b|e\b|euros?\b|mois\b|jours?\b)", re.IGNORECASE)
_BREAKS = re.compile(r"[.;!?\n]|\s[+/]\s|…")
LIKELY = 0.7
"""What a word must have in common with a known one to be taken for it."""
_LIKELY_NAME = 0.86
"""What a word with a capital, a name perhaps, or a short one must have."""
_SHORT = 5
_SOUNDS_THE_SAME = 0.9
"""What a word that exists must have: people write what they hear."""


ORDINARY = Path(__file__).with_name("data") / "ordinary.txt.gz"
"""French words that nearly spell one of the lexicon: by `derive.py`."""


class Key(NamedTuple):
    """What the lexicon knows a word, or several, by; and where it stands among the words."""

    key: str
    at: int


class Reading(NamedTuple):
    """A text as read: its words, corrected, for the patterns, and its keys, for the phrases."""

    line: Line
    keys: tuple[Key, ...]
    words: int


class Synonyms:
    """Words that mean the same, one or several, each with the key of all of them.

    A key of one word is its stem; several words make one key.
    """

    def __init__(self, groups: Iterable[Sequence[str]]) -> None:
        self._keys: dict[tuple[str, ...], str] = {}
        self._longest: dict[str, int] = {}
        for group in groups:
            key = "_".join(_stems(group[0]))
            for variant in group:
                stems = _stems(variant)
                self._keys.setdefault(stems, key)
                self._longest[stems[0]] = max(len(stems), self._longest.get(stems[0], 0))

    def keys(self, words: Sequence[tuple[str, str, bool]]) -> list[Key]:
        """Return the keys of words (folded, stem, whether it is a stop word), the longest synonyms first."""
        found: list[Key] = []
        at = 0
        is_negated = False
        while at < len(words):
            for size in range(self._longest.get(words[at][1], 0), 0, -1):
                stems = tuple(one[1] for one in words[at : at + size])
                if len(stems) == size and stems in self._keys:
                    found.append(Key(self._keys[stems], at))
                    break
            else:
                size = 1
                word, its_stem, is_stop = words[at]
                if is_stop or (word.isdigit() and len(word) < _TELLING_DIGITS):
                    is_negated = word != BREAK and (is_negated or word in _NEGATIONS)
                    at += 1
                    continue
                found.append(Key(its_stem, at))
            if is_negated:
                found.append(Key(f"-{found[-1].key}", at))
            is_negated = False
            at += size
        return found


@remembering(maxsize=16384)
def words_of(text: str) -> tuple[tuple[str, str, bool], ...]:
    """Return the words of a text without articles and elisions: folded, stem, whether it is a stop word."""
    return tuple(
        (one.word, stem(one.word), one.is_stop)
        for one in terms(text, stops=True)
        if one.word not in ARTICLES and not one.typed.endswith(("'", "’"))
    )


def _stems(text: str) -> tuple[str, ...]:
    return tuple(one[1] for one in words_of(text))


class Reader:
    """Reads texts with a vocabulary and synonyms; what it learns of a word's spelling is kept."""

    def __init__(
        self, synonyms: Synonyms, vocabulary: Mapping[str, int], short: Mapping[str, str] | None = None
    ) -> None:
        self._synonyms = synonyms
        self.vocabulary = vocabulary
        self._short = {fold(word): full for word, full in (short or {}).items()}
        self._speller: Speller | None = None
        self._corrected = remembering(maxsize=8192)(self._correct)

    def read(self, text: str) -> Reading:
        """Return the reading of a text."""
        text = text[:LONGEST]
        plain = self._in_full(_LINK.sub(" ", text))
        line: list[str] = []
        words: list[tuple[str, str, bool]] = []
        end = 0
        for term in terms(plain, stops=True):
            if end and term.start >= end and _BREAKS.search(plain, end, term.start):
                line.append(BREAK)
                words.append((BREAK, BREAK, True))
            end = max(end, term.end)
            if term.typed.endswith(("'", "’")):
                continue
            word = term.word
            if not term.is_stop and word not in self.vocabulary:
                word = self._corrected(word, term.typed[:1].isupper() and bool(line))
            line.append(word)
            if word not in ARTICLES:
                words.append((word, stem(word), term.is_stop))
        return Reading(line_of(line), tuple(self._synonyms.keys(words)), len(words))

    def keys(self, text: str) -> tuple[Key, ...]:
        """Return the keys of a text that is spelt right."""
        return tuple(self._synonyms.keys(words_of(text)))

    def _in_full(self, text: str) -> str:
        """Return a text with the lexicon's short words in full, and numbers parted from what follows them."""
        return _WORD.sub(
            lambda one: self._short.get(fold(one.group()), one.group()),
            _PLUS.sub("plus", _NUMBER.sub(r"\1 ", text)),
        )

    def _correct(self, word: str, is_name: bool) -> str:
        if self._speller is None:
            self._speller = Speller(self.vocabulary)
        best = self._speller.correct(word, limit=1)
        if not best:
            return word
        enough = _LIKELY_NAME if is_name or len(word) < _SHORT else LIKELY
        if word in words_in(ORDINARY):
            enough = _SOUNDS_THE_SAME
        return best[0][0] if best[0][1] >= enough else word
