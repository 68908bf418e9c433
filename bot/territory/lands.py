"""Départements and regions by the ways to write them; the regions of before 2016 too, which people name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import accumulate

from bot.territory.areas import Area, Level
from bot.territory.gazetteer import territories, words_of
from bot.territory.spelling import ARTICLES

_ACRONYMS = {
    "11": ("idf",),
    "24": ("cvl",),
    "27": ("bfc",),
    "32": ("hdf",),
    "75": ("naq",),
    "84": ("aura", "ara"),
    "93": ("paca",),
}
"""What the regions are called for short, by their codes."""
_BEFORE_2016 = {
    "Alsace": "67 68",
    "Aquitaine": "24 33 40 47 64",
    "Auvergne": "03 15 43 63",
    "Basse-Normandie": "14 50 61",
    "Bourgogne": "21 58 71 89",
    "Champagne-Ardenne": "08 10 51 52",
    "Franche-Comté": "25 39 70 90",
    "Haute-Normandie": "27 76",
    "Languedoc-Roussillon": "11 30 34 48 66",
    "Limousin": "19 23 87",
    "Lorraine": "54 55 57 88",
    "Midi-Pyrénées": "09 12 31 32 46 65 81 82",
    "Nord-Pas-de-Calais": "59 62",
    "Picardie": "02 60 80",
    "Poitou-Charentes": "16 17 79 86",
    "Rhône-Alpes": "01 07 26 38 42 69 73 74",
}
"""The regions that were merged on 1 January 2016 (law 2015-29), by the codes of their départements."""


@dataclass(frozen=True, slots=True)
class Land:
    """Départements or regions of one name: `spellings` are in one word each, `words` those of the name."""

    areas: tuple[Area, ...]
    spellings: frozenset[str]
    words: frozenset[str]


@cache
def lands() -> tuple[Land, ...]:
    """Return the départements in their order, then the regions, then those of before 2016."""
    regions = dict.fromkeys(territory.region for territory in territories() if territory.region)
    return (
        *(_land(its.name, (Area(Level.DEPARTEMENT, its.code),)) for its in territories()),
        *(_land(its.name, (Area(Level.REGION, its.code),), _ACRONYMS.get(its.code, ())) for its in regions),
        *(
            _land(name, tuple(Area(Level.DEPARTEMENT, code) for code in codes.split()))
            for name, codes in _BEFORE_2016.items()
        ),
    )


@cache
def lands_spelled() -> dict[str, tuple[Area, ...]]:
    """Return the areas by each spelling, the départements first where a region has the same."""
    spelled: dict[str, tuple[Area, ...]] = {}
    for land in lands():
        for spelling in land.spellings:
            spelled[spelling] = (*spelled.get(spelling, ()), *land.areas)
    return spelled


@cache
def borders_in(spelling: str) -> frozenset[int]:
    """Return where, in a spelling, the words of the name end.

    >>> sorted(borders_in("valdoise"))
    [3, 4, 8]
    """
    words = next(words for words in _all_words() if "".join(words) == spelling)
    return frozenset(accumulate(map(len, words)))


@cache
def beginnings() -> frozenset[str]:
    """Return whatever a spelling begins with, the spellings included."""
    return frozenset(its[:length] for its in lands_spelled() for length in range(1, len(its) + 1))


def _all_words() -> Iterator[tuple[str, ...]]:
    names = [*(its.name for its in territories()), *_BEFORE_2016]
    names += [its.region.name for its in territories() if its.region]
    for name in names:
        words = tuple(words_of(name))
        yield words
        yield words[1:]
    for acronyms in _ACRONYMS.values():
        yield from ((acronym,) for acronym in acronyms)


def _land(name: str, areas: tuple[Area, ...], acronyms: tuple[str, ...] = ()) -> Land:
    words = words_of(name)
    spellings = {"".join(words), *acronyms}
    if words[0] in ARTICLES:
        spellings.add("".join(words[1:]))
    return Land(areas, frozenset(spellings), frozenset(words))
