"""Where somebody is and goes, and where they work: the places named in what they say of themselves."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from bot.language.folding import fold
from bot.language.terms import terms
from bot.territory import Area, Level, find, name_of
from bot.territory.mentioning import mentions
from plugins.directory.aligned import Aligned
from plugins.directory.enumerations import Piece, part_of, pieces, trimmed
from plugins.directory.said import Said
from plugins.directory.thesaurus import Thesaurus

AT_WORK = re.compile(
    r"\b(?:mairie|mediatheque|bibliotheque|asso(?:ciation)?|centre|mjc|epn|ccas|cias|maison|espace|"
    r"france[ -]services?|"
    r"fab ?lab|tiers[ -]lieu|communaute|agglo\w*|pimms|mission locale|point|hub|ludotheque|college|lycee|"
    r"ecole|hopital|"
    r"ehpad|conseil|prefecture|departement|structure|cyber\w*|secours|croix|ligue|union|uniscite|udaf|caf|"
    r"cooperative|"
    r"town hall|library|council)\b"
)
"""What a place of work is called, in a folded text."""
_NEAR = re.compile(r" (?:a|de|d'|du|des|aux?|sur|in|of) ?")
_EXTENT = re.compile(
    r"(?:(?:tout(?:e|es)?|tous|ensemble|le|la|les|l'|de|du|des|d'|com ?com|communaute|communes?|agglo\w*|cc|"
    r"ca|secteur|territoire|bassin|pays|departement|canton|region|metropole|whole|all|area|of|the) ?)+"
)
"""What is said of how much of a place is meant, or of its kind, beside its name."""


class Place(NamedTuple):
    """A place that is named in a folded text, with what announces it: `à Roanne`."""

    start: int
    end: int
    area: Area


def places_in(text: Aligned, thesaurus: Thesaurus, near: Sequence[Area]) -> list[Place]:
    """Return the places of a text, in order, without those that are also the name of a skill."""
    found = []
    for mention in mentions(text.text, near):
        words = terms(text.text[mention.start : mention.end], stops=True)
        if not thesaurus.recognise(words):
            found.append(Place(*text.folded_span(mention.start, mention.end), mention.areas[0]))
    return found


def between(start: int, end: int, places: Sequence[Place]) -> list[tuple[int, int]]:
    """Return what stands from `start` to `end` beside the places named there."""
    spans = []
    for place in places:
        if start <= place.start < end:
            spans.append((start, place.start))
            start = min(place.end, end)
    return [*spans, (start, end)]


class Whereabouts:
    """Collects, part by part of one sentence, where somebody is, goes and works."""

    def __init__(self, text: Aligned, thesaurus: Thesaurus, near: Sequence[Area]) -> None:
        self._text = text
        self._near = near
        self._areas: list[Area] = []
        self._lost: list[str] = []
        self._commune: str | None = None
        self._structure = ""
        self._venue = ""
        self.named = places_in(text, thesaurus, near)

    def told(self, said: Said) -> Said:
        """Return what was said, with what was collected."""
        return replace(
            said,
            structure=self._structure,
            venue=self._venue,
            commune=self._commune,
            areas=tuple(area for area in dict.fromkeys(self._areas) if not self._is_there(area)),
            lost=tuple(dict.fromkeys(self._lost)),
        )

    def _is_there(self, area: Area) -> bool:
        return area.level is Level.COMMUNE and area.code == self._commune

    def joined_names(self) -> list[str]:
        """Return the names of places in which words are joined that are one all the same."""
        names = (self._text.folded[place.start : place.end] for place in self.named)
        return [name for name in names if " et " in name or "," in name]

    def go(self, start: int, end: int) -> None:
        """Note the places that are named from `start` to `end`."""
        self._areas += [place.area for place in self.named if start <= place.start < end]

    def at(self, start: int, end: int) -> None:
        """Note where one is: a commune, a structure, or a structure in a commune."""
        said = pieces(self._text, start, end)
        if not said:
            return
        first, *others = said
        at_work = AT_WORK.search(first.folded) is not None
        found = [] if at_work else self._places(first.typed, sure=True)
        inside = None if found else self._place_inside(first)
        if at_work or inside is not None:
            self._structure = self._structure or first.typed
            found = [inside] if inside is not None else []
        elif not found:
            found = find(first.typed, self._near, 1)
            self._lost += [] if found else [first.typed]
        for area in found:
            self._settle(area)
        for other in others:
            self._areas += self._places(other.typed, sure=True)

    def works_for(self, structure: str) -> None:
        """Note whom one works for, if nothing said it before."""
        self._structure = self._structure or structure

    def structure(self, start: int, end: int) -> None:
        """Note the structure that is named, and the place that its name ends with."""
        found = trimmed(self._text, start, end)
        if found is None:
            return
        self._structure = found.typed
        inside = self._place_inside(found)
        if inside is not None:
            self._settle(inside)

    def venue(self, start: int, end: int) -> None:
        """Note a structure where something is done, and the place that its name ends with."""
        found = pieces(self._text, start, end)
        if not found:
            return
        self._venue = self._venue or found[0].typed
        self.go(start, end)

    def is_place(self, piece: Piece) -> bool:
        """Note the place that a piece surely names, and return whether it names one."""
        found = self._places(piece.typed, sure=True) or self._places(_bare(piece), sure=True)
        self._areas += found
        return bool(found)

    def covers(self, piece: Piece) -> bool:
        """Note the place that a piece names, a slip apart, and return whether it names one."""
        found = [one.areas[0] for one in mentions(f"à {piece.typed}", self._near)]
        found = found or self._places(piece.typed) or self._places(_bare(piece))
        self._areas += found
        return bool(found)

    def is_not_found(self, piece: Piece) -> None:
        """Note a place that nobody knows."""
        self._lost.append(piece.typed)

    def _place_inside(self, piece: Piece) -> Area | None:
        """Return the place that a structure's name ends with: `mairie de Feurs`."""
        for cut in reversed(list(_NEAR.finditer(piece.folded))):
            found = self._places(part_of(piece, cut.end(), len(piece.folded)), sure=True)
            if found:
                return found[0]
        return None

    def _settle(self, area: Area) -> None:
        """Note where one is: a commune if it is one, else a place that one covers."""
        if area.level is Level.COMMUNE and self._commune is None:
            self._commune = area.code
        else:
            self._areas.append(area)

    def _places(self, name: str, *, sure: bool = False) -> list[Area]:
        """Return the place that a name means; one that is `sure` is nothing but the name of a place."""
        sentence = f"à {name}"
        found = [
            one for one in mentions(sentence, self._near) if not sure or one.end - one.start >= len(sentence)
        ]
        if found:
            return [found[0].areas[0]]
        if sure:
            return [
                area for area in find(name, self._near, 1) if fold(name_of(area, plain=True)) == fold(name)
            ]
        return find(name, self._near, 1)


def _bare(piece: Piece) -> str:
    """Return the name of a place without how much of it is meant: `toute la com com Forez-Est`."""
    extent = _EXTENT.match(piece.folded)
    return part_of(piece, extent.end() if extent is not None else 0, len(piece.folded))
