"""Shares by date: all, with tags, of a person, since a day; the latest first, to the very end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Row, Select, SQLColumnExpression, and_, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from plugins.watch.index import index, network_filter, tag_filter
from plugins.watch.models import AppearanceRow, ShareRow, TagRow
from plugins.watch.tags import Tag
from plugins.watch.wanted import Wanted

_LUCK = 4
"""So many times as many shares as should do are walked through before those with a tag are all looked at."""


class Edge(NamedTuple):
    """Where a piece of a list ends: when the share there was shared, and its id."""

    at: datetime
    share: int


async def latest(
    session: AsyncSession,
    network: int,
    wanted: Wanted,
    limit: int,
    edge: Edge | None = None,
    *,
    newer: bool = False,
) -> list[Edge]:
    """Return the shares that come after an edge, the latest first; or if `newer`, those just before it.

    The words that are wanted do not count here. `wanted.by` is somebody of this network.
    """
    shares = _standing(wanted.since, edge, newer=newer)
    found: Sequence[Row[datetime, int]]
    if wanted.by is not None:
        of_them = shares.where(ShareRow.member_id == wanted.by, *map(_has, wanted.tags))
        found = (await session.execute(of_them.limit(limit))).all()
    elif wanted.tags:
        found = await _tagged(session, network, shares, wanted.tags, limit)
    else:
        everything = shares.where(ShareRow.network_id == network)
        found = (await session.execute(everything.limit(limit))).all()
    edges = [Edge(at, share) for at, share in found]
    return edges[::-1] if newer else edges


async def _tagged(
    session: AsyncSession,
    network: int,
    shares: Select[datetime, int],
    tags: Sequence[Tag],
    limit: int,
) -> Sequence[Row[datetime, int]]:
    """Return shares with all of these tags, by whichever way has fewer rows to look at.

    Among those with a frequent tag, the next ones by date are soon found; of a rare one, all are looked at.
    """
    counted = await index.having(
        session, [network_filter(network), *(tag_filter(network, tag.stem) for tag in tags)]
    )
    rarest = min(tags, key=lambda tag: counted[tag_filter(network, tag.stem)])
    count = max(1, counted[tag_filter(network, rarest.stem)])
    walked = _LUCK * limit * counted[network_filter(network)] // count
    if walked < _LUCK * count:
        near = shares.where(ShareRow.network_id == network).limit(walked).subquery()
        have_it = [_has_it(near.c.id, tag) for tag in tags]
        found = (await session.execute(select(near).where(*have_it).limit(limit))).all()
        if len(found) == limit:
            return found
    with_it = select(TagRow.share_id).where(TagRow.network_id == network, TagRow.stem == rarest.stem)
    each = with_it.distinct().subquery()
    # not asked for the network: SQLite would go through all of its shares
    all_of_it = shares.join(each, each.c.share_id == ShareRow.id)
    others = [_has(tag) for tag in tags if tag != rarest]
    return (await session.execute(all_of_it.where(*others).limit(limit))).all()


def _standing(since: datetime | None, edge: Edge | None, *, newer: bool) -> Select[datetime, int]:
    """Return the shares that stand somewhere, beyond that edge and since then, in order."""
    stands = exists().where(AppearanceRow.share_id == ShareRow.id)
    shares = select(ShareRow.created_at, ShareRow.id).where(ShareRow.removed_at.is_(None), stands)
    if since is not None:
        shares = shares.where(ShareRow.created_at >= since)
    if edge is not None:
        shares = shares.where(_beyond(edge, newer=newer))
    order = (ShareRow.created_at, ShareRow.id)
    return shares.order_by(*order) if newer else shares.order_by(*(column.desc() for column in order))


def _beyond(edge: Edge, *, newer: bool) -> ColumnElement[bool]:
    if newer:
        later = or_(ShareRow.created_at > edge.at, ShareRow.id > edge.share)
        return and_(ShareRow.created_at >= edge.at, later)
    earlier = or_(ShareRow.created_at < edge.at, ShareRow.id < edge.share)
    return and_(ShareRow.created_at <= edge.at, earlier)


def _has(tag: Tag) -> ColumnElement[bool]:
    return _has_it(ShareRow.id, tag)


def _has_it(share: SQLColumnExpression[int], tag: Tag) -> ColumnElement[bool]:
    return exists().where(TagRow.share_id == share, TagRow.stem == tag.stem)
