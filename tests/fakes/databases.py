"""An empty database for a test: a file, or one on the PostgreSQL of MAILLAGE_TEST_POSTGRESQL_URL."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import event, text
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncSession

from bot.store import Store

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
