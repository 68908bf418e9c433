"""Commands with a durable write through the dispatcher, beside an insert and commit by sqlite3 alone."""

from __future__ import annotations

import asyncio
import sqlite3
import tempfile
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.harness import command, percentile, running_bot
from bot.app import Bot
from bot.chat.answers import Failure
from bot.chat.incoming import Line
from bot.runtime.clock import SimulatedClock

RATE = 100
"""Commands a second in the open-loop run."""

_PEOPLE, _CHANNELS = 150, 20
_TEXTS = (
    "/rappel demain 9h relancer la CAF",
    "/rappel lundi prochain 14h30 préparer l'atelier smartphone",
    "/rappel envoyer le compte rendu à la mairie jeudi à 10h",
    "/rappel dans 3 jours commander deux tablettes",
    "/rappel tous les mardis à 10h ouvrir la permanence",
)


def _lines(count: int) -> list[Line]:
    return [command(f"{_TEXTS[i % len(_TEXTS)]} {i}", i % _PEOPLE, i % _CHANNELS) for i in range(count)]


async def _timed(bot: Bot, line: Line, due: float) -> float:
    """Return the seconds from the instant at which the line was due to its answer."""
    answers = await bot.receive(line)
    if not answers or isinstance(answers[0], Failure):
        raise AssertionError(f"{line.text!r} was not done: {answers}")
    return time.perf_counter() - due


async def _open_loop(bot: Bot, lines: list[Line]) -> list[float]:
    """Send `RATE` lines a second, whether the earlier ones are answered or not; return each delay."""
    start = time.perf_counter()
    tasks = []
    for number, line in enumerate(lines):
        due = start + number / RATE
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        tasks.append(asyncio.create_task(_timed(bot, line, due)))
    return list(await asyncio.gather(*tasks))


async def _saturated(bot: Bot, lines: list[Line], workers: int = 8) -> float:
    """Return the commands a second when so many people never wait."""
    waiting = iter(lines)

    async def work() -> None:
        for line in waiting:
            await _timed(bot, line, time.perf_counter())

    start = time.perf_counter()
    await asyncio.gather(*(work() for _ in range(workers)))
    return len(lines) / (time.perf_counter() - start)


def _floor(count: int) -> list[float]:
    """Return the seconds of each insert and commit by sqlite3 alone, with the bot's own pragmas."""
    times = []
    with (
        tempfile.TemporaryDirectory(prefix="maillage-bench-") as folder,
        closing(sqlite3.connect(Path(folder) / "floor.db", isolation_level=None)) as database,
    ):
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("PRAGMA synchronous=FULL")
        database.execute("CREATE TABLE reminder (id INTEGER PRIMARY KEY, text TEXT, at TEXT)")
        for number in range(count):
            start = time.perf_counter()
            database.execute("BEGIN IMMEDIATE")
            database.execute(
                "INSERT INTO reminder (text, at) VALUES (?, ?)", (_TEXTS[0], f"2026-11-22 {number}")
            )
            database.execute("COMMIT")
            times.append(time.perf_counter() - start)
    return times


async def _measure(smoke: bool) -> dict[str, float | int | str]:
    count = 50 if smoke else 2_000
    async with running_bot(SimulatedClock(datetime(2026, 11, 21, 9, 0, tzinfo=UTC))) as (bot, _sink):
        for line in _lines(_PEOPLE * 2 if not smoke else 20):  # people and places are known, imports are done
            await bot.receive(line)
        lines = _lines(count)
        processor, delays = time.process_time(), await _open_loop(bot, lines)
        processor_ms = (time.process_time() - processor) / count * 1e3
        saturated = await _saturated(bot, lines)
    floor = _floor(count)
    return {
        "rate_per_second": RATE,
        "p50_ms": round(percentile(delays, 0.50) * 1e3, 2),
        "p95_ms": round(percentile(delays, 0.95) * 1e3, 2),
        "p99_ms": round(percentile(delays, 0.99) * 1e3, 2),
        "cpu_ms_a_command": round(processor_ms, 2),
        "saturated_per_second": round(saturated),
        "floor_p50_ms": round(percentile(floor, 0.50) * 1e3, 2),
        "floor_p99_ms": round(percentile(floor, 0.99) * 1e3, 2),
        "floor_saturated_per_second": round(len(floor) / sum(floor)),
    }


def measure(smoke: bool) -> dict[str, float | int | str]:
    """Return the figures; each command's answer is checked."""
    return asyncio.run(_measure(smoke))
