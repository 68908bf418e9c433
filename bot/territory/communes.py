"""Communes, EPCI and regions by their codes, as of 1 January 2026, overseas included.

Source: Code officiel géographique and legal populations of INSEE, composition of the EPCI by the DGCL,
postcodes of La Poste (Licence Ouverte 2.0), by way of `@etalab/decoupage-administratif` 6.0.0 (MIT).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from bot.territory.areas import Area, Level
from bot.territory.gazetteer import Region, by_code, territories
from bot.territory.register import register

_POSTCODE_LENGTH = 5


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune by its INSEE code.

    `departement` is a code of the gazetteer; `region` is None in the overseas collectivities, `epci` (a
    SIREN) in the few communes that are in none. `population` is the legal one, 0 where nobody lives.
    """

    code: str
    name: str
    postcodes: tuple[str, ...]
    departement: str
    region: str | None
    epci: str | None
    population: int

    @property
    def area(self) -> Area:
        """The commune as an area."""
        return Area(Level.COMMUNE, self.code)


@dataclass(frozen=True, slots=True)
class Epci:
    """An intercommunality with its own taxes, by its SIREN.

    `name` is the DGCL's, `kind` is CC, CA, CU, METRO or MET69 (the métropole de Lyon); `members` are the
    codes of its communes, the most populous first.
    """

    code: str
    name: str
    kind: str
    population: int
    members: tuple[str, ...]

    @property
    def area(self) -> Area:
        """The EPCI as an area."""
        return Area(Level.EPCI, self.code)


def commune(code: str) -> Commune | None:
    """Return the commune of an INSEE code, or the one that what had this code is now a part of.

    >>> commune("42187").name, commune("69383").name, commune("42999")
    ('Roanne', 'Lyon', None)
    """
    number = register().commune(code.strip().upper())
    return None if number is None else commune_at(number)


def communes_of_postcode(postcode: str) -> tuple[Commune, ...]:
    """Return the communes that a postcode serves, the most populous first.

    >>> [commune.name for commune in communes_of_postcode("42300")]
    ['Roanne', 'Mably', 'Villerest']
    """
    typed = postcode.strip()
    if len(typed) != _POSTCODE_LENGTH or not (typed.isascii() and typed.isdigit()):
        return ()
    return tuple(map(commune_at, _by_population(set(register().with_postcode(typed)))))


def communes_of(area: Area) -> tuple[Commune, ...]:
    """Return the communes of an area, the most populous first; () where there are none."""
    return tuple(map(commune_at, _by_population(numbers_of(area))))


@lru_cache(maxsize=512)
def epci(code: str) -> Epci | None:
    """Return the EPCI of a SIREN.

    >>> epci("200035731").name, len(epci("200035731").members)
    ('CA Roannais Agglomération', 40)
    """
    its = register()
    rank = its.epci_codes.index(code.strip())
    if rank is None:
        return None
    members = _by_population(its.members[int(code)])
    return Epci(
        code=its.epci_codes[rank],
        name=its.epci_names[rank],
        kind=its.epci_kinds[rank],
        population=sum(its.populations[number] for number in members),
        members=tuple(its.codes[number] for number in members),
    )


def region(code: str) -> Region | None:
    """Return the region of an INSEE code, which is no département's.

    >>> region("84").name
    'Auvergne-Rhône-Alpes'
    """
    return _regions().get(code.strip().zfill(2))


def numbers_of(area: Area) -> list[int]:
    """Return the numbers, in the register, of the communes inside an area."""
    its = register()
    match area.level:
        case Level.COMMUNE:
            number = its.commune(area.code)
            return [] if number is None else [number]
        case Level.EPCI:
            return list(its.members.get(int(area.code), ())) if area.code.isdecimal() else []
        case Level.DEPARTEMENT:
            return list(its.in_departement(area.code)) if by_code(area.code) else []
        case Level.REGION:
            its_own = (t.code for t in territories() if t.region and t.region.code == area.code)
            return [number for code in its_own for number in its.in_departement(code)]


@lru_cache(maxsize=4096)
def commune_at(number: int) -> Commune:
    """Return the commune that has a number in the register."""
    its = register()
    code = its.codes[number]
    departement = departement_of(code)
    territory = by_code(departement)
    return Commune(
        code=code,
        name=its.names[number],
        postcodes=tuple(its.postcodes[number].split()),
        departement=departement,
        region=territory.region.code if territory and territory.region else None,
        epci=str(its.epci[number]) if its.epci[number] else None,
        population=its.populations[number],
    )


def departement_of(code: str) -> str:
    """Return the code of the département, or overseas collectivity, that begins a commune's code."""
    return code[:3] if code.startswith(("97", "98")) else code[:2]


def _by_population(numbers: Iterable[int]) -> list[int]:
    populations = register().populations
    return sorted(numbers, key=lambda number: (-populations[number], number))


@cache
def _regions() -> dict[str, Region]:
    return {territory.region.code: territory.region for territory in territories() if territory.region}
