"""The partners of a network, for the other plugins: those of some kinds, the nearest first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.chat.people import Network
from bot.language.messages import Instant, Message, Text, _
from bot.plugin.neighbours import PartnerFound, PartnerRegister
from bot.store.search import Query
from bot.territory import Area, Level, name_of
from plugins.partners import indexing, register, words
from plugins.partners.declaration import plugin
from plugins.partners.models import PartnerRow
from plugins.partners.nearness import COUNTRY, Near, nearest
from plugins.partners.places import FRANCE

_SCORES = (1.0, 0.85, 0.7, 0.5, 0.4)
"""How good a partner is by its step of nearness."""
_FOR_WORDS = 0.1
_MOST_HITS = 60
_FEW = 40
"""The cards of so many partners are compared with a need without looking for its words in all of them."""


class Partners(PartnerRegister):
    """Implements `bot.plugin.neighbours.PartnerRegister`."""

    async def nearest(
        self,
        session: AsyncSession,
        network: Network,
        kinds: Sequence[str],
        *,
        near: Sequence[Area],
        now: datetime,
        words: str = "",
        limit: int = 3,
    ) -> Sequence[PartnerFound]:
        """Return the partners of these kinds that serve a place, the nearest first.

        Without a place, it is the territory of the network. Among those that are equally near, the ones that
        do what `words` are about come first.
        """
        place = tuple(near) or home(network)
        found = _first(await nearest(session, network.id, kinds, place, limit), limit)
        scores = await _scores(session, network, kinds, words, found) if words else {}
        best = max(scores.values(), default=0.0) or 1.0
        relevance = {partner: score / best for partner, score in scores.items()}
        found.sort(key=lambda one: (one.step, -relevance.get(one.partner, 0.0), one.order))
        first = found[:limit]
        rows = await register.all_of(session, network.id, [one.partner for one in first])
        by_id = {row.id: row for row in rows}
        return [
            _offered(by_id[one.partner], one, relevance.get(one.partner, 0.0), now)
            for one in first
            if one.partner in by_id
        ]


plugin.provide(PartnerRegister, Partners())


def home(network: Network) -> tuple[Area, ...]:
    """Return the territory of a network as an area, () if it has none."""
    return (Area(Level.DEPARTEMENT, network.territory),) if network.territory else ()


def _first(found: Sequence[Near], limit: int) -> list[Near]:
    """Return those that may be among the first so many: all that are as near as the last of these."""
    farthest = max((one.step for one in found[:limit]), default=0)
    return [one for one in found if one.step <= farthest]


async def _scores(
    session: AsyncSession, network: Network, kinds: Sequence[str], need: str, found: Sequence[Near]
) -> Mapping[int, float]:
    """Return how much the cards of the partners found are about a need."""
    if len(found) < 2:
        return {}
    groups = await indexing.index.known_groups(session, need)
    if not groups:
        return {}
    if len(found) <= _FEW:
        return await indexing.index.scores(session, groups, [near.partner for near in found])
    filters = (
        [indexing.network_filter(network.id)],
        [indexing.kind_filter(kind) for kind in kinds],
        sorted({indexing.area_filter(near.area) for near in found}),
    )
    hits = await indexing.index.search(session, Query(groups, filters), limit=_MOST_HITS)
    return {hit.id: hit.score for hit in hits}


def _offered(row: PartnerRow, near: Near, relevance: float, now: datetime) -> PartnerFound:
    why: list[Text] = [reason(near)]
    if row.checked_at is not None:
        why.append(_("checked on {day}", day=Instant(row.checked_at, all_day=True)))
    return PartnerFound(
        id=row.id,
        name=row.name,
        kind=near.kind,
        where=words.where(row),
        contact=words.contact(row),
        hours=words.hours_now(row, now),
        why=tuple(why),
        score=round(min(1.0, _SCORES[near.step] - _FOR_WORDS * (1 - relevance)), 3),
    )


def reason(near: Near) -> Message:
    """Return why a partner is near enough to be named."""
    if near.step == COUNTRY or near.area == FRANCE:
        return _("serves the whole country")
    name = name_of(Area.parse(near.area), plain=True)
    if near.serves:
        return _("serves {area}", area=name)
    if near.step == 0:
        return _("in the commune itself, {area}", area=name)
    return _("in the same area, {area}", area=name)
