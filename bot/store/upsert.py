"""Insert a row, or change the one that has its key: one statement, in the words of each dialect."""

from __future__ import annotations

import importlib
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Insert, Table


def upsert(dialect: str, table: Table, key: Sequence[str], changed: Mapping[str, Any]) -> Insert:
    """Return the statement for a dialect, `sqlite` or `postgresql`.

    `key` names the columns of a unique constraint. `changed` gives what a row that is there already gets:
    `...` stands for the value that was to be inserted.
    """
    insert = importlib.import_module(f"sqlalchemy.dialects.{dialect}").insert(table)
    values = {name: insert.excluded[name] if value is ... else value for name, value in changed.items()}
    statement: Insert = insert.on_conflict_do_update(index_elements=list(key), set_=values)
    return statement
