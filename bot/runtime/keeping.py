"""Keeping: texts that are too long for what a platform's buttons can hold, each under a number."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import func, select

from bot.store import Store
from bot.store.base import table_of
from bot.store.tables import AccountRow, DeliveryRow, KeptRow, PlaceRow
from bot.store.upsert import upsert

_KEPT, _ACCOUNT = table_of(KeptRow), table_of(AccountRow)
_DELIVERY, _PLACE = table_of(DeliveryRow), table_of(PlaceRow)
_RENEWED_AFTER = timedelta(days=1)


async def keep(store: Store, text: str, now: datetime, owner: int | None = None) -> int:
    """Keep a text, from now on, and return its number; for one owner the same text has one number.

    `owner` is the member who alone is shown it, with whom it goes.
    """
    digest = hashlib.sha256(f"{owner or ''}\0{text}".encode()).hexdigest()
    async with store.read() as session:
        known = select(_KEPT.c.id).where(_KEPT.c.digest == digest, _KEPT.c.kept_at > now - _RENEWED_AFTER)
        number: int | None = await session.scalar(known)
    if number is not None:
        return number
    async with store.unit() as session:
        statement = upsert(session.get_bind().dialect.name, _KEPT, ("digest",), {"kept_at": ...})
        values = {"digest": digest, "member_id": owner, "text": text, "kept_at": now}
        await session.execute(statement, values)
        number = await session.scalar(select(_KEPT.c.id).where(_KEPT.c.digest == digest))
        return int(number or 0)


async def reader_of(store: Store, delivery: int) -> int | None:
    """Return the member who alone is shown what a delivery brings, None if it is for several."""
    async with store.read() as session:
        reader: int | None = await session.scalar(
            select(func.coalesce(_DELIVERY.c.member_id, _PLACE.c.member_id))
            .outerjoin(_PLACE, _PLACE.c.id == _DELIVERY.c.place_id)
            .where(_DELIVERY.c.id == delivery)
        )
        return reader


async def who_is(store: Store, platform: str, user: str) -> int | None:
    """Return the member who has an account of a platform, None if nobody known has."""
    async with store.read() as session:
        member: int | None = await session.scalar(
            select(_ACCOUNT.c.member_id)
            .where(_ACCOUNT.c.platform == platform, _ACCOUNT.c.external_id == user)
            .order_by(_ACCOUNT.c.seen_at.desc())
            .limit(1)
        )
        return member


async def kept(store: Store, number: int) -> str | None:
    """Return the text of that number, None if there is none."""
    async with store.read() as session:
        text: str | None = await session.scalar(select(_KEPT.c.text).where(_KEPT.c.id == number))
        return text
