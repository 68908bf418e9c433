"""Peers of a search, on the same texts: SQLite's plain FTS5, and rapidfuzz, which reads all of them."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from typing import Any

from rapidfuzz import fuzz, process

from benchmarks.harness import percentile


def plain_and_fuzzy(
    texts: Sequence[str], asked: Sequence[str], *, shown: int, fuzzy: Sequence[str], fuzzy_asked: int
) -> dict[str, float]:
    """Return how many milliseconds `shown` results of `texts` take, and of `fuzzy` for the first few."""
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute("CREATE VIRTUAL TABLE plain USING fts5(words)")
        database.executemany("INSERT INTO plain (words) VALUES (?)", ((text,) for text in texts))
        query = "SELECT rowid FROM plain WHERE plain MATCH ? ORDER BY rank LIMIT ?"
        fts = each(asked, lambda text: database.execute(query, (_any_of(text), shown)).fetchall())
    extracted = each(
        asked[:fuzzy_asked],
        lambda text: process.extract(text, fuzzy, scorer=fuzz.token_set_ratio, limit=shown),
    )
    return {
        "plain_fts5_p50_ms": ms(fts, 0.5),
        "plain_fts5_p99_ms": ms(fts, 0.99),
        "rapidfuzz_p50_ms": ms(extracted, 0.5),
        "rapidfuzz_p99_ms": ms(extracted, 0.99),
    }


def each(asked: Iterable[str], ask: Callable[[str], Any]) -> list[float]:
    """Return how many seconds each question takes."""
    times = []
    for text in asked:
        start = time.perf_counter()
        ask(text)
        times.append(time.perf_counter() - start)
    return times


def ms(times: list[float], share: float) -> float:
    """Return a percentile of seconds in milliseconds."""
    return round(percentile(times, share) * 1000, 2)


def _any_of(text: str) -> str:
    words = "".join(letter if letter.isalnum() else " " for letter in text).split()
    return " OR ".join(f'"{word}"' for word in words)
