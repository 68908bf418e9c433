"""Which area is inside which, and how near two of them are: by level, the smallest that they share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from bot.territory.areas import Area, Level
from bot.territory.communes import Commune, commune, departement_of, epci, region
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
    return tuple(sorted(_departements(area)))


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
    return nearness_to(one, reach([other]))


@lru_cache(maxsize=_KEPT)
def _canonical(area: Area) -> Area:
    """Return an area by the code under which it is known: that of a former commune is its commune's."""
    if area.level is Level.COMMUNE and (town := commune(area.code)):
        return town.area
    if area.level is Level.DEPARTEMENT and (territory := by_code(area.code)):
        return Area(Level.DEPARTEMENT, territory.code)
    return area


def reach(areas: Iterable[Area]) -> dict[Level, frozenset[str]]:
    """Return, level by level, the codes of what any of these areas touches: see `nearness_to`."""
    touched = [_touched(area) for area in areas]
    return {level: frozenset().union(*(its[level] for its in touched)) for level in Level}


def nearness_to(area: Area, reached: Mapping[Level, frozenset[str]]) -> Level | None:
    """Return the smallest level at which an area is near one of several, of which this is the reach."""
    its = _touched(area)
    return next((level for level in Level if its[level] & reached[level]), None)


@lru_cache(maxsize=_KEPT)
def _touched(area: Area) -> dict[Level, frozenset[str]]:
    """Return, level by level, the codes of what an area touches; nothing at the levels below its own."""
    touched: dict[Level, frozenset[str]] = dict.fromkeys(Level, frozenset())
    departements = _departements(area)
    territories_touched = [by_code(code) for code in departements]
    touched[Level.REGION] = frozenset(its.region.code for its in territories_touched if its and its.region)
    if area.level is Level.REGION:
        return touched
    touched[Level.DEPARTEMENT] = frozenset(departements)
    if area.level is Level.EPCI and departements:
        touched[Level.EPCI] = frozenset((area.code,))
    number = register().commune(area.code) if area.level is Level.COMMUNE else None
    if number is not None:
        group = register().epci[number]
        touched[Level.COMMUNE] = frozenset((register().codes[number],))
        touched[Level.EPCI] = frozenset((str(group),) if group else ())
    return touched


def _departements(area: Area) -> set[str]:
    match area.level:
        case Level.COMMUNE:
            number = register().commune(area.code)
            return set() if number is None else {departement_of(register().codes[number])}
        case Level.EPCI:
            group = epci(area.code)
            return {departement_of(code) for code in group.members} if group else set()
        case Level.DEPARTEMENT:
            territory = by_code(area.code)
            return {territory.code} if territory else set()
        case Level.REGION:
            return {t.code for t in territories() if t.region and t.region.code == area.code}
