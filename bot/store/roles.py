"""Roles that are given to members, and taken away."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.store.base import table_of
from bot.store.merging import amend_aside
from bot.store.tables import MemberLinkRow, RoleGrantRow

RANKS = {"member": 1, "coordinator": 2, "admin": 3}


async def grant_role(
    session: AsyncSession, member: int, role: str, *, scope: str, scope_id: str, now: datetime
) -> None:
    """Give a member a role in a scope, in place of the one held there; `member` takes it away.

    Those who are a part of the member have no higher one there from then on, also once they are parted.
    """
    row = await session.scalar(
        select(RoleGrantRow).where(
            RoleGrantRow.member_id == member, RoleGrantRow.scope == scope, RoleGrantRow.scope_id == scope_id
        )
    )
    await _lower_parts(session, member, role, scope, scope_id)
    if row is not None:
        await _forget_raise(session, member, row.id)
    if row is not None and role == "member":
        await session.delete(row)
    elif row is not None:
        row.role = role
    elif role != "member":
        session.add(RoleGrantRow(member_id=member, role=role, scope=scope, scope_id=scope_id, granted_at=now))
    await session.flush()


async def _lower_parts(session: AsyncSession, member: int, role: str, scope: str, scope_id: str) -> None:
    """Lower what was set aside of the roles of those who are a part of a member."""

    def amend(values: dict[str, Any]) -> dict[str, Any] | None:
        if (values["scope"], values["scope_id"]) != (scope, scope_id) or RANKS[values["role"]] <= RANKS[role]:
            return values
        return values | {"role": role} if role != "member" else None

    await amend_aside(session, member, table_of(RoleGrantRow), amend)


async def _forget_raise(session: AsyncSession, member: int, grant: int) -> None:
    """Have a role stay as it is given now: what it was before others became a part of a member is over."""
    for link in await session.scalars(select(MemberLinkRow).where(MemberLinkRow.kept_id == member)):
        raised = [one for one in link.changed["raised"] if one[0] != grant]
        link.changed = {**link.changed, "raised": raised}
