"""An empty database for a test: a file, or one on the PostgreSQL of MAILLAGE_TEST_POSTGRESQL_URL."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar
from uuid import uuid4

import pytest
from sqlalchemy import Connection, Executable, event, inspect, text
from sqlalchemy.dialects.postgresql.asyncpg import PGDialect_asyncpg
from sqlalchemy.dialects.sqlite.aiosqlite import SQLiteDialect_aiosqlite
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession
from sqlalchemy.util import LRUCache

import bot.store.engine
from bot.store import Store, migrate

R = TypeVar("R")

POSTGRESQL = os.environ.get("MAILLAGE_TEST_POSTGRESQL_URL", "")
DATABASES = [
    "sqlite",
    pytest.param(
        "postgresql",
        marks=pytest.mark.skipif(not POSTGRESQL, reason="MAILLAGE_TEST_POSTGRESQL_URL names no PostgreSQL"),
    ),
]
"""What a fixture that opens `empty_store` is parametrised with."""
ON_POSTGRESQL = "MAILLAGE_TEST_ON_POSTGRESQL" in os.environ
"""Whether the bots of tests are on PostgreSQL, see `tests.fakes.bot.new_database`."""
of_a_file = pytest.mark.skipif(ON_POSTGRESQL, reason="it is about the file of an SQLite database")
"""Marks a test of a bot that looks at the file in which its database lies."""

_new: list[bytes] = []
"""An SQLite file with all tables, once it is made."""
_template: list[str] = []
"""The name of a database on PostgreSQL with all tables, once it is made."""


def compile_once() -> None:
    """Have each statement compiled once for the databases of all tests: else each database does so again.

    That took a fourth of a story. SQLAlchemy keeps what it compiled by dialect, and each engine has its own:
    those of one database are all the same here.
    """
    cache = LRUCache(5000)
    create = bot.store.engine.create_async_engine

    def with_the_cache(*args: Any, **options: Any) -> AsyncEngine:
        engine = create(*args, **options)
        engine.sync_engine.update_execution_options(compiled_cache=cache)
        return engine

    for dialect in (SQLiteDialect_aiosqlite, PGDialect_asyncpg):
        dialect.__hash__ = lambda one: hash(type(one))
        dialect.__eq__ = lambda one, other: type(one) is type(other)
    bot.store.engine.create_async_engine = with_the_cache


def new_file(file: Path) -> None:
    """Put an SQLite database with all its tables there, as an upgrade of none makes it, in less time."""
    if not _new:
        asyncio.run(_upgrade(file))
        _new.append(file.read_bytes())
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(_new[0])


async def _upgrade(file: Path) -> None:
    store = Store(f"sqlite+aiosqlite:///{file}")
    await migrate.upgrade(store)
    await store.close()


def new_elsewhere(folder: Path) -> None:
    """Make a database with all its tables on PostgreSQL, and note in a folder where it is, see `url_of`."""
    folder.mkdir(parents=True, exist_ok=True)
    asyncio.run(_new_elsewhere(folder))


async def _new_elsewhere(folder: Path) -> None:
    if not _template:
        name = f"template_{os.getpid()}"
        await outside(f"CREATE DATABASE {name}")
        store = Store(url_on_postgresql(name))
        await migrate.upgrade(store)
        await store.close()
        _template.append(name)
    await copy_elsewhere(_template[0], folder)


async def copy_elsewhere(template: str, folder: Path) -> None:
    """Copy a database on PostgreSQL, and note in a folder where the copy is."""
    name = f"test_{uuid4().hex}"
    await outside(f"CREATE DATABASE {name} TEMPLATE {template}")
    (folder / "maillage.url").write_text(url_on_postgresql(name))


def url_of(folder: Path) -> str:
    """Return the URL of the database in a folder, or on PostgreSQL of that which stands for it."""
    elsewhere = folder / "maillage.url"
    if elsewhere.exists():
        return elsewhere.read_text()
    return f"sqlite+aiosqlite:///{folder / 'maillage.db'}"


def executed(folder: Path, statement: str | Executable) -> list[Any]:
    """Execute a statement on the database of a folder, and return its rows."""
    return asyncio.run(_on(folder, lambda connection: _execute(connection, statement)))


def rows_of_all(folder: Path) -> list[tuple[str, dict[str, Any]]]:
    """Return all rows of the database of a folder, with the table of each."""
    return asyncio.run(_on(folder, _rows_of_all))


async def _on(folder: Path, work: Callable[[Connection], R]) -> R:
    store = Store(url_of(folder))
    async with store.engine.begin() as connection:
        done = await connection.run_sync(work)
    await store.close()
    return done


def _execute(connection: Connection, statement: str | Executable) -> list[Any]:
    result = connection.execute(text(statement) if isinstance(statement, str) else statement)
    return [*map(tuple, result)] if result.returns_rows else []


def _rows_of_all(connection: Connection) -> list[tuple[str, dict[str, Any]]]:
    return [
        (name, dict(row))
        for name in inspect(connection).get_table_names()
        for row in connection.execute(text(f'SELECT * FROM "{name}"')).mappings()
    ]


@asynccontextmanager
async def empty_store(kind: str, folder: Path) -> AsyncIterator[Store]:
    """Open an empty database of a kind; a folder keeps that of SQLite."""
    if kind == "sqlite":
        store = Store(f"sqlite+aiosqlite:///{folder / 'maillage.db'}")
        yield store
        await store.close()
        return
    name = f"test_{uuid4().hex}"
    await outside(f"CREATE DATABASE {name}")
    store = Store(url_on_postgresql(name))
    try:
        yield store
    finally:
        await store.close()
        await outside(f"DROP DATABASE {name} WITH (FORCE)")


def url_on_postgresql(name: str) -> str:
    """Return the URL of a database on that PostgreSQL."""
    return make_url(POSTGRESQL).set(database=name).render_as_string(hide_password=False)


async def outside(statement: str) -> None:
    """Execute a statement that no transaction may hold."""
    store = Store(POSTGRESQL)
    async with store.engine.connect() as connection:
        await (await connection.execution_options(isolation_level="AUTOCOMMIT")).execute(text(statement))
    await store.close()


async def asked_by(session: AsyncSession) -> list[tuple[str, Any]]:
    """Return a list in which each statement of a session stands from now on, with its values.

    Those of this session alone: the bot goes about its own work on other connections meanwhile.
    """
    connection = await session.connection()
    asked: list[tuple[str, Any]] = []

    @event.listens_for(connection.sync_connection, "before_cursor_execute")
    def _note(_on: object, _cursor: object, statement: str, parameters: object, *_how: object) -> None:
        asked.append((statement, parameters))

    return asked
