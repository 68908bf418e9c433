"""Ten thousand meetings to come, with all that is to be done around each: reminders, agenda, survey.

One meeting is set as people set it; the others are copies of its rows and of the timers that the bot set for
it, on other days and in other channels, with people who come. What counts is what they cost a bot that
starts and waits: the same console on a database with none of them stands beside it.
"""

from __future__ import annotations

import asyncio
import json
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.harness import command, percentile, progress, running_bot
from benchmarks.startup import Start, environment_of, start_console
from bot.runtime.clock import SimulatedClock

_MEETINGS, _FEW_MEETINGS = 10_000, 200
_CHANNELS, _PEOPLE, _COMING = 100, 40, 5
_DAYS = 600
_NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
_FIRST = 1
"""The id of the meeting that the others are copies of."""

Figures = dict[str, float | int | str]
Row = dict[str, object]


def measure(smoke: bool) -> Figures:
    """Return the figures; a smoke run has few meetings, and starts once."""
    count = _FEW_MEETINGS if smoke else _MEETINGS
    with tempfile.TemporaryDirectory(prefix="maillage-bench-") as name:
        none, many, compiled = (Path(name, part) for part in ("none", "many", "compiled"))
        for folder in (none, many):
            folder.mkdir()
            asyncio.run(_people_in_channels(folder, with_meeting=folder == many))
        progress.tell("Writing meetings…")
        timers = _copy(many / "maillage.db", count)
        progress.tell("Starting consoles…")
        starts = _starts(none, many, str(compiled), 1 if smoke else 7)
        progress.tell("Using the bot…")
        listing, setting = asyncio.run(_use(many, 5 if smoke else 50))
    return {
        "meetings": count,
        "timers": timers,
        **starts,
        "listing_p50_ms": round(percentile(listing, 0.5) * 1e3, 2),
        "setting_one_more_p50_ms": round(percentile(setting, 0.5) * 1e3, 2),
    }


async def _people_in_channels(folder: Path, *, with_meeting: bool) -> None:
    """Have people speak in channels, so that the bot knows both, and one of them set a meeting."""
    async with running_bot(SimulatedClock(_NOW), folder) as (bot, _sink):
        for channel in range(_CHANNELS):
            await bot.receive(command("/maillage aide", channel % _PEOPLE, channel))
        if with_meeting:
            day = f"{_NOW + timedelta(days=20):%d/%m/%Y}"
            await bot.receive(
                command(f"/rencontre fixer Réunion de réseau ; {day} 14h-16h ; lieu : Feurs", 0, 0)
            )
        await bot.settle()


def _copy(file: Path, count: int) -> int:
    """Copy the meeting until there are so many, with its timers; return how many timers there are then."""
    with closing(sqlite3.connect(file)) as database, database:
        database.row_factory = sqlite3.Row
        (meeting,), (stands,) = _rows(database, "meetings_meeting"), _rows(database, "meetings_meeting_place")
        timers = [row for row in _rows(database, "timer") if row["plugin"] == "meetings"]
        if not timers or any(json.loads(str(row["payload"])) != {"meeting": _FIRST} for row in timers):
            raise AssertionError(f"these are not the timers of one meeting: {timers}")
        channels, people = (
            [row["id"] for row in _rows(database, table)][:most]
            for table, most in (("place", _CHANNELS), ("member", _PEOPLE))
        )
        for number in range(_FIRST + 1, _FIRST + count):
            later = timedelta(days=number % _DAYS)
            copy = {"id": number, "uid": f"bench-{number}", **_moved(meeting, later, "starts_at", "ends_at")}
            _insert(database, "meetings_meeting", meeting | copy)
            channel = channels[number % len(channels)]
            copy = {"id": number, "meeting_id": number, "place_id": channel}
            _insert(database, "meetings_meeting_place", stands | copy)
            for timer in timers:
                key = f"{str(timer['key']).rpartition(':')[0]}:{number}"
                copy = {"id": None, "key": key, "payload": json.dumps({"meeting": number})}
                _insert(database, "timer", timer | copy | _moved(timer, later, "due_at", "run_at"))
            database.executemany(
                "INSERT INTO meetings_attendance (network_id, meeting_id, member_id, answer, answered_at) "
                "VALUES (1, ?, ?, 'yes', ?)",
                [
                    (number, people[(number + who) % len(people)], meeting["created_at"])
                    for who in range(_COMING)
                ],
            )
        (known,) = database.execute("SELECT count(*) FROM timer WHERE plugin = 'meetings'").fetchone()
    return int(known)


def _rows(database: sqlite3.Connection, table: str) -> Iterator[Row]:
    return (dict(row) for row in database.execute(f"SELECT * FROM {table}").fetchall())


def _moved(row: Row, later: timedelta, *columns: str) -> Row:
    moved = (datetime.fromisoformat(str(row[column])) + later for column in columns)
    return {column: f"{at:%Y-%m-%d %H:%M:%S.%f}" for column, at in zip(columns, moved, strict=True)}


def _insert(database: sqlite3.Connection, table: str, row: Row) -> None:
    columns = {name: value for name, value in row.items() if name != "id" or value is not None}
    database.execute(
        f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})",
        list(columns.values()),
    )


def _starts(none: Path, many: Path, compiled: str, runs: int) -> Figures:
    """Return what starts on both databases take, in turn: medians of so many."""
    environment = environment_of(compiled)
    found: dict[Path, list[Start]] = {none: [], many: []}
    for number in range(runs + 1):
        for folder, starts in found.items():
            start = start_console(folder, environment)
            if number:  # the first one compiles
                starts.append(start)

    def median(folder: Path, what: str) -> float:
        return round(statistics.median(getattr(one, what) for one in found[folder]), 3)

    return {
        "first_answer_with_none_s": median(none, "seconds"),
        "first_answer_s": median(many, "seconds"),
        "first_answer_cpu_with_none_s": median(none, "cpu"),
        "first_answer_cpu_s": median(many, "cpu"),
        "idle_memory_with_none_mb": median(none, "memory"),
        "idle_memory_mb": median(many, "memory"),
    }


async def _use(folder: Path, times: int) -> tuple[list[float], list[float]]:
    """Return the seconds of listing what is on in a channel, and of setting one more meeting."""
    listing, setting = [], []
    day = f"{_NOW + timedelta(days=30):%d/%m/%Y}"
    async with running_bot(SimulatedClock(_NOW), folder) as (bot, _sink):
        for number in range(times + 2):
            for line, seconds in (
                ("/rencontre", listing),
                (f"/rencontre fixer Point {number} ; {day} 10h", setting),
            ):
                start = time.perf_counter()
                await bot.receive(command(line, number % _PEOPLE, number % _CHANNELS))
                seconds.append(time.perf_counter() - start)
    return listing[2:], setting[2:]
