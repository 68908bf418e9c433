"""The cards of partners: found, written, checked, removed; each with its index, in the same transaction."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, case, delete, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.language.folding import fold
from plugins.partners import indexing
from plugins.partners.content import FIELDS, Content, tidy
from plugins.partners.models import HERE, PartnerNoteRow, PartnerRow, Relation

LONGEST_NOTE = 2_000
_ASKED = (
    PartnerRow.network_id == bindparam("network"),
    PartnerRow.id.in_(bindparam("partners", expanding=True)),
)
_ALL_OF = select(PartnerRow).where(*_ASKED, PartnerRow.removed_at.is_(None))
_NAMES = select(PartnerRow.id, PartnerRow.name).where(*_ASKED)
"""Composed once, as the other one: composing them takes longer than answering them."""


async def find(
    session: AsyncSession, network: int, partner: int, *, removed: bool = False
) -> PartnerRow | None:
    """Return a card by id, None if the network has none, or if it is removed unless these count too."""
    row = await session.scalar(
        select(PartnerRow).where(PartnerRow.id == partner, PartnerRow.network_id == network)
    )
    return row if row is not None and (removed or row.removed_at is None) else None


async def all_of(session: AsyncSession, network: int, partners: Sequence[int]) -> list[PartnerRow]:
    """Return the cards of these ids that are there, in that order."""
    rows = await session.scalars(_ALL_OF, {"network": network, "partners": list(partners)})
    by_id = {row.id: row for row in rows}
    return [by_id[partner] for partner in partners if partner in by_id]


async def named(session: AsyncSession, network: int, name: str, limit: int = 25) -> list[PartnerRow]:
    """Return the cards of exactly that name, whatever its accents and case."""
    rows = await session.scalars(
        select(PartnerRow)
        .where(
            PartnerRow.network_id == network,
            PartnerRow.folded == fold(name),
            PartnerRow.removed_at.is_(None),
        )
        .order_by(PartnerRow.id)
        .limit(limit)
    )
    return list(rows)


async def names_of(session: AsyncSession, network: int, partners: Sequence[int]) -> Mapping[int, str]:
    """Return the names of cards by id."""
    rows = await session.execute(_NAMES, {"network": network, "partners": list(partners)})
    return {row.id: row.name for row in rows}


def content_of(row: PartnerRow) -> Content:
    """Return what a card says."""
    values: dict[str, Any] = {}
    for name in FIELDS:
        value = getattr(row, name)
        values[name] = tuple(value) if isinstance(value, list) else value
    return Content(**values)


def values_of(content: Content, only: Iterable[str] = FIELDS) -> dict[str, Any]:
    """Return the columns of a content, or some of them."""
    values: dict[str, Any] = {}
    for name in only:
        value = getattr(content, name)
        values[name] = list(value) if isinstance(value, tuple) else value
        if name == "name":
            values["folded"] = fold(value)
    return values


async def add(
    session: AsyncSession, network: int, content: Content, *, member: int, now: datetime
) -> PartnerRow:
    """Write the card of a partner that a member knows: it counts as checked by them."""
    row = PartnerRow(
        network_id=network,
        source=HERE,
        external_id=secrets.token_hex(8),
        **values_of(tidy(content)),
        relation=None,
        changed=[],
        digest="",
        updated_on="",
        created_at=now,
        imported_at=None,
        added_by=member,
        checked_at=now,
        checked_by=member,
        removed_at=None,
    )
    session.add(row)
    await session.flush()
    await indexing.put(session, [row])
    return row


async def change(
    session: AsyncSession, row: PartnerRow, content: Content, *, member: int, now: datetime
) -> bool:
    """Change what a card says, if it differs; a later import leaves what was corrected here as it is."""
    before, content = content_of(row), tidy(content)
    differing = [name for name in FIELDS if getattr(before, name) != getattr(content, name)]
    for name, value in values_of(content, differing).items():
        setattr(row, name, value)
    row.changed = sorted({*row.changed, *differing})
    row.checked_at, row.checked_by = now, member
    await session.flush()
    if differing:
        await indexing.put(session, [row])
    return bool(differing)


async def check(session: AsyncSession, row: PartnerRow, *, member: int, now: datetime) -> None:
    """Note that somebody found a card true."""
    row.checked_at, row.checked_by = now, member
    await session.flush()


async def remove(session: AsyncSession, row: PartnerRow, now: datetime) -> None:
    """Remove a card: it is found no more, and an import does not bring it back."""
    row.removed_at = now
    await session.flush()
    await indexing.put(session, [row])


async def restore(session: AsyncSession, row: PartnerRow) -> None:
    """Put a removed card back."""
    row.removed_at = None
    await session.flush()
    await indexing.put(session, [row])


async def relate(session: AsyncSession, row: PartnerRow, relation: Relation | None) -> None:
    """Say where the network stands with a partner."""
    row.relation = relation.value if relation is not None else None
    await session.flush()


async def note(
    session: AsyncSession, row: PartnerRow, text: str, *, member: int, now: datetime, is_report: bool = False
) -> None:
    """Note something about a partner, or report what is wrong with its card, for coordinators."""
    session.add(
        PartnerNoteRow(
            network_id=row.network_id,
            partner_id=row.id,
            member_id=member,
            is_report=is_report,
            text=text[:LONGEST_NOTE],
            written_at=now,
        )
    )
    await session.flush()


async def find_note(session: AsyncSession, row: PartnerRow, number: int) -> PartnerNoteRow | None:
    """Return a note about a partner by its id, None if it is not there any more."""
    about_it = PartnerNoteRow.partner_id == row.id
    found: PartnerNoteRow | None = await session.scalar(
        select(PartnerNoteRow).where(about_it, PartnerNoteRow.id == number)
    )
    return found


async def remove_note(session: AsyncSession, row: PartnerRow, number: int) -> None:
    """Remove a note about a partner, if it is still there."""
    about_it = PartnerNoteRow.partner_id == row.id
    await session.execute(delete(PartnerNoteRow).where(about_it, PartnerNoteRow.id == number))


async def forget_notes(session: AsyncSession, network: int, before: datetime) -> None:
    """Remove the notes about all partners whose cards were removed before that."""
    gone = select(PartnerRow.id).where(PartnerRow.network_id == network, PartnerRow.removed_at < before)
    await session.execute(delete(PartnerNoteRow).where(PartnerNoteRow.partner_id.in_(gone)))


async def notes(session: AsyncSession, row: PartnerRow) -> Sequence[PartnerNoteRow]:
    """Return the notes about a partner, the newest first."""
    rows = await session.scalars(
        select(PartnerNoteRow)
        .where(PartnerNoteRow.partner_id == row.id)
        .order_by(PartnerNoteRow.written_at.desc(), PartnerNoteRow.id.desc())
    )
    return rows.all()


async def reports(session: AsyncSession, row: PartnerRow) -> int:
    """Return how many times something was reported since the card was last checked."""
    since = [PartnerNoteRow.written_at >= row.checked_at] if row.checked_at is not None else []
    found = await session.scalar(
        select(func.count()).where(
            PartnerNoteRow.partner_id == row.id, PartnerNoteRow.is_report.is_(True), *since
        )
    )
    return found or 0


async def beginning(session: AsyncSession, network: int, typed: str, limit: int) -> list[PartnerRow]:
    """Return the cards whose name begins with what was typed, then those in which a word does."""
    wanted = fold(typed).replace("\\", "").replace("%", "").replace("_", " ")
    begins = PartnerRow.folded.like(f"{wanted}%")
    rows = await session.scalars(
        select(PartnerRow)
        .where(
            PartnerRow.network_id == network,
            PartnerRow.removed_at.is_(None),
            or_(begins, PartnerRow.folded.like(f"% {wanted}%")),
        )
        .order_by(case((begins, 0), else_=1), PartnerRow.folded, PartnerRow.id)
        .limit(limit)
    )
    return list(rows)
