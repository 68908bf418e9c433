"""Searching: 100 000 cards and 20 000 partners, beside plain FTS5 and rapidfuzz over the same texts.

The cards are made up: few skills are had by very many, most of them by few. People ask for one to three
words of a card, three times in four near a place, and one word in ten has a slip. The search is measured in a
process of its own, so that the memory is that of the search alone.
"""

from __future__ import annotations

import asyncio
import gc
import itertools
import multiprocessing
import os
import random
import sqlite3
import tempfile
import time
from collections.abc import AsyncIterator, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz import fuzz, process
from sqlalchemy import Column, Table
from sqlalchemy.ext.asyncio import AsyncSession

from benchmarks.harness import percentile, progress
from benchmarks.processes import resident_mb
from bot.store import Base, Store
from bot.store.base import Identifier
from bot.store.search import Entry, Hit, Query, SearchIndex

_CARDS = 100_000
_PARTNERS = 20_000
_SEARCHES = 400
_SHOWN = 20
_COMMUNES = 3_000
_SYLLABLES = (
    "ba bri cha co cre da di dou fa for gue ji la lo ma men mi nou par pho qui ra ré sa teu ti tion tra vé vi"
)
_USUAL = [
    "numérique",
    "bureautique",
    "smartphone",
    "tablette",
    "impôts",
    "retouche",
    "photo",
    "falc",
    "pix",
    "aidants",
    "connect",
    "seniors",
    "démarches",
    "internet",
    "messagerie",
    "sécurité",
    "parentalité",
    "emploi",
    "cv",
    "création",
    "vidéo",
    "réseaux",
    "sociaux",
    "accessibilité",
    "handicap",
    "illettrisme",
    "langue",
    "signes",
    "jeunes",
    "écrans",
    "logiciels",
    "libres",
    "imprimante",
    "fabrication",
    "robotique",
    "programmation",
]


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody types, where they are if that counts, and whether one of the words has a slip."""

    text: str
    commune: int | None
    has_slip: bool


class _Kind:
    """One kind of thing to search: its table and its index."""

    def __init__(self, name: str) -> None:
        self.table = Table(f"bench_{name}", Base.metadata, Column("id", Identifier, primary_key=True))
        self.index = SearchIndex(
            f"bench_{name}_search",
            of=f"bench_{name}",
            columns={"skills": 3.0, "specialities": 2.0, "about": 1.0},
            source=self._nothing,
            is_personal=False,
        )

    async def _nothing(self, _session: AsyncSession) -> AsyncIterator[Entry]:
        for entry in ():
            yield entry

    @property
    def tables(self) -> list[Table]:
        return [self.table, self.index.table, Base.metadata.tables[f"{self.index.name}_state"]]


_CARD = _Kind("card")
_PARTNER = _Kind("partner")


def _areas(commune: int) -> list[str]:
    return [f"com{commune}", f"epci{commune // 25}", f"dep{commune // 300}", f"reg{commune // 1500}"]


def _words(dice: random.Random) -> list[str]:
    made = {"".join(dice.choices(_SYLLABLES.split(), k=dice.choice((2, 3, 3, 4)))) for _ in range(25_000)}
    return _USUAL + sorted(made)


def _entries(count: int, dice: random.Random) -> Iterator[Entry]:
    words = _words(random.Random(1))
    shares = list(itertools.accumulate(1 / (place + 5) for place in range(len(words))))
    for number in range(1, count + 1):
        drawn = dice.choices(words, cum_weights=shares, k=24)
        texts = {"skills": drawn[:8], "specialities": drawn[8:12], "about": drawn[12:]}
        yield Entry(
            number,
            {column: ", ".join(some) for column, some in texts.items()},
            filters=["v_reseau", *_areas(dice.randrange(_COMMUNES))],
        )


def _with_slip(word: str, dice: random.Random) -> str:
    place = dice.randrange(1, len(word))
    return dice.choice(
        (
            word[:place] + word[place + 1 :],
            word[:place] + dice.choice("aeinrst") + word[place:],
            word[: place - 1] + word[place : place + 1] + word[place - 1] + word[place + 1 :],
        )
    )


def _questions(entries: Iterable[Entry], dice: random.Random) -> list[Asked]:
    asked = []
    for entry in entries:
        words = dice.sample(entry.texts["skills"].split(", "), k=dice.choice((1, 1, 2, 3)))
        has_slip = dice.random() < 0.1 and len(words[0]) > 5
        if has_slip:
            words[0] = _with_slip(words[0], dice)
        commune = dice.randrange(_COMMUNES) if dice.random() < 0.75 else None
        asked.append(Asked(" ".join(words), commune, has_slip))
    return asked


async def _write(file: Path, kind: _Kind, entries: list[Entry]) -> float:
    store = Store(f"sqlite+aiosqlite:///{file}")
    async with store.engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all, kind.tables)
    async with store.unit() as session:
        await session.execute(kind.table.insert(), [{"id": entry.id} for entry in entries])
    start = time.perf_counter()
    async with store.unit() as session:
        await kind.index.put(session, entries)
    took = time.perf_counter() - start
    await store.close()
    return took


async def _ask(session: AsyncSession, kind: _Kind, asked: Asked) -> list[Hit]:
    """Search as the directory does: nearest first."""
    groups = await kind.index.groups(session, asked.text)
    near = [] if asked.commune is None else [[area] for area in _areas(asked.commune)]
    return await kind.index.search(session, Query(groups, [["v_reseau"]], near), _SHOWN)


async def _search(file: Path, kind: _Kind, asked: list[Asked]) -> tuple[list[float], float]:
    store = Store(f"sqlite+aiosqlite:///{file}")
    times = []
    found_despite_slips = 0
    async with store.read() as session:
        await _ask(session, kind, asked[0])
        for one in asked:
            start = time.perf_counter()
            hits = await _ask(session, kind, one)
            times.append(time.perf_counter() - start)
            found_despite_slips += one.has_slip and bool(hits)
    await store.close()
    return times, found_despite_slips / (sum(one.has_slip for one in asked) or 1)


def _in_a_process(file: Path, asked: dict[str, list[Asked]]) -> dict[str, float]:
    """Run the searches, and return what they took and what they found."""
    gc.collect()
    before = resident_mb(os.getpid())
    cards, found = asyncio.run(_search(file, _CARD, asked["cards"]))
    partners, _found = asyncio.run(_search(file, _PARTNER, asked["partners"]))
    return {
        "p50_ms": _ms(cards, 0.5),
        "p99_ms": _ms(cards, 0.99),
        "partners_p50_ms": _ms(partners, 0.5),
        "partners_p99_ms": _ms(partners, 0.99),
        "found_despite_slips": round(found, 2),
        "memory_added_mb": round(resident_mb(os.getpid()) - before, 1),
    }


def _ms(times: list[float], share: float) -> float:
    return round(percentile(times, share) * 1000, 2)


def _plain_fts5(entries: list[Entry], asked: list[Asked]) -> dict[str, float]:
    """Search one column of FTS5 for any of the words as they are typed, and see where it is afterwards."""
    times = []
    found = 0
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute("CREATE VIRTUAL TABLE plain USING fts5(words)")
        rows = ((entry.id, " ".join(entry.texts.values())) for entry in entries)
        database.executemany("INSERT INTO plain (rowid, words) VALUES (?, ?)", rows)
        for one in asked:
            wanted = " OR ".join(f'"{word}"' for word in one.text.split())
            query = "SELECT rowid FROM plain WHERE plain MATCH ? ORDER BY rank LIMIT ?"
            start = time.perf_counter()
            hits = database.execute(query, (wanted, _SHOWN)).fetchall()
            times.append(time.perf_counter() - start)
            found += one.has_slip and bool(hits)
    return {
        "plain_fts5_p50_ms": _ms(times, 0.5),
        "plain_fts5_p99_ms": _ms(times, 0.99),
        "plain_fts5_found_despite_slips": round(found / (sum(one.has_slip for one in asked) or 1), 2),
    }


def _rapidfuzz(entries: list[Entry], asked: list[Asked]) -> dict[str, float]:
    texts = [" ".join(entry.texts.values()) for entry in entries]
    times = []
    for one in asked[:20]:
        start = time.perf_counter()
        process.extract(one.text, texts, scorer=fuzz.token_set_ratio, limit=_SHOWN)
        times.append(time.perf_counter() - start)
    return {"rapidfuzz_p50_ms": _ms(times, 0.5), "rapidfuzz_p99_ms": _ms(times, 0.99)}


def measure(smoke: bool) -> dict[str, float | int | str]:
    """Return the figures; a smoke run has a hundredth of everything."""
    less = 100 if smoke else 1
    dice = random.Random(5)
    cards = list(_entries(_CARDS // less, dice))
    partners = list(_entries(_PARTNERS // less, dice))
    asked = {
        "cards": _questions(dice.sample(cards, _SEARCHES // min(less, 10)), dice),
        "partners": _questions(dice.sample(partners, _SEARCHES // min(less, 10)), dice),
    }
    with tempfile.TemporaryDirectory(prefix="maillage-bench-") as folder:
        file = Path(folder) / "search.db"
        progress.tell(f"Writing {len(cards)} cards and {len(partners)} partners…")
        writing = asyncio.run(_write(file, _CARD, cards)) + asyncio.run(_write(file, _PARTNER, partners))
        progress.tell("Searching…")
        with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as apart:
            figures = apart.submit(_in_a_process, file, asked).result()
        size = file.stat().st_size
    progress.tell("Searching by plain FTS5 and rapidfuzz…")
    return {
        "cards": len(cards),
        "partners": len(partners),
        "index_writing_s": round(writing, 2),
        "file_mb": round(size / 1e6, 1),
        **figures,
        **_plain_fts5(cards, asked["cards"]),
        **_rapidfuzz(cards, asked["cards"]),
    }
