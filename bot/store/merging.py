"""Making one member of two, and two of one again: every row that points at a member, whatever table it is in.

A row is known by its primary key, which its table never gives twice. What was moved is a list of
`[table, column, [key, …]]`; a key is the list of the values of the primary key's columns, save that one.
A row set aside is `[table, values, [rows that hung on it, set aside as well, …]]`; its values are as if
nobody had ever been linked, so that links can be undone in any order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from itertools import chain
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import (
    Column,
    ColumnElement,
    ForeignKeyConstraint,
    RowMapping,
    Table,
    and_,
    delete,
    insert,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.store.base import Base, Json, table_of
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
    moved: dict[Reference, dict[Key, None]] = field(default_factory=dict)
    aside: list[Any] = field(default_factory=list)

    @classmethod
    def of(cls, row: MemberLinkRow) -> Baggage:
        """Return what is written down of a link."""
        moved = {(table, column): dict.fromkeys(map(tuple, keys)) for table, column, keys in row.moved}
        return cls(row.gone_id, moved, list(row.aside))

    def write_to(self, row: MemberLinkRow) -> None:
        """Write it down."""
        row.moved = [[*reference, [list(key) for key in keys]] for reference, keys in self.moved.items()]
        row.aside = list(self.aside)

    def brought(self, column: Column[Any], key: Key) -> bool:
        """Return whether a row came with the member, by that column."""
        return key in self.moved.get((column.table.name, column.name), ())

    def add(self, column: Column[Any], key: Key) -> None:
        """Write down that a row came with the member, by that column."""
        self.moved.setdefault((column.table.name, column.name), {})[key] = None

    def remove(self, column: Column[Any], key: Key) -> None:
        """Write down that a row is not there any more."""
        self.moved.get((column.table.name, column.name), {}).pop(key, None)


class Cloakroom:
    """What came with each member who is a part of another, read as it is needed.

    `merging` are two members who are about to be one: what either holds is held by both.
    """

    def __init__(self, session: AsyncSession) -> None:
        self._session = session
        self.merging: tuple[int, ...] = ()
        self._known: dict[int, tuple[MemberLinkRow, Baggage]] = {}

    async def held_by(self, member: int) -> list[Baggage]:
        """Return what came with those who are a part of a member, in the order in which they came."""
        holders = self.merging if member in self.merging else (member,)
        rows = await self._session.scalars(
            select(MemberLinkRow).where(MemberLinkRow.kept_id.in_(holders)).order_by(MemberLinkRow.id)
        )
        return [self._take(row) for row in rows]

    async def of(self, member: int) -> tuple[int, Baggage] | None:
        """Return of whom a member is a part, and what came with them; None if they are nobody's."""
        row = await self._session.scalar(select(MemberLinkRow).where(MemberLinkRow.gone_id == member))
        return (row.kept_id, self._take(row)) if row is not None else None

    async def origin(self, column: Column[Any], key: Key, member: int) -> int:
        """Return at whom a row pointed at first, by that column, which points at a member now."""
        found = (baggage.member for baggage in await self.held_by(member) if baggage.brought(column, key))
        return next(found, member)

    def write(self) -> None:
        """Write down what changed."""
        for row, baggage in self._known.values():
            baggage.write_to(row)

    def _take(self, row: MemberLinkRow) -> Baggage:
        if row.gone_id not in self._known:
            self._known[row.gone_id] = row, Baggage.of(row)
        return self._known[row.gone_id][1]


async def hand_over(session: AsyncSession, made: MemberLinkRow) -> None:
    """Make every row that points at who is gone, by a new link, point at who is kept.

    What came to them with others stays those others'. A row that has no room beside the other's own is set
    aside.
    """
    session.add(made)
    await session.flush()
    gone, kept = made.gone_id, made.kept_id
    room = Cloakroom(session)
    earlier = await room.held_by(gone)
    new = (await room.held_by(kept))[-1]
    room.merging = gone, kept
    for column in references():
        keys = await _keys(session, column, gone)
        all_fit = not keys or await _point(session, column, gone, kept)
        for key in keys:
            owner = next((baggage for baggage in earlier if baggage.brought(column, key)), new)
            if all_fit or await _point(session, column, gone, kept, *_is_it(column, key)):
                owner.add(column, key)
            else:
                owner.remove(column, key)
                owner.aside.append(await _set_aside(session, room, column, gone, key, owner.member))
    room.write()
    passed_on = update(MemberLinkRow).where(MemberLinkRow.kept_id == gone).values(kept_id=kept)
    await session.execute(passed_on.execution_options(synchronize_session=False))
    await session.flush()
    session.expire_all()


