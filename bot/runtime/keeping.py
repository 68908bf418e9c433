"""Keeping: texts that are too long for what a platform's buttons can hold, each under a number."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import select

from bot.store import Store
from bot.store.base import table_of
from bot.store.tables import KeptRow
from bot.store.upsert import upsert

_KEPT = table_of(KeptRow)
_RENEWED_AFTER = timedelta(days=1)


async def keep(store: Store, text: str, now: datetime) -> int:
    """Keep a text, from now on, and return its number; the same text has the same number always."""
    digest = hashlib.sha256(text.encode()).hexdigest()
    async with store.read() as session:
        known = select(_KEPT.c.id).where(_KEPT.c.digest == digest, _KEPT.c.kept_at > now - _RENEWED_AFTER)
        number: int | None = await session.scalar(known)
    if number is not None:
        return number
    async with store.unit() as session:
        statement = upsert(session.get_bind().dialect.name, _KEPT, ("digest",), {"kept_at": ...})
        await session.execute(statement, {"digest": digest, "text": text, "kept_at": now})
        number = await session.scalar(select(_KEPT.c.id).where(_KEPT.c.digest == digest))
        return int(number or 0)


async def kept(store: Store, number: int) -> str | None:
    """Return the text of that number, None if there is none."""
    async with store.read() as session:
        text: str | None = await session.scalar(select(_KEPT.c.text).where(_KEPT.c.id == number))
        return text
