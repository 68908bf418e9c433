"""Searching 100 000 cards and 20 000 partners, and referring needs to them, as people do.

The cards and the partners are invented, and come in by the real import. Questions about people, kinds and
names of partners, and needs are asked in a process of its own: the memory is that of the search alone.
Beside it: one column of FTS5, and rapidfuzz, over the same cards and for the same questions.
"""

from __future__ import annotations

import asyncio
import csv
import gc
import io
import multiprocessing
import os
import random
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import cast

from sqlalchemy.ext.asyncio import AsyncSession

from benchmarks.finding_peers import ms, plain_and_fuzzy
from benchmarks.harness import progress
from benchmarks.people import many_cards
from benchmarks.processes import resident_mb
from bot.chat.people import Network
from bot.plugin.desk import Desk
from bot.plugin.neighbours import Asker
from bot.store import Store
from bot.store.people import network_of
from bot.store.tables import NetworkRow
from bot.territory import Area, Level, communes_of, territories
from plugins.directory.people import known_words
from plugins.directory.searching import search
from plugins.partners import finding
from plugins.partners.importing import read_file, write
from plugins.partners.kinds import kinds
from plugins.partners.offering import Partners
from plugins.referral.engine import refer
from plugins.referral.lexicon import lexicon_of
from tests.fakes.bot import url_of
from tests.unit.plugins.directory.people_asked import NOW, FakeDesk, Given, a_directory, questions
from tests.unit.plugins.partners.invented import as_csv, places
from tests.unit.plugins.referral.needs_asked import needs

_CARDS, _PARTNERS = 100_000, 20_000
_FEW_CARDS, _FEW_PARTNERS = 500, 300
_SHOWN = 3
_KINDS_OF_PARTNERS = 2
_FUZZY = 10
"""So many questions are enough to time rapidfuzz, which takes a long time over each."""
_HOME = Area(Level.COMMUNE, "42187")

Figures = dict[str, float | int | str]
Ask = Callable[[AsyncSession, Network, str], Awaitable[object]]


def measure(smoke: bool) -> Figures:
    """Return the figures; a smoke run has few cards and partners."""
    cards = many_cards(_FEW_CARDS if smoke else _CARDS)
    with tempfile.TemporaryDirectory(prefix="maillage-bench-") as name:
        folder = Path(name)
        figures = asyncio.run(_fill(folder, cards, _FEW_PARTNERS if smoke else _PARTNERS))
        figures["file_mb"] = round(sum(one.stat().st_size for one in folder.iterdir()) / 1e6, 1)
        progress.tell("Searching…")
        with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as apart:
            figures |= apart.submit(_in_a_process, folder, smoke).result()
    progress.tell("Searching by plain FTS5 and rapidfuzz…")
    return figures | _plain(cards, smoke)


async def _fill(folder: Path, cards: str, partners: int) -> Figures:
    """Import the cards and the partners."""
    async with a_directory(folder) as given:
        progress.tell("Importing cards…")
        start, busy = time.perf_counter(), time.process_time()
        outcome = await given.take(cards)
        took, computed = time.perf_counter() - start, time.process_time() - busy
        progress.tell("Importing partners…")
        file = as_csv(list(places(partners, tuple(one.code for one in territories()))))
        start = time.perf_counter()
        read = read_file(file, with_personal_data=False, advance=_nobody_told)
        report = await write(cast("Desk", given.desk), read, dry_run=False, advance=_nobody_told)
        partners_took = time.perf_counter() - start
    return {
        "cards": outcome.created,
        "partners": report.added,
        "import_s": round(took, 1),
        "import_cpu_s": round(computed, 1),
        "partners_import_s": round(partners_took, 1),
    }


def _nobody_told(_done: int, _total: int) -> None:
    """Tell nobody how far an import is."""


def _in_a_process(folder: Path, smoke: bool) -> Figures:
    """Run the searches, and return what they took."""
    gc.collect()
    before = resident_mb(os.getpid())
    figures = asyncio.run(_search(folder, smoke))
    return figures | {"memory_added_mb": round(resident_mb(os.getpid()) - before, 1)}


