"""The SQLite driver: aiosqlite, with one trip to the connection's thread for each statement.

aiosqlite makes one trip to open a cursor, one to execute, one to fetch and one to close; each costs more than
most of our statements. Here a statement is executed and its rows are fetched in one trip. SQLAlchemy fetches
all rows at once anyway.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import aiosqlite

T = TypeVar("T")


class _Cursor:
    """What SQLAlchemy needs of a cursor: the outcome of the statement executed last."""

    def __init__(self, connection: OneTripConnection) -> None:
        self._connection = connection
        self._rows: list[Any] = []
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None

    async def __aenter__(self) -> _Cursor:
        return self

    async def execute(self, statement: str, values: Sequence[Any] = ()) -> _Cursor:
        """Execute a statement and fetch its rows."""
        self._keep(*await self._connection.run(_execute, statement, values))
        return self

    async def executemany(self, statement: str, values: Iterable[Sequence[Any]]) -> _Cursor:
        """Execute a statement several times."""
        self._keep(*await self._connection.run(_execute_many, statement, values))
        return self

    async def fetchall(self) -> list[Any]:
        """Return the rows."""
        rows, self._rows = self._rows, []
        return rows

    async def close(self) -> None:
        """Do nothing: the real cursor is closed already."""

    def _keep(self, rows: list[Any], cursor: sqlite3.Cursor) -> None:
        self._rows = rows
        self.description, self.rowcount, self.lastrowid = (
            cursor.description,
            cursor.rowcount,
            cursor.lastrowid,
        )


class OneTripConnection(aiosqlite.Connection):
    """A connection to an SQLite file whose transactions SQLAlchemy begins and ends by itself."""

    def __init__(self, file: str | Path) -> None:
        super().__init__(lambda: sqlite3.connect(file, isolation_level=None), iter_chunk_size=64)
        self._thread.daemon = True
        self._begin: str | None = None

    def cursor(self) -> Any:  # noqa: ANN401 - aiosqlite's own type promises more than SQLAlchemy needs
        """Return a cursor, without a trip."""
        return _Cursor(self)

    def begin(self, statement: str) -> None:
        """Begin a transaction by that statement, in the trip of the next one."""
        self._begin = statement

    async def run(self, function: Callable[..., T], *arguments: object) -> T:
        """Run a function of the real connection in its thread."""
        if not self._running:
            raise ValueError("Connection closed")
        begin, self._begin = self._begin, None
        outcome: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._tx.put_nowait((outcome, partial(_after, begin, function, self._conn, *arguments)))
        return await outcome

    async def commit(self) -> None:
        """Commit, if there is anything to commit."""
        self._begin = None
        if self.in_transaction:
            await super().commit()

    async def rollback(self) -> None:
        """Roll back, if there is anything to roll back."""
        self._begin = None
        if self.in_transaction:
            await super().rollback()


def _after(
    begin: str | None, function: Callable[..., T], connection: sqlite3.Connection, *arguments: object
) -> T:
    if begin is not None:
        connection.execute(begin)
    return function(connection, *arguments)


def _execute(
    connection: sqlite3.Connection, statement: str, values: Sequence[Any]
) -> tuple[list[Any], sqlite3.Cursor]:
    cursor = connection.execute(statement, values)
    rows = cursor.fetchall() if cursor.description else []
    return rows, cursor


def _execute_many(
    connection: sqlite3.Connection, statement: str, values: Iterable[Sequence[Any]]
) -> tuple[list[Any], sqlite3.Cursor]:
    return [], connection.executemany(statement, values)
