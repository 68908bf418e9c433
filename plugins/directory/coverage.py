"""Who covers which communes of a département, what nobody covers, and where several overlap.

Nothing here knows chat or a database: it is given what cards say.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.sheets import guarded
from bot.territory import Area, Commune, Level, commune, communes_of, contains, epci, name_of

OVERLAP = 3
"""From so many people on, a commune is one where several overlap."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody, where they are and what they cover; their commune is one of `areas`."""

    name: str
    areas: tuple[Area, ...]


@dataclass(frozen=True, slots=True)
class Covered:
    """A commune, and who covers it in particular."""

    commune: Commune
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The communes of an EPCI in a département; `epci` is None for those that are in none."""

    epci: str | None
    name: str
    communes: tuple[Covered, ...]

    @property
    def people(self) -> tuple[str, ...]:
        """Who covers some of it, those of the most communes first."""
        counts: dict[str, int] = {}
        for one in self.communes:
            for name in one.people:
                counts[name] = counts.get(name, 0) + 1
        return tuple(sorted(counts, key=lambda name: (-counts[name], name)))

    @property
    def uncovered(self) -> tuple[Commune, ...]:
        """The communes that nobody covers, the largest first."""
        return tuple(
            one.commune
            for one in sorted(self.communes, key=lambda one: -one.commune.population)
            if not one.people
        )

    @property
    def overlapping(self) -> tuple[Covered, ...]:
        """The communes that `OVERLAP` people or more cover, those of the most people first."""
        many = [one for one in self.communes if len(one.people) >= OVERLAP]
        return tuple(sorted(many, key=lambda one: (-len(one.people), -one.commune.population)))


@dataclass(frozen=True, slots=True)
class Coverage:
    """A département: who covers all of it, and its groups, those least covered first."""

    departement: str
    everywhere: tuple[str, ...]
    groups: tuple[Group, ...]

    @property
    def communes(self) -> int:
        """How many communes it has."""
        return sum(len(group.communes) for group in self.groups)

    @property
    def uncovered(self) -> int:
        """How many communes nobody covers in particular."""
        return sum(len(group.uncovered) for group in self.groups)


def coverage(departement: str, people: Iterable[Person]) -> Coverage:
    """Return how a département, by its code, is covered.

    Who covers all of it is named once, in `everywhere`: else no commune would be uncovered.
    """
    whole = Area(Level.DEPARTEMENT, departement)
    names: dict[str, list[str]] = {}
    everywhere: list[str] = []
    for person in people:
        if any(contains(area, whole) for area in person.areas):
            everywhere.append(person.name)
        for code in _communes_of(person, whole):
            names.setdefault(code, []).append(person.name)
    groups: dict[str | None, list[Covered]] = {}
    for place in communes_of(whole):
        covered = Covered(place, tuple(dict.fromkeys(names.get(place.code, ()))))
        groups.setdefault(place.epci, []).append(covered)
    made = [Group(code, _name(code), tuple(communes)) for code, communes in groups.items()]
    made.sort(key=lambda group: (-len(group.uncovered) / len(group.communes), group.name))
    return Coverage(departement, tuple(everywhere), tuple(made))


def as_csv(found: Coverage, headings: Sequence[str]) -> bytes:
    """Return a line for each commune: EPCI, commune, INSEE code, population, how many people, their names.

    Whoever covers the whole département is named last, on every line. It is what a French spreadsheet opens
    at once: parted by semicolons, UTF-8 with its mark.
    """
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(headings)
    everywhere = guarded(" | ".join(found.everywhere))
    for group in found.groups:
        for one in group.communes:
            writer.writerow(
                [
                    guarded(group.name),
                    one.commune.name,
                    one.commune.code,
                    one.commune.population,
                    len(one.people),
                    guarded(" | ".join(one.people)),
                    everywhere,
                ]
            )
    return out.getvalue().encode("utf-8-sig")


def _communes_of(person: Person, whole: Area) -> set[str]:
    """Return the communes of a département that somebody covers, unless they cover all of it."""
    codes: set[str] = set()
    for area in person.areas:
        if area.level is Level.COMMUNE:
            found = commune(area.code)
            codes |= {found.code} if found is not None and found.departement == whole.code else set()
        elif area.level is Level.EPCI:
            group = epci(area.code)
            codes |= set(group.members) if group is not None else set()
    return codes


def _name(code: str | None) -> str:
    found = epci(code) if code is not None else None
    return name_of(found.area, plain=True) if found is not None else ""
