"""How near a card is to a place, and how to say it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.language.messages import Text
from bot.territory import Area, Level, contains, nearness
from plugins.directory import reasons
from plugins.directory.cards import Content


@dataclass(frozen=True, slots=True)
class Distance:
    """How near: `factor` goes from 1, there, to less; `reason` says it, if there is something to say."""

    factor: float
    reason: Text | None = None


_UNNAMED = {Level.COMMUNE: 1.0, Level.EPCI: 0.95, Level.DEPARTEMENT: 0.85, Level.REGION: 0.72, None: 0.62}
_NAMED = {Level.COMMUNE: 1.0, Level.EPCI: 0.93, Level.DEPARTEMENT: 0.72, Level.REGION: 0.5, None: 0.35}
"""What nearness is worth, where a question names no place, and where it does."""

_COVERS = {Level.COMMUNE: 0.98, Level.EPCI: 0.97, Level.DEPARTEMENT: 0.9, Level.REGION: 0.8}
"""What it is worth to cover a place, by what one covers."""


def at_best(level: Level | None, *, is_named: bool) -> float:
    """Return what nearness is worth at best to whom nothing smaller than such an area has in common."""
    return (_NAMED if is_named else _UNNAMED)[level]


def distance(content: Content, wanted: Sequence[Area], *, is_named: bool) -> Distance:
    """Return how near somebody is to the nearest of the places meant."""
    if not wanted:
        return Distance(1.0)
    return _distance(content.commune, content.areas, tuple(wanted), is_named)


@lru_cache(maxsize=20_000)
def _distance(
    commune: str | None,
    areas: tuple[Area, ...],
    wanted: tuple[Area, ...],
    is_named: bool,
) -> Distance:
    worth = _NAMED if is_named else _UNNAMED
    home = Area(Level.COMMUNE, commune) if commune else None
    found = [Distance(worth[None], reasons.lives(home) if home else None)]
    for place in wanted:
        if home is not None:
            found.append(_from_home(home, place, worth))
        found += [_from_area(area, place, worth) for area in areas]
    return max(found, key=lambda one: one.factor)


def _from_home(home: Area, place: Area, worth: dict[Level | None, float]) -> Distance:
    if contains(place, home):
        exact = 1.0 if place.level is Level.COMMUNE else 0.96
        return Distance(exact, reasons.is_in(home, place))
    level = nearness(home, place)
    return Distance(worth[level], reasons.is_near(home, level))


def _from_area(area: Area, place: Area, worth: dict[Level | None, float]) -> Distance:
    if contains(area, place):
        return Distance(_COVERS[area.level], reasons.covers(area))
    if contains(place, area):
        return Distance(0.96, reasons.covers(area))
    level = nearness(area, place)
    return Distance(worth[level] * 0.98, reasons.covers(area))
