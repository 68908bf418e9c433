"""An empty database for a test: a file, or one on the PostgreSQL of MAILLAGE_TEST_POSTGRESQL_URL."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import event, text
from sqlalchemy.dialects.postgresql.asyncpg import PGDialect_asyncpg
from sqlalchemy.dialects.sqlite.aiosqlite import SQLiteDialect_aiosqlite
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession
from sqlalchemy.util import LRUCache

import bot.store.engine
from bot.store import Store, migrate

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
