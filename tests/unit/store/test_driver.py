"""The SQLite driver: what it takes from the inside of aiosqlite, and from which versions of it."""

from __future__ import annotations

import asyncio
import queue
import sqlite3
import threading
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest

from bot.store.driver import LONG, OneTripConnection

PROJECT = Path(__file__).parents[3] / "pyproject.toml"


async def test_the_inside_of_aiosqlite_is_as_the_driver_takes_it_to_be(tmp_path):
    connection = OneTripConnection(tmp_path / "any.db")
    assert isinstance(connection._thread, threading.Thread)
    assert isinstance(connection._tx, queue.SimpleQueue)
    await connection
    assert connection._running is True
    assert isinstance(connection._conn, sqlite3.Connection)
    assert await connection.run(sqlite3.Connection.execute, "SELECT 1")
    await connection.close()
    assert connection._running is False


async def test_a_closed_connection_refuses_to_work_rather_than_wait(tmp_path):
    connection = OneTripConnection(tmp_path / "any.db")
    await connection
    await connection.close()
    with pytest.raises(ValueError, match="closed"):
        await connection.run(sqlite3.Connection.execute, "SELECT 1")


async def test_a_statement_is_done_to_its_end_however_often_its_task_is_cancelled(tmp_path):
    connection = OneTripConnection(tmp_path / "any.db")
    await connection
    begun, go_on = threading.Event(), threading.Event()

    def hold() -> bool:
        begun.set()
        return go_on.wait(10)

    await connection.create_function("hold", 0, hold)
    task = asyncio.create_task(connection.cursor().execute("CREATE TABLE held AS SELECT hold() AS done"))
    await asyncio.to_thread(begun.wait, 10)
    for _time in range(3):
        task.cancel()
        await asyncio.sleep(0)
    assert not task.done()
    go_on.set()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await (await connection.cursor().execute("SELECT done FROM held")).fetchall() == [(1,)]
    await connection.close()


async def test_a_connection_that_was_stopped_is_closed_without_waiting_for_ever(tmp_path):
    connection = OneTripConnection(tmp_path / "any.db")
    await connection
    stopped = connection.stop()
    assert stopped is not None
    assert connection.stop() is stopped
    await connection.close()
    assert stopped.done()
    await connection.close()


async def test_a_connection_begins_with_its_settings(tmp_path):
    connection = OneTripConnection(tmp_path / "any.db", settings=("PRAGMA query_only=ON",))
    await connection
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        await connection.cursor().execute("CREATE TABLE note (text TEXT)")
    await connection.close()


def is_closed(connection: sqlite3.Connection) -> bool:
    try:
        connection.execute("SELECT 1")
    except sqlite3.ProgrammingError as error:
        return "closed" in str(error)
    return False


def hold_opening(monkeypatch) -> tuple[threading.Event, threading.Event, list[sqlite3.Connection]]:
    """Have connections opened only once they are told to; return what tells, and those that were opened."""
    begun, go_on, opened = threading.Event(), threading.Event(), []
    connect = sqlite3.connect

    def hold(file: Path, **options: object) -> sqlite3.Connection:
        begun.set()
        go_on.wait(10)
        opened.append(connect(file, **{**options, "check_same_thread": False}))
        return opened[-1]

    monkeypatch.setattr("sqlite3.connect", hold)
    return begun, go_on, opened


@pytest.mark.parametrize("file", ["text.db", "folder", "no/such/folder.db"])
async def test_a_connection_that_cannot_be_opened_is_closed_before_anybody_hears_of_it(
    tmp_path, monkeypatch, file
):
    (tmp_path / "folder").mkdir()
    (tmp_path / "text.db").write_text("Bonjour " * 400, encoding="utf-8")
    _begun, go_on, opened = hold_opening(monkeypatch)
    go_on.set()
    connection = OneTripConnection(tmp_path / file, settings=("PRAGMA journal_mode=WAL",))
    with pytest.raises(sqlite3.DatabaseError):
        await connection
    stopped = connection.stop()
    assert stopped is not None
    assert stopped.done()
    assert all(map(is_closed, opened))
    assert bool(opened) == (file == "text.db")
    connection._thread.join(10)
    assert not connection._thread.is_alive()


@pytest.mark.parametrize("times", [1, 2, 3])
async def test_a_connection_whose_task_is_cancelled_while_it_opens_is_closed(tmp_path, monkeypatch, times):
    begun, go_on, opened = hold_opening(monkeypatch)
    connection = OneTripConnection(tmp_path / "any.db")

    async def open_it() -> None:
        await connection

    task = asyncio.create_task(open_it())
    await asyncio.to_thread(begun.wait, 10)
    for _time in range(times):
        task.cancel()
        await asyncio.sleep(0)
    assert not task.done()
    go_on.set()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert [is_closed(one) for one in opened] == [True]
    connection._thread.join(10)
    assert not connection._thread.is_alive()


