"""Between rows and what they say."""

from __future__ import annotations

from typing import Any

from bot.territory import Area
from plugins.directory.cards import Content, Kind, Visibility
from plugins.directory.models import CardRow


def content_of(row: CardRow) -> Content:
    """Return what a card says."""
    return Content(
        name=row.name,
        structure=row.structure,
        commune=row.commune,
        areas=tuple(Area.parse(text) for text in row.areas),
        skills=tuple(row.skills),
        specialities=tuple(row.specialities),
        appetences=tuple(row.appetences),
        audiences=tuple(row.audiences),
        languages=tuple(row.languages),
        availability=tuple(row.availability),
        contact=row.contact,
        visibility=Visibility(row.visibility),
    )


def values_of(content: Content) -> dict[str, Any]:
    """Return the columns that hold what a card says."""
    return {
        "name": content.name,
        "structure": content.structure,
        "commune": content.commune,
        "areas": [str(area) for area in content.areas],
        **{kind.value: list(content.values(kind)) for kind in Kind},
        "contact": content.contact,
        "visibility": content.visibility.value,
    }
