"""Spelling: which known word somebody meant who typed one that nobody knows.

Candidates share with it sequences of three letters or its sound, and are then compared letter by letter.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping
from math import log10

from bot.language.terms import trigrams

_SHORTEST = 4
"""Shorter words are too much like one another: `caf`, `cap` and `ccf` are three things."""
_LONGEST = 40
_MOST_CANDIDATES = 48
"""So many are compared letter by letter: those that share most with what was typed."""
_MOST_LOOKED_AT = 3000
"""So many words that share something are counted at most."""
_LIKELY = 0.6
_SLIP_AT_START = 0.5
"""What a wrong first letter costs beside being wrong: people nearly always get it right."""
_SOUNDS_ALIKE = 0.5
"""What a slip counts that does not change the sound."""
_SLIPS_OF_SOUND = 2
"""So many more slips may be in a word that sounds the same."""
_ELIDED_LIKENESS = 0.95
"""The similarity of a word with the article that it is run together with: `linternet`."""
_MOST_WORDS = 1 << 24
_DIGESTS = 1 << 39
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
    50 000 words takes about 25 MB and 1.5 s to learn; a correction takes half a millisecond.

    >>> Speller({"imprimante": 3, "impots": 9}).correct("inprimente")
    [('imprimante', 0.8)]
    """

    def __init__(self, words: Mapping[str, int] | None = None) -> None:
        self._frequency: dict[str, int] = {}
        self._numbers: dict[str, int] = {}
        self._words: list[str] = []
        """By number; empty for those that are forgotten."""
        self._keys: array[int] = array("Q")
        """In order: the digest of a key, then the number of a word that has it."""
        self._with: dict[tuple[str, int], array[int]] = {}
        """By trigram and length of the word: the numbers of the words."""
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
        keys: list[int] = []
        for word in words:
            if word not in self._numbers and _SHORTEST - 1 <= len(word) <= _LONGEST and word.isalpha():
                keys += self._index(word)
        if keys:
            self._keys = array("Q", sorted([*self._keys, *keys]))

    def _index(self, word: str) -> Iterator[int]:
        """Note a word under its trigrams, and yield its other keys."""
        number = self._numbers[word] = len(self._words)
        self._words.append(word)
        for trigram in trigrams(word):
            self._with.setdefault((trigram, len(word)), array("I")).append(number)
        for key in (sound(word), *_halves(word, len(word))):
            yield _digest(key) | number

    def correct(self, word: str, limit: int = 3) -> list[tuple[str, float]]:
        """Return at most `limit` known words that `word` may be a slip for, the likeliest first.

        Each has its similarity: 1 for the same word, 0 for one that has nothing of it. There is none for a
        word that is known, has fewer than four letters, or holds digits.

        >>> Speller({"telephone": 1}).correct("telefone")
        [('telephone', 0.89)]
        """
        if word in self._frequency or not _SHORTEST <= len(word) <= _LONGEST or not word.isalpha():
            return []
        alike = set(self._having(sound(word)))
        found = self._compared(word, alike, self._near(word) | alike)
        if not found:
            found = self._compared(word, alike, self._sharing(word))
        if (whole := _ELIDED.sub("", word, count=1)) in self._frequency and len(whole) >= _SHORTEST:
            found[whole] = _ELIDED_LIKENESS
        ranked = sorted(found.items(), key=lambda one: (-self._weight(*one), one[0]))
        return [(one, round(likeness, 2)) for one, likeness in ranked[:limit]]

    def _weight(self, word: str, likeness: float) -> float:
        return likeness + _FAMILIAR * log10(1 + self._frequency[word])

    def _compared(self, word: str, alike: Container[int], candidates: Iterable[int]) -> dict[str, float]:
        """Return those of the candidates that the word may be a slip for, with their similarity."""
        letters = set(word)
        most = 2 * _most_slips(word)  # a slip brings and takes at most one letter
        found = {}
        for number in candidates:
            one = self._words[number]
            sounds_alike = number in alike
            if one and (sounds_alike or len(letters.symmetric_difference(one)) <= most):
                likeness = _likeness(word, one, sounds_alike=sounds_alike)
                if likeness >= _LIKELY:
                    found[one] = likeness
        return found

    def _near(self, word: str) -> set[int]:
        """Return the words that have a half in common: one slip leaves one half whole."""
        keys = [half for more in (-1, 0, 1) for half in _halves(word, len(word) + more)]
        return {number for key in keys for number in self._having(key)}

    def _having(self, key: str) -> Iterator[int]:
        digest = _digest(key)
        place = bisect_left(self._keys, digest)
        while place < len(self._keys) and self._keys[place] - digest < _MOST_WORDS:
            yield self._keys[place] - digest
            place += 1

    def _sharing(self, word: str) -> list[int]:
        """Return the words that share most with a word, among those of its length and about.

        The rarest sequences of letters are looked at first, for they tell most: the commonest are left out.
        """
        most = _most_slips(word)
        lengths = range(len(word) - most, len(word) + most + 1)
        lists = [self._with.get((one, length), ()) for one in trigrams(word) for length in lengths]
        shared: Counter[int] = Counter()
        room = _MOST_LOOKED_AT
        for numbers in sorted(lists, key=len):
            if len(numbers) > room:
                break
            room -= len(numbers)
            shared.update(numbers)
        return _most_frequent(shared, _MOST_CANDIDATES)


def _digest(key: str) -> int:
    """Return a number for a key, with room for that of a word; two keys hardly ever have the same."""
    return hash(key) % _DIGESTS * _MOST_WORDS


def _halves(word: str, length: int) -> tuple[str, str]:
    """Return the two halves that a word of that length would share with this one."""
    half = length // 2
    return f"{length}<{word[:half]}", f"{length}>{word[half - length :]}"


def _most_frequent(counts: Counter[int], most: int) -> list[int]:
    """Return the keys of at most so many of the largest counts, without those of which there are too many."""
    times = Counter(counts.values())
    least = 1
    for count in sorted(times, reverse=True):
        most -= times[count]
        if most < 0:
            least = count + 1
            break
    return [key for key, count in counts.items() if count >= least]


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
    """Return the similarity of a known word to what was typed, 0 if it is none."""
    count = slips(typed, word)
    most = _most_slips(typed)
    cost = float(count)
    if sounds_alike and count <= most + _SLIPS_OF_SOUND:
        cost *= _SOUNDS_ALIKE
    elif count > most:
        return 0
    elif typed[0] != word[0]:
        if len(typed) <= _SHORTEST + 1:
            return 0
        cost += _SLIP_AT_START
    return 1 - cost / max(len(typed), len(word))
