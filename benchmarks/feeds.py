"""Feeds: a first pass over a thousand of fifty entries, and a second one in which nothing has changed.

A local server gives generated feeds; the bot reads them as it does at work, over HTTP, through its fetcher,
into its database. Beside it, on the same feeds and in the same run, lemon24/reader: with the Python that
`MAILLAGE_BENCH_READER` names, or this one if it has `reader`. How many threads serve it best depends on the
machine, so it has several tries, and we have as many, by turns: the best of each counts, save that memory and
the longest gap of ours are the worst of all.
"""

from __future__ import annotations

import asyncio
import gc
import importlib.util
import json
import multiprocessing
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from benchmarks.harness import Sink, progress
from benchmarks.processes import Process, peak_mb, peak_mb_of_children
from bot.app import Bot, load_plugins
from bot.config import Config
from bot.runtime.clock import SimulatedClock
from bot.store import Store
from bot.store.people import network_of
from bot.store.tables import NetworkRow

_NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
_LATER = timedelta(days=2)
_READER = "MAILLAGE_BENCH_READER"
_WORKERS = (1, 4, 8)
"""So many threads `reader` is given, one number a try."""
_LOOK_EVERY = 0.002
_LOOK_BESIDE_EVERY = 0.05
"""Seconds."""
_COLLECTED_AFTER = 50_000

Figures = dict[str, float | int | str]


class Watchman:
    """Looks at how long the event loop keeps others waiting, and at what the processes beside it hold."""

    def __init__(self) -> None:
        self.longest = 0.0
        self.beside_mb = 0.0

    @asynccontextmanager
    async def watching(self) -> AsyncIterator[None]:
        """Look again and again meanwhile."""
        tasks = [asyncio.create_task(self._watch()), asyncio.create_task(self._look_beside())]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()

    async def _watch(self) -> None:
        while True:
            start = time.perf_counter()
            await asyncio.sleep(_LOOK_EVERY)
            self.longest = max(self.longest, time.perf_counter() - start - _LOOK_EVERY)

    async def _look_beside(self) -> None:
        while True:
            self.beside_mb = max(self.beside_mb, await asyncio.to_thread(peak_mb_of_children))
            await asyncio.sleep(_LOOK_BESIDE_EVERY)


async def _ours(urls: Sequence[str]) -> dict[str, float]:
    with tempfile.TemporaryDirectory(prefix="maillage-bench-") as folder:
        config = Config()
        config.store.data_dir = Path(folder)
        config.fetching.allowed_hosts = ["127.0.0.0/8"]
        clock = SimulatedClock(_NOW)
        bot = Bot(config, Store(config.database_url()), clock, [Sink()], load_plugins(config))
        await bot.start()
        try:
            return await _passes(bot, clock, urls)
        finally:
            await bot.stop()


async def _passes(bot: Bot, clock: SimulatedClock, urls: Sequence[str]) -> dict[str, float]:
    from plugins.watch.feeds.models import FeedRow, SeenRow

    await _follow(bot, urls)
    gc.freeze()  # what is imported stays, and garbage is looked for as rarely as in the command
    gc.set_threshold(_COLLECTED_AFTER)
    watchman = Watchman()
    async with watchman.watching():
        start = time.perf_counter()
        await bot.settle()
        first = time.perf_counter() - start
        peak = peak_mb()
        clock.move_to(_NOW + _LATER)
        await bot.work.tidy()  # what a new day brings is none of the feeds' business
        start = time.perf_counter()
        await bot.settle()
        second = time.perf_counter() - start
    async with bot.store.read() as session:
        entries = await session.scalar(select(func.count()).select_from(SeenRow)) or 0
        again = await session.scalar(select(func.count()).where(FeedRow.last_success_at == _NOW + _LATER))
    if again != len(urls):
        raise AssertionError(f"{again} of {len(urls)} feeds were read again")
    return {
        "entries": entries,
        "first_s": first,
        "second_s": second,
        "peak_mb": peak,
        "reading_process_mb": watchman.beside_mb,
        "longest_gap_s": watchman.longest,
    }


