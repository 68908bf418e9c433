"""The nearest partners of some kinds: those of the place itself, of its EPCI, of its département, and on.

A place is one or several areas, as a sentence names it. A partner is as near as the smallest area that its
commune and the place have in common, or as the smallest area around the place that it says it serves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from sqlalchemy import Boolean, bindparam, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.store.base import table_of
from bot.territory import Area, Level, areas_of, by_code, departements_of
from plugins.partners.models import PartnerReachRow, PartnerRow
from plugins.partners.places import FRANCE

_LEVELS = (Level.COMMUNE, Level.EPCI, Level.DEPARTEMENT, Level.REGION)
COUNTRY = len(_LEVELS)
"""The step of those that serve the whole country."""
_AT_ONCE = ((0, 1), (2,), (3, COUNTRY))
"""The steps that one look-up asks for: the commune and its EPCI; the département; those beyond."""
_MOST = 400
"""So many candidates are compared: more are all as near."""
_REACH, _PARTNER = table_of(PartnerReachRow), table_of(PartnerRow)
_OF_AREAS = (
    select(
        _REACH.c.partner_id,
        _REACH.c.kind,
        _REACH.c.area,
        _REACH.c.seat,
        _PARTNER.c.folded,
        _PARTNER.c.checked_at,
    )
    .join(_PARTNER, _PARTNER.c.id == _REACH.c.partner_id)
    .where(
        _REACH.c.network_id == bindparam("network"),
        _REACH.c.kind.in_(bindparam("kinds", expanding=True)),
        _REACH.c.area.in_(bindparam("areas", expanding=True)),
        or_(_REACH.c.seat.is_(False), bindparam("counts", type_=Boolean)),
    )
    .order_by(_REACH.c.area.in_(bindparam("nearest", expanding=True)).desc(), _REACH.c.partner_id)
    .limit(_MOST)
)
"""The partners of some areas, those of the nearest first; composed once, for that takes longer."""


@dataclass(frozen=True, slots=True)
class Near:
    """A partner near a place: `step` is 0 for the same commune, then 1 for the EPCI, and so on.

    `area` is what they have in common; `serves` tells that the partner says it serves it.
    """

    partner: int
    kind: str
    step: int
    area: str
    serves: bool
    order: tuple[int | str, ...] = ()


def around(place: Sequence[Area]) -> tuple[tuple[str, ...], ...]:
    """Return the areas of a place and around it, by step: communes, EPCIs, départements, regions."""
    steps: list[list[str]] = [[] for _level in _LEVELS]
    for area in place:
        for outer in _chain(area):
            steps[_LEVELS.index(outer.level)].append(str(outer))
    return tuple(tuple(dict.fromkeys(step)) for step in steps)


@lru_cache(maxsize=4096)
def _chain(area: Area) -> tuple[Area, ...]:
    """Return an area and what is around it, the smallest first."""
    if area.level is Level.COMMUNE:
        return areas_of(area.code)
    if area.level is Level.REGION:
        return (area,)
    codes = departements_of(area)
    territories = [territory for code in codes if (territory := by_code(code))]
    regions = dict.fromkeys(one.region.code for one in territories if one.region)
    return (
        *((area,) if area.level is Level.EPCI else ()),
        *(Area(Level.DEPARTEMENT, code) for code in codes),
        *(Area(Level.REGION, code) for code in regions),
    )


async def nearest(
    session: AsyncSession, network: int, kinds: Sequence[str], place: Sequence[Area], enough: int
) -> list[Near]:
    """Return partners of these kinds near a place, the nearest first, at least `enough` if there are.

    Equally near ones come by kind, in the order given, those that say they serve the place first, then those
    that were checked lately, then by name. All that are as near as the last one are there, within bounds.
    """
    steps = (*around(place), (FRANCE,))
    smallest = next((step for step, areas in enumerate(steps) if areas), COUNTRY)
    if smallest == COUNTRY or not kinds:
        return []
    found: dict[int, Near] = {}
    for at_once in _AT_ONCE:
        asked = {step: steps[step] for step in at_once if step >= smallest}
        for near in await _found(session, network, kinds, asked, counts=_counts(at_once[0], smallest)):
            before = found.get(near.partner)
            if before is None or near.order < before.order:
                found[near.partner] = near
        if len(found) >= enough:
            break
    return sorted(found.values(), key=lambda near: near.order)


def _counts(step: int, smallest: int) -> bool:
    """Return whether being in the same area of a step is near: beyond a département, only if it was asked.

    Nobody's seat is the country.
    """
    return step <= max(_LEVELS.index(Level.DEPARTEMENT), smallest)


async def _found(
    session: AsyncSession,
    network: int,
    kinds: Sequence[str],
    asked: Mapping[int, Sequence[str]],
    *,
    counts: bool,
) -> Iterator[Near]:
    """Return the partners of the areas of some steps; being in one is enough if it `counts`."""
    steps = {area: step for step, areas in asked.items() for area in areas}
    if not steps:
        return iter(())
    wanted = {
        "network": network,
        "kinds": list(kinds),
        "areas": list(steps),
        "nearest": list(asked[min(asked)]),
        "counts": counts,
    }
    rows = await session.execute(_OF_AREAS, wanted)
    ranks = {kind: rank for rank, kind in enumerate(kinds)}
    return (
        Near(
            partner,
            kind,
            steps[area],
            area,
            not seat,
            (steps[area], ranks[kind], int(seat), -_seconds(checked_at), folded, partner),
        )
        for partner, kind, area, seat, folded, checked_at in rows
    )


def _seconds(instant: datetime | None) -> int:
    return int(instant.timestamp()) if instant is not None else 0
