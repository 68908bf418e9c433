"""Which area is inside which, and how near two of them are: by level, the smallest that they share."""

from __future__ import annotations

from functools import lru_cache

from bot.territory.areas import Area, Level
from bot.territory.communes import Commune, commune, departement_of, epci, numbers_of, region
from bot.territory.gazetteer import by_code, territories
from bot.territory.register import register

_KEPT = 4096


def exists(area: Area) -> bool:
    """Return whether there is such an area today, or once was such a commune.

    >>> exists(Area.parse("commune:42187")), exists(Area.parse("epci:42"))
    (True, False)
    """
    match area.level:
        case Level.COMMUNE:
            return register().commune(area.code) is not None
        case Level.EPCI:
            return register().epci_codes.index(area.code) is not None
        case Level.DEPARTEMENT:
            return by_code(area.code) is not None
        case Level.REGION:
            return region(area.code) is not None


def areas_of(place: str | Commune) -> tuple[Area, ...]:
    """Return the areas that a commune is in, the smallest first: itself, EPCI, département, region.

    An area that there is not is left out; () for a code of no commune.

    >>> [str(area) for area in areas_of("42187")]
    ['commune:42187', 'epci:200035731', 'departement:42', 'region:84']
    """
    town = commune(place) if isinstance(place, str) else place
    if town is None:
        return ()
    codes = (
        (Level.COMMUNE, town.code),
        (Level.EPCI, town.epci),
        (Level.DEPARTEMENT, town.departement),
        (Level.REGION, town.region),
    )
    return tuple(Area(level, code) for level, code in codes if code)


def departements_of(area: Area) -> tuple[str, ...]:
    """Return the codes of the départements that an area touches, in order; () if it is unknown.

    >>> departements_of(Area.parse("region:94")), departements_of(Area.parse("commune:42187"))
    (('2A', '2B'), ('42',))
    """
    return tuple(sorted(_departements(_canonical(area))))


def contains(outer: Area, inner: Area) -> bool:
    """Return whether an area is inside another, or is the same; one across a border is not inside.

    >>> contains(Area.parse("departement:42"), Area.parse("epci:200035731"))
    True
    """
    return _touched(inner)[outer.level] == {_canonical(outer).code}


def nearness(one: Area, other: Area) -> Level | None:
    """Return the smallest level of which one and the same area touches both; None if there is none.

    >>> nearness(Area.parse("commune:42187"), Area.parse("commune:42120")).value
    'epci'
    """
    first, second = _touched(one), _touched(other)
    return next((level for level in Level if first[level] & second[level]), None)


@lru_cache(maxsize=_KEPT)
def _canonical(area: Area) -> Area:
    """Return an area by the code under which it is known: that of a former commune is its commune's."""
    if area.level is Level.COMMUNE and (town := commune(area.code)):
        return town.area
    if area.level is Level.DEPARTEMENT and (territory := by_code(area.code)):
        return Area(Level.DEPARTEMENT, territory.code)
    return area


@lru_cache(maxsize=_KEPT)
def _touched(area: Area) -> dict[Level, frozenset[str]]:
    """Return, level by level, the codes of what an area touches; nothing at the levels below its own."""
    touched: dict[Level, set[str]] = {level: set() for level in Level}
    area = _canonical(area)
    if exists(area):
        touched[area.level].add(area.code)
    for departement in _departements(area):
        if area.level is not Level.REGION:
            touched[Level.DEPARTEMENT].add(departement)
        territory = by_code(departement)
        if territory and territory.region:
            touched[Level.REGION].add(territory.region.code)
    if area.level is Level.COMMUNE and (town := commune(area.code)) and town.epci:
        touched[Level.EPCI].add(town.epci)
    return {level: frozenset(codes) for level, codes in touched.items()}


def _departements(area: Area) -> set[str]:
    match area.level:
        case Level.COMMUNE:
            return {departement_of(register().codes[number]) for number in numbers_of(area)}
        case Level.EPCI:
            group = epci(area.code)
            return {departement_of(code) for code in group.members} if group else set()
        case Level.DEPARTEMENT:
            return {area.code} if by_code(area.code) else set()
        case Level.REGION:
            return {t.code for t in territories() if t.region and t.region.code == area.code}
