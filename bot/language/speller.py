"""Spelling: which known word somebody meant who typed one that nobody knows.

Candidates share with it sequences of three letters or its sound, and are then compared letter by letter.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Iterator, Mapping
from math import log10

from bot.language.terms import trigrams

_SHORTEST = 4
"""Shorter words are too much like one another: `caf`, `cap` and `ccf` are three things."""
_LONGEST = 40
_MOST_CANDIDATES = 48
"""So many are compared letter by letter: those that share most with what was typed."""
_LIKELY = 0.6
_SLIP_AT_START = 0.5
"""What a wrong first letter costs beside being wrong: people nearly always get it right."""
_SOUNDS_ALIKE = 0.5
"""What a slip counts that does not change the sound."""
_FAMILIAR = 0.02
"""What each tenfold frequency of a word is worth."""
_ELIDED = re.compile(r"(?:qu|[ldjcnmst])(?=[aeiouyh])")

_SOUNDS = (
    (re.compile(r"ph"), "f"),
    (re.compile(r"th"), "t"),
    (re.compile(r"qu|q|ck?(?=[^eiyh]|$)"), "k"),
    (re.compile(r"x(?=ion)"), "ks"),
    (re.compile(r"s?c(?=[eiy])|ss|t(?=ion)"), "s"),
    (re.compile(r"g(?=[eiy])"), "j"),
    (re.compile(r"gu(?=[eiy])"), "g"),
    (re.compile(r"(?:eau|au)x?"), "o"),
    (re.compile(r"ai|ei"), "e"),
    (re.compile(r"y"), "i"),
    (re.compile(r"[ea]n(?=[^aeiouyn]|$)|[ea]m(?=[bp])"), "an"),
    (re.compile(r"(?<!^)h|^h"), ""),
    (re.compile(r"(?:er|ez|ee?s?|et|ent)$"), "e"),
    (re.compile(r"[sxtdp]+$"), ""),
    (re.compile(r"(.)\1+"), r"\1"),
    (re.compile(r"(?<=..)e$"), ""),
)
"""How French spells one sound in several ways, applied one after the other to a folded word."""


class Speller:
    """The words that are known, and how often each occurs.

    Words are folded and hold letters and digits alone (`bot.language.terms.Term.word`). A vocabulary of
    50 000 words takes about 30 MB and 1 s to learn; a correction takes under a millisecond.

    >>> Speller({"imprimante": 3, "impots": 9}).correct("inprimente")
    [('imprimante', 0.8)]
    """

    def __init__(self, words: Mapping[str, int] | None = None) -> None:
        self._frequency: dict[str, int] = {}
        self._words: list[str] = []
        """By number; empty for those that are forgotten."""
        self._with: dict[tuple[str, int], array[int]] = {}
        """By trigram and length of the word: the numbers of the words."""
        self._sounding: dict[str, array[int]] = {}
        self._numbers: dict[str, int] = {}
        self.replace(words or {})

    def __contains__(self, word: str) -> bool:
        return word in self._frequency

    def __len__(self) -> int:
        return len(self._frequency)

    def __iter__(self) -> Iterator[str]:
        return iter(self._frequency)

    def frequency(self, word: str) -> int:
        """Return how often a word occurs, 0 if it is not known."""
        return self._frequency.get(word, 0)

    def replace(self, words: Mapping[str, int]) -> None:
        """Know these words from now on, and no other ones; what was known already costs little."""
        for gone in self._frequency.keys() - words.keys():
            if (number := self._numbers.pop(gone, None)) is not None:
                self._words[number] = ""
        self._frequency = dict(words)
        for word in words:
            if word not in self._numbers and _SHORTEST - 1 <= len(word) <= _LONGEST and word.isalpha():
                self._index(word)

    def _index(self, word: str) -> None:
        number = self._numbers[word] = len(self._words)
        self._words.append(word)
        for trigram in trigrams(word):
            self._with.setdefault((trigram, len(word)), array("I")).append(number)
        self._sounding.setdefault(sound(word), array("I")).append(number)

    def correct(self, word: str, limit: int = 3) -> list[tuple[str, float]]:
        """Return at most `limit` known words that `word` may be a slip for, the likeliest first.

        Each has its similarity: 1 for the same word, 0 for one that has nothing of it. There is none for a
        word that is known, has fewer than four letters, or holds digits.

        >>> Speller({"telephone": 1}).correct("telefone")
        [('telephone', 0.94)]
        """
        if word in self._frequency or not _SHORTEST <= len(word) <= _LONGEST or not word.isalpha():
            return []
        found = {}
        alike = self._sounding.get(sound(word), ())
        for number in dict.fromkeys([*alike, *self._sharing(word)]):
            one = self._words[number]
            if one and (likeness := _likeness(word, one, sounds_alike=number in alike)):
                found[one] = likeness
        if (whole := _ELIDED.sub("", word, count=1)) in self._frequency and len(whole) >= _SHORTEST:
            found[whole] = 0.95  # linternet
        ranked = sorted(found.items(), key=lambda one: (-self._weight(*one), one[0]))
        return [(one, round(likeness, 2)) for one, likeness in ranked[:limit]]

    def _weight(self, word: str, likeness: float) -> float:
        return likeness + _FAMILIAR * log10(1 + self._frequency[word])

    def _sharing(self, word: str) -> list[int]:
        """Return the words that share most with a word, among those of its length and about.

        One slip touches at most four sequences of three letters. So a word within so many slips shares one of
        any four times as many and one more: the rarest ones are looked at.
        """
        most = _most_slips(word)
        shared: Counter[int] = Counter()
        for length in range(len(word) - most, len(word) + most + 1):
            lists = [self._with[one, length] for one in trigrams(word) if (one, length) in self._with]
            for numbers in sorted(lists, key=len)[: 4 * most + 1]:
                shared.update(numbers)
        times = Counter(shared.values())
        enough, room = 1, _MOST_CANDIDATES
        for count in sorted(times, reverse=True):
            room -= times[count]
            if room < 0:
                enough = count + 1
                break
        return [number for number, count in shared.items() if count >= enough]


def sound(word: str) -> str:
    """Return how a folded French word sounds, roughly: words that sound the same have the same.

    >>> sound("pharmacie") == sound("farmassi")
    True
    """
    for written, heard in _SOUNDS:
        word = written.sub(heard, word)
    return word


def slips(word: str, other: str) -> int:
    """Return how many letters are added, missing, wrong or exchanged with their neighbour between two words.

    This is their optimal string alignment distance, computed for a whole column of the table at once (Hyyrö,
    “A Bit-Vector Algorithm for Computing Levenshtein and Damerau Edit Distances”, 2003).

    >>> slips("rapepl", "rappel")
    1
    """
    if not word:
        return len(other)
    places: dict[str, int] = {}
    for place, letter in enumerate(word):
        places[letter] = places.get(letter, 0) | 1 << place
    full = (1 << len(word)) - 1
    last = 1 << len(word) - 1
    above, below, diagonal, before = full, 0, 0, 0
    distance = len(word)
    for letter in other:
        same = places.get(letter, 0)
        exchanged = ((~diagonal & same) << 1) & before
        diagonal = ((((same & above) + above) ^ above) | same | below | exchanged) & full
        right = below | ~(diagonal | above) & full
        left = diagonal & above
        if right & last:
            distance += 1
        elif left & last:
            distance -= 1
        right = (right << 1 | 1) & full
        left = left << 1 & full
        above = (left | ~(diagonal | right)) & full
        below = right & diagonal
        before = same
    return distance


def _most_slips(word: str) -> int:
    return 1 if len(word) < 6 else 2 if len(word) < 9 else 3


def _likeness(typed: str, word: str, *, sounds_alike: bool) -> float:
    """Return the similarity of a known word to what was typed, 0 if it is not likely enough."""
    count = slips(typed, word)
    cost = float(count)
    if sounds_alike:
        cost *= _SOUNDS_ALIKE
    elif count > _most_slips(typed):
        return 0
    elif typed[0] != word[0]:
        if len(typed) <= _SHORTEST + 1:
            return 0
        cost += _SLIP_AT_START
    likeness = 1 - cost / max(len(typed), len(word))
    return likeness if likeness >= _LIKELY else 0
