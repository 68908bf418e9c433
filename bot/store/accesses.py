"""Who looked at data of others that only coordinators see: written down, and shown to those concerned."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.store.records import AccessRow

KEPT_FOR = timedelta(days=365)
_ONE_LOOK = timedelta(hours=1)
"""Looking again within that time is the same look."""


async def note_access(
    session: AsyncSession, network: int, who: int | None, whom: Collection[int], what: str, now: datetime
) -> None:
    """Write down that somebody looked at data of these members.

    `who` is the member who looked, None if it was whoever runs the machine, from its terminal. `what` says it
    in a few words of the network's language, such as “notes on a partner”; it holds no data.
    """
    lately = await session.scalars(
        select(AccessRow.member_id).where(
            AccessRow.network_id == network,
            AccessRow.who_id == who if who is not None else AccessRow.who_id.is_(None),
            AccessRow.what == what,
            AccessRow.at > now - _ONE_LOOK,
        )
    )
    looked_at = set(whom) - set(lately) - {who}
    rows = [
        {"network_id": network, "member_id": member, "who_id": who, "what": what, "at": now}
        for member in sorted(looked_at)
    ]
    if rows:
        await session.execute(insert(AccessRow), rows)


async def forget_accesses(session: AsyncSession, now: datetime) -> None:
    """Forget what is old."""
    await session.execute(delete(AccessRow).where(AccessRow.at < now - KEPT_FOR))
