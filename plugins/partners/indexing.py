"""What is found of partners by words: their index, and where they are to be found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import bindparam, delete, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.store.base import table_of
from bot.store.search import Entry, Query, SearchIndex
from bot.territory import contains
from plugins.partners import vocabulary
from plugins.partners.kinds import kinds
from plugins.partners.models import PartnerReachRow, PartnerRow, PartnerServiceRow
from plugins.partners.places import FRANCE, parsed, seat_areas

NAME, DOES, REST = "name", "does", "rest"
_LIKE_THE_BEST = 0.7
_MOST_AREAS = 200
"""A partner that serves more areas than so many serves whole départements, and should say so."""
_REACH, _PARTNER, _SERVICE = map(table_of, (PartnerReachRow, PartnerRow, PartnerServiceRow))
_PLACES = select(_PARTNER.c.id, _PARTNER.c.commune, _PARTNER.c.areas).where(
    _PARTNER.c.network_id == bindparam("network"),
    _PARTNER.c.id.in_(bindparam("partners", expanding=True)),
    _PARTNER.c.removed_at.is_(None),
)
_AREAS_OF_SERVICES = select(_SERVICE.c.partner_id, _SERVICE.c.areas).where(
    _SERVICE.c.partner_id.in_(bindparam("partners", expanding=True))
)
"""Composed once, as the other one: composing them takes longer than answering them."""


async def entries_of(session: AsyncSession, partners: Sequence[int]) -> list[Entry]:
    """Return what the index should hold of these cards: of those that are removed, nothing."""
    services = await services_of(session, partners)
    return [entry_of(row, services.get(row.id, ())) for row in await _shown(session, partners)]


async def entries_and_reach(session: AsyncSession, partners: Sequence[int]) -> list[Entry]:
    """Return the same, and write anew where these partners are to be found.

    Communes and EPCI change each year.
    """
    services = await services_of(session, partners)
    shown = await _shown(session, partners)
    await _put_reach(session, partners, shown, services)
    return [entry_of(row, services.get(row.id, ())) for row in shown]


async def _shown(session: AsyncSession, partners: Sequence[int]) -> Sequence[PartnerRow]:
    shown = select(PartnerRow).where(PartnerRow.id.in_(partners), PartnerRow.removed_at.is_(None))
    return (await session.scalars(shown.order_by(PartnerRow.id))).all()


index = SearchIndex(
    "search_partners",
    of="partner",
    columns={NAME: 4.0, DOES: 2.0, REST: 1.0},
    source=entries_of,
    package="plugins.partners",
    is_personal=False,
    rewriting=entries_and_reach,
)


async def services_of(
    session: AsyncSession, partners: Sequence[int]
) -> Mapping[int, Sequence[PartnerServiceRow]]:
    """Return the services that partners offer, by partner, in alphabetical order."""
    found: dict[int, list[PartnerServiceRow]] = defaultdict(list)
    rows = await session.scalars(
        select(PartnerServiceRow)
        .where(PartnerServiceRow.partner_id.in_(partners))
        .order_by(PartnerServiceRow.name, PartnerServiceRow.id)
    )
    for row in rows:
        found[row.partner_id].append(row)
    return found


def entry_of(row: PartnerRow, services: Sequence[PartnerServiceRow] = ()) -> Entry:
    """Return how a card is found: by its name, by what the partner does, by the rest that all may see."""
    known = [kinds()[code] for code in row.kinds if code in kinds()]
    themes = [*row.themes]
    does = [word for kind in known for word in (kind.fr, kind.en, *kind.names)]
    for service in services:
        does.append(service.name)
        themes += service.themes
    named = vocabulary.themes()
    does += [named[code] for code in dict.fromkeys(themes) if code in named]
    does += [*row.services, *row.support]
    return Entry(
        row.id,
        {
            NAME: row.name,
            DOES: " . ".join(does),
            REST: " . ".join((row.summary, row.town, row.address)),
        },
        filters=(
            network_filter(row.network_id),
            *map(kind_filter, row.kinds),
            *map(area_filter, dict.fromkeys((*seat_areas(row.commune), *served_areas(row, services)))),
        ),
    )


def network_filter(network: int) -> str:
    """Return the filter that all cards of a network have."""
    return f"net{network}"


def kind_filter(kind: str) -> str:
    """Return the filter that all cards of a kind have."""
    return f"kind_{kind.replace('-', '_')}"


def area_filter(area: str) -> str:
    """Return the filter that all cards of partners in an area have, or of those that say they serve it."""
    return area.replace(":", "").lower()


async def put(session: AsyncSession, rows: Sequence[PartnerRow]) -> None:
    """Have the cards be found as they are now; those that are removed are found no more."""
    ids = [row.id for row in rows]
    shown = [row for row in rows if row.removed_at is None]
    gone = [row.id for row in rows if row.removed_at is not None]
    services = await services_of(session, ids)
    if gone:
        await index.remove(session, gone)
    await index.put(session, [entry_of(row, services.get(row.id, ())) for row in shown])
    await _put_reach(session, ids, shown, services)


async def _put_reach(
    session: AsyncSession,
    partners: Sequence[int],
    shown: Sequence[PartnerRow],
    services: Mapping[int, Sequence[PartnerServiceRow]],
) -> None:
    await session.execute(delete(_REACH).where(_REACH.c.partner_id.in_(partners)))
    reach = [values for row in shown for values in _reach(row, services.get(row.id, ()))]
    if reach:
        await session.execute(insert(_REACH), reach)


def _reach(row: PartnerRow, services: Iterable[PartnerServiceRow]) -> list[dict[str, Any]]:
    """Return where a partner is to be found, for each of its kinds."""
    served = served_areas(row, services)
    found = [(area, False) for area in served] + [(area, True) for area in seats(row.commune, served)]
    return [
        {"partner_id": row.id, "network_id": row.network_id, "kind": kind, "area": area, "seat": seat}
        for kind in row.kinds
        for area, seat in found
    ]


def served_areas(row: PartnerRow, services: Iterable[PartnerServiceRow]) -> tuple[str, ...]:
    """Return the areas that a partner says it serves, by itself or by its services."""
    return _together(row.areas, *(service.areas for service in services))


def _together(*areas: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(area for some in areas for area in some))[:_MOST_AREAS]


async def places_of(
    session: AsyncSession, network: int, partners: Sequence[int]
) -> Mapping[int, tuple[str | None, Sequence[str]]]:
    """Return the commune of partners and the areas that they say they serve; those removed are left out."""
    rows = await session.execute(_PLACES, {"network": network, "partners": list(partners)})
    services: dict[int, list[Sequence[str]]] = defaultdict(list)
    for partner, areas in await session.execute(_AREAS_OF_SERVICES, {"partners": list(partners)}):
        services[partner].append(areas)
    return {partner: (commune, _together(areas, *services[partner])) for partner, commune, areas in rows}


def seats(commune: str | None, served: Sequence[str]) -> tuple[str, ...]:
    """Return the areas in which a partner of a commune is near: all around it, within what it serves.

    Its own commune is always one. Nobody is sent to a partner that says it serves others.
    """
    around = seat_areas(commune)
    if not served or FRANCE in served:
        return around
    within = parsed(served)
    own = parsed(around)
    return tuple(
        str(area)
        for place, area in enumerate(own)
        if place == 0 or any(contains(outer, area) for outer in within)
    )


async def by_name(session: AsyncSession, network: int, name: str, limit: int) -> list[int]:
    """Return the cards in whose names the words of a text stand, slips aside, the likeliest first."""
    groups = [replace(group, columns=(NAME,)) for group in await index.groups(session, name)]
    if not groups:
        return []
    hits = await index.search(session, Query(groups, ([network_filter(network)],)), limit=limit)
    best = hits[0].score if hits else 0.0
    return [hit.id for hit in hits if hit.score >= _LIKE_THE_BEST * best]
