"""Migrations: one linear history for the core and the plugins that come with the bot.

The files in `migrations/versions/` are named after their revision (`0001_foundation.py`), so that a database
that is up to date is recognised without loading Alembic.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from importlib import resources
from pathlib import Path
from typing import Literal

from sqlalchemy import Connection, MetaData, column, inspect, select, table, text

from bot.errors import StoreError
from bot.language.messages import _
from bot.store.engine import Store
from bot.store.indexing import kept_by_the_database
from bot.store.schema import read_schema

VERSION_TABLE = "alembic_version"


def migrations_folder() -> Path:
    """Return the folder of the migrations."""
    return Path(str(resources.files("migrations")))


def revisions() -> list[str]:
    """Return the revisions, oldest first."""
    return sorted(
        file.name.partition("_")[0] for file in (migrations_folder() / "versions").glob("[0-9]*_*.py")
    )


async def current_revision(store: Store, version_table: str = VERSION_TABLE) -> str | None:
    """Return the revision of the database, None if it is empty."""

    def read(connection: Connection) -> str | None:
        if not inspect(connection).has_table(version_table):
            return None
        found = connection.scalar(select(column("version_num")).select_from(table(version_table)))
        return None if found is None else str(found)

    async with store.engine.connect() as connection:
        return await connection.run_sync(read)


def pending(current: str | None) -> list[str]:
    """Return the revisions that a database at that one still needs, oldest first.

    Raises:
        StoreError: the database was made by a newer version.
    """
    known = revisions()
    if current is None:
        return known
    if current not in known:
        raise StoreError(
            _(
                "The database was made by a newer version of Maillage (revision {found}; this one knows up "
                "to {known}). Install the newer version, or restore a backup made by this one.",
                found=current,
                known=known[-1],
            )
        )
    return known[known.index(current) + 1 :]


async def upgrade(store: Store, external: Iterable[tuple[str, Path]] = ()) -> list[str]:
    """Bring the database up to date and return the revisions applied.

    `external` are the migrations of plugins that do not come with the bot: each keeps its own version table.
    An empty SQLite file is given its tables at once, which takes less time and memory than the migrations. A
    copy of any other is kept beside it before it is changed.

    Raises:
        StoreError: the database was made by a newer version, it is damaged, or the copy cannot be written.
        IntegrityError: a migration left references to rows that are gone; the database is as before it.
    """
    current = await current_revision(store)
    to_apply = pending(current)
    if current is None and await _is_empty_file(store):
        await _make_tables(store)
    elif to_apply:
        if current is not None:
            _keep_copy(store, to_apply[0])
        await migrate(store)
    for name, folder in external:
        table = f"{VERSION_TABLE}_{name}"
        next_one = _next_of(folder, await current_revision(store, table))
        if next_one is None:
            continue
        if current is not None:
            _keep_copy(store, f"{name}-{next_one}")
        await _run_alembic(store, folder, table)
    return to_apply


def _next_of(folder: Path, current: str | None) -> str | None:
    """Return the first revision of a plugin's migrations that is not applied yet."""
    from alembic.script import ScriptDirectory

    waiting = [
        script.revision
        for script in ScriptDirectory(str(folder)).iterate_revisions("head", current or "base")
    ]
    return waiting[-1] if waiting else None


async def migrate(store: Store) -> None:
    """Apply every migration of the bot's that the database still needs."""
    await _run_alembic(store, migrations_folder(), VERSION_TABLE)


async def _is_empty_file(store: Store) -> bool:
    if not store.is_sqlite:
        return False
    async with store.engine.connect() as connection:
        return (await connection.execute(text("SELECT 1 FROM sqlite_master LIMIT 1"))).first() is None


async def _make_tables(store: Store) -> None:
    async with store.engine.begin() as connection:
        for statement in read_schema():
            await connection.exec_driver_sql(statement)


async def _run_alembic(store: Store, folder: Path, version_table: str) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    config.attributes["version_table"] = version_table

    def run(connection: Connection) -> None:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")

    async with store.engine.connect() as connection:
        await connection.run_sync(_check_references, "OFF")
        try:
            async with connection.begin():
                await connection.run_sync(run)
                await connection.run_sync(_find_broken_references)
        finally:
            await connection.run_sync(_check_references, "ON")


def _find_broken_references(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchmany(20)
    if broken:
        rows = "; ".join(f"{table}: row {row}" for table, row, *_parent in broken)
        raise sqlite3.IntegrityError(f"FOREIGN KEY constraint failed in {rows}")


def _check_references(connection: Connection, switch: Literal["ON", "OFF"]) -> None:
    """Turn SQLite's foreign keys on or off, outside any transaction.

    A migration that changes a table makes a new one and drops the old one, which with foreign keys on would
    drop what refers to it: https://www.sqlite.org/lang_altertable.html#otheralter.
    """
    if connection.dialect.name == "sqlite":
        cursor = connection.connection.cursor()
        cursor.execute(f"PRAGMA foreign_keys={switch}")
        cursor.close()


def _keep_copy(store: Store, revision: str) -> None:
    """Keep a checked copy of an SQLite database before the migration to that revision."""
    from bot.store.backup import copy_out

    if store.file is not None:
        copy_out(store.file, store.file.with_name(f"{store.file.name}.before-{revision}"))


def differences(connection: Connection, metadata: MetaData) -> list[object]:
    """Return how a database differs from the declared tables, as Alembic's tuples or lists of them."""
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    def declared(name: str | None, kind: str, _parents: object) -> bool:
        return kind != "table" or not kept_by_the_database(name or "")

    context = MigrationContext.configure(connection, opts={"compare_type": True, "include_name": declared})
    return list(compare_metadata(context, metadata))
