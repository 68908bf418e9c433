"""Where partners are and whom they serve: communes and areas, from codes and names as others write them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from bot.language.folding import slug
from bot.territory import Area, Level, areas_of, commune, communes_of_postcode, exists, find

FRANCE = "france"
"""Stands for the whole country among the areas that a partner serves."""
_WHOLE_COUNTRY = frozenset({"france", "99100"})


def commune_of(code: str, postcode: str, town: str) -> str | None:
    """Return the INSEE code of a commune, by its code, else by its postcode and name; None if unknown."""
    found = commune(code.strip().upper()) if code else None
    if found is not None:
        return found.code
    here = communes_of_postcode(postcode.strip()) if postcode else ()
    name = slug(town)
    for one in here:
        if name and slug(one.name) == name:
            return one.code
    return here[0].code if len(here) == 1 else None


def area_of_code(code: str) -> str | None:
    """Return the area of a code of data.inclusion's `zone_eligibilite`, as text; None if nobody knows it.

    A code is a commune's, a département's, an EPCI's, or stands for the whole country.
    """
    code = code.strip()
    if code.lower() in _WHOLE_COUNTRY:
        return FRANCE
    level = {5: Level.COMMUNE, 9: Level.EPCI, 2: Level.DEPARTEMENT, 3: Level.DEPARTEMENT}.get(len(code))
    if level is None:
        return None
    area = Area(level, code.upper())
    if exists(area):
        return str(area)
    whole = commune(code.upper()) if level is Level.COMMUNE else None
    return str(whole.area) if whole is not None else None


@lru_cache(maxsize=4096)
def seat_areas(code: str | None) -> tuple[str, ...]:
    """Return where a partner of that commune is: the commune, its EPCI, département and region."""
    return tuple(str(area) for area in areas_of(code)) if code else ()


def places_named(text: str, near: Sequence[Area] = ()) -> list[str]:
    """Return the areas that a list of places names, separated by `;` or commas; unknown ones raise.

    Raises:
        LookupError: with the first name that nobody knows.
    """
    found = []
    for name in (part.strip() for part in text.replace(";", ",").split(",") if part.strip()):
        if name.lower() in _WHOLE_COUNTRY:
            found.append(FRANCE)
            continue
        areas = find(name, near, limit=1)
        if not areas:
            raise LookupError(name)
        found.append(str(areas[0]))
    return found


def parsed(areas: Iterable[str]) -> list[Area]:
    """Return the areas of their texts; the whole country is none of them."""
    return [Area.parse(text) for text in areas if text != FRANCE]