async def _follow(bot: Bot, urls: Sequence[str]) -> None:
    """Have a channel follow the feeds, as an import does."""
    from bot.chat.incoming import Line
    from bot.chat.people import Author
    from bot.chat.places import Location
    from plugins.watch.feeds.importing import Following, Outcome, follow_all
    from plugins.watch.feeds.polling import poll_soon
    from plugins.watch.reading.opml import Outline

    where = Location(platform=Sink.name, id="veille", name="veille", community="team", community_name="Team")
    await bot.receive(Line(author=Author(id="lea", username="lea"), location=where, text="/veille flux"))
    await bot.settle()
    outcome = Outcome()
    outlines = [Outline(url, "") for url in urls]
    async with bot.handlers.unit() as session:
        network = network_of(await session.get_one(NetworkRow, 1))
        await follow_all(session, outlines, Following(network.id, 1, None), outcome, _NOW)
        async with bot.handlers.for_timer(session, "watch", network, _NOW) as ctx:
            await poll_soon(ctx)
    if len(outcome.followed) != len(urls):
        raise AssertionError(f"{len(outcome.followed)} of {len(urls)} feeds are followed")


def _run_ours(urls: Sequence[str]) -> dict[str, float]:
    return asyncio.run(_ours(urls))


def _in_a_process_of_its_own(urls: Sequence[str]) -> dict[str, float]:
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return asyncio.run(_beside_an_idle_loop(pool.submit(_run_ours, urls)))


async def _beside_an_idle_loop(running: Future[dict[str, float]]) -> dict[str, float]:
    """Return the figures of a run, and how long the machine alone kept an event loop with no work waiting."""
    watchman = Watchman()
    async with watchman.watching():
        figures = await asyncio.wrap_future(running)
    return figures | {"longest_idle_gap_s": watchman.longest}


def _readers_python() -> str | None:
    """Return the Python that has `reader`, None if there is none."""
    named = os.environ.get(_READER)
    if named:
        return named
    return sys.executable if importlib.util.find_spec("reader") is not None else None


def _peer(python: str, urls: Sequence[str], workers: int) -> dict[str, Any]:
    script = Path(__file__).with_name("feed_peer.py")
    with tempfile.TemporaryDirectory(prefix="maillage-bench-") as folder:
        ended = subprocess.run(
            (python, str(script), folder, str(workers)),
            input=json.dumps(urls), stdout=subprocess.PIPE, text=True, check=True,
        )  # fmt: skip
    figures: dict[str, Any] = json.loads(ended.stdout)
    return figures


def measure(smoke: bool) -> Figures:
    """Return the figures; that every entry was taken in, and every feed read twice, is checked."""
    feeds, entries = (20, 10) if smoke else (1_000, 50)
    python = _readers_python()
    ours, peer = [], []
    server = Process("-m", "benchmarks.feed_server", str(feeds), str(entries))
    try:
        urls: list[str] = json.loads(server.first_line())
        for workers in _WORKERS[:1] if smoke else _WORKERS:
            progress.tell("feeds: ours…")
            ours.append(_in_a_process_of_its_own(urls))
            if python is not None:
                progress.tell(f"feeds: reader, threads: {workers}…")
                peer.append(_peer(python, urls, workers))
    finally:
        server.stop()
    for each in (*ours, *peer):
        if each["entries"] != feeds * entries:
            raise AssertionError(f"{each['entries']} entries were seen, of {feeds * entries}")
    first, second = _best(ours, "first_s"), _best(ours, "second_s")
    figures: Figures = {
        "feeds": feeds,
        "entries": feeds * entries,
        "first_pass_s": round(first, 2),
        "entries_per_second": round(feeds * entries / first),
        "peak_memory_mb": round(max(each["peak_mb"] for each in ours)),
        "peak_memory_of_each_reading_process_mb": round(max(each["reading_process_mb"] for each in ours)),
        "second_pass_s": round(second, 2),
        "unchanged_feeds_per_second": round(feeds / second),
        "longest_gap_ms": round(max(each["longest_gap_s"] for each in ours) * 1e3, 1),
        "longest_gap_of_an_idle_loop_ms": round(max(each["longest_idle_gap_s"] for each in ours) * 1e3, 1),
    }
    if not peer:
        return figures | {"reader": f"not installed: {_READER} names a Python that has it"}
    its_first, its_second = _best(peer, "first_s"), _best(peer, "second_s")
    return figures | {
        "reader": str(peer[0]["version"]),
        "reader_entries_per_second": round(feeds * entries / its_first),
        "reader_peak_memory_mb": round(min(each["peak_mb"] for each in peer)),
        "reader_unchanged_feeds_per_second": round(feeds / its_second),
        "first_pass_times_reader": round(its_first / first, 1),
        "second_pass_times_reader": round(its_second / second, 1),
    }


def _best(tries: Sequence[dict[str, Any]], figure: str) -> float:
    return min(float(each[figure]) for each in tries)
