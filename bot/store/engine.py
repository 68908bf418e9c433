"""The engine and the unit of work.

SQLite has one writer: the writing pool holds a single connection, so whoever holds it is the writer and the
others wait their turn in order. Reading goes through other connections, which can only read: whoever reads
inside a unit of work waits for no writer, on any database.
"""

from __future__ import annotations

import asyncio
import os
import sqlite3
import stat
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, event
from sqlalchemy.engine import URL, ExceptionContext, make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine

from bot.errors import NothingSavedError
from bot.language.remembering import forget, times_forgotten
from bot.logs import get_logger
from bot.store.driver import OneTripConnection, to_the_end
from bot.store.pool import InOrderPool

log = get_logger(__name__)

BUSY_TIMEOUT_MS = 10_000
_SETTINGS = (f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}", "PRAGMA foreign_keys=ON")
_OF_WRITER = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA secure_delete=ON",  # what is erased is overwritten
)
_OF_READERS = ("PRAGMA query_only=ON",)
WIPED = "wiped"
"""In `session.info`: nothing of what the unit of work removes may be left in the file.

Its value is what to call once that is so, see `Store.wipe`.
"""
UNDONE = "undone"
"""In `session.info`: what is to be called if the unit of work is not committed after all."""
BEGAN = "began"
"""In `session.info`: how often this process had forgotten all (`bot.language.remembering`) when it began."""
_NOT_WRITABLE = {
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_CANTOPEN,
}


