"""The nearest partners of some kinds: those of the place itself, of its EPCI, of its département, and on.

A place is one or several areas, as a sentence names it. A partner is as near as the smallest area that its
commune and the place have in common, or as the smallest area around the place that it says it serves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select, true
from sqlalchemy.ext.asyncio import AsyncSession

from bot.territory import Area, Level, areas_of, communes_of, departements_of
from plugins.partners.models import PartnerReachRow, PartnerRow
from plugins.partners.places import FRANCE

_LEVELS = (Level.COMMUNE, Level.EPCI, Level.DEPARTEMENT, Level.REGION)
COUNTRY = len(_LEVELS)
"""The step of those that serve the whole country."""
_MOST = 400
"""So many candidates of one level are compared: more are all as near."""


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
        chain = areas_of(area.code) if area.level is Level.COMMUNE else _chain(area)
        for outer in chain:
            steps[_LEVELS.index(outer.level)].append(str(outer))
    return tuple(tuple(dict.fromkeys(step)) for step in steps)


def _chain(area: Area) -> list[Area]:
    """Return an EPCI, a département or a region, and what is around it."""
    chain = [area]
    if area.level is Level.REGION:
        return chain
    codes = departements_of(area)
    if area.level is Level.EPCI:
        chain += [Area(Level.DEPARTEMENT, code) for code in codes]
    return chain + _regions(area, codes)


def _regions(area: Area, departements: Sequence[str]) -> list[Area]:
    """Return the regions of départements, read off one commune of each."""
    inside = [Area(Level.DEPARTEMENT, code) for code in departements] or [area]
    first = [communes_of(one)[:1] for one in inside]
    codes = dict.fromkeys(one.region for found in first for one in found if one.region)
    return [Area(Level.REGION, code) for code in codes]


async def nearest(
    session: AsyncSession, network: int, kinds: Sequence[str], place: Sequence[Area], enough: int
) -> list[Near]:
    """Return partners of these kinds near a place, the nearest first, at least `enough` if there are.

    Equally near ones come by kind, in the order given, those that say they serve the place first, then those
    that were checked lately, then by name. All that are as near as the last one are there, within bounds.
    """
    steps = around(place)
    smallest = next((step for step, areas in enumerate(steps) if areas), None)
    if smallest is None or not kinds:
        return []
    found: dict[int, Near] = {}
    for step in range(smallest, COUNTRY + 1):
        areas = (FRANCE,) if step == COUNTRY else steps[step]
        if areas:
            for near in await _of_step(session, network, kinds, areas, step, seats=_counts(step, smallest)):
                found.setdefault(near.partner, near)
        if len(found) >= enough:
            break
    return sorted(found.values(), key=lambda near: near.order)


def _counts(step: int, smallest: int) -> bool:
    """Return whether being in the same area of a step is near: beyond a département, only if it was asked."""
    return step <= max(_LEVELS.index(Level.DEPARTEMENT), smallest)


async def _of_step(
    session: AsyncSession, network: int, kinds: Sequence[str], areas: Sequence[str], step: int, *, seats: bool
) -> list[Near]:
    """Return the partners of one step, in the order of their nearness."""
    reach = PartnerReachRow
    rows = await session.execute(
        select(reach.partner_id, reach.kind, reach.area, reach.seat, PartnerRow.folded, PartnerRow.checked_at)
        .join(PartnerRow, PartnerRow.id == reach.partner_id)
        .where(
            reach.network_id == network,
            reach.kind.in_(kinds),
            reach.area.in_(areas),
            true() if seats else reach.seat.is_(False),
        )
        .order_by(reach.partner_id, reach.seat, reach.kind, reach.area)
        .limit(_MOST)
    )
    ranks = {kind: rank for rank, kind in enumerate(kinds)}
    found: dict[int, Near] = {}
    for partner, kind, area, seat, folded, checked_at in rows:
        checked = -int(checked_at.timestamp()) if checked_at is not None else 0
        order = (step, ranks[kind], int(seat), checked, folded, partner)
        near = Near(partner, kind, step, area, not seat, order)
        before = found.get(partner)
        if before is None or near.order < before.order:
            found[partner] = near
    return list(found.values())
