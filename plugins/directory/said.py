"""What a sentence adds to a card."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bot.language.folding import fold
from bot.language.terms import terms
from bot.territory import Area, Level
from plugins.directory.cards import Content, Kind, within_bounds

_DROPPED_FROM: tuple[Kind, ...] = tuple(kind for kind in Kind if kind is not Kind.AVAILABILITY)
"""What one no longer does is on none of the days."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a sentence adds to a card.

    `venue` is where something is done, which is where one works if nothing else says that. `dropped` is what
    is to be taken off the card. `lost` are the names of places that were not found.
    """

    name: str = ""
    structure: str = ""
    commune: str | None = None
    areas: tuple[Area, ...] = ()
    lists: Mapping[Kind, tuple[str, ...]] = field(default_factory=dict)
    contact: str = ""
    venue: str = ""
    dropped: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether it adds nothing."""
        return not (
            self.name
            or self.structure
            or self.commune
            or self.areas
            or self.contact
            or self.dropped
            or any(self.lists.values())
        )

    def added_to(self, content: Content) -> Content:
        """Return what a card says once this is added: what it had stays, but for what has one value only.

        Who names one commune, and is nowhere yet, is there.
        """
        for kind in _DROPPED_FROM:
            kept = [value for value in content.values(kind) if not self._drops(value)]
            content = content.with_values(kind, kept)
        for kind, values in self.lists.items():
            there = {fold(value) for value in content.values(kind)}
            new = [value for value in values if fold(value) not in there]
            content = content.with_values(kind, within_bounds([*content.values(kind), *new]))
        commune, areas = self.commune or content.commune, self.areas
        if commune is None and [area.level for area in areas] == [Level.COMMUNE]:
            commune, areas = areas[0].code, ()
        return replace(
            content,
            name=self.name or content.name,
            structure=self.structure or content.structure or self.venue,
            commune=commune,
            areas=tuple(dict.fromkeys((*content.areas, *areas))),
            contact=self.contact or content.contact,
        )

    def news_for(self, content: Content) -> Content:
        """Return what a card gets from this, and nothing else; the name stays out."""
        blank = Content(name="", commune=content.commune, structure=content.structure)
        after = self.added_to(blank)
        return replace(
            after,
            name="",
            commune=after.commune if self.commune or after.commune != content.commune else None,
            structure=after.structure if self.structure or after.structure != content.structure else "",
        )

    def _drops(self, value: str) -> bool:
        """Return whether a value of a card is to go: it has all the words of what was named."""
        return any(named <= _words(value) for named in map(_words, self.dropped) if named)

    def to_json(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return {
            "name": self.name,
            "structure": self.structure,
            "commune": self.commune,
            "areas": [str(area) for area in self.areas],
            "lists": {kind.value: list(values) for kind, values in self.lists.items()},
            "contact": self.contact,
            "venue": self.venue,
            "dropped": list(self.dropped),
            "lost": list(self.lost),
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Said:
        """Return what `to_json` gave."""
        return cls(
            name=stored["name"],
            structure=stored["structure"],
            commune=stored["commune"],
            areas=tuple(Area.parse(text) for text in stored["areas"]),
            lists={Kind(kind): tuple(values) for kind, values in stored["lists"].items()},
            contact=stored["contact"],
            venue=stored.get("venue", ""),
            dropped=tuple(stored.get("dropped", ())),
            lost=tuple(stored["lost"]),
        )


def _words(value: str) -> frozenset[str]:
    """Return what tells a value from others: the stems of its words."""
    return frozenset(term.stem for term in terms(value))
