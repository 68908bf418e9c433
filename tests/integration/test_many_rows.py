"""Many rows in one go: as if they were written one by one, on both databases."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta, timezone

import pytest
from sqlalchemy import Column, Insert, Integer, LargeBinary, MetaData, String, Table, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.store import Store
from bot.store.base import UtcDateTime
from bot.store.many import insert_many, update_many
from bot.store.upsert import upsert
from tests.fakes.databases import DATABASES, empty_store

PRINT = Table(
    "print",
    MetaData(),
    Column("feed", Integer, primary_key=True, autoincrement=False),
    Column("key", LargeBinary(16), primary_key=True),
    Column("said", String(40)),
    Column("day", Integer, nullable=False),
    Column("at", UtcDateTime()),
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
        rows = await session.execute(
            select(*(PRINT.c[name] for name in NAMES)).order_by(PRINT.c.feed, PRINT.c.key)
        )
        return [tuple(row) for row in rows]


async def test_rows_are_written_or_changed_each_by_its_key(store):
    async with store.unit() as session:
        rows = [(1, b"a" * 16, "été", 1), (1, b"b" * 16, None, 1)]
        await insert_many(session, remembering(session), NAMES, rows)
    async with store.unit() as session:
        rows = [(1, b"b" * 16, "hiver", 2), (2, b"b" * 16, None, 2)]
        await insert_many(session, remembering(session), NAMES, rows)
    assert await prints(store) == [
        (1, b"a" * 16, "été", 1),
        (1, b"b" * 16, None, 2),
        (2, b"b" * 16, None, 2),
    ]


async def test_where_one_row_is_refused_none_is_written(store):
    rows = [(1, b"a" * 16, None, 1), (1, b"b" * 16, None, None)]

    async def write() -> None:
        async with store.unit() as session:
            await insert_many(session, remembering(session), NAMES, rows)

    with pytest.raises(IntegrityError):
        await write()
    assert await prints(store) == []


async def test_values_in_another_order_than_the_statement_takes_them_are_refused(store):
    async with store.unit() as session:
        with pytest.raises(TypeError, match="takes other values"):
            await insert_many(session, remembering(session), ("key", "feed", "said", "day"), [])


async def test_so_many_rows_that_they_are_several_statements_are_all_written(store):
    rows = [(feed, bytes([feed % 250]) * 16, f"n° {feed}", feed) for feed in range(1_300)]
    async with store.unit() as session:
        await insert_many(session, remembering(session), NAMES, rows)
        changes = [(feed, f"n° {feed}", feed + 1) for feed in range(0, 1_300, 2)]
        await update_many(session, PRINT, ("feed", "said"), ("day",), changes)
    assert await prints(store) == [(*row[:3], row[3] + (row[0] % 2 == 0)) for row in rows]


async def test_only_rows_that_are_as_they_were_known_are_changed(store):
    at = datetime(2026, 11, 23, 9, tzinfo=timezone(timedelta(hours=1)))
    async with store.unit() as session:
        rows = [(1, b"a" * 16, "été", 1), (2, b"b" * 16, "hiver", 1)]
        await insert_many(session, remembering(session), NAMES, rows)
        changes = [(1, "été", None, at), (2, "printemps", None, at), (3, "hiver", None, at)]
        await update_many(session, PRINT, ("feed", "said"), ("said", "at"), changes)
    async with store.read() as session:
        found = await session.execute(select(PRINT.c.feed, PRINT.c.said, PRINT.c.at).order_by(PRINT.c.feed))
    assert [tuple(row) for row in found] == [(1, None, at), (2, "hiver", None)]
