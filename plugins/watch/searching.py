"""Searching the shares of a network: by words, by tags, since a day; the best first, newer ones favoured."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import BindParameter, Select, bindparam, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.language.folding import fold
from bot.language.ranking import rank
from bot.language.terms import terms
from bot.store.search import Group, Query
from plugins.watch.index import index, network_filter, since_filters, tag_filter
from plugins.watch.latest import latest
from plugins.watch.models import AppearanceRow, Mark, MarkRow, ShareRow, TagRow
from plugins.watch.wanted import Wanted

MOST = 30
"""More links than so many are not ranked for anybody: who sees these says more exactly what they look for.

By date there is no end: who looks for no words can go on to the first link of all (`plugins.watch.latest`).
"""
LONGEST = 200
"""Characters of what somebody looks for."""
_RANKED = 40
_FRESH = timedelta(days=180)
_FRESHNESS = 0.25
"""What being shared just now counts, of what the words count; half of it after `_FRESH`, and so on."""
_AS_GOOD = 0.35
"""What has less of the best one's score is not shown, where that has all that was asked for."""
_LEAST = 0.01
"""Who has less of a score has nothing of what was asked for."""
_OF_ONE = 500
"""So many of the last shares of a person are ranked."""


@dataclass(frozen=True, slots=True)
class Found:
    """The shares found, the best first; `instead` says which words were taken for a slip of which.

    There may be `more` than these.
    """

    shares: tuple[int, ...]
    instead: Mapping[str, str] = field(default_factory=dict)
    more: bool = False


async def search(session: AsyncSession, network: int, wanted: Wanted, now: datetime) -> Found:
    """Return the shares of a network that answer, `MOST` at most: the best, or without words the latest.

    Words that say nothing count for none beside what else is wanted: `avec #seniors`.
    """
    typed = wanted.words[:LONGEST]
    asked = terms(typed)
    if not asked:
        if not (wanted.tags or wanted.since or wanted.by):
            return Found(())
        last = [edge.share for edge in await latest(session, network, wanted, MOST + 1)]
        return Found(tuple(last[:MOST]), more=len(last) > MOST)
    groups = await index.groups(session, typed)
    if wanted.by is not None:
        return await _of_one(session, network, wanted, groups)
    query = Query(groups, _filters(network, wanted, now), whole=True)
    hits = await index.search(session, query, limit=_RANKED)
    if not hits:
        return Found(())
    shared = await _shared_at(session, network, [hit.id for hit in hits])
    best = max(len(hit.found) for hit in hits)
    least = _AS_GOOD * max(hit.score for hit in hits)
    ranked = sorted(
        (-hit.score * (1 + _freshness(shared[hit.id], now)), -hit.id)
        for hit in hits
        if hit.id in shared
        and (wanted.since is None or shared[hit.id] >= wanted.since)
        and (len(hit.found) == best or (best < len(groups) and hit.score >= least))
    )
    tokens = {found.token for hit in hits for found in hit.found}
    more = len(ranked) > MOST or len(hits) >= _RANKED
    return Found(tuple(-number for _score, number in ranked[:MOST]), _instead(typed, groups, tokens), more)


async def _of_one(session: AsyncSession, network: int, wanted: Wanted, groups: Sequence[Group]) -> Found:
    """Return what a person shared about these words, the best first: the index does not know who did."""
    last = [edge.share for edge in await latest(session, network, wanted, _OF_ONE)]
    scores = await index.scores(session, groups, last)
    least = max(_AS_GOOD * max(scores.values(), default=0), _LEAST)
    ranked = sorted((-score, -share) for share, score in scores.items() if score >= least)
    return Found(tuple(-share for _score, share in ranked[:MOST]), more=len(ranked) > MOST)


def _filters(network: int, wanted: Wanted, now: datetime) -> list[list[str]]:
    """Return what each share that answers has in the index: some that do not answer may have it as well."""
    filters = [[network_filter(network)], *([tag_filter(network, tag.stem)] for tag in wanted.tags)]
    return filters if wanted.since is None else [*filters, since_filters(wanted.since, now)]


_SHARED_AT = select(ShareRow.id, ShareRow.network_id, ShareRow.created_at).where(
    ShareRow.id.in_(bindparam("shares", expanding=True)), ShareRow.removed_at.is_(None)
)
"""Asked for the network as well, SQLite may go through the index of the network: all of its shares."""


async def _shared_at(session: AsyncSession, network: int, shares: Iterable[int]) -> Mapping[int, datetime]:
    rows = await session.execute(_SHARED_AT, {"shares": list(shares)})
    return {number: shared_at for number, network_of, shared_at in rows if network_of == network}


