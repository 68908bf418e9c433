"""Search indexes that were made with other words than today’s are written anew, beside all other work."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import AsyncIterator

import pytest
import structlog
from sqlalchemy import text

from bot.runtime.clock import SimulatedClock
from bot.runtime.faults import Faults
from bot.runtime.reindexing import Reindexing
from bot.store import Store, reindexing
from bot.store.records import IndexedRow
from bot.store.reindexing import PIECE, made_with, progress, reindex
from tests.fakes.bot import START
from tests.fakes.databases import DATABASES, POSTGRESQL, empty_store
from tests.integration.things import INDEX, THING, create, find, pieces_of, write

MANY = 2 * PIECE + 7


@pytest.fixture(params=DATABASES)
async def store(request, tmp_path) -> AsyncIterator[Store]:
    async with empty_store(request.param, tmp_path) as opened:
        await create(opened)
        yield opened


@pytest.fixture
async def outdated(store) -> Store:
    """Rows whose entries are of an earlier version: they are found by another word than theirs."""
    async with store.unit() as session:
        for number in range(1, MANY + 1):
            await write(session, number, skills="marionnettes")
        await session.execute(THING.update().values(says={"skills": "poterie"}))
        session.add(IndexedRow(name=INDEX.name, made_with="an earlier version", done_to=None))
    return store


async def counts(store: Store) -> tuple[int, int]:
    """Return how many are found by the old word and by the new one, among the first of each."""
    async with store.read() as session:
        return len(await find(session, "marionnettes")), len(await find(session, "poterie"))


async def faults_of(store: Store) -> list[str]:
    async with store.unit() as session:
        return await INDEX.inconsistencies(session)


async def test_an_index_that_was_made_with_something_else_is_written_anew_in_pieces(outdated):
    rows = [count async for count in reindex(outdated, INDEX)]
    assert rows == [0, PIECE, 2 * PIECE, 3 * PIECE]
    assert await faults_of(outdated) == []
    if outdated.engine.dialect.name == "sqlite":
        assert await pieces_of(outdated, INDEX) == 1, "quick to search"
    async with outdated.read() as session:
        kept = await session.get_one(IndexedRow, INDEX.name)
        assert (kept.made_with, kept.done_to) == (made_with(INDEX.package), None)


async def test_one_that_was_made_with_what_there_is_now_is_left_alone(outdated):
    async with outdated.unit() as session:
        (await session.get_one(IndexedRow, INDEX.name)).made_with = made_with(INDEX.package)
    assert [count async for count in reindex(outdated, INDEX)] == []
    assert (await counts(outdated))[1] == 0
    assert [count async for count in reindex(outdated, INDEX, anyway=True)][-1] > MANY
    assert await faults_of(outdated) == []


async def test_an_index_of_which_nothing_is_known_is_written_anew_and_an_empty_one_is_not(store):
    assert [count async for count in reindex(store, INDEX)] == []
    async with store.unit() as session:
        await write(session, 1, skills="poterie")
    assert [count async for count in reindex(store, INDEX)] == [0, PIECE]
    assert [count async for count in reindex(store, INDEX)] == []


async def test_it_goes_on_where_it_was_left_and_begins_again_for_another_version(outdated, monkeypatch):
    pieces = reindex(outdated, INDEX)
    assert [await anext(pieces), await anext(pieces)] == [0, PIECE]
    await pieces.aclose()
    async with outdated.read() as session:
        assert (await session.get_one(IndexedRow, INDEX.name)).done_to == PIECE
    assert [count async for count in reindex(outdated, INDEX)] == [0, PIECE, 2 * PIECE]

    monkeypatch.setattr(reindexing, "made_with", lambda _package: "a later version")
    again = reindex(outdated, INDEX)
    assert [await anext(again), await anext(again)] == [0, PIECE]
    await again.aclose()
    monkeypatch.setattr(reindexing, "made_with", lambda _package: "one that is later still")
    assert [count async for count in reindex(outdated, INDEX)] == [0, PIECE, 2 * PIECE, 3 * PIECE]


async def test_whoever_searches_or_writes_meanwhile_is_served(outdated):
    pieces = reindex(outdated, INDEX)
    await anext(pieces)
    await anext(pieces)
    assert all(await counts(outdated))
    async with outdated.unit() as session:
        await write(session, 1, skills="jonglage")
        await write(session, MANY, skills="jonglage")
        await session.execute(THING.delete().where(THING.c.id == PIECE + 3))
    async for _rows in pieces:
        pass
    async with outdated.read() as session:
        assert await find(session, "jonglage") == [1, MANY]
    assert await faults_of(outdated) == []


async def test_rows_that_must_not_be_found_any_more_lose_their_entries(outdated):
    async with outdated.unit() as session:
        await session.execute(THING.update().where(THING.c.id.in_([2, MANY])).values(says={}))
    async for _rows in reindex(outdated, INDEX):
        pass
    async with outdated.read() as session:
        left = set(await session.scalars(INDEX.table.select().with_only_columns(INDEX.table.c.id)))
    assert left == set(range(1, MANY + 1)) - {2, MANY}


@pytest.fixture
def only_this_index(monkeypatch):
    for module in ("bot.runtime.reindexing", "bot.store.reindexing"):
        monkeypatch.setattr(f"{module}.indexes", lambda: [INDEX])


async def until(store: Store, done: int | None) -> None:
    """Wait until so many percent are done, None until all is."""
    while True:
        async with store.read() as session:
            reached = await progress(session)
        if reached == done or (reached and done and reached >= done):
            return
        await asyncio.sleep(0)


async def test_the_bot_does_it_by_itself_says_so_in_the_log_and_tells_how_far_it_is(
    outdated, only_this_index, monkeypatch
):
    with structlog.testing.capture_logs() as logged:
        first = Reindexing(outdated, Faults(SimulatedClock(START)))
        first.start()
        await until(outdated, 100 * PIECE // MANY)
        await first.stop()
        async with outdated.read() as session:
            assert (await progress(session) or 0) < 100
        second = Reindexing(outdated, Faults(SimulatedClock(START)))
        second.start()
        await until(outdated, None)
        await second.stop()
    assert await faults_of(outdated) == []
    assert [one["event"] for one in logged] == [
        "search index is another version’s: it is written anew",
        "search index is another version’s: it is written anew",
        "search index written anew",
    ]


async def test_an_index_that_cannot_be_written_anew_is_a_fault_and_stops_nothing(
    outdated, only_this_index, monkeypatch
):
    async def broken(*_arguments: object) -> list[object]:
        raise ValueError("a plugin’s mistake")

    monkeypatch.setattr(INDEX, "_source", broken)
    faults = Faults(SimulatedClock(START))
    work = Reindexing(outdated, faults)
    work.start()
    await work._task
    assert [fault.summary for fault in faults.last()] == ["ValueError"]
    assert (await counts(outdated))[0] > 0


def test_what_an_index_is_made_with_changes_with_any_file_of_its_package(tmp_path, monkeypatch):
    package = tmp_path / "handmade"
    (package / "data").mkdir(parents=True)
    (package / "__init__.py").write_text("")
    (package / "data" / "words.toml").write_text("one = 1")
    monkeypatch.syspath_prepend(str(tmp_path))
    seen = set()
    for change in (None, ("data/words.toml", "one = 2"), ("data/more.toml", ""), ("__init__.py", "word = 1")):
        if change is not None:
            (package / change[0]).write_text(change[1])
        reindexing._digest_of.cache_clear()
        seen.add(made_with("handmade"))
        reindexing._digest_of.cache_clear()
        assert made_with("handmade") in seen
    assert len(seen) == 4
    (package / "__pycache__").mkdir(exist_ok=True)
    (package / "__pycache__" / "x.pyc").write_text("")
    reindexing._digest_of.cache_clear()
    assert made_with("handmade") in seen


def test_no_kill_leaves_an_index_that_is_not_finished_by_the_next_start(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "tests.integration.killed_reindexing", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert report["killed"] >= 5
    assert report["reached"] == sorted(report["reached"])
    assert report["inconsistencies"] == []
    assert report["integrity"] == ["ok"]


async def test_on_sqlite_nobody_waits_for_more_than_a_piece(tmp_path):
    async with empty_store("sqlite", tmp_path) as store:
        await create(store)
        async with store.unit() as session:
            for number in range(1, MANY + 1):
                await write(session, number, skills="poterie")
        pieces = reindex(store, INDEX, anyway=True)
        async for _rows in pieces:
            async with store.unit() as session:  # the writer is free between any two pieces
                assert await session.scalar(text("SELECT 1")) == 1


@pytest.mark.skipif(not POSTGRESQL, reason="MAILLAGE_TEST_POSTGRESQL_URL names no PostgreSQL")
async def test_on_postgresql_it_gives_way_to_whoever_holds_a_row(tmp_path):
    async with empty_store("postgresql", tmp_path) as store:
        await create(store)
        async with store.unit() as session:
            for number in range(1, MANY + 1):
                await write(session, number, skills="poterie")
        pieces = reindex(store, INDEX, anyway=True)
        assert await anext(pieces) == 0
        async with store.unit() as session:
            await session.execute(THING.update().where(THING.c.id == 3).values(says={"skills": "tricot"}))
            assert await anext(pieces) == 0
            await write(session, 3, skills="jonglage")
        assert [rows async for rows in pieces][-1] > MANY
        async with store.read() as session:
            assert await find(session, "jonglage") == [3]
        assert await faults_of(store) == []