async def give_back(session: AsyncSession, link: MemberLinkRow) -> None:
    """Give a member back what came with them, if the holder still has it, and what was set aside.

    What was set aside of others, and has room now, comes to the holder.
    """
    baggage, holder = Baggage.of(link), link.kept_id
    await session.delete(link)
    await session.flush()
    room = Cloakroom(session)
    columns = {(column.table.name, column.name): column for column in references()}
    for reference, keys in baggage.moved.items():
        column = columns.get(reference)
        if column is None:  # a plugin that is not loaded any more
            continue
        for some in _in_parts(list(keys)):
            await _give_back(session, column, some, holder, baggage.member)
    for aside in baggage.aside:
        await _put_back(session, room, aside)
    for other in await room.held_by(holder):
        waiting, other.aside = other.aside, []
        for aside in waiting:
            await _put_back(session, room, aside)
    room.write()
    await session.flush()
    session.expire_all()


def _in_parts(keys: list[Key]) -> Iterator[list[Key]]:
    for start in range(0, len(keys), _AT_ONCE):
        yield keys[start : start + _AT_ONCE]


async def _give_back(
    session: AsyncSession, column: Column[Any], keys: Sequence[Key], holder: int, member: int
) -> None:
    match _others(column):
        case [only] if await _point(session, column, holder, member, only.in_([key[0] for key in keys])):
            return
    for key in keys:
        await _point(session, column, holder, member, *_is_it(column, key))


async def amend_aside(
    session: AsyncSession, holder: int, table: Table, amend: Callable[[dict[str, Any]], dict[str, Any] | None]
) -> None:
    """Change what was set aside, in a table, of those who are a part of a member.

    `amend` is given the values of a row, and returns those that it has from now on; None, and it is gone.
    """
    room = Cloakroom(session)
    for baggage in await room.held_by(holder):
        kept = []
        for name, values, hanging in baggage.aside:
            amended = amend(dict(values)) if name == table.name else values
            if amended is not None:
                kept.append([name, amended, hanging])
        baggage.aside = kept
    room.write()


async def amend_all_aside(
    session: AsyncSession, network: int, amend: Callable[[str, dict[str, Any]], dict[str, Any] | None]
) -> None:
    """Change what was set aside of anybody in a network, what hangs on it included.

    `amend` is given the name of a table and the values of a row, as JSON values; it returns those that it has
    from now on, or None, and it is gone with all that hangs on it.
    """
    rows = await session.scalars(select(MemberLinkRow).where(MemberLinkRow.network_id == network))
    for row in rows:
        amended = _amended(row.aside, amend)
        if amended != row.aside:
            row.aside = amended
    await session.flush()


def _amended(
    aside: Sequence[Any], amend: Callable[[str, dict[str, Any]], dict[str, Any] | None]
) -> list[Any]:
    kept = []
    for name, values, hanging in aside:
        amended = amend(name, dict(values))
        if amended is not None:
            kept.append([name, amended, _amended(hanging, amend)])
    return kept


def references(of: Table | None = None) -> Iterator[Column[Any]]:
    """Yield every declared column that points at a member, or those of one table."""
    for table in Base.metadata.sorted_tables if of is None else (of,):
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


async def _keys(session: AsyncSession, column: Column[Any], member: int) -> list[Key]:
    """Return the keys of the rows that point at a member: there may be very many, of much content."""
    rows = await session.execute(select(column, *_others(column)).where(column == member))
    return [tuple(row)[1:] for row in rows]


def _key(column: Column[Any], row: RowMapping) -> Key:
    return tuple(row[other] for other in _others(column))


def _is_it(column: Column[Any], key: Key) -> Iterable[ColumnElement[bool]]:
    return (other == value for other, value in zip(_others(column), key, strict=True))


def _others(column: Column[Any]) -> list[Column[Any]]:
    return [other for other in column.table.primary_key.columns if other is not column]


