"""Many rows in one go, without SQLAlchemy's work on each value.

On SQLite many rows are one statement. Python's lock is given away for each that runs, and for each row of a
statement that is executed many times: beside an event loop that is busy, getting it back takes ten times as
long as the row.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any, TypeVar

from sqlalchemy import Column, Insert, Table, and_, bindparam, update
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.asyncio import AsyncSession

from bot.store.driver import LONG

T = TypeVar("T")

_AT_ONCE = 512
"""Rows in one statement: of the 32 766 values that SQLite takes, there may be 60 a row."""


async def insert_many(
    session: AsyncSession, statement: Insert, names: Sequence[str], rows: Sequence[tuple[Any, ...]]
) -> None:
    """Execute the insertion of a row for each of these, in the transaction of the session.

    `names` are the parameters that the values of a row are for, in their order. The driver is given the
    values as they are, which takes a third of the time: they are numbers, texts, bytes or None, no instants.
    """
    connection = await session.connection()
    compiled = statement.compile(dialect=connection.dialect, column_keys=list(names))
    if compiled.positiontup != list(names):
        raise TypeError(f"the statement takes other values than {names}")
    if connection.dialect.name != "sqlite":
        await connection.exec_driver_sql(str(compiled), list(rows))
        return
    begun, _values, end = str(compiled).partition(f"VALUES {_places(len(names))}")
    for part in _portions(rows):
        await _execute(session, f"{begun}{_listed(names, part)}{end}", part)


async def update_many(
    session: AsyncSession,
    table: Table,
    known_by: Sequence[str],
    changed: Sequence[str],
    rows: Sequence[tuple[Any, ...]],
) -> None:
    """Change columns of rows of a table, in the transaction of the session.

    A row begins with the values that it is `known_by`, and goes on with those of what is `changed`. One that
    is not there is left out.
    """
    if not rows:
        return
    connection = await session.connection()
    told = (*(f"is_{name}" for name in known_by), *(f"new_{name}" for name in changed))
    if connection.dialect.name != "sqlite":
        is_known = and_(*(table.c[name] == bindparam(f"is_{name}") for name in known_by))
        statement = update(table).where(is_known).values({name: bindparam(f"new_{name}") for name in changed})
        await session.execute(statement, [dict(zip(told, row, strict=True)) for row in rows])
        return
    columns = [table.c[name] for name in (*known_by, *changed)]
    change = _change(connection.dialect, table, known_by, changed)
    for part in _portions(_bound(connection.dialect, columns, rows)):
        await _execute(session, f"WITH told({', '.join(told)}) AS ({_listed(told, part)}) {change}", part)


def _change(dialect: Dialect, table: Table, known_by: Sequence[str], changed: Sequence[str]) -> str:
    """Return what changes rows of a table as `told` says."""
    write = dialect.identifier_preparer
    own = write.format_table(table)
    values = (f"{write.format_column(table.c[name])} = told.new_{name}" for name in changed)
    known = (f"{own}.{write.format_column(table.c[name])} = told.is_{name}" for name in known_by)
    return " ".join(("UPDATE", own, "SET", ", ".join(values), "FROM told WHERE", " AND ".join(known)))


def _bound(
    dialect: Dialect, columns: Sequence[Column[Any]], rows: Sequence[tuple[Any, ...]]
) -> Sequence[tuple[Any, ...]]:
    """Return rows, of these columns, with their values as the database takes them."""
    binding = [column.type.dialect_impl(dialect).bind_processor(dialect) for column in columns]
    listed = zip(binding, zip(*rows, strict=True), strict=True)
    return list(zip(*(values if bind is None else map(bind, values) for bind, values in listed), strict=True))


def _portions(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    """Give rows in parts of few sizes, so that few statements are prepared, and are found prepared again."""
    start = 0
    while left := len(rows) - start:
        size = min(_AT_ONCE, 1 << left.bit_length() - 1)
        yield rows[start : start + size]
        start += size


def _places(count: int) -> str:
    return f"({', '.join('?' * count)})"


def _listed(names: Sequence[str], rows: Sequence[Any]) -> str:
    return f"VALUES {', '.join([_places(len(names))] * len(rows))}"


async def _execute(session: AsyncSession, statement: str, rows: Sequence[tuple[Any, ...]]) -> None:
    connection = await session.connection()
    await connection.exec_driver_sql(f"{LONG} {statement}", tuple(chain.from_iterable(rows)))
