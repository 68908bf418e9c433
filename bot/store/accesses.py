"""Who looked at data of others that only coordinators see: written down, and shown to those concerned."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.store.records import AccessRow

KEPT_FOR = timedelta(days=365)
_ONE_LOOK = timedelta(hours=1)
"""Looking again within that time is the same look."""


async def note_access(
    session: AsyncSession, network: int, who: int, whom: int, what: str, now: datetime
) -> None:
    """Write down that a member (`who`) looked at data of another one (`whom`).

    `what` says it in a few words of the network's language, such as “notes on a partner”; it holds no data.
    """
    if who == whom:
        return
    earlier = await session.scalar(
        select(AccessRow.id).where(
            AccessRow.member_id == whom,
            AccessRow.who_id == who,
            AccessRow.what == what,
            AccessRow.at > now - _ONE_LOOK,
        )
    )
    if earlier is None:
        session.add(AccessRow(network_id=network, member_id=whom, who_id=who, what=what, at=now))
        await session.flush()


async def forget_accesses(session: AsyncSession, now: datetime) -> None:
    """Forget what is old."""
    await session.execute(delete(AccessRow).where(AccessRow.at < now - KEPT_FOR))
