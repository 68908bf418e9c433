"""A person's own list in the database: what they keep, and what they shared."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from plugins.watch import register
from plugins.watch.models import Mark, MarkRow, ShareRow


@dataclass(frozen=True, slots=True)
class Listed:
    """A share in somebody's list: `is_saved` if they keep it, `is_own` if they shared it and it stands."""

    row: ShareRow
    is_saved: bool
    is_own: bool


async def list_of(session: AsyncSession, network: int, member: int, start: int, count: int) -> list[Listed]:
    """Return what a person keeps or shared, the latest first, from the `start`-th on."""
    saved = (
        select(MarkRow.marked_at)
        .where(MarkRow.share_id == ShareRow.id, MarkRow.member_id == member, MarkRow.kind == Mark.SAVED)
        .scalar_subquery()
    )
    rows = await session.execute(
        select(ShareRow, saved.label("saved_at"), _is_own(member))
        .where(*_in_list(network, member))
        .order_by(func.coalesce(saved, ShareRow.created_at).desc(), ShareRow.id.desc())
        .offset(start)
        .limit(count)
    )
    return [Listed(row, saved_at is not None, is_own) for row, saved_at, is_own in rows]


async def list_length(session: AsyncSession, network: int, member: int) -> int:
    """Return how many links a person keeps or shared."""
    found = await session.scalar(select(func.count()).select_from(ShareRow).where(*_in_list(network, member)))
    return found or 0


def _in_list(network: int, member: int) -> tuple[ColumnElement[bool], ...]:
    is_saved = exists().where(
        MarkRow.share_id == ShareRow.id, MarkRow.member_id == member, MarkRow.kind == Mark.SAVED
    )
    return ShareRow.network_id == network, is_saved | _is_own(member)


def _is_own(member: int) -> ColumnElement[bool]:
    """Return whether a person shared a link that stands, rather than only kept it."""
    return (ShareRow.member_id == member) & ShareRow.removed_at.is_(None) & register.STANDS