async def test_a_connection_whose_task_is_cancelled_while_it_closes_is_closed(tmp_path, monkeypatch):
    _begun, go_on, opened = hold_opening(monkeypatch)
    go_on.set()
    connection = OneTripConnection(tmp_path / "any.db")
    await connection
    task = asyncio.create_task(connection.close())
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    connection._thread.join(10)
    assert not connection._thread.is_alive()
    assert [is_closed(one) for one in opened] == [True]


def test_aiosqlite_is_pinned_to_the_minor_version_that_is_known():
    major, minor, *_patch = (int(part) for part in version("aiosqlite").split("."))
    [pin] = [
        dependency
        for dependency in tomllib.loads(PROJECT.read_text())["project"]["dependencies"]
        if dependency.startswith("aiosqlite")
    ]
    assert pin.startswith(f"aiosqlite>={major}.{minor}.")
    assert pin.endswith(f",<{major}.{minor + 1}")


@pytest.fixture
async def quick(tmp_path):
    connection = OneTripConnection(tmp_path / "any.db", quick=True)
    await connection
    await connection.cursor().execute("CREATE TABLE note (text TEXT)")
    yield connection
    await connection.close()


def threads_used(connection: OneTripConnection) -> set[str]:
    """Have the connection note in which threads its statements run."""
    used: set[str] = set()

    def note() -> int:
        used.add(threading.current_thread().name)
        return 1

    connection._conn.create_function("note_thread", 0, note)
    return used


async def test_a_short_statement_makes_no_trip(quick):
    used = threads_used(quick)
    rows = await (await quick.cursor().execute("SELECT note_thread()")).fetchall()
    assert rows == [(1,)]
    assert used == {threading.current_thread().name}


async def test_one_that_is_known_to_be_long_goes_to_the_thread_at_once(quick):
    used = threads_used(quick)
    await quick.cursor().execute(f"SELECT {LONG} note_thread()")
    assert len(used) == 1
    assert used != {threading.current_thread().name}


async def test_one_that_is_slow_again_and_again_goes_to_the_thread(quick, monkeypatch):
    used = threads_used(quick)
    monkeypatch.setattr("bot.store.driver.QUICK", -1)
    for _time in range(3):
        await quick.cursor().execute("SELECT note_thread()")
    assert used == {threading.current_thread().name}
    used.clear()
    await quick.cursor().execute("SELECT note_thread()")
    assert used != {threading.current_thread().name}
    assert len(used) == 1


async def test_one_that_was_slow_by_accident_stays(quick, monkeypatch):
    used = threads_used(quick)
    for limit in (-1, -1, 60, -1, -1):
        monkeypatch.setattr("bot.store.driver.QUICK", limit)
        await quick.cursor().execute("SELECT note_thread()")
    await quick.cursor().execute("SELECT note_thread()")
    assert used == {threading.current_thread().name}


async def test_a_transaction_that_another_process_keeps_from_beginning_waits_in_the_thread(quick, tmp_path):
    used = threads_used(quick)
    other = sqlite3.connect(tmp_path / "any.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    quick.begin("BEGIN IMMEDIATE")
    waiting = asyncio.create_task(quick.cursor().execute("INSERT INTO note VALUES (note_thread())"))
    await asyncio.sleep(0)
    other.execute("COMMIT")
    other.close()
    await waiting
    assert len(used) == 1
    assert used != {threading.current_thread().name}
    await quick.commit()


class Recovering:
    """A connection to a file whose journal another process recovers as a transaction is to begin."""

    def __init__(self, real: sqlite3.Connection) -> None:
        self.real, self.refusals = real, 1

    def __getattr__(self, name: str) -> object:
        return getattr(self.real, name)

    def execute(self, statement: str, *values: object) -> sqlite3.Cursor:
        if statement.startswith("BEGIN") and self.refusals:
            self.refusals -= 1
            busy = sqlite3.OperationalError("database is locked")
            busy.sqlite_errorcode = sqlite3.SQLITE_BUSY_RECOVERY
            raise busy
        return self.real.execute(statement, *values)


async def test_a_transaction_waits_whatever_another_process_is_busy_with(quick):
    quick._connection = recovering = Recovering(quick._conn)
    quick.begin("BEGIN IMMEDIATE")
    await quick.cursor().execute("INSERT INTO note VALUES ('said')")
    assert recovering.refusals == 0
    assert quick.in_transaction
    quick._connection = recovering.real
    await quick.commit()


async def test_a_statement_that_fails_at_once_raises_as_in_the_thread(quick):
    with pytest.raises(sqlite3.OperationalError, match="no such table"):
        await quick.cursor().execute("SELECT * FROM nowhere")
