"""Who waits for the writing connection gets it in order."""

import asyncio

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.store import Store


@pytest.fixture
async def store(tmp_path):
    opened = Store(f"sqlite+aiosqlite:///{tmp_path / 'maillage.db'}")
    yield opened
    await opened.close()


async def test_a_busy_task_does_not_starve_the_others(store):
    turns: list[str] = []

    async def write(name: str, times: int) -> None:
        for _time in range(times):
            async with store.unit() as session:
                await session.execute(text("SELECT 1"))
                turns.append(name)

    await asyncio.gather(write("busy", 20), write("other", 2), write("third", 2))
    assert {"other", "third"} <= set(turns[:4])
    assert turns[6:] == ["busy"] * 18


async def test_a_task_that_gives_up_waiting_leaves_the_turn_to_the_next(store):
    async def write() -> int:
        async with store.unit() as session:
            return int((await session.execute(text("SELECT 1"))).scalar_one())

    async with store.unit() as session:
        await session.execute(text("SELECT 1"))
        impatient, patient = asyncio.create_task(write()), asyncio.create_task(write())
        await asyncio.sleep(0)
        impatient.cancel()
        with pytest.raises(asyncio.CancelledError):
            await impatient
    assert await patient == 1


async def test_whoever_waits_for_themselves_is_told_in_the_end(store):
    store.engine.pool._timeout = 0.01
    async with store.unit() as session:
        await session.execute(text("SELECT 1"))
        with pytest.raises(PoolTimeout):
            async with store.unit() as inner:
                await inner.execute(text("SELECT 1"))


async def look(store) -> int:
    async with store.unit() as session:
        return int((await session.execute(text("SELECT 1"))).scalar_one())


@pytest.mark.parametrize("turns", range(12))
async def test_whoever_waits_for_a_connection_whose_task_is_cancelled_while_it_opens_gets_it(store, turns):
    first, *others = [asyncio.create_task(look(store)) for _task in range(4)]
    for _turn in range(turns):
        await asyncio.sleep(0)
    first.cancel()
    async with asyncio.timeout(20):
        assert await asyncio.gather(*others) == [1, 1, 1]
    assert store.engine.pool.checkedout() == 0


async def test_whoever_waits_for_a_connection_that_cannot_be_opened_is_told_at_once(tmp_path):
    (tmp_path / "maillage.db").write_text("Bonjour " * 400, encoding="utf-8")
    store = Store(f"sqlite+aiosqlite:///{tmp_path / 'maillage.db'}")
    async with asyncio.timeout(20):
        outcomes = await asyncio.gather(*(look(store) for _task in range(4)), return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [DatabaseError] * 4
    assert store.engine.pool.checkedout() == 0
    await store.close()


async def test_a_store_that_is_closed_closes_what_is_in_use_once_it_is_given_back(store):
    pool = store.engine.pool
    async with store.unit() as session:
        await session.execute(text("SELECT 1"))
        waiting = asyncio.create_task(look(store))
        await asyncio.sleep(0)
        await store.close()
    async with asyncio.timeout(20):
        assert await waiting == 1
    assert pool.checkedin() == 1
    assert [record.dbapi_connection for record in pool._pool._queue._queue] == [None]
