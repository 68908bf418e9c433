"""Receipts: which events of a platform were handled, so that one that comes twice is handled once."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache
from importlib import import_module

from sqlalchemy import Executable, delete
from sqlalchemy.ext.asyncio import AsyncSession

from bot.store.base import table_of
from bot.store.tables import ReceivedRow

KEPT_FOR = timedelta(days=7)
"""After an outage a platform hands in again only what came since its last position, which is moments old."""

_RECEIVED = table_of(ReceivedRow)


class HandledBeforeError(Exception):
    """The event was handled already."""


@cache
def _sign(dialect: str) -> Executable:
    insert = import_module(f"sqlalchemy.dialects.{dialect}").insert(_RECEIVED)
    statement: Executable = insert.on_conflict_do_nothing().returning(_RECEIVED.c.key)
    return statement


async def sign_for(session: AsyncSession, platform: str, key: str, now: datetime) -> None:
    """Write down, in this unit of work, that the event is handled.

    Raises:
        HandledBeforeError: it was.
    """
    dialect = session.get_bind().dialect.name
    signed = await session.execute(_sign(dialect), {"platform": platform, "key": key, "at": now})
    if signed.first() is None:
        raise HandledBeforeError


async def forget_receipts(session: AsyncSession, now: datetime) -> None:
    """Forget the receipts that nothing can ask for any more."""
    await session.execute(delete(_RECEIVED).where(_RECEIVED.c.at < now - KEPT_FOR))
