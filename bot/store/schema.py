"""The tables of a new SQLite database, as the migrations make them: `migrations/schema.sql`.

An empty file is given these statements in place of every migration since the first. `python -m
bot.store.schema` writes them anew after a migration; a test compares them with what the migrations make.
"""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from importlib import resources
from pathlib import Path

_CONSTRAINT = re.compile(r"^ *CONSTRAINT .*")
_BETWEEN = ";\n\n"
_SHADOWS = "SELECT name FROM pragma_table_list WHERE type = 'shadow'"
"""The tables that a virtual table makes for itself: https://www.sqlite.org/pragma.html#pragma_table_list."""
_ROWS = 'SELECT * FROM "THE_TABLE"'
_ROW = 'INSERT INTO "THE_TABLE" VALUES (ROW)'


def schema_file() -> Path:
    """Return the file of the statements."""
    return Path(str(resources.files("migrations"))) / "schema.sql"


def read_schema() -> list[str]:
    """Return the statements that make the tables, and write the rows that they have from the start."""
    return schema_file().read_text(encoding="utf-8").rstrip(";\n").split(_BETWEEN)


def schema_of(file: Path) -> list[str]:
    """Return the statements that make a database like that of a file, with all its rows."""
    with closing(sqlite3.connect(file)) as database:
        shadows = {name for (name,) in database.execute(_SHADOWS)}
        made = database.execute(
            "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid"
        )
        parts = [part for part in made if part[1] not in shadows and part[1] != "sqlite_sequence"]
        tables = {name: sql for kind, name, sql in parts if kind == "table"}
        return [
            *map(_laid_out, tables.values()),
            *(row for name, sql in tables.items() if " VIRTUAL " not in sql for row in _rows(database, name)),
            *sorted(sql for kind, _name, sql in parts if kind != "table"),
        ]


def _laid_out(sql: str) -> str:
    """Return a statement with its constraints in order: those of a table that was remade have none."""
    if "\n" not in sql:
        return sql
    body, end, options = sql.replace("\t", "    ").rpartition("\n)")
    first, *parts = body.splitlines()
    parts = sorted((part.rstrip(", ") for part in parts), key=_CONSTRAINT.findall)
    return "\n".join((first.rstrip(), ",\n".join(parts))) + f"{end} {options.strip()}".rstrip()


def _rows(database: sqlite3.Connection, table: str) -> list[str]:
    row = _ROW.replace("THE_TABLE", table)
    rows = database.execute(_ROWS.replace("THE_TABLE", table))
    return [row.replace("ROW", ", ".join(map(_literal, values))) for values in rows]


def _literal(value: object) -> str:
    return "'" + value.replace("'", "''") + "'" if isinstance(value, str) else str(value)


async def _write() -> None:
    import tempfile

    from bot.store.engine import Store
    from bot.store.migrate import migrate

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "maillage.db"
        store = Store(f"sqlite+aiosqlite:///{file}")
        await migrate(store)
        await store.close()
        schema_file().write_text(_BETWEEN.join(schema_of(file)) + ";\n", encoding="utf-8")


if __name__ == "__main__":
    import asyncio

    asyncio.run(_write())
