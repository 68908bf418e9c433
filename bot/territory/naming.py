"""The names of areas as people read them, with the apostrophes, ligatures and dashes of a printer."""

from __future__ import annotations

import re

from bot.territory.areas import Area, Level
from bot.territory.communes import commune, epci, region
from bot.territory.gazetteer import by_code
from bot.territory.spelling import clean_epci, without_kind

_SAYS_WHAT_IT_IS = re.compile(r"\b(?:agglo|métropole|communauté|intercom)", re.IGNORECASE)
_KINDS = {
    "CC": "Communauté de communes",
    "CA": "Communauté d’agglomération",
    "CU": "Communauté urbaine",
}
_LINKED_KIND = re.compile(r"(?:CC|CA|CU)\s+")


def name_of(area: Area, *, plain: bool = False) -> str:
    """Return the name of an area: a commune with its département's code, an EPCI with what it is.

    `plain` leaves both out. An area that does not exist is called by its code.

    >>> name_of(Area.parse("commune:42187")), name_of(Area.parse("epci:200065886"))
    ('Roanne (42)', 'Loire Forez Agglomération')
    >>> name_of(Area.parse("epci:200065894")), name_of(Area.parse("epci:200065894"), plain=True)
    ('Communauté de communes de Forez-Est', 'Forez-Est')
    """
    match area.level:
        case Level.COMMUNE:
            name = _name_of_commune(area.code, plain=plain)
        case Level.EPCI:
            name = _name_of_epci(area.code, plain=plain)
        case Level.DEPARTEMENT:
            name = getattr(by_code(area.code), "name", None)
        case Level.REGION:
            name = getattr(region(area.code), "name", None)
    return _printed(name) if name else area.code


def _name_of_commune(code: str, *, plain: bool) -> str | None:
    town = commune(code)
    if town is None:
        return None
    return town.name if plain else f"{town.name} ({town.departement})"


def _name_of_epci(code: str, *, plain: bool) -> str | None:
    group = epci(code)
    if group is None:
        return None
    clean = clean_epci(group.name)
    bare = without_kind(clean)
    if plain or _SAYS_WHAT_IT_IS.search(bare) or group.kind not in _KINDS:
        return bare
    return f"{_KINDS[group.kind]} {_LINKED_KIND.sub('', clean, count=1)}"


def _printed(name: str) -> str:
    return name.replace("'", "’").replace("oeur", "œur").replace(" - ", " – ")
