"""Searching 200 000 shared links, as people do: by words, slips, tags and days.

The shares are invented: titles and descriptions of words as frequent as in real texts, tags of which a few
are on many links, five years of days. Questions are asked in a process of its own: the memory is that of the
search alone. Beside it: one column of FTS5, and rapidfuzz, over the same titles and for the same words.
"""

from __future__ import annotations

import asyncio
import gc
import gzip
import multiprocessing
import os
import random
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from benchmarks.finding_peers import ms, plain_and_fuzzy
from benchmarks.harness import keeping, progress
from benchmarks.processes import resident_mb
from bot import store as store_package
from bot.store import Store
from bot.store.base import table_of
from bot.store.tables import CommunityRow, PlaceRow
from plugins.watch.index import index
from plugins.watch.models import AppearanceRow, ShareRow, TagRow
from plugins.watch.searching import listed, search
from plugins.watch.tags import read_tags
from plugins.watch.wanted import Wanted
from tests.fakes.bot import new_database, url_of

_SHARES, _FEW = 200_000, 2_000
_QUESTIONS, _FEW_QUESTIONS = 600, 40
_PAGE = 5
_PIECE = 10_000
_FUZZY = 10
_NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
_YEARS = timedelta(days=5 * 365)
_WORDS, _TAGS = 60_000, 400
_FLATTENED = 5
"""The most frequent words are stop words, which nobody looks for: Zipf's law from a little further on."""
_SUBJECTS = (
    "identité numérique", "mots de passe", "démarches en ligne", "carte grise", "impôts", "réseaux sociaux",
    "parentalité numérique", "tablette pour les aînés", "messagerie électronique", "achats en ligne",
    "fausses informations", "intelligence artificielle", "logiciels libres", "accessibilité",
    "illectronisme", "FranceConnect", "dossier médical", "recherche d'emploi", "visioconférence",
    "sauvegarde de photos", "protection des données", "imprimante 3D", "réemploi d'ordinateurs",
    "cyberharcèlement", "médiation numérique", "aidants numériques", "budget", "mobilité",
)  # fmt: skip
_KINDS = (
    "guide", "fiche pratique", "atelier clé en main", "vidéo", "dossier", "appel à projets", "webinaire",
    "retour d'expérience", "enquête", "jeu de cartes", "tutoriel", "mode d'emploi", "étude", "podcast",
    "lettre", "formation", "kit d'animation",
)  # fmt: skip

Figures = dict[str, float | int | str]
Question = tuple[str, tuple[str, ...], int | None]
"""Words, tags, and since how many days."""


def measure(smoke: bool) -> Figures:
    """Return the figures; a smoke run has few shares."""
    count = _FEW if smoke else _SHARES
    with keeping(f"shares-{count}") as (folder, is_new):
        progress.tell("Writing shares…")
        figures: Figures = {"shares": count}
        if is_new:
            figures |= asyncio.run(_fill(folder, count))
        figures["file_mb"] = round(sum(one.stat().st_size for one in folder.iterdir()) / 1e6, 1)
        progress.tell("Searching shares…")
        with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as apart:
            figures |= apart.submit(_in_a_process, folder, count, smoke).result()
    progress.tell("Searching them by plain FTS5 and rapidfuzz…")
    return figures | _plain(count, smoke)


class _Invented:
    """Invents so many shares, the first ones the oldest: each is the same whenever it is asked for."""

    def __init__(self, count: int) -> None:
        self.count = count
        packed = Path(store_package.__file__).parent / "ordinary.txt.gz"
        words = [word for word in gzip.decompress(packed.read_bytes()).decode().split() if len(word) > 2]
        self._draw = random.Random(6)
        self._draw.shuffle(words)
        self._words = words[:_WORDS]
        self._weights = list(accumulate(1 / (rank + _FLATTENED) for rank in range(1, _WORDS + 1)))
        self._tags = self._words[:_TAGS]
        self._tag_weights = list(accumulate(1 / rank for rank in range(1, _TAGS + 1)))

    def share(self, number: int) -> tuple[dict[str, Any], tuple[str, ...]]:
        """Return the columns of a share, and its tags; the later, the more there are of a day."""
        draw = self._draw
        draw.seed(number)
        about = f"{draw.choice(_KINDS)} {draw.choice(_SUBJECTS)} {self._some(draw.randint(1, 5))}"
        columns = {
            "id": number,
            "network_id": 1,
            "url": f"https://site{number % 2000}.example/{number}",
            "site": f"site{number % 2000}.example",
            "title": about.capitalize(),
            "description": f"{self._some(draw.randint(8, 30))}. {draw.choice(_SUBJECTS)}",
            "created_at": _NOW - _YEARS * (1 - number / self.count) ** 2,
        }
        tags = draw.choices(self._tags, cum_weights=self._tag_weights, k=draw.randint(0, 4))
        return columns, tuple(dict.fromkeys(tags))

    def _some(self, count: int) -> str:
        return " ".join(self._draw.choices(self._words, cum_weights=self._weights, k=count))


