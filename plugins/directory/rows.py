"""Between rows and what they say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Executable, Row, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.store.base import table_of
from bot.store.tables import MemberRow
from bot.territory import Area
from plugins.directory.cards import Content, Kind, Visibility
from plugins.directory.models import CardRow

AnyRow = CardRow | Row[Any]
"""A card, or no more than its columns: reading these takes half the time."""
_CARD, _MEMBER = table_of(CardRow), table_of(MemberRow)
_NOT_READ = {"account_folded", "imported_digest", "imported_at", "told_at", "created_at", "updated_at"}
_READ = [column for column in _CARD.c if column.name not in _NOT_READ]
_BY_ID: Executable = select(
    *_READ,
    select(_MEMBER.c.paused_at)
    .where(_MEMBER.c.id == _CARD.c.member_id)
    .scalar_subquery()
    .label("person_paused_at"),
).where(_CARD.c.id.in_(bindparam("ids", expanding=True)))
"""The columns of some cards; composed once, for composing it takes longer than answering it."""


async def columns_of(session: AsyncSession, ids: Iterable[int]) -> Sequence[Row[Any]]:
    """Return the columns of cards, in the order of their ids, by the names that they have in `CardRow`."""
    return (await session.execute(_BY_ID, {"ids": list(ids)})).all()


def content_of(row: AnyRow) -> Content:
    """Return what a card says."""
    return Content(
        name=row.name,
        structure=row.structure,
        commune=row.commune,
        areas=tuple(Area.parse(text) for text in row.areas),
        skills=tuple(row.skills),
        specialities=tuple(row.specialities),
        appetences=tuple(row.appetences),
        audiences=tuple(row.audiences),
        languages=tuple(row.languages),
        availability=tuple(row.availability),
        contact=row.contact,
        visibility=Visibility(row.visibility),
    )


def values_of(content: Content) -> dict[str, Any]:
    """Return the columns that hold what a card says."""
    return {
        "name": content.name,
        "structure": content.structure,
        "commune": content.commune,
        "areas": [str(area) for area in content.areas],
        **{kind.value: list(content.values(kind)) for kind in Kind},
        "contact": content.contact,
        "visibility": content.visibility.value,
    }
