"""What a sentence adds to a card."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bot.language.folding import fold
from bot.territory import Area
from plugins.directory.cards import Content, Kind, within_bounds


@dataclass(frozen=True, slots=True)
class Said:
    """What a sentence adds to a card. `lost` are the names of places that were not found."""

    name: str = ""
    structure: str = ""
    commune: str | None = None
    areas: tuple[Area, ...] = ()
    lists: Mapping[Kind, tuple[str, ...]] = field(default_factory=dict)
    contact: str = ""
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
            or any(self.lists.values())
        )

    def added_to(self, content: Content) -> Content:
        """Return what a card says once this is added: what it had stays, but for what has one value only."""
        for kind, values in self.lists.items():
            there = {fold(value) for value in content.values(kind)}
            new = [value for value in values if fold(value) not in there]
            content = content.with_values(kind, within_bounds([*content.values(kind), *new]))
        return replace(
            content,
            name=self.name or content.name,
            structure=self.structure or content.structure,
            commune=self.commune or content.commune,
            areas=tuple(dict.fromkeys((*content.areas, *self.areas))),
            contact=self.contact or content.contact,
        )

    def to_json(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return {
            "name": self.name,
            "structure": self.structure,
            "commune": self.commune,
            "areas": [str(area) for area in self.areas],
            "lists": {kind.value: list(values) for kind, values in self.lists.items()},
            "contact": self.contact,
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
            lost=tuple(stored["lost"]),
        )