def _questions(shares: int, count: int) -> list[Question]:
    """Return what is asked: words, a third with a slip, some with a tag or days, a few by a tag alone."""
    invented, draw = _Invented(shares), random.Random(7)
    asked: list[Question] = []
    for number in range(1, count + 1):
        columns, tags = invented.share(draw.randint(1, shares))
        words = columns["title"].split()
        some = draw.sample(words, min(len(words), draw.randint(1, 4)))
        if number % 3 == 0:
            some[0] = _slip(some[0], draw)
        tag = tags[:1] if number % 4 == 0 else ()
        days = draw.choice((7, 30, 90, 400)) if number % 5 == 0 else None
        if number % 11 == 0:
            some, tag = [], tags[:1]
        asked.append((draw.choice(_SUBJECTS) if number % 7 == 0 else " ".join(some), tag, days))
    return asked


def _slip(word: str, draw: random.Random) -> str:
    """Return a word with two letters exchanged, or one left out."""
    at = draw.randrange(max(1, len(word) - 1))
    if draw.random() < 0.5:
        return word[:at] + word[at + 1 :]
    return word[:at] + word[at : at + 2][::-1] + word[at + 2 :]


async def _fill(folder: Path, count: int) -> Figures:
    """Write shares many at a time, and then their index as an update does: it holds what the plugin says."""
    start = time.perf_counter()
    await new_database(folder)
    store = Store(url_of(folder))
    async with store.unit() as session:
        community = CommunityRow(network_id=1, platform="test", external_id="c", name="c", created_at=_NOW)
        session.add(community)
        await session.flush()
        place = PlaceRow(
            network_id=1,
            community_id=community.id,
            platform="test",
            external_id="p",
            kind="channel",
            name="p",
            created_at=_NOW,
        )
        session.add(place)
        await session.flush()
        where = place.id
    invented = _Invented(count)
    for first in range(1, count + 1, _PIECE):
        last = min(first + _PIECE, count + 1)
        await _write(store, [invented.share(number) for number in range(first, last)], where)
    progress.tell("Indexing shares…")
    indexing, after = time.perf_counter(), 0
    while after < count:
        async with store.unit() as session:
            after = (await index.rewrite(session, after, _PIECE))[-1]
    async with store.unit() as session:
        await index.compact(session)
    await store.close()
    now = time.perf_counter()
    return {"written_s": round(now - start, 1), "indexed_a_share_us": round((now - indexing) / count * 1e6)}


async def _write(store: Store, shares: Sequence[tuple[dict[str, Any], tuple[str, ...]]], place: int) -> None:
    tags = [(columns["id"], tag) for columns, tags in shares for tag in tags]
    async with store.unit() as session:
        await session.execute(insert(table_of(ShareRow)), [columns for columns, _tags in shares])
        await session.execute(
            insert(table_of(TagRow)),
            [
                {"network_id": 1, "share_id": share, "name": name, "folded": tag.folded, "stem": tag.stem}
                for share, name in tags
                for tag in read_tags([name])
            ],
        )
        await session.execute(
            insert(table_of(AppearanceRow)),
            [
                {
                    "network_id": 1,
                    "share_id": columns["id"],
                    "place_id": place,
                    "posted_at": columns["created_at"],
                }
                for columns, _tags in shares
            ],
        )


def _in_a_process(folder: Path, count: int, smoke: bool) -> Figures:
    gc.collect()
    before = resident_mb(os.getpid())
    figures = asyncio.run(_search(folder, _questions(count, _FEW_QUESTIONS if smoke else _QUESTIONS)))
    return figures | {"memory_added_mb": round(resident_mb(os.getpid()) - before, 1)}


async def _search(folder: Path, asked: Sequence[Question]) -> Figures:
    """Ask everything twice, the first time to warm up; a question ends with the lines of its first page."""
    store = Store(url_of(folder))
    times: list[float] = []
    busy: list[float] = []
    answered = 0
    start = time.perf_counter()
    for turn in range(2):
        for words, tags, days in asked:
            since = None if days is None else _NOW - timedelta(days=days)
            async with store.read() as session:
                begun, idle = time.perf_counter(), time.process_time()
                found = await search(session, 1, Wanted(words, read_tags(tags), since), _NOW)
                await listed(session, 1, found.shares[:_PAGE])
            if turn:
                times.append(time.perf_counter() - begun)
                busy.append(time.process_time() - idle)
                answered += bool(found.shares)
            elif words is asked[0][0]:
                first = time.perf_counter() - start
    await store.close()
    return {
        "first_s": round(first, 2),
        "answered_share": round(answered / len(asked), 2),
        "search_p50_ms": ms(times, 0.5),
        "search_p99_ms": ms(times, 0.99),
        "search_p99_cpu_ms": ms(busy, 0.99),
    }


def _plain(count: int, smoke: bool) -> Figures:
    """Search for the same words without anything that this project adds."""
    invented = _Invented(count)
    rows = [invented.share(number)[0] for number in range(1, count + 1)]
    texts = [f"{row['title']} {row['description']}" for row in rows]
    questions = _questions(count, _FEW_QUESTIONS if smoke else _QUESTIONS)
    asked = [words for words, _tags, _days in questions if words]
    titles = [row["title"] for row in rows]
    return plain_and_fuzzy(texts, asked, shown=_PAGE, fuzzy=titles, fuzzy_asked=_FUZZY)
