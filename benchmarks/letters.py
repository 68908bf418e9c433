"""Composing the letters of 100 channels, each over the 10 000 links shared there since the last one.

The links are invented, a tenth of them found useful by somebody; each channel has its own. The letters are
composed by the sections of all plugins, from one process and one after another, as their hours come; nothing
is sent. What counts is the time on the clock; seconds of the processor stand beside it, for a busy machine
takes longer on the clock alone. Beside both: one plain statement a channel, which reads the links that most
people found useful.
"""

from __future__ import annotations

import asyncio
import random
import sqlite3
import statistics
import tempfile
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.harness import progress, running_bot
from bot.app import load_plugins
from bot.config import Config
from bot.runtime.clock import SimulatedClock
from bot.store.people import network_of
from bot.store.tables import NetworkRow
from plugins.digest.models import SeriesRow
from plugins.digest.register import items
from plugins.digest.sending import begin
from tests.fakes.bot import new_database

_LETTERS, _FEW_LETTERS = 100, 4
_SHARES, _FEW_SHARES = 10_000, 200
_NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
_WEEK = timedelta(days=7)
_PEOPLE = 40
_USEFUL = 0.1
_SIZE = 8
_FLOOR = """
    SELECT s.id, s.title, s.url, s.site, s.description FROM watch_appearance AS a
    JOIN watch_share AS s ON s.id = a.share_id
    WHERE a.place_id = ? AND a.posted_at >= ? AND s.removed_at IS NULL
    ORDER BY (SELECT count(*) FROM watch_mark AS m WHERE m.share_id = s.id AND m.kind = 'useful') DESC,
             s.created_at DESC
    LIMIT ?
"""

Figures = dict[str, float | int | str]


def measure(smoke: bool) -> Figures:
    """Return the figures; a smoke run has few letters, over few links."""
    letters, shares = (_FEW_LETTERS, _FEW_SHARES) if smoke else (_LETTERS, _SHARES)
    with tempfile.TemporaryDirectory(prefix="maillage-bench-") as name:
        folder = Path(name)
        load_plugins(Config())  # their search indexes are known then: they are not written anew meanwhile
        asyncio.run(new_database(folder))
        progress.tell("Writing links…")
        _fill(folder / "maillage.db", letters, shares)
        figures: Figures = {"letters": letters, "shares_each": shares}
        progress.tell("Composing letters…")
        figures |= asyncio.run(_compose(folder, letters))
        figures |= _floor(folder / "maillage.db", letters)
    figures["times_floor"] = round(float(figures["all_s"]) / max(float(figures["floor_all_s"]), 1e-6), 2)
    return figures


def _fill(file: Path, letters: int, shares: int) -> None:
    """Write the channels, their letters and what was shared there."""
    draw = random.Random(17)
    at = str(_NOW.replace(tzinfo=None))
    with closing(sqlite3.connect(file)) as database, database:
        database.executemany(
            "INSERT INTO member (id, network_id, name, created_at) VALUES (?, 1, ?, ?)",
            [(number, f"Personne {number}", at) for number in range(1, _PEOPLE + 1)],
        )
        database.executemany(
            "INSERT INTO account (network_id, member_id, platform, external_id, username, folded, seen_at) "
            "VALUES (1, ?, 'bench', ?, ?, ?, ?)",
            [(number, f"u{number}", f"p{number}", f"p{number}", at) for number in range(1, _PEOPLE + 1)],
        )
        for place in range(1, letters + 1):
            _fill_place(database, draw, place, shares)


def _fill_place(database: sqlite3.Connection, draw: random.Random, place: int, shares: int) -> None:
    at = str(_NOW.replace(tzinfo=None))
    database.execute(
        "INSERT INTO place (id, network_id, platform, external_id, kind, name, created_at) "
        "VALUES (?, 1, 'bench', ?, 'channel', ?, ?)",
        (place, f"c{place}", f"canal-{place}", at),
    )
    database.execute(
        "INSERT INTO digest_series (id, network_id, place_id, zone, lead, sections, covered_to, created_at) "
        "VALUES (?, 1, ?, 'Europe/Paris', '', '[]', ?, ?)",
        (place, place, str(_NOW.replace(tzinfo=None) - _WEEK), at),
    )
    database.execute(
        "INSERT INTO digest_place (network_id, series_id, place_id) VALUES (1, ?, ?)", (place, place)
    )
    first = (place - 1) * shares
    days = [
        str(_NOW.replace(tzinfo=None) - timedelta(seconds=draw.randrange(1, 7 * 86_400)))
        for _share in range(shares)
    ]
    database.executemany(
        "INSERT INTO watch_share (id, network_id, member_id, url, site, title, description, created_at) "
        "VALUES (?, 1, ?, ?, 'exemple.fr', ?, 'Une fiche pour les ateliers', ?)",
        [
            (number, draw.randint(1, _PEOPLE), f"https://exemple.fr/{number}", f"Lien {number}", day)
            for number, day in enumerate(days, first + 1)
        ],
    )
    database.executemany(
        "INSERT INTO watch_appearance (network_id, share_id, place_id, member_id, posted_at) "
        "VALUES (1, ?, ?, ?, ?)",
        [(first + number, place, draw.randint(1, _PEOPLE), day) for number, day in enumerate(days, 1)],
    )
    useful = draw.sample(range(1, shares + 1), int(shares * _USEFUL))
    database.executemany(
        "INSERT INTO watch_mark (network_id, share_id, member_id, kind, marked_at) "
        "VALUES (1, ?, ?, 'useful', ?)",
        [
            (first + number, member, at)
            for number in useful
            for member in draw.sample(range(1, _PEOPLE + 1), draw.randint(1, 5))
        ],
    )


async def _compose(folder: Path, letters: int) -> Figures:
    """Compose every letter and write it down, as its timer does, and tell how long that takes."""
    took: list[float] = []
    told, processor = 0, 0.0
    async with running_bot(SimulatedClock(_NOW), folder) as (bot, _sink):
        async with bot.store.read() as session:
            network = network_of(await session.get_one(NetworkRow, 1))
        for number in range(1, letters + 1):
            before, worked = time.perf_counter(), time.process_time()
            async with (
                bot.store.unit() as session,
                bot.handlers.for_timer(session, "digest", network, _NOW) as ctx,
            ):
                series = await session.get_one(SeriesRow, number)
                letter = await begin(ctx, series, _NOW, _NOW, _NOW)
                told += len(await items(session, letter.id))
            took.append(time.perf_counter() - before)
            processor += time.process_time() - worked
    if told != letters * _SIZE:
        raise RuntimeError(f"{told} items in {letters} letters")
    return {
        "all_s": round(sum(took), 3),
        "all_processor_s": round(processor, 3),
        "median_ms": round(statistics.median(took) * 1000, 2),
        "worst_ms": round(max(took) * 1000, 2),
    }


def _floor(file: Path, letters: int) -> Figures:
    """Read what was found most useful in each channel by one statement."""
    since = (_NOW - _WEEK).replace(tzinfo=None)
    with closing(sqlite3.connect(file)) as database:
        before = time.perf_counter()
        for place in range(1, letters + 1):
            found = database.execute(_FLOOR, (place, str(since), _SIZE)).fetchall()
            if len(found) != _SIZE:
                raise RuntimeError(f"{len(found)} links in channel {place}")
        return {"floor_all_s": round(time.perf_counter() - before, 3)}
