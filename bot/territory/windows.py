"""The names of places that begin at a word of a sentence, whatever is meant by them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from heapq import nlargest
from itertools import accumulate

from bot.territory.areas import Area, Level
from bot.territory.communes import communes_of_postcode
from bot.territory.finding import Found, Way, found_at
from bot.territory.gazetteer import by_code
from bot.territory.lands import beginnings, borders_in, lands_spelled
from bot.territory.register import register
from bot.territory.sentence import Sentence
from bot.territory.spelling import LINKS

LONGEST_NAME = 9
"""No name that people write has more words."""
_SHORTEST_MERGED = 6
_SHORTEST_BEGINNING = 3
_SMALLEST_MEANT = 2_000
_TIMES_A_NAMESAKE, _TIMES_ANOTHER = 10, 2
"""Clermont is Clermont-Ferrand rather than the Clermont of the Oise, and Boën is no other."""
_TOO_MANY = (["saint"], ["sainte"])
"""Beginnings of thousands of names, by which nobody calls any of them."""
_CODE_OF_A_LAND = re.compile(r"0[1-9]|[1-8]\d|9[0-5]|2[ab]|97[1-8]|98[4-8]")
_POSTCODE = re.compile(r"\d{5}")


@dataclass(frozen=True, slots=True)
class Window:
    """Words that spell something whole: `word` is them in one piece, `found` communes and EPCI."""

    start: int
    end: int
    word: str
    found: tuple[Found, ...]
    lands: tuple[Area, ...]


def windows(sentence: Sentence, start: int) -> Iterator[Window]:
    """Yield the names that begin with the token at `start`, the shortest first."""
    spelled = register().squeezed
    word = ""
    borders: set[int] = set()
    for end in range(start + 1, min(start + LONGEST_NAME, len(sentence.tokens)) + 1):
        token = sentence.tokens[end - 1]
        if not token.word or not sentence.are_joined(start, end):
            return
        word += token.word
        borders.add(len(word))
        if not spelled.any_from(word) and word not in beginnings():
            return
        found = [found_at(number, Way.WHOLE) for number in spelled.equal_to(word) if _fits(number, borders)]
        lands = lands_spelled().get(word, ())
        if lands and not borders <= borders_in(word):
            lands = ()
        if found or lands:
            yield Window(start, end, word, tuple(found), lands)


def longest_first(sentence: Sentence, start: int) -> list[Window]:
    """Return the names that begin with the token at `start`, the longest first."""
    return list(windows(sentence, start))[::-1]


def beginning_around(words: Sequence[str], sentence: Sentence) -> list[Found]:
    """Return the communes around the asker whose names begin with these words, and go on."""
    its = register()
    around = [its.in_departement(code) for code in sentence.around]
    numbers = _beginning_with(words) if around and words not in _TOO_MANY else ()
    return [
        found_at(number, Way.BEGINNING)
        for number in numbers
        if any(its.spelled[number] in communes for communes in around)
    ]


def largest_beginning(words: Sequence[str], beside: int) -> Found | None:
    """Return the town that everybody means by these words, with which its name begins, and goes on.

    It is many times as large as any other that they may mean, one of `beside` people among them.
    """
    if words in _TOO_MANY:
        return None
    places = {register().spelled[number]: number for number in _beginning_with(words)}
    populations = register().populations
    largest = nlargest(2, places, key=lambda place: populations[place])
    people = [populations[place] for place in largest] + [0, 0]
    if people[0] < max(_SMALLEST_MEANT, beside * _TIMES_A_NAMESAKE, people[1] * _TIMES_ANOTHER):
        return None
    return found_at(places[largest[0]], Way.BEGINNING)


def _beginning_with(words: Sequence[str]) -> Iterator[int]:
    if LINKS.issuperset(words) or len("".join(words)) < _SHORTEST_BEGINNING:
        return
    its = register()
    beginning = f"{'-'.join(words)}-"
    for number in its.spellings.beginning(beginning, its.squeezed.from_to("".join(words))):
        if its.spelled[number] < len(its.codes):
            yield number


def epci_with(word: str) -> tuple[Found, ...]:
    """Return the EPCI that have a word in their names."""
    return _epci_by_word().get(word, ())


@cache
def _epci_by_word() -> dict[str, tuple[Found, ...]]:
    its = register()
    groups = len(its.codes) + len(its.former_codes)
    people: dict[int, int] = {}
    for code, population in zip(its.epci, its.populations, strict=True):
        people[code] = people.get(code, 0) + population
    found: dict[str, dict[str, None]] = {}
    for number, place in enumerate(its.spelled):
        if place >= groups:
            siren = its.epci_codes[place - groups]
            for word in its.spellings[number].split("-"):
                found.setdefault(word, {})[siren] = None
    return {
        word: tuple(Found(Area(Level.EPCI, code), Way.PART, people[int(code)]) for code in codes)
        for word, codes in found.items()
    }


def is_postcode(word: str) -> bool:
    """Return whether a word is written as postcodes are."""
    return _POSTCODE.fullmatch(word) is not None


def areas_of_code(word: str) -> tuple[Area, ...]:
    """Return the communes of a postcode, or the territory of a code; () if it is neither."""
    if is_postcode(word):
        return tuple(town.area for town in communes_of_postcode(word))
    territory = by_code(word) if _CODE_OF_A_LAND.fullmatch(word) else None
    return (Area(Level.DEPARTEMENT, territory.code),) if territory else ()


def _fits(number: int, borders: Collection[int]) -> bool:
    """Return whether words that end at these borders may be a spelling's, some of them run together."""
    parts = register().spellings[number].split("-")
    if len(borders) == 1 and len(parts) > 1 and max(borders) < _SHORTEST_MERGED:
        return False
    return set(borders) <= set(accumulate(map(len, parts)))