async def _set_aside(
    session: AsyncSession, room: Cloakroom, column: Column[Any], gone: int, key: Key, member: int
) -> list[Any]:
    """Take a row that points at who is gone out of its table; return its values, pointing at `member`."""
    where = and_(column == gone, *_is_it(column, key))
    row = (await session.execute(select(column.table).where(where))).mappings().one()
    taken = await _take_out(session, room, column.table, row, where)
    taken[1][column.name] = member
    return taken


async def _take_out(
    session: AsyncSession, room: Cloakroom, table: Table, row: RowMapping, this: ColumnElement[bool]
) -> list[Any]:
    """Take a row out of its table, and the rows that would be lost with it; return them as JSON values.

    They point at those at whom they pointed before any link.
    """
    hanging = []
    for child in _hanging_on(table):
        theirs = and_(*(key.parent == row[key.column] for key in child.elements))
        for one in (await session.execute(select(child.table).where(theirs))).mappings().all():
            itself = and_(*(column == one[column] for column in child.table.primary_key.columns))
            hanging.append(await _take_out(session, room, child.table, one, itself))
    taken = {column.name: plain(row[column]) for column in table.columns}
    for column in references(table):
        if row[column] is not None:
            taken[column.name] = await room.origin(column, _key(column, row), row[column])
    await session.execute(delete(table).where(this))
    return [table.name, taken, hanging]


def _hanging_on(table: Table) -> Iterator[ForeignKeyConstraint]:
    """Yield the references by which rows go when the row of a table goes at which they point."""
    for other in Base.metadata.sorted_tables:
        for constraint in other.foreign_key_constraints:
            if constraint.referred_table is table and constraint.ondelete == "CASCADE":
                yield constraint


async def _put_back(session: AsyncSession, room: Cloakroom, aside: Sequence[Any]) -> None:
    """Put a row back, pointing at those of whom people are a part now, if what it points at is still there.

    If there is no room for it, it waits with one of those people, or with another part of who it points at.
    """
    name, plain, hanging = aside
    table = Base.metadata.tables.get(name)
    if table is None:  # a plugin that is not loaded any more
        return
    values = {column: _value(value) for column, value in plain.items()}
    waiting: list[tuple[Column[Any], Baggage]] = []
    for column in references(table):
        part = await room.of(values[column.name]) if values[column.name] is not None else None
        if part is not None:
            values[column.name] = part[0]
            waiting.append((column, part[1]))
    try:
        async with session.begin_nested():
            await session.execute(insert(table).values(values))
    except IntegrityError:
        others = [await room.held_by(values[column.name]) for column in references(table)]
        for baggage in [*(baggage for _column, baggage in waiting), *chain(*others)][:1]:
            baggage.aside.append(aside)
        return
    for column, baggage in waiting:
        baggage.add(column, tuple(values[other.name] for other in _others(column)))
    for one in hanging:
        await _put_back(session, room, one)


_KINDS: Mapping[str, Callable[[Any], Any]] = {
    "datetime": datetime.fromisoformat,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
    "bytes": bytes.fromhex,
    "timedelta": lambda microseconds: timedelta(microseconds=microseconds),
    "Decimal": Decimal,
    "UUID": UUID,
    "Enum": str,
}
"""How values are made again of what stands for them, by the names of their types."""


def plain(value: object) -> Json:
    """Return a column's value as a JSON value."""
    match value:
        case Enum():  # before the text that it may be as well: a column of an enumeration takes the name
            return {"Enum": value.name}
        case None | bool() | int() | float() | str():
            return value
        case datetime() | date() | time():
            return {type(value).__name__: value.isoformat()}
        case bytes():
            return {"bytes": value.hex()}
        case timedelta():
            return {"timedelta": value // timedelta(microseconds=1)}
        case Decimal() | UUID():
            return {type(value).__name__: str(value)}
        case list() | dict():
            return {"json": value}
        case _:
            raise TypeError(f"{type(value).__name__} cannot be set aside")


def _value(plain: object) -> Any:  # noqa: ANN401 - any value of a column
    """Return the value of a column that `_plain` made a JSON value of."""
    if not isinstance(plain, Mapping):
        return plain
    [(kind, written)] = plain.items()
    return written if kind == "json" else _KINDS[kind](written)
