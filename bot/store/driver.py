"""The SQLite driver: aiosqlite, with as few trips to the connection's thread as can be.

aiosqlite makes one trip to open a cursor, one to execute, one to fetch and one to close; each costs more than
most of our statements. Here a statement is executed and its rows are fetched in one trip. SQLAlchemy fetches
all rows at once anyway.

A connection that is `quick` makes no trip at all for what is short: a look-up or an insertion takes some
hundredths of a millisecond, less than handing it over. Whatever can take long goes to the thread: commits,
which wait for the disk, a transaction that another process keeps from beginning, statements for many rows at
once, those that are known to be `LONG`, and any that took longer than `QUICK` again and again.

Nothing is given up halfway: a task that is cancelled meanwhile learns of it once the thread has done what it
was given, so that its connection can be used, and given back, as if nothing had been. One that cannot be
opened is closed before anybody hears of it: no thread is left with an answer for an event loop that is gone.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Any, ParamSpec, TypeVar

import aiosqlite

T = TypeVar("T")
P = ParamSpec("P")

QUICK = 0.003
"""Seconds that a statement may keep the event loop waiting."""
_STRIKES = 3
"""A statement that took longer so often, with no quick run in between, goes to the thread from then on."""
LONG = "/* long */"
"""In the text of a statement: it can take long, and always goes to the thread."""
_PRIMARY = 0xFF
"""The bits of a result code that say what happened, the others why: https://www.sqlite.org/rescode.html."""
_WAIT_FOR_OTHERS = 10_000
"""Milliseconds to wait, in the thread, for another process that writes."""


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
    """A connection to an SQLite file whose transactions SQLAlchemy begins and ends by itself.

    It is used by one task at a time, which awaits each statement: so two threads never use it at once.
    """

    def __init__(self, file: str | Path, *, quick: bool = False, settings: Sequence[str] = ()) -> None:
        """Open `file` once it is awaited; `settings` are the statements with which it begins."""
        super().__init__(
            partial(sqlite3.connect, file, isolation_level=None, check_same_thread=not quick),
            iter_chunk_size=64,
        )
        self._thread.daemon = True
        self._settings = settings
        self._stopped: asyncio.Future[Any] | None = None
        self._begin: str | None = None
        self._is_quick = quick
        self._strikes: dict[object, int] = {}

    def cursor(self) -> Any:  # noqa: ANN401 - aiosqlite's own type promises more than SQLAlchemy needs
        """Return a cursor, without a trip."""
        return _Cursor(self)

    def begin(self, statement: str) -> None:
        """Begin a transaction by that statement, in the trip of the next one."""
        self._begin = statement

    async def run(self, function: Callable[..., T], *arguments: object) -> T:
        """Run a function of the real connection in its thread, to its end even if the task is cancelled."""
        if not self._running:
            raise ValueError("Connection closed")
        begin, self._begin = self._begin, None
        statement = arguments[0] if arguments else None
        if self._is_short(function, statement) and (begin is None or self._has_begun(begin)):
            return self._timed(function, *arguments)
        return await self._trip(partial(_after, begin, function, self._conn, *arguments))

    def _is_short(self, function: Callable[..., Any], statement: object) -> bool:
        if not self._is_quick or function is not _execute or LONG in str(statement):
            return False
        return self._strikes.get(statement, 0) < _STRIKES

    async def close(self) -> None:
        """Close it and wait until its thread is done, even if the task is cancelled; again, do nothing."""
        if self._thread.is_alive() and (stopped := self.stop()) is not None:
            await to_the_end(stopped)

    def stop(self) -> asyncio.Future[Any] | None:
        """End the thread, once: nobody would answer whoever asked again."""
        if self._running:
            self._stopped = super().stop()
        return self._stopped

    async def _connect(self) -> OneTripConnection:
        try:
            await self._trip(self._open)
        except BaseException:
            await self.close()
            raise
        return self

    def _open(self) -> None:
        self._connection = connection = self._connector()  # ours at once, to be closed whatever comes next
        for statement in self._settings:
            connection.execute(statement)

    async def _execute(self, fn: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a function in the thread, for what aiosqlite and SQLAlchemy do besides statements."""
        if not self._running:
            raise ValueError("Connection closed")
        return await self._trip(partial(fn, *args, **kwargs))

    async def _trip(self, work: Callable[[], T]) -> T:
        outcome: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._tx.put_nowait((outcome, work))
        return await to_the_end(outcome)

    def _has_begun(self, begin: str) -> bool:
        """Begin at once; return whether it could be done without waiting for another process."""
        try:
            self._conn.execute("PRAGMA busy_timeout=0")
            self._conn.execute(begin)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & _PRIMARY != sqlite3.SQLITE_BUSY:
                raise
            return False
        finally:
            self._conn.execute(f"PRAGMA busy_timeout={_WAIT_FOR_OTHERS}")
        return True

    def _timed(self, function: Callable[..., T], statement: object, *arguments: object) -> T:
        start = perf_counter()
        try:
            return function(self._conn, statement, *arguments)
        finally:
            if perf_counter() - start > QUICK:
                self._strikes[statement] = self._strikes.get(statement, 0) + 1
            elif statement in self._strikes:
                del self._strikes[statement]

    async def commit(self) -> None:
        """Commit, if there is anything to commit."""
        self._begin = None
        if self.in_transaction:
            await self.run(sqlite3.Connection.commit)

    async def rollback(self) -> None:
        """Roll back, if there is anything to roll back."""
        self._begin = None
        if self.in_transaction:
            await self.run(sqlite3.Connection.rollback)


async def to_the_end(work: Awaitable[T]) -> T:
    """Do all of it even if the task is cancelled meanwhile; the cancellation is raised afterwards."""
    outcome = asyncio.ensure_future(work)
    cancellation: asyncio.CancelledError | None = None
    while not outcome.done():
        try:
            await asyncio.wait({outcome})
        except asyncio.CancelledError as error:
            cancellation = error
    if cancellation is not None:
        raise cancellation from outcome.exception()
    return outcome.result()


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
