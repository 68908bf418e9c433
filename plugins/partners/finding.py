"""Finding partners from what people type: kinds, names, needs, and the place that a sentence names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from bot.chat.people import Network
from bot.language.terms import terms
from bot.store.search import Hit, Query
from bot.territory import Area
from plugins.partners import indexing, kinds, register
from plugins.partners.nearness import COUNTRY, Near, around, nearest
from plugins.partners.places import FRANCE, seat_areas

MOST = 30
"""More partners than so many are shown to nobody."""
_ANYWHERE = COUNTRY + 1
_CLOSE_ENOUGH = 2
"""The step up to which a partner is near a place: the same département."""
_AS_GOOD = 0.6
"""A hit with so much of the best one's score is as good: the nearer one comes first."""
_HITS = 60


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asked for: words, and the place that they named, () if they named none."""

    words: str
    place: tuple[Area, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """The partners found, the best first; `near` tells why each is near, where it is."""

    partners: tuple[int, ...]
    near: Mapping[int, Near]


def asked(text: str, place: Sequence[Area] | None, home: Sequence[Area]) -> Asked:
    """Return what a sentence asks for; a place that was given apart counts, else those that it names."""
    if place:
        return Asked(text, tuple(place))
    from bot.territory.mentioning import mentions, without

    found = mentions(text, home)
    if not found:
        return Asked(text, ())
    rest = without(text, found).strip()
    named = tuple(area for mention in found for area in mention.areas)
    return Asked(rest, named) if rest else Asked(text, ())


async def search(session: AsyncSession, network: Network, what: Asked, home: Sequence[Area]) -> Found:
    """Return the partners that answer, the best first: by kind if only kinds are named, else by words.

    Among those that answer as well, the nearest to the place named come first, else to `home`.
    """
    place = what.place or tuple(home)
    named = kinds.named_in(what.words)
    if named and _only_kinds(what.words):
        found = await nearest(session, network.id, named, place, MOST)
        if found:
            return await _called_so_first(session, network.id, found, what)
    hits = await _hits(session, network, what, place, named)
    if not hits:
        return Found((), {})
    return await _nearest_first(session, network.id, hits, place, is_named=bool(what.place))


async def _called_so_first(session: AsyncSession, network: int, found: Sequence[Near], what: Asked) -> Found:
    """Return partners of the kinds named: of equally near ones, those that are called so come first."""
    words = f" {kinds.plain(what.words)} "
    names = await register.names_of(session, network, [near.partner for near in found])
    kept = sorted(
        found,
        key=lambda near: (
            near.step,
            words not in f" {kinds.plain(names.get(near.partner, ''))} ",
            near.order,
        ),
    )[:MOST]
    by_id = {near.partner: near for near in kept}
    return Found(tuple(by_id), by_id if what.place else {})


def _only_kinds(text: str) -> bool:
    """Return whether a text names kinds of partners and nothing else."""
    words = f" {kinds.plain(text)} "
    for code in kinds.named_in(text):
        for form in kinds.forms_of(code):
            words = words.replace(f" {form} ", " ")
    return not terms(words)


async def _hits(
    session: AsyncSession, network: Network, what: Asked, place: Sequence[Area], named: Sequence[str]
) -> Sequence[Hit]:
    """Return the cards that answer, those of the kinds named if there are any.

    They are first looked for around the place; farther only if nothing there has all that was asked for.
    """
    groups = await indexing.index.groups(session, what.words)
    if not groups:
        return ()
    own = [indexing.network_filter(network.id)]
    of_kind = [indexing.kind_filter(kind) for kind in named]
    here = [indexing.area_filter(area) for step in around(place)[: _CLOSE_ENOUGH + 1] for area in step]
    here.append(indexing.area_filter(FRANCE))
    best: Sequence[Hit] = ()
    tried = ((own, of_kind, here), (own, of_kind)) if of_kind else ()
    for filters in (*tried, (own, here), (own,)):
        hits = await indexing.index.search(session, Query(groups, filters), limit=_HITS)
        if hits and _has_all(hits[0], len(groups)):
            return hits
        best = best or hits
    return best


def _has_all(hit: Hit, groups: int) -> bool:
    return len({found.group for found in hit.found}) == groups


async def _nearest_first(
    session: AsyncSession, network: int, hits: Sequence[Hit], place: Sequence[Area], *, is_named: bool
) -> Found:
    """Return the hits near a place that was named; the best ones first, the nearest of them first."""
    places = await indexing.places_of(session, network, [hit.id for hit in hits])
    steps = around(place)
    best = max(hit.score for hit in hits)
    ranked: list[tuple[bool, int, float, int]] = []
    near: dict[int, Near] = {}
    for hit in hits:
        if hit.id not in places:
            continue
        commune, served = places[hit.id]
        close = closeness(hit.id, commune, served, steps)
        if close is not None:
            near[hit.id] = close
        step = close.step if close is not None else _ANYWHERE
        ranked.append((hit.score < _AS_GOOD * best, step, -hit.score, hit.id))
    if any(not worse for worse, *_rank in ranked):
        ranked = [one for one in ranked if not one[0]]
    if is_named and any(step <= _CLOSE_ENOUGH for _worse, step, _score, _id in ranked):
        ranked = [one for one in ranked if one[1] <= _CLOSE_ENOUGH or one[1] == COUNTRY]
    partners = tuple(partner for *_rank, partner in sorted(ranked)[:MOST])
    return Found(partners, near if is_named else {})


def closeness(
    partner: int, commune: str | None, served: Sequence[str], steps: Sequence[Sequence[str]]
) -> Near | None:
    """Return how near a partner is to a place, None if nothing is common to both but the country."""
    seat = seat_areas(commune)
    for step, areas in enumerate(steps):
        for area in areas:
            if area in served or area in seat:
                return Near(partner, "", step, area, serves=area not in seat)
    if FRANCE in served:
        return Near(partner, "", COUNTRY, FRANCE, serves=True)
    return None