class Store:
    """A database: `unit()` to change it, `read()` to look at it.

    `url` is an SQLAlchemy URL; `sqlite+aiosqlite:///FILE` creates the file with mode 0600, or gives it that
    mode if others can read it.
    """

    def __init__(self, url: str | URL) -> None:
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self._after_commit: list[Callable[[dict[str, Any]], None]] = []
        if self.is_sqlite:
            self._create_file()
            self._writer = self._sqlite_engine(writing=True)
            self._reader = self._sqlite_engine(writing=False)
        else:
            self._writer = self._pooled_engine(writing=True)
            self._reader = self._pooled_engine(writing=False)
        self._write_sessions = async_sessionmaker(self._writer, expire_on_commit=False)
        self._read_sessions = async_sessionmaker(self._reader, expire_on_commit=False)

    @property
    def engine(self) -> AsyncEngine:
        """The writing engine, for migrations and checks."""
        return self._writer

    @property
    def file(self) -> Path | None:
        """The SQLite file, None on another database."""
        return Path(self.url.database) if self.is_sqlite and self.url.database else None

    def after_commit(self, callback: Callable[[dict[str, Any]], None]) -> None:
        """Call `callback` after every commit with what the unit of work left in `session.info`."""
        self._after_commit.append(callback)

    @asynccontextmanager
    async def unit(self) -> AsyncIterator[AsyncSession]:
        """One unit of work: committed as a whole at the end, or not at all if an exception leaves it.

        The transaction begins with the first statement. A task that is cancelled during the commit learns of
        it afterwards, so that those who wait for commits hear of every one.

        Raises:
            NothingSavedError: the disk is full or read-only.
        """
        session = self._write_sessions(info={BEGAN: times_forgotten()})
        try:
            yield session
            await to_the_end(self._save(session))
        except OperationalError as error:
            if _cannot_write(error):
                raise NothingSavedError from error
            raise
        finally:  # rolls back what is not committed; a task that is cancelled still gives its connection back
            await to_the_end(session.close())
            for undo in session.info.pop(UNDONE, ()):
                undo()
        if WIPED in session.info:
            await self.wipe(session.info[WIPED])

    async def _save(self, session: AsyncSession) -> None:
        await session.commit()
        for own in (UNDONE, BEGAN):
            session.info.pop(own, None)
        for callback in self._after_commit:
            callback(session.info)

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        """Look at the database: nothing can be changed."""
        session = self._read_sessions(info={BEGAN: times_forgotten()})
        try:
            yield session
        finally:
            await to_the_end(session.close())

    async def wipe(self, is_done: Callable[[], None]) -> None:
        """Have an SQLite file hold nothing any more of what was removed, its journal and free pages included.

        If that succeeds, `is_done` is called before anybody writes again; the log says why it does not. On
        another database it is the business of who runs it. This process forgets what it remembers of
        people's words.
        """
        forget()
        if self.file is None:
            is_done()
            return
        async with self._writer.connect():  # nobody else writes meanwhile
            if await to_the_end(asyncio.to_thread(_overwrite_free_pages, self.file)):
                is_done()
        forget()  # whoever was reading all the while had rows that are gone

    async def close(self) -> None:
        """Close every connection, and those that are still in use once they are given back."""
        await self._writer.dispose()
        await self._reader.dispose()

    def _create_file(self) -> None:
        """See that only its owner can read the file; SQLite gives new companion files the same mode."""
        if not self.url.database or self.url.database == ":memory:":
            raise ValueError("the store needs a file")
        file = Path(self.url.database)
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not file.exists():
            os.close(os.open(file, os.O_CREAT | os.O_WRONLY, 0o600))
        for suffix in ("", "-wal", "-shm"):
            _keep_others_out(file.with_name(file.name + suffix))

    def _pooled_engine(self, *, writing: bool) -> AsyncEngine:
        return create_async_engine(
            self.url,
            pool_pre_ping=True,
            hide_parameters=True,
            execution_options={} if writing else {"postgresql_readonly": True},
        )

    def _connection(self, file: str, *, writing: bool) -> OneTripConnection:
        own = _OF_WRITER if writing else _OF_READERS
        return OneTripConnection(file, quick=writing, settings=_SETTINGS + own)

    def _sqlite_engine(self, *, writing: bool) -> AsyncEngine:
        engine = create_async_engine(
            self.url,
            poolclass=InOrderPool,
            pool_size=1 if writing else 4,
            max_overflow=0,
            pool_timeout=120,
            query_cache_size=1000,
            hide_parameters=True,  # what people write stays out of errors, hence out of the log
            connect_args={
                "async_creator_fn": lambda file, **_options: self._connection(file, writing=writing)
            },
        )

        @event.listens_for(engine.sync_engine, "handle_error")
        def keep(context: ExceptionContext) -> None:
            """Keep the connection of a cancelled task: its statement was done to the end."""
            if isinstance(context.original_exception, asyncio.CancelledError):
                context.is_disconnect = False

        @event.listens_for(engine.sync_engine, "begin")
        def begin(connection: Connection) -> None:
            driver: Any = connection.connection.driver_connection
            driver.begin("BEGIN IMMEDIATE" if writing else "BEGIN")

        return engine


def _overwrite_free_pages(file: Path) -> bool:
    """Write the file anew without what is free in it, then empty its journal; return whether it is done."""
    try:
        with closing(sqlite3.connect(file, timeout=BUSY_TIMEOUT_MS / 1000, isolation_level=None)) as database:
            database.execute("VACUUM")
            is_busy, *_pages = database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.Error as error:  # no room for a second file
        log.warning("what was erased may still stand in free pages", reason=str(error))
        return False
    if is_busy:
        log.warning("what was erased may still stand in the journal", reason="somebody reads for long")
    return not is_busy


def _keep_others_out(file: Path) -> None:
    with suppress(OSError):  # it does not exist, is another owner's, or lies on a disk that knows no modes
        if stat.S_IMODE(file.stat().st_mode) & (stat.S_IRWXG | stat.S_IRWXO):
            file.chmod(0o600)


def _cannot_write(error: OperationalError) -> bool:
    code = getattr(error.orig, "sqlite_errorcode", None)
    return code is not None and (code & 0xFF) in _NOT_WRITABLE
