"""What a search index is made of, on each database.

An index NAME over the rows of a table is:

- `NAME`, an ordinary table: for each row its tokens, one column of text for each kind, and its filters. It is
  written in the transaction that writes the row, and an entry goes with its row, whatever deletes that;
- `NAME_fts`, kept from `NAME`: SQLite's FTS5 with `NAME` as its external content
  (https://www.sqlite.org/fts5.html#external_content_tables), or on PostgreSQL a table of tsvectors under a
  GIN index. Triggers do it, but that who writes entries to SQLite adds them to its lists, several at once:
  a trigger would take four times as long;
- `NAME_state`, one row: a number that changes with every change, by which a process notices another's.

Tokens consist of a-z, 0-9, `_` and `~`, with spaces between them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any, Protocol

from sqlalchemy import BigInteger, Column, Connection, ForeignKey, Integer, MetaData, Table, Text, event

from bot.language.messages import _
from bot.store.base import Base, Identifier
from bot.store.personal import NotPersonal, declares

FILTERS = "filters"
"""The column of the tokens that are no part of what is looked for."""
FILTER_MARK = "#"
"""What tells a filter from a word where they stand together."""
STEM = "~"
"""What ends a token that is a stem."""
MOST_COLUMNS = 4
"""PostgreSQL knows four weights."""
WEIGHTS = "ABCD"
"""The names of PostgreSQL's weights, of which the first column has the first."""
_TOKEN = re.compile(r"\w+~?")
INDEX = "search"
"""Where the `info` of a table says of which index it is the table."""


def check(*tokens: Iterable[str]) -> None:
    """Check that these are tokens: what a database may be asked for.

    Raises:
        ValueError: one is none.
    """
    for token in chain.from_iterable(tokens):
        if not _TOKEN.fullmatch(token):
            raise ValueError("a token has letters, digits and underscores alone")


class Operations(Protocol):
    """The part of Alembic's operations (`alembic.op`) that makes an index."""

    def create_table(self, table_name: str, *columns: object) -> object:
        """Create a table."""

    def execute(self, sqltext: str) -> None:
        """Execute a statement."""

    def get_bind(self) -> object:
        """Return the connection."""


def columns_of(name: str, of: str, columns: Sequence[str]) -> list[Column[Any]]:
    """Return the columns of the table of an index over the rows of table `of`."""
    row = ForeignKey(f"{of}.id", name=f"fk_{name}_id", ondelete="CASCADE")
    return [
        Column("id", Identifier, row, primary_key=True, autoincrement=False),
        *(Column(column, Text, nullable=False) for column in (*columns, FILTERS)),
    ]


def columns_of_state() -> list[Column[Any]]:
    """Return the columns of the table that holds the state of an index."""
    return [
        Column("id", Integer, primary_key=True, autoincrement=False),
        Column("revision", BigInteger, nullable=False),
    ]


def create_search_index(
    operations: Operations, dialect: str, name: str, of: str, columns: Sequence[str]
) -> None:
    """Create a search index in a migration, after the table whose rows it indexes.

    `operations` is `alembic.op`, `dialect` is `op.get_context().dialect.name`.
    """
    operations.create_table(name, *columns_of(name, of, columns))
    operations.create_table(f"{name}_state", *columns_of_state())
    for statement in (first_state(name), *statements(dialect, name, columns)):
        operations.execute(statement)


def declare(
    metadata: MetaData, name: str, of: str, columns: Sequence[str], info: dict[str, object]
) -> tuple[Table, Table]:
    """Declare the tables of an index, so that whoever creates all declared tables creates the index too.

    The two are that of the entries, with that `info`, and that of the state.
    """
    table = Table(name, metadata, *columns_of(name, of, columns), info=info)
    state = Table(
        f"{name}_state",
        metadata,
        *columns_of_state(),
        info=declares(NotPersonal(_("It counts the changes of a search index."))),
    )

    @event.listens_for(table, "after_create")
    def complete(_table: object, connection: Connection, **_options: object) -> None:
        for statement in statements(connection.dialect.name, name, columns):
            connection.exec_driver_sql(statement)

    @event.listens_for(state, "after_create")
    def begin(_table: object, connection: Connection, **_options: object) -> None:
        connection.exec_driver_sql(first_state(name))

    return table, state