async def _search(folder: Path, smoke: bool) -> Figures:
    store = Store(url_of(folder))
    async with store.read() as session:
        network = network_of(await session.get_one(NetworkRow, 1))
    desk = FakeDesk(store, network)
    figures: Figures = {}
    for name, ask, asked in (
        ("people", _people, _questions()),
        ("partners", _partners, _partners_asked()),
        ("nearest", _nearest, _needs()),
        ("referral", _refer, _needs()),
    ):
        figures |= await _times(Given(store, desk), name, ask, asked[:20] if smoke else asked)
    await store.close()
    return figures


async def _times(given: Given, name: str, ask: Ask, asked: Sequence[str]) -> Figures:
    """Ask everything twice, the first time to warm up, and return the times of the second."""
    times: list[float] = []
    busy: list[float] = []
    network = given.desk.network
    start = time.perf_counter()
    for turn in range(2):
        for text in asked:
            async with given.store.read() as session:
                begin, idle = time.perf_counter(), time.process_time()
                await ask(session, network, text)
                if turn:
                    times.append(time.perf_counter() - begin)
                    busy.append(time.process_time() - idle)
                elif text is asked[0]:
                    first = time.perf_counter() - start
    return {
        f"{name}_first_s": round(first, 2),
        f"{name}_p50_ms": ms(times, 0.5),
        f"{name}_p99_ms": ms(times, 0.99),
        f"{name}_p99_cpu_ms": ms(busy, 0.99),
    }


async def _people(session: AsyncSession, network: Network, text: str, *, is_need: bool = False) -> object:
    known = known_words(None)
    return await search(session, network, text, Asker(areas=(_HOME,)), NOW, known=known, is_need=is_need)


async def _partners(session: AsyncSession, network: Network, text: str) -> object:
    return await finding.search(session, network, finding.asked(text, None, (_HOME,)), (_HOME,))


async def _nearest(session: AsyncSession, network: Network, text: str) -> object:
    """Look for partners of the kinds that take most in, ranked by the words of a need."""
    wanted = ("france-service", "ccas")
    return await Partners().nearest(session, network, wanted, near=(_HOME,), now=NOW, words=text)


async def _refer(session: AsyncSession, network: Network, text: str) -> object:
    """Answer a need with services, partners of the first ones, and colleagues."""
    answer = refer(text, lexicon_of(None))
    wanted = answer.kinds[:_KINDS_OF_PARTNERS]
    if not wanted:
        return answer
    partners = await Partners().nearest(session, network, wanted, near=(_HOME,), now=NOW, words=text)
    return answer, partners, await _people(session, network, text, is_need=True)


def _questions() -> list[str]:
    return [one["text"] for half in ("dev", "held") for one in questions(half)]


def _partners_asked() -> list[str]:
    """Return kinds of partners and the beginnings of names, some with a place."""
    draw = random.Random(9)
    towns = [one.name for one in communes_of(Area(Level.DEPARTEMENT, "42"))]
    named = [form for kind in kinds().values() for form in kind.names[:2]]
    return [
        f"{what} {draw.choice(('', 'à ' + draw.choice(towns), draw.choice(towns)))}".strip() for what in named
    ] + [
        "atelier numérique",
        "wifi gratuit",
        "clic solidaire",
        "emmaüs connect",
        "mediateque",
        "misson local",
    ]


def _needs() -> list[str]:
    return [one["text"] for one in needs("developed")[:300]]


def _plain(cards: str, smoke: bool) -> Figures:
    """Search for the same words without anything that this project adds."""
    texts = [" ".join(row) for row in csv.reader(io.StringIO(cards))][1:]
    asked = _questions()[: 20 if smoke else None]
    return plain_and_fuzzy(texts, asked, shown=_SHOWN, fuzzy=texts, fuzzy_asked=_FUZZY)
