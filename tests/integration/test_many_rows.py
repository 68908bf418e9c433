"""Many rows in one go: as if they were written one by one, on both databases."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import Column, Insert, Integer, LargeBinary, MetaData, String, Table, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.store import Store
from bot.store.many import execute_many
from bot.store.upsert import upsert
from tests.fakes.databases import DATABASES, empty_store

PRINT = Table(
    "print",
    MetaData(),
    Column("feed", Integer, primary_key=True, autoincrement=False),
    Column("key", LargeBinary(16), primary_key=True),
    Column("said", String(40)),
    Column("day", Integer, nullable=False),
)
NAMES = ("feed", "key", "said", "day")


@pytest.fixture(params=DATABASES)
async def store(request, tmp_path) -> AsyncIterator[Store]:
    async with empty_store(request.param, tmp_path) as opened:
        async with opened.engine.begin() as connection:
            await connection.run_sync(PRINT.metadata.create_all)
        yield opened


def remembering(session: AsyncSession) -> Insert:
    return upsert(session.get_bind().dialect.name, PRINT, ("feed", "key"), {"day": ...})


async def prints(store: Store) -> list[tuple[object, ...]]:
    async with store.read() as session:
        rows = await session.execute(select(PRINT).order_by(PRINT.c.feed, PRINT.c.key))
        return [tuple(row) for row in rows]


async def test_rows_are_written_or_changed_each_by_its_key(store):
    async with store.unit() as session:
        rows = [(1, b"a" * 16, "été", 1), (1, b"b" * 16, None, 1)]
        await execute_many(session, remembering(session), NAMES, rows)
    async with store.unit() as session:
        rows = [(1, b"b" * 16, "hiver", 2), (2, b"b" * 16, None, 2)]
        await execute_many(session, remembering(session), NAMES, rows)
    assert await prints(store) == [
        (1, b"a" * 16, "été", 1),
        (1, b"b" * 16, None, 2),
        (2, b"b" * 16, None, 2),
    ]


async def test_where_one_row_is_refused_none_is_written(store):
    rows = [(1, b"a" * 16, None, 1), (1, b"b" * 16, None, None)]

    async def write() -> None:
        async with store.unit() as session:
            await execute_many(session, remembering(session), NAMES, rows)

    with pytest.raises(IntegrityError):
        await write()
    assert await prints(store) == []


async def test_values_in_another_order_than_the_statement_takes_them_are_refused(store):
    async with store.unit() as session:
        with pytest.raises(TypeError, match="takes other values"):
            await execute_many(session, remembering(session), ("key", "feed", "said", "day"), [])
