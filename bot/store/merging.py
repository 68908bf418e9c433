"""Making one member of two, and two of one again: every row that points at a member, whatever table it is in.

A row is known by its primary key, which its table never gives twice. What was moved is a list of
`[table, column, [key, …]]`; a key is the list of the values of the primary key's columns, save that one.
A row set aside is `[table, values, [rows that hung on it, set aside as well, …]]`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, TypeAlias

from sqlalchemy import (
    Column,
    ColumnElement,
    ForeignKeyConstraint,
    Row,
    Table,
    and_,
    delete,
    insert,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.store.base import Base, table_of
from bot.store.tables import MemberLinkRow, MemberRow

_MEMBER = table_of(MemberRow)
_NOT_MOVED = frozenset((table_of(MemberLinkRow),))
"""The tables that say themselves who went where."""

_AT_ONCE = 500
"""How many rows one statement gives back."""

Key: TypeAlias = tuple[Any, ...]
Reference: TypeAlias = tuple[str, str]
"""A table and one of its columns."""


@dataclass
class Baggage:
    """What came with one member: the rows that were moved, by reference, and those that were set aside."""

    member: int
    moved: dict[Reference, list[Key]] = field(default_factory=dict)
    aside: list[Any] = field(default_factory=list)

    @classmethod
    def of(cls, row: MemberLinkRow) -> Baggage:
        """Return what is written down of a link."""
        moved = {(table, column): [tuple(key) for key in keys] for table, column, keys in row.moved}
        return cls(row.gone_id, moved, list(row.aside))

    def write_to(self, row: MemberLinkRow) -> None:
        """Write it down."""
        row.moved = [[*reference, [list(key) for key in keys]] for reference, keys in self.moved.items()]
        row.aside = self.aside


async def hand_over(
    session: AsyncSession, gone: int, kept: int, earlier: Sequence[Baggage] = ()
) -> tuple[Baggage, Sequence[Baggage]]:
    """Make every row that points at one member point at another; return what came with the first.

    `earlier` is what came to the first with others: it stays theirs. A row that has no room beside the
    other's own is set aside.
    """
    new = Baggage(gone)
    await session.flush()
    for column in references():
        rows = (await session.execute(select(column.table).where(column == gone))).all()
        if not rows:
            continue
        reference = column.table.name, column.name
        owners = {key: baggage for baggage in earlier for key in baggage.moved.get(reference, ())}
        all_fit = await _point(session, column, gone, kept)
        for row in rows:
            key = _key(column, row)
            owner = owners.get(key, new)
            if not all_fit and not await _point(session, column, gone, kept, *_is_it(column, key)):
                owner.aside.append(await _set_aside(session, column, row, owner.member))
            elif owner is new:
                new.moved.setdefault(reference, []).append(key)
    session.expire_all()
    return new, earlier


async def give_back(session: AsyncSession, baggage: Baggage, holder: int) -> None:
    """Give a member back what came with them, if the holder still has it, and what was set aside."""
    await session.flush()
    for aside in baggage.aside:
        await _put_back(session, aside)
    columns = {(column.table.name, column.name): column for column in references()}
    for reference, keys in baggage.moved.items():
        column = columns.get(reference)
        if column is None:  # a plugin that is not loaded any more
            continue
        for start in range(0, len(keys), _AT_ONCE):
            await _give_back(session, column, keys[start : start + _AT_ONCE], holder, baggage.member)
    session.expire_all()


async def _give_back(
    session: AsyncSession, column: Column[Any], keys: Sequence[Key], holder: int, member: int
) -> None:
    match _others(column):
        case [only] if await _point(session, column, holder, member, only.in_([key[0] for key in keys])):
            return
    for key in keys:
        await _point(session, column, holder, member, *_is_it(column, key))


def references() -> Iterator[Column[Any]]:
    """Yield every declared column that points at a member."""
    for table in Base.metadata.sorted_tables:
        if table not in _NOT_MOVED:
            yield from (column for column in table.columns if column.references(_MEMBER.c.id))


async def _point(
    session: AsyncSession, column: Column[Any], before: int, after: int, *which: ColumnElement[bool]
) -> bool:
    """Have the rows that point at one member point at another; return whether there was room for them."""
    try:
        async with session.begin_nested():
            moved = update(column.table).where(column == before, *which).values({column.name: after})
            await session.execute(moved)
    except IntegrityError:
        return False
    return True


def _key(column: Column[Any], row: Row[Any]) -> Key:
    return tuple(row._mapping[other] for other in _others(column))  # noqa: SLF001 - its public name


def _is_it(column: Column[Any], key: Key) -> Iterable[ColumnElement[bool]]:
    return (other == value for other, value in zip(_others(column), key, strict=True))


def _others(column: Column[Any]) -> list[Column[Any]]:
    return [other for other in column.table.primary_key.columns if other is not column]


async def _set_aside(session: AsyncSession, column: Column[Any], row: Row[Any], member: int) -> list[Any]:
    """Take a row that points at a member out of its table; return it as JSON values, pointing at `member`."""
    this = column == row._mapping[column]  # noqa: SLF001 - its public name
    taken = await _take_out(session, column.table, row, and_(this, *_is_it(column, _key(column, row))))
    taken[1][column.name] = member
    return taken


async def _take_out(
    session: AsyncSession, table: Table, row: Row[Any], this: ColumnElement[bool]
) -> list[Any]:
    """Take a row out of its table, and the rows that would be lost with it; return them as JSON values."""
    values = row._mapping  # noqa: SLF001 - its public name
    hanging = []
    for child in _hanging_on(table):
        theirs = and_(*(key.parent == values[key.column] for key in child.elements))
        for one in (await session.execute(select(child.table).where(theirs))).all():
            own = one._mapping  # noqa: SLF001 - its public name
            itself = and_(*(column == own[column] for column in child.table.primary_key.columns))
            hanging.append(await _take_out(session, child.table, one, itself))
    await session.execute(delete(table).where(this))
    return [table.name, {column.name: _plain(values[column]) for column in table.columns}, hanging]


def _hanging_on(table: Table) -> Iterator[ForeignKeyConstraint]:
    """Yield the references by which rows go when the row of a table goes at which they point."""
    for other in Base.metadata.sorted_tables:
        for constraint in other.foreign_key_constraints:
            if constraint.referred_table is table and constraint.ondelete == "CASCADE":
                yield constraint


async def _put_back(session: AsyncSession, aside: Sequence[Any]) -> None:
    """Put a row back, if there is room for it and what it points at is still there."""
    name, values, hanging = aside
    table = Base.metadata.tables.get(name)
    if table is None:
        return
    try:
        async with session.begin_nested():
            await session.execute(
                insert(table).values({column: _value(plain) for column, plain in values.items()})
            )
    except IntegrityError:
        return
    for one in hanging:
        await _put_back(session, one)


_KINDS: Mapping[str, Callable[[str], Any]] = {
    "datetime": datetime.fromisoformat,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
    "bytes": bytes.fromhex,
}


def _plain(value: object) -> Any:  # noqa: ANN401 - any JSON value
    """Return a column's value as a JSON value."""
    match value:
        case None | bool() | int() | float() | str():
            return value
        case datetime() | date() | time():
            return {type(value).__name__: value.isoformat()}
        case bytes():
            return {"bytes": value.hex()}
        case list() | dict():
            return {"json": value}
        case _:
            raise TypeError(f"{type(value).__name__} cannot be set aside")


def _value(plain: object) -> Any:  # noqa: ANN401 - any value of a column
    """Return the value of a column that `_plain` made a JSON value of."""
    if not isinstance(plain, Mapping):
        return plain
    [(kind, text)] = plain.items()
    return text if kind == "json" else _KINDS[kind](text)
