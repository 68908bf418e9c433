"""Timers: a million that wait, and ten thousand that fall due in the same minute."""

from __future__ import annotations

import asyncio
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.harness import command, percentile, running_bot
from bot.runtime.clock import SimulatedClock

_NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


async def _start(folder: Path) -> float:
    """Return the seconds that the bot takes to start on a folder, and to know what falls due next."""
    start = time.perf_counter()
    async with running_bot(SimulatedClock(_NOW), folder) as (bot, _sink):
        await bot.settle()
        await bot.next_at()
        return time.perf_counter() - start


def _fill(file: Path, count: int) -> None:
    """Write so many timers, spread over the ten years to come, straight into the database."""

    def rows() -> Iterator[tuple[object, ...]]:
        for number in range(count):
            due = (_NOW + timedelta(days=1, seconds=number * 300)).replace(tzinfo=None).isoformat(" ")
            yield (1, "reminders", "ring", f"bench:{number}", due + ".000000", due + ".000000", "{}")

    with closing(sqlite3.connect(file)) as database:
        database.executemany(
            "INSERT INTO timer (network_id, plugin, name, key, due_at, run_at, payload) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            rows(),
        )
        database.commit()


async def _add(folder: Path, count: int) -> list[float]:
    """Return the seconds of each command that sets one more timer."""
    times = []
    async with running_bot(SimulatedClock(_NOW), folder) as (bot, _sink):
        for number in range(count + 5):
            line = command(f"/rappel demain 9h relancer la mairie {number}", number % 40, number % 10)
            start = time.perf_counter()
            await bot.receive(line)
            times.append(time.perf_counter() - start)
    return times[5:]


async def _waiting(count: int, smoke: bool) -> dict[str, float | int | str]:
    with tempfile.TemporaryDirectory(prefix="maillage-bench-") as temporary:
        folder = Path(temporary)
        await _start(folder)
        empty = min([await _start(folder) for _ in range(3)])
        added_before = await _add(folder, 10 if smoke else 100)
        _fill(folder / "maillage.db", count)
        full = min([await _start(folder) for _ in range(3)])
        added = await _add(folder, 10 if smoke else 100)
    return {
        "waiting": count,
        "start_with_none_s": round(empty, 3),
        "start_with_all_s": round(full, 3),
        "adding_one_to_none_p50_ms": round(percentile(added_before, 0.5) * 1e3, 2),
        "adding_one_p50_ms": round(percentile(added, 0.5) * 1e3, 2),
        "adding_one_p99_ms": round(percentile(added, 0.99) * 1e3, 2),
    }


async def _due_at_once(count: int) -> dict[str, float | int | str]:
    """Let so many reminders fall due at once; check that each is delivered once, in order for each person."""
    clock = SimulatedClock(_NOW)
    async with running_bot(clock) as (bot, sink):
        people = -(-count // 200)
        for number in range(count):
            await bot.receive(command(f"/rappel demain 9h numéro {number}", number % people, number % people))
        clock.move_to(_NOW + timedelta(days=2))
        start = time.perf_counter()
        await bot.settle()
        seconds = time.perf_counter() - start
        told = [str(outgoing.post.text) for outgoing in sink.taken]
        numbers = [int(text.split("numéro ", 1)[1].split()[0]) for text in told]
    if sorted(numbers) != list(range(count)):
        raise AssertionError(
            f"{count} were due; {len(numbers)} were delivered, {len(set(numbers))} different"
        )
    by_person: dict[int, int] = {}
    for number in numbers:
        if by_person.get(number % people, -1) > number:
            raise AssertionError(f"{number} came after {by_person[number % people]}")
        by_person[number % people] = number
    return {
        "due_in_the_same_minute": count,
        "delivered_once_and_in_order": len(numbers),
        "delivered_in_s": round(seconds, 2),
        "delivered_per_second": round(count / seconds),
    }


def measure(smoke: bool) -> dict[str, float | int | str]:
    """Return the figures; that every delivery is made once, in order, is checked."""
    waiting = asyncio.run(_waiting(2_000 if smoke else 1_000_000, smoke))
    due = asyncio.run(_due_at_once(200 if smoke else 10_000))
    return waiting | due