def _freshness(shared_at: datetime, now: datetime) -> float:
    """Return what the age of a share counts: most at once, less and less later."""
    return _FRESHNESS * float(2 ** (-max(now - shared_at, timedelta()) / _FRESH))


def _instead(typed: str, groups: Sequence[Group], found: set[str]) -> Mapping[str, str]:
    """Return for which words other ones were found: as they were typed, and how they stand in the index."""
    instead: dict[str, str] = {}
    for term, group in zip(terms(typed), groups, strict=True):
        as_typed = Group.of(term).alternatives
        others = [token for token in group.alternatives if token not in as_typed and token in found]
        whole = [token for token in others if not token.endswith("~")]
        if whole and not found.intersection(as_typed):
            instead[term.word] = whole[0]
    return instead


@dataclass(frozen=True, slots=True)
class Listed:
    """A share as a list shows it."""

    row: ShareRow
    tags: tuple[str, ...]
    useful: int


_OF_THESE: BindParameter[int] = bindparam("shares", expanding=True)
_USEFUL = (
    select(func.count())
    .select_from(MarkRow)
    .where(MarkRow.share_id == ShareRow.id, MarkRow.kind == Mark.USEFUL)
    .scalar_subquery()
)
_ROWS = select(ShareRow, _USEFUL).where(
    ShareRow.id.in_(_OF_THESE),
    ShareRow.removed_at.is_(None),
    exists().where(AppearanceRow.share_id == ShareRow.id),
)
_TAGS = select(TagRow.share_id, TagRow.name).where(TagRow.share_id.in_(_OF_THESE)).order_by(TagRow.id)


async def listed(session: AsyncSession, network: int, shares: Sequence[int]) -> list[Listed]:
    """Return these shares in that order, without those that are gone meanwhile."""
    if not shares:  # the database would look through all of its rows for none
        return []
    these = {"shares": list(shares)}
    found = await session.execute(_ROWS, these)
    by_id = {row.id: (row, useful) for row, useful in found if row.network_id == network}
    tags: dict[int, list[str]] = {}
    for share, name in await session.execute(_TAGS, these):
        tags.setdefault(share, []).append(name)
    return [
        Listed(row, tuple(tags.get(share, ())), useful)
        for share in shares
        if share in by_id
        for row, useful in (by_id[share],)
    ]


@dataclass(frozen=True, slots=True)
class TagInUse:
    """A tag of the network: its names, those used last first, how many shares have it, and the latest one."""

    names: tuple[str, ...]
    count: int
    latest: datetime


async def tags_in_use(session: AsyncSession, network: int) -> list[TagInUse]:
    """Return the tags of what stands in a network, those used last first; forms of one word are together."""
    last = (await session.execute(_LAST_OF_EACH, {"network": network})).all()
    alike: dict[str, list[tuple[datetime, str]]] = {}
    for stem, name, shared_at in last:
        alike.setdefault(stem, []).append((shared_at, name))
    counted = await index.having(session, [tag_filter(network, stem) for stem in alike])
    found = [
        TagInUse(tuple(name for _at, name in sorted(forms, reverse=True)), count, max(forms)[0])
        for stem, forms in alike.items()
        if (count := counted[tag_filter(network, stem)])
    ]
    return sorted(found, key=lambda tag: (tag.latest, tag.count), reverse=True)


def _last_of_each() -> Select[str, str, datetime]:
    """Return the tags of a network as they were written last, and when what has them so was shared.

    It goes from each tag to the next one through their index, whatever number of links have them.
    """
    network: BindParameter[int] = bindparam("network")
    first = select(func.min(TagRow.folded).label("folded")).where(TagRow.network_id == network)
    each = first.cte("each_tag", recursive=True)
    another = select(func.min(TagRow.folded)).where(
        TagRow.network_id == network, TagRow.folded > each.c.folded
    )
    each = each.union_all(select(another.scalar_subquery()).where(each.c.folded.is_not(None)))
    last = select(func.max(TagRow.id)).where(TagRow.network_id == network, TagRow.folded == each.c.folded)
    return (
        select(TagRow.stem, TagRow.name, ShareRow.created_at)
        .join_from(each, TagRow, TagRow.id == last.correlate(each).scalar_subquery())
        .join(ShareRow, ShareRow.id == TagRow.share_id)
    )


_LAST_OF_EACH = _last_of_each()


async def tags_like(session: AsyncSession, network: int, typed: str) -> list[str]:
    """Return tags of the network that somebody may have meant, the likeliest first."""
    names = [name for _stem, name, _latest in await session.execute(_LAST_OF_EACH, {"network": network})]
    return rank(fold(typed), names, lambda name: [name], limit=3)