def kept_by_the_database(table: str) -> bool:
    """Say whether a table is one that the database keeps for a search index, which nothing declares."""
    index = table.removesuffix("_terms").partition("_fts")[0]
    declared = Base.metadata.tables.get(index)
    return declared is not None and table != index and INDEX in declared.info


def first_state(name: str) -> str:
    """Return the statement that says that nothing has changed yet in an index."""
    return _FIRST_STATE.replace("THE_INDEX", name)


def statements(dialect: str, name: str, columns: Sequence[str]) -> Iterator[str]:
    """Return what makes an index once its tables are there."""
    templates = _POSTGRESQL if dialect == "postgresql" else _SQLITE
    vectors = [_vector(f"new.{column}", letter) for column, letter in zip(columns, WEIGHTS, strict=False)]
    vector = " || ".join([*vectors, _vector(f"new.{FILTERS}", WEIGHTS[-1], mark=FILTER_MARK)])
    return (written(template.replace("NEW_VECTOR", vector), name, columns) for template in templates)


def written(template: str, name: str, columns: Sequence[str]) -> str:
    """Return a statement about an index, of which the template names the parts."""
    names = (*columns, FILTERS)
    old_row = ", ".join(f"old.{column}" for column in ("id", *names))
    return (
        template.replace("OLD_ROW", old_row).replace("COLUMNS", ", ".join(names)).replace("THE_INDEX", name)
    )


def _vector(text: str, weight: str, mark: str = "") -> str:
    marked = f"concat('{mark}', token)" if mark else "token"
    return _VECTOR.replace("MARKED", marked).replace("WEIGHT", weight).replace("TEXT", text)


_FIRST_STATE = "INSERT INTO THE_INDEX_state (id, revision) VALUES (1, 0)"
_SQLITE = (
    (
        "CREATE VIRTUAL TABLE THE_INDEX_fts USING fts5(COLUMNS, content='THE_INDEX', content_rowid='id', "
        "tokenize=\"unicode61 remove_diacritics 0 tokenchars '~_'\")"
    ),
    "CREATE VIRTUAL TABLE THE_INDEX_terms USING fts5vocab('THE_INDEX_fts', 'col')",
    (
        "CREATE TRIGGER THE_INDEX_delete AFTER DELETE ON THE_INDEX BEGIN "
        "INSERT INTO THE_INDEX_fts (THE_INDEX_fts, rowid, COLUMNS) VALUES ('delete', OLD_ROW); "
        "UPDATE THE_INDEX_state SET revision = revision + 1; END"
    ),
)

_VECTOR = (
    "CAST(coalesce((SELECT string_agg(concat(quote_literal(MARKED), chr(58), least(place, 16383), 'WEIGHT'), "
    "' ') FROM unnest(string_to_array(TEXT, ' ')) WITH ORDINALITY AS found (token, place) "
    "WHERE token <> ''), '') AS tsvector)"
)
"""The tsvector of tokens with their places, of which the last that PostgreSQL knows is 16383."""
_POSTGRESQL = (
    (
        "CREATE TABLE THE_INDEX_fts (id BIGINT PRIMARY KEY REFERENCES THE_INDEX (id) ON DELETE CASCADE, "
        "tokens tsvector NOT NULL)"
    ),
    "CREATE INDEX ix_THE_INDEX_fts ON THE_INDEX_fts USING gin (tokens)",
    (
        "CREATE FUNCTION THE_INDEX_insert() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "INSERT INTO THE_INDEX_fts (id, tokens) VALUES (new.id, NEW_VECTOR); RETURN NULL; END $$"
    ),
    (
        "CREATE TRIGGER THE_INDEX_insert AFTER INSERT ON THE_INDEX "
        "FOR EACH ROW EXECUTE FUNCTION THE_INDEX_insert()"
    ),
    (
        "CREATE FUNCTION THE_INDEX_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "IF EXISTS (SELECT FROM gone) THEN UPDATE THE_INDEX_state SET revision = revision + 1; END IF; "
        "RETURN NULL; END $$"
    ),
    (
        "CREATE TRIGGER THE_INDEX_delete AFTER DELETE ON THE_INDEX REFERENCING OLD TABLE AS gone "
        "FOR EACH STATEMENT EXECUTE FUNCTION THE_INDEX_delete()"
    ),
)
