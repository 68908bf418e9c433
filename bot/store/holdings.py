"""What is held on one person: read, and erased, as the tables declare it (`bot.store.personal`).

`members` are always the ids of a member and of those who became a part of them: one person.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Column, ColumnElement, Table, and_, delete, false, or_, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.store.base import Base, Json, table_of
from bot.store.forgetting import forget_names
from bot.store.merging import amend_all_aside, plain
from bot.store.people import mark_changed
from bot.store.personal import Erasure, Personal, Section, declared, personal_tables
from bot.store.tables import MemberLinkRow, MemberRow, PlaceRow, PositionRow

_MEMBER, _PLACE = table_of(MemberRow), table_of(PlaceRow)
_POSITION = table_of(PositionRow)
_EVERY_WAY = tuple(Erasure)


async def everyone(session: AsyncSession, member: int) -> tuple[int, ...]:
    """Return the ids of a member and of those who became a part of them."""
    parts = select(MemberLinkRow.gone_id).where(MemberLinkRow.kept_id == member).order_by(MemberLinkRow.id)
    return (member, *await session.scalars(parts))


async def named_accounts(session: AsyncSession, members: Sequence[int]) -> list[str]:
    """Return the texts under which a person's accounts stand where files named them: old names too."""
    found: list[str] = []
    for table, declaration in personal_tables():
        columns = [table.columns[name] for name in declaration.accounts]
        if columns:
            about = _is_about(table, declaration, members, _EVERY_WAY)
            rows = await session.execute(select(*columns).where(about))
            found += [text for row in rows for text in row if text]
    return found


async def gather(session: AsyncSession, members: Sequence[int]) -> list[Section]:
    """Return all that is held on a person, table by table; what is empty, or hidden, is left out."""
    sections = []
    for table, declaration in personal_tables():
        if declaration.hidden:
            continue
        columns = [
            _told(table.columns[name], declaration.titles.get(name, ())) for name in declaration.columns
        ]
        order = list(table.primary_key.columns)
        about = _is_about(table, declaration, members, _EVERY_WAY)
        rows = await session.execute(select(*columns).where(about).order_by(*order))
        found = [
            {name: _shown(value) for name, value in zip(declaration.columns, row, strict=True)}
            for row in rows
        ]
        if found:
            section = Section(table.name, declaration.title, declaration.category, declaration.columns, found)
            sections.append(section)
    return sections


async def erase(session: AsyncSession, network: int, members: Sequence[int]) -> None:
    """Erase a person: the rows that say something of them, as these declare it, then the person."""
    await forget_names(session, network, members)
    await _forget_positions(session, members)
    await amend_all_aside(session, network, lambda name, values: _amended(name, values, members))
    tables = list(personal_tables())
    for table, declaration in reversed(tables):
        for name, erasure in declaration.subjects.items():
            if erasure is Erasure.ANONYMISE:
                about = _points_at(table, name, members)
                blanked = update(table).where(about).values({**declaration.blanked, name: None})
                await session.execute(blanked)
    for table, declaration in reversed(tables):
        about = _is_about(table, declaration, members, (Erasure.DELETE,))
        await session.execute(delete(table).where(about))
    await session.execute(delete(_MEMBER).where(_MEMBER.c.id.in_(members)))
    mark_changed(session)
    session.expire_all()


def _told(column: Column[Any], titles: Sequence[str]) -> ColumnElement[Any]:
    """Return what is read of a column: its value, or what the row is called to which `titles` lead."""
    if not titles:
        return column
    key = next(iter(column.foreign_keys)).column
    first, *others = titles
    there = _told(key.table.columns[first], others)
    return select(there).where(key == column).correlate(column.table).scalar_subquery()


def _is_about(
    table: Table, declaration: Personal, members: Collection[int], ways: Collection[Erasure]
) -> ColumnElement[bool]:
    """Return the condition that a row is about a person, by the columns whose erasure is one of `ways`."""
    if table is _MEMBER:
        return _MEMBER.c.id.in_(members)
    conditions = [
        _points_at(table, name, members) for name, way in declaration.subjects.items() if way in ways
    ]
    return or_(false(), *conditions)


def _points_at(table: Table, name: str, members: Collection[int]) -> ColumnElement[bool]:
    """Return the condition that a column points at a person, or at a row that is about them."""
    column = table.columns[name]
    target = next(iter(column.foreign_keys)).column
    if target.table is _MEMBER:
        return column.in_(members)
    declaration = declared(target.table)
    if not isinstance(declaration, Personal):
        return false()
    return column.in_(select(target).where(_is_about(target.table, declaration, members, _EVERY_WAY)))


def _shown(value: object) -> Json:
    """Return a value as people read it in a file: an instant in ISO 8601, what is JSON already as it is."""
    made = plain(value)
    if not isinstance(made, dict):
        return made
    [(_kind, written)] = made.items()
    if isinstance(written, dict) and written.get("files"):  # the files of a message, by their names
        return {**written, "files": [name for name, *_rest in written["files"]]}
    return written


def _amended(name: str, values: dict[str, Any], members: Collection[int]) -> dict[str, Any] | None:
    """Return what is left of a row that was set aside, None if it goes."""
    table = Base.metadata.tables.get(name)
    declaration = declared(table) if table is not None else None
    if not isinstance(declaration, Personal):
        return values
    for column, erasure in declaration.subjects.items():
        if values.get(column) not in members or not _is_member(name, column):
            continue
        if erasure is Erasure.DELETE:
            return None
        values |= {**declaration.blanked, column: None}
    return values


def _is_member(table: str, column: str) -> bool:
    keys = Base.metadata.tables[table].columns[column].foreign_keys
    return any(key.column.table is _MEMBER for key in keys)


async def _forget_positions(session: AsyncSession, members: Sequence[int]) -> None:
    """Forget how far the person's direct messages were read."""
    channels = select(_PLACE.c.platform, _PLACE.c.external_id).where(_PLACE.c.member_id.in_(members))
    is_theirs = tuple_(_POSITION.c.platform, _POSITION.c.channel).in_(channels)
    await session.execute(delete(_POSITION).where(and_(is_theirs)))
