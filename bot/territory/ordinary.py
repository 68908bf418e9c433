"""Names of places that are ordinary words: `data/ordinary.txt`, by `derive.py`, read at first need."""

from __future__ import annotations

from functools import cache
from pathlib import Path

ORDINARY = Path(__file__).with_name("data") / "ordinary.txt"
_TOWNS = frozenset(
    [
        *("ales", "bordeaux", "calais", "cambrai", "cannes", "castres", "cavaillon", "dole"),
        *("douai", "etampes", "fontainebleau", "gueret", "havre", "limoges", "lourdes", "mans"),
        *("montbeliard", "montmorency", "moulins", "nice", "paris", "perigueux", "privas"),
        *("quimper", "rennes", "rodez", "saintes", "sarcelles", "tours", "valence"),
        *("valenciennes", "vannes", "vichy", "vienne"),
    ]
)
"""Towns that come to mind before the word does, once a preposition has announced a place."""
_NEVER_SAID = frozenset(
    [
        *("bordeaux", "cambrai", "douai", "etampes", "fontainebleau", "gueret", "limoges"),
        *("montbeliard", "montmorency", "perigueux", "quimper", "rennes", "rodez"),
        *("sarcelles", "valenciennes"),
    ]
)
"""Those of them of which hardly anybody uses the word."""
_FIRST_NAMES = frozenset(
    [
        *("aime", "alban", "albert", "ange", "bernard", "blaise", "florentin", "francois"),
        *("gael", "gilles", "leon", "luc", "marie", "mathieu", "nicole", "pierre", "raymond"),
        *("remy", "rene", "robert", "romain", "salome", "suzanne", "yves"),
    ]
)
"""First names that are communes too."""
_LANDSCAPES = frozenset(
    [
        *("albigeois", "armagnac", "auge", "beaujolais", "bordelais", "boulonnais", "bourgogne"),
        *("brie", "causse", "causses", "chablais", "chartreuse", "dauphine", "forez", "limousin"),
        *("lyonnais", "maconnais", "medoc", "nivernais", "ouche", "perche", "pilat", "piemont"),
        *("segala",),
    ]
)
"""Lands, of which EPCI have their names, that a dictionary has as words."""


def is_ordinary(words: str) -> bool:
    """Return whether a spelling, words joined by hyphens, is a word before it is a place."""
    return words in _ordinary() and words not in _NEVER_SAID


def is_town(words: str) -> bool:
    """Return whether it is a place before it is a word, after a preposition of place."""
    return words in _TOWNS


def is_first_name(word: str) -> bool:
    """Return whether it is a person before it is a place."""
    return word in _FIRST_NAMES


def is_landscape(word: str) -> bool:
    """Return whether a word of an EPCI's name is, after `dans le`, a land."""
    return word in _LANDSCAPES or word not in _ordinary()


@cache
def _ordinary() -> frozenset[str]:
    lines = ORDINARY.read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))
