"""Cards of people whom the bot has not met: given to them once they come, forgotten if they do not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.chat.people import Member
from bot.store.base import table_of
from bot.store.tables import AccountRow
from plugins.directory import entries, register
from plugins.directory.models import CardRow

KEPT_FOR = timedelta(days=365)
"""How long after the last file that named them the card of somebody who never came is kept."""
_AT_ONCE = 500
_CARD = table_of(CardRow)


async def card_for(session: AsyncSession, network: int, member: Member) -> CardRow | None:
    """Give a member the card that was imported for one of their accounts; None if there is none."""
    accounts = await session.execute(
        select(AccountRow.platform, AccountRow.external_id, AccountRow.username)
        .where(AccountRow.member_id == member.id)
        .order_by(AccountRow.id)
    )
    found: CardRow | None = None
    for platform, external_id, username in accounts.all():
        named = replace(member, username=username)
        found = await register.bind(session, network, named, platform, external_id) or found
    return found


async def met_meanwhile(session: AsyncSession, network: int) -> Sequence[int]:
    """Return the members who have an account that the card of a stranger names: met while it was imported."""
    platform, folded = func.lower(AccountRow.platform), AccountRow.folded
    names: tuple[ColumnElement[str], ...] = (
        folded + "",
        platform + ":" + folded,
        platform + ":#" + func.lower(AccountRow.external_id),
    )
    named = (
        select(AccountRow.member_id)
        .join(CardRow, CardRow.account_folded.in_(names))
        .where(AccountRow.network_id == network, CardRow.network_id == network, CardRow.member_id.is_(None))
        .distinct()
        .order_by(AccountRow.member_id)
    )
    return (await session.scalars(named)).all()


async def are_named_again(session: AsyncSession, cards: Iterable[int], now: datetime) -> None:
    """Write down that a file names these people still."""
    named = update(_CARD).where(_CARD.c.id.in_(list(cards)), _CARD.c.member_id.is_(None))
    await session.execute(named.values(imported_at=now))


async def forget(session: AsyncSession, network: int, now: datetime) -> None:
    """Forget the cards of those who never came, and whom no file has named for long."""
    old = select(_CARD.c.id).where(
        _CARD.c.network_id == network, _CARD.c.member_id.is_(None), _CARD.c.imported_at <= now - KEPT_FOR
    )
    gone = (await session.scalars(old)).all()
    for start in range(0, len(gone), _AT_ONCE):
        some = gone[start : start + _AT_ONCE]
        await entries.index.remove(session, some)
        await session.execute(delete(_CARD).where(_CARD.c.id.in_(some)))
    if gone:
        await entries.index.compact(session)
