"""The base of all tables."""

from sqlalchemy import inspect, select
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.base import Base, table_of
from bot.store.tables import NetworkRow


def test_tables_are_completed_by_those_who_use_a_table_of_their_module():
    class UnusedRow(Base):
        __tablename__ = "unused"
        id: Mapped[int] = mapped_column(primary_key=True)

    try:
        str(select(NetworkRow))
        assert inspect(NetworkRow).configured
        assert not inspect(UnusedRow).configured
        assert UnusedRow(id=3).id == 3
        assert inspect(UnusedRow).configured
    finally:
        Base.metadata.remove(table_of(UnusedRow))


def test_tables_of_a_plugin_may_share_columns():
    class Numbered(Base):
        __abstract__ = True

        id: Mapped[int] = mapped_column(primary_key=True)

    class Sheet(Numbered):
        __tablename__ = "sheet_of_a_plugin"

    try:
        assert [column.name for column in table_of(Sheet).columns] == ["id"]
        assert Sheet(id=3).id == 3
    finally:
        Base.metadata.remove(table_of(Sheet))
