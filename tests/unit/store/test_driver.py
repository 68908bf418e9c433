"""The SQLite driver: what it takes from the inside of aiosqlite, and from which versions of it."""

from __future__ import annotations

import queue
import sqlite3
import threading
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest

from bot.store.driver import OneTripConnection

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


def test_aiosqlite_is_pinned_to_the_minor_version_that_is_known():
    major, minor, *_patch = (int(part) for part in version("aiosqlite").split("."))
    [pin] = [
        dependency
        for dependency in tomllib.loads(PROJECT.read_text())["project"]["dependencies"]
        if dependency.startswith("aiosqlite")
    ]
    assert pin.startswith(f"aiosqlite>={major}.{minor}.")
    assert pin.endswith(f",<{major}.{minor + 1}")
