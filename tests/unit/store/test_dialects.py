"""Nothing that only SQLite has: every table and every statement of the hot paths compiles for PostgreSQL."""

from __future__ import annotations

import re
from io import StringIO

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy import Executable
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

import plugins.reminders.models  # noqa: F401 - its tables are declared as well
from bot.runtime import errands, leasing, setting, stage, timers
from bot.store import settings
from bot.store.migrate import migrations_folder
from bot.store.tables import Base

STATEMENTS = {
    f"{module.__name__}.{name}": value
    for module in (errands, leasing, timers, setting, stage, settings)
    for name, value in vars(module).items()
    if isinstance(value, Executable) and (value.is_dml or value.is_select)
}


@pytest.mark.parametrize("table", Base.metadata.sorted_tables, ids=lambda table: table.name)
def test_every_table_and_index_is_valid_on_postgresql(table):
    created = str(CreateTable(table).compile(dialect=postgresql.dialect()))
    assert "AUTOINCREMENT" not in created
    assert "BIGSERIAL" in created or "SERIAL" not in created
    for index in table.indexes:
        assert str(CreateIndex(index).compile(dialect=postgresql.dialect())).startswith("CREATE")


@pytest.mark.parametrize("table", Base.metadata.sorted_tables, ids=lambda table: table.name)
def test_names_are_short_enough_for_postgresql(table):
    names = [table.name, *(column.name for column in table.columns)]
    names += [str(item.name) for item in (*table.constraints, *table.indexes) if item.name]
    assert all(len(name.encode()) <= 63 for name in names)


def test_the_statements_of_the_hot_paths_are_among_those_tried():
    assert {"bot.runtime.leasing.READY", "bot.runtime.timers.DUE"} <= set(STATEMENTS)
    assert len(STATEMENTS) >= 12


@pytest.mark.parametrize("name", STATEMENTS)
def test_every_statement_of_the_hot_paths_compiles_for_both_dialects(name):
    statement = STATEMENTS[name]
    assert str(statement.compile(dialect=postgresql.dialect()))
    assert str(statement.compile(dialect=sqlite.dialect()))


def test_deliveries_are_claimed_as_several_processes_can_on_postgresql():
    claimed = str(leasing.READY.compile(dialect=postgresql.dialect()))
    assert claimed.endswith("FOR UPDATE OF delivery SKIP LOCKED")


def test_every_migration_is_valid_on_postgresql():
    written = StringIO()
    context = MigrationContext.configure(
        dialect_name="postgresql", opts={"as_sql": True, "output_buffer": written}
    )
    with Operations.context(context):
        for script in reversed(list(ScriptDirectory(str(migrations_folder())).walk_revisions())):
            script.module.upgrade()
    statements = written.getvalue()
    assert all(f"CREATE TABLE {table} (" in statements for table in Base.metadata.tables)
    assert "BOOLEAN DEFAULT false NOT NULL" in statements
    assert not re.search(r"BOOLEAN DEFAULT '?\d", statements)


@pytest.mark.parametrize(
    "dialect", [postgresql.dialect(), sqlite.dialect()], ids=lambda dialect: dialect.name
)
def test_a_timer_is_set_in_one_statement_in_both_dialects(dialect):
    statement = str(setting.set_timer(dialect.name).compile(dialect=dialect))
    assert 'ON CONFLICT (network_id, plugin, "key") DO UPDATE SET' in statement.replace(" key)", ' "key")')
    assert "excluded.due_at" in statement
