"""Names that nearly spell what was typed, among the forty thousand of the register."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from functools import cache

from bot.language.remembering import remembering
from bot.territory.register import register

_LETTERS = {letter: 1 << rank for rank, letter in enumerate("abcdefghijklmnopqrstuvwxyz")}
_TWICE = 32
_SHORTEST = 4
_SHORTEST_FOR_TWO = 8
_SHORTEST_FOR_ONE_MORE = 6
_MOST = 2
_LONGEST = 60


@remembering(maxsize=1024)
def misspelt(typed: str, most: int = _MOST) -> tuple[tuple[int, int], ...]:
    """Return (slips, number of the spelling) of the spellings that a word in one piece may be a slip for.

    A slip is one letter added, missing, wrong or exchanged with its neighbour. A word may have one from four
    letters, two from eight, if `most` allows it; two are looked for only where one explains nothing.
    """
    for slips in range(1, min(most, slips_allowed(typed)) + 1):
        found = tuple((parting, number) for number, parting in _within(typed, slips))
        if found:
            return found
    return ()


@remembering(maxsize=1024)
def misspelt_among(typed: str, most: int, places: tuple[range, ...]) -> tuple[int, ...]:
    """Return the numbers of the spellings that a word may be a slip for, of the places with these numbers.

    It may have so many slips, and two already from six letters on: there are few names to choose from.
    """
    if most > _MOST or not _SHORTEST_FOR_ONE_MORE <= len(typed) <= _LONGEST:
        return ()
    return tuple(number for number, _slips in _within(typed, most, places))


def slips_allowed(typed: str) -> int:
    """Return how many slips a word may have."""
    if not _SHORTEST <= len(typed) <= _LONGEST:
        return 0
    return 1 if len(typed) < _SHORTEST_FOR_TWO else 2


def slips_between(typed: str, name: str) -> int:
    """Return how many slips part two words, none of them empty.

    This is the optimal string alignment distance, by the bit vectors of Hyyrö (2003).

    >>> slips_between("montbrisson", "montbrison"), slips_between("raonne", "roanne")
    (1, 1)
    """
    return _slips(_places(typed), len(typed), name)


def _within(typed: str, most: int, places: tuple[range, ...] | None = None) -> Iterator[tuple[int, int]]:
    """Yield (number, slips) of the spellings at most so far, of all places or of those with these numbers.

    Spellings of quite other letters are not read.
    """
    spelled, signatures, its = register().squeezed, register().letters, register().spelled
    letters, where = signature(typed), _places(typed)
    for length in range(len(typed) - most, len(typed) + most + 1):
        for number in _by_length().get(length, ()):
            if (letters ^ signatures[number]).bit_count() > 2 * most:
                continue
            if places is not None and not any(its[number] in some for some in places):
                continue
            slips = _slips(where, len(typed), spelled[number])
            if slips <= most:
                yield number, slips


def signature(word: str) -> int:
    """Return one bit for each letter of a word, and one more for each that comes twice.

    One slip changes two of these bits at most.
    """
    seen = twice = 0
    for letter in word:
        bit = _LETTERS.get(letter, 0)
        twice |= seen & bit
        seen |= bit
    return seen | twice << _TWICE


@cache
def _by_length() -> dict[int, array[int]]:
    spelled = register().squeezed
    numbers: dict[int, array[int]] = {}
    for number in range(len(spelled)):
        numbers.setdefault(spelled.length(number), array("H")).append(number)
    return numbers


def _places(word: str) -> dict[str, int]:
    places: dict[str, int] = {}
    for rank, letter in enumerate(word):
        places[letter] = places.get(letter, 0) | 1 << rank
    return places


def _slips(places: dict[str, int], length: int, name: str) -> int:
    slips, last = length, 1 << (length - 1)
    up, down, diagonal, before = (1 << length) - 1, 0, 0, 0
    for letter in name:
        here = places.get(letter, 0)
        exchanged = ((~diagonal & here) << 1) & before
        diagonal = (((here & up) + up) ^ up) | here | down | exchanged
        right = down | ~(diagonal | up)
        left = diagonal & up
        if right & last:
            slips += 1
        elif left & last:
            slips -= 1
        right = right << 1 | 1
        up = left << 1 | ~(diagonal | right)
        down = right & diagonal
        before = here
    return slips
