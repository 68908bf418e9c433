"""Consents: what a person agreed to, field by field, dated; nothing written here is ever changed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.store.records import ConsentLogRow


async def give(
    session: AsyncSession, network: int, member: int, field: str, now: datetime, version: str
) -> None:
    """Write down that a member agrees to something, having read that version of the notice.

    `field` names it for good, the plugin first: `directory.letter`. Agreeing twice is written down once.
    """
    await _say(session, network, member, field, now, version, given=True)


async def withdraw(
    session: AsyncSession, network: int, member: int, field: str, now: datetime, version: str
) -> None:
    """Write down that a member agrees no more; if they never did, nothing is written."""
    await _say(session, network, member, field, now, version, given=False)


async def given(session: AsyncSession, member: int) -> dict[str, datetime]:
    """Return to what a member agrees now, and since when."""
    rows = await session.scalars(
        select(ConsentLogRow).where(ConsentLogRow.member_id == member).order_by(ConsentLogRow.id)
    )
    latest = {row.field: row for row in rows}
    return {name: row.at for name, row in latest.items() if row.given}


async def _say(
    session: AsyncSession,
    network: int,
    member: int,
    field: str,
    now: datetime,
    version: str,
    *,
    given: bool,
) -> None:
    latest = await session.scalar(
        select(ConsentLogRow.given)
        .where(ConsentLogRow.member_id == member, ConsentLogRow.field == field)
        .order_by(ConsentLogRow.id.desc())
        .limit(1)
    )
    if bool(latest) == given:
        return
    session.add(
        ConsentLogRow(network_id=network, member_id=member, field=field, given=given, version=version, at=now)
    )
    await session.flush()
