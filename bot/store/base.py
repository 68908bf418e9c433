"""What every table is made of."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias, cast

from sqlalchemy import JSON, BigInteger, DateTime, FromClause, Integer, MetaData, Table
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import registry
from sqlalchemy.types import TypeDecorator

Json: TypeAlias = Any
"""A value as JSON has them: whoever reads one knows what it is."""
Identifier = BigInteger().with_variant(Integer, "sqlite")
"""The type of every id: SQLite numbers rows by itself only if the type is INTEGER."""


class UtcDateTime(TypeDecorator[datetime]):
    """An instant: aware in Python, UTC in the database; a naive value is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Turn an aware instant into UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant must say its zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Return the instant, aware."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)
_TYPES: dict[Any, Any] = {
    int: Identifier,
    datetime: UtcDateTime(),
    dict[str, Any]: JSON(),
    list[str]: JSON(),
}


@cache
def _registry_of(_module: str) -> registry:
    return registry(metadata=METADATA, type_annotation_map=_TYPES)


class Base:
    """The base of all tables, the core's and the plugins'.

    The classes of each module have a registry of their own, so that SQLAlchemy completes them when one of
    them is first used. With one registry the first statement completes those of all plugins: 2 MB.

    Modules that declare tables do not postpone annotations (`from __future__ import annotations`): SQLAlchemy
    evaluates each from its text then, which takes two fifths of the time that it takes to declare a table.
    """

    metadata: ClassVar[MetaData] = METADATA
    __table__: ClassVar[FromClause]

    def __init_subclass__(cls) -> None:
        """Map a class to its table; one that is `__abstract__` has none, and gives its columns to others."""
        super().__init_subclass__()
        if not cls.__dict__.get("__abstract__", False):
            _registry_of(cls.__module__).map_declaratively(cls)

    if TYPE_CHECKING:

        def __init__(self, **values: object) -> None:
            """Make a row of these values: SQLAlchemy gives each mapped class this constructor."""


def table_of(row: type[Base]) -> Table:
    """Return the table of a mapped class, for statements that need no objects."""
    return cast("Table", row.__table__)
