"""Search indexes that were made with other words than today’s are written anew, beside all other work."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import contextmanager

import pytest
import structlog
from sqlalchemy import MetaData, event, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.runtime.clock import SimulatedClock
from bot.runtime.faults import Faults
from bot.runtime.reindexing import Reindexing
from bot.store import Store, reindexing
from bot.store.records import IndexedRow
from bot.store.reindexing import PIECE, begin, begin_where_unknown, made_with, progress, reindex
from bot.store.search import Entry, SearchIndex
from tests.fakes.bot import START
from tests.fakes.databases import DATABASES, POSTGRESQL, empty_store
from tests.integration.killed_reindexing import KILLS, ROWS
from tests.integration.killing import report_of
from tests.integration.things import INDEX, THING, create, entries_of, find, pieces_of, write

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


@pytest.fixture
def only_this_index(monkeypatch):
    for module in ("bot.runtime.reindexing", "bot.store.reindexing"):
        monkeypatch.setattr(f"{module}.indexes", lambda: [INDEX])


async def kept(store: Store) -> tuple[str, int | None] | None:
    """Return with what the index was made and how far it is, None if nothing is known of it."""
    async with store.read() as session:
        row = await session.get(IndexedRow, INDEX.name)
    return row and (row.made_with, row.done_to)


async def counts(store: Store) -> tuple[int, int]:
    """Return how many are found by the old word and by the new one, among the first of each."""
    async with store.read() as session:
        return len(await find(session, "marionnettes")), len(await find(session, "poterie"))


async def faults_of(store: Store) -> list[str]:
    async with store.unit() as session:
        return await INDEX.inconsistencies(session)


async def test_an_index_that_was_made_with_something_else_is_written_anew_in_pieces(outdated):
    rows = [count async for count in reindex(outdated, INDEX)]
    assert rows == [0, PIECE, 2 * PIECE, MANY]
    assert await faults_of(outdated) == []
    if outdated.engine.dialect.name == "sqlite":
        assert await pieces_of(outdated, INDEX) == 1, "quick to search"
    assert await kept(outdated) == (made_with(INDEX.package), None)


async def test_one_that_was_made_with_what_there_is_now_is_left_alone(outdated):
    async with outdated.unit() as session:
        (await session.get_one(IndexedRow, INDEX.name)).made_with = made_with(INDEX.package)
    assert [count async for count in reindex(outdated, INDEX)] == []
    assert (await counts(outdated))[1] == 0
    assert [count async for count in reindex(outdated, INDEX, anyway=True)][-1] == MANY
    assert await faults_of(outdated) == []


async def test_an_index_of_which_nothing_is_known_is_written_anew(store):
    async with store.unit() as session:
        await write(session, 1, skills="poterie")
    assert [count async for count in reindex(store, INDEX)] == [0, 1]
    assert [count async for count in reindex(store, INDEX)] == []


@pytest.mark.parametrize("before", [None, "an earlier version"])
async def test_what_is_put_into_an_empty_index_from_the_start_on_is_not_written_anew_at_the_next(
    store, before
):
    if before is not None:
        async with store.unit() as session:
            session.add(IndexedRow(name=INDEX.name, made_with=before, done_to=None))
    assert [count async for count in reindex(store, INDEX)] == []
    assert await kept(store) == (made_with(INDEX.package), None)
    async with store.unit() as session:
        await write(session, 1, skills="poterie")
    assert [count async for count in reindex(store, INDEX)] == []


@pytest.mark.parametrize("version", [made_with(INDEX.package), "an earlier version"])
async def test_one_of_which_all_rows_went_before_it_was_finished_is_finished(store, only_this_index, version):
    async with store.unit() as session:
        session.add(IndexedRow(name=INDEX.name, made_with=version, done_to=PIECE))
    async with store.read() as session:
        assert await progress(session) is None
    async for _rows in reindex(store, INDEX):
        pass
    assert await kept(store) == (made_with(INDEX.package), None)


async def test_at_a_desk_only_indexes_of_which_nothing_is_known_are_looked_at(store, only_this_index):
    await begin_where_unknown(store)
    assert await kept(store) == (made_with(INDEX.package), None)
    async with store.unit() as session:
        await write(session, 1, skills="poterie")
        await session.merge(IndexedRow(name=INDEX.name, made_with="an earlier version", done_to=None))
    await begin_where_unknown(store)
    assert await kept(store) == ("an earlier version", None)


async def test_it_goes_on_where_it_was_left_and_begins_again_for_another_version(outdated, monkeypatch):
    pieces = reindex(outdated, INDEX)
    assert [await anext(pieces), await anext(pieces)] == [0, PIECE]
    await pieces.aclose()
    assert await kept(outdated) == (made_with(INDEX.package), PIECE)
    assert [count async for count in reindex(outdated, INDEX)] == [0, PIECE, PIECE + 7]

    monkeypatch.setattr(reindexing, "made_with", lambda _package: "a later version")
    again = reindex(outdated, INDEX)
    assert [await anext(again), await anext(again)] == [0, PIECE]
    await again.aclose()
    monkeypatch.setattr(reindexing, "made_with", lambda _package: "one that is later still")
    assert [count async for count in reindex(outdated, INDEX)] == [0, PIECE, 2 * PIECE, MANY]


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


async def until_it_is_whole(store: Store) -> None:
    async with asyncio.timeout(60):
        while await kept(store) != (made_with(INDEX.package), None):
            pass


@contextmanager
def during_each_piece(store: Store, act: Callable[[], object]) -> Iterator[None]:
    """Do something while a piece is being written, as it asks which rows it is about."""

    def listen(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith("SELECT thing.id") and "LIMIT" in statement:
            act()

    event.listen(store.engine.sync_engine, "before_cursor_execute", listen)
    yield
    event.remove(store.engine.sync_engine, "before_cursor_execute", listen)


async def test_the_bot_does_it_by_itself_says_so_in_the_log_and_tells_how_far_it_is(
    outdated, only_this_index
):
    with structlog.testing.capture_logs() as logged:
        first = Reindexing(outdated, Faults(SimulatedClock(START)))
        stopping: list[asyncio.Task[None]] = []
        with during_each_piece(outdated, lambda: stopping.append(asyncio.create_task(first.stop()))):
            first.start()
            async with asyncio.timeout(60):
                while not stopping:
                    await counts(outdated)
            await asyncio.gather(*stopping)
        async with outdated.read() as session:
            assert await progress(session) == 100 * PIECE // MANY
        second = Reindexing(outdated, Faults(SimulatedClock(START)))
        second.start()
        await until_it_is_whole(outdated)
        await second.stop()
    assert await faults_of(outdated) == []
    assert [one["event"] for one in logged] == [
        "search index is another version’s: it is written anew",
        "search index is another version’s: it is written anew",
        "search index written anew",
    ]
    assert logged[-1]["rows"] == MANY - PIECE


async def test_an_index_that_cannot_be_written_anew_is_a_fault_and_stops_nothing(
    outdated, only_this_index, monkeypatch
):
    async def broken(*_arguments: object) -> list[object]:
        raise ValueError("a plugin’s mistake")

    monkeypatch.setattr(INDEX, "_rewriting", broken)
    faults = Faults(SimulatedClock(START))
    work = Reindexing(outdated, faults)
    work.start()
    async with asyncio.timeout(60):
        while not faults.last():
            await counts(outdated)
    await work.stop()
    assert [fault.summary for fault in faults.last()] == ["ValueError"]
    assert (await counts(outdated))[0] > 0


async def test_who_holds_rows_is_waited_for_twice_as_long_each_time_and_the_log_says_once_that_it_began(
    outdated, only_this_index, monkeypatch
):
    class HeldError(Exception):
        sqlstate = "55P03"

    refusals = iter([True, True, True, True, False, True, False, False])

    async def now_and_then(session: AsyncSession, ids: Sequence[int]) -> list[Entry]:
        if next(refusals):
            raise DBAPIError("UPDATE", None, HeldError())
        return await entries_of(session, ids)

    monkeypatch.setattr(INDEX, "_rewriting", now_and_then)
    monkeypatch.setattr("bot.runtime.reindexing._FIRST_WAIT", 0.001)
    monkeypatch.setattr("bot.runtime.reindexing._LONGEST_WAIT", 0.004)
    with structlog.testing.capture_logs() as logged:
        work = Reindexing(outdated, Faults(SimulatedClock(START)))
        work.start()
        await until_it_is_whole(outdated)
        await work.stop()
    assert [one.get("seconds", one["event"]) for one in logged] == [
        "search index is another version’s: it is written anew",
        *(0.001, 0.002, 0.004, 0.004),
        0.001,
        "search index written anew",
    ]
    assert logged[-1]["rows"] == MANY
    assert await faults_of(outdated) == []


async def test_the_share_that_is_done_never_falls_while_one_index_is_written_anew_after_the_other(
    outdated, monkeypatch
):
    metadata = MetaData()
    THING.to_metadata(metadata)
    other = SearchIndex(
        "more_search",
        of="thing",
        columns=INDEX.columns,
        source=entries_of,
        package=INDEX.package,
        is_personal=False,
        metadata=metadata,
    )
    async with outdated.engine.begin() as connection:
        await connection.run_sync(metadata.create_all)
    monkeypatch.setattr(reindexing, "indexes", lambda: [INDEX, other])
    assert [await begin(outdated, index) for index in (INDEX, other)] == [True, True]
    shares = []
    for index in (INDEX, other):
        async for _rows in reindex(outdated, index):
            async with outdated.read() as session:
                shares.append(await progress(session))
    assert shares == [0, 23, 46, 50, 50, 73, 96, None]


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


def test_of_a_package_that_is_one_module_only_that_module_counts(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(str(tmp_path))
    module = tmp_path / "one_module.py"
    module.write_text("word = 1")
    first = made_with("one_module")
    (tmp_path / "beside.py").write_text("")
    reindexing._digest_of.cache_clear()
    assert made_with("one_module") == first
    module.write_text("word = 2")
    reindexing._digest_of.cache_clear()
    assert made_with("one_module") != first
    reindexing._digest_of.cache_clear()


def test_what_is_no_package_is_named():
    with pytest.raises(ModuleNotFoundError, match="there_is_none"):
        made_with("there_is_none")


def test_no_kill_leaves_an_index_that_is_not_finished_by_the_next_start(tmp_path):
    report = report_of("killed_reindexing", tmp_path)
    assert report["killed"] == KILLS
    assert report["reached"] == sorted(report["reached"])
    assert 0 < report["reached"][-1] < ROWS
    assert report["inconsistencies"] == []
    assert report["integrity"] == ["ok"]


async def test_on_sqlite_who_wants_to_write_during_a_piece_waits_for_that_one_alone(tmp_path):
    async with empty_store("sqlite", tmp_path) as store:
        await create(store)
        async with store.unit() as session:
            for number in range(1, MANY + 1):
                await write(session, number, skills="poterie")
        waiting: list[asyncio.Task[int | None]] = []

        async def write_one() -> int | None:
            """Write, and return how far the index is at that moment."""
            async with store.unit() as session:
                await session.execute(THING.update().where(THING.c.id == 1).values(owner_id=1))
                done_to = text(f"SELECT done_to FROM indexed WHERE name = '{INDEX.name}'")
                return (await session.execute(done_to)).scalar_one()

        with during_each_piece(store, lambda: waiting.append(asyncio.create_task(write_one()))):
            async for _rows in reindex(store, INDEX, anyway=True):
                pass
        assert await asyncio.gather(*waiting) == [PIECE, 2 * PIECE, None]


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
            assert await anext(pieces) is None
            await write(session, 3, skills="jonglage")
        assert [rows async for rows in pieces][-1] == MANY
        async with store.read() as session:
            assert await find(session, "jonglage") == [3]
        assert await faults_of(store) == []
