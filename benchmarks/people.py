"""People: whether the best person is proposed, nobody forbidden ever is, and how long it takes among many.

The questions stand in `tests/data/directory`, in two halves by the digest of their ids: one was looked at
while the search was written, the other was not.
"""

from __future__ import annotations

import asyncio
import csv
import random
import statistics
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.processes import peak_mb
from bot.plugin.neighbours import Asker
from bot.territory import Area, Level, communes_of, territories
from plugins.directory.files import COLUMNS
from plugins.directory.people import known_words
from plugins.directory.searching import search
from tests.unit.plugins.directory.people_asked import DATA, NOW, Given, a_directory, questions

_MANY, _FEW = 100_000, 500
Figures = dict[str, float | int | str]


def measure(smoke: bool) -> Figures:
    """Return the figures; a smoke run has few cards."""
    return asyncio.run(_measure(_FEW if smoke else _MANY))


async def _measure(count: int) -> Figures:
    figures: Figures = {}
    with tempfile.TemporaryDirectory() as folder:
        async with a_directory(Path(folder)) as given:
            await given.take((DATA / "cards.csv").read_bytes())
            for half in ("dev", "held"):
                figures |= await _quality(given, half)
    with tempfile.TemporaryDirectory() as folder:
        async with a_directory(Path(folder)) as given:
            figures |= await _speed(given, count)
    return figures


async def _quality(given: Given, half: str) -> Figures:
    every = questions(half)
    answers = [(one, await given.ask(one["text"], one["asker"])) for one in every]
    best = [(one, found) for one, found in answers if one["best"]]
    nobody = [found for one, found in answers if one["none"]]
    forbidden = sum(len(set(found) & set(one["forbidden"])) for one, found in answers)
    return {
        f"{half}_questions": len(every),
        f"{half}_first": round(_share(found[:1] and found[0] in one["best"] for one, found in best), 3),
        f"{half}_in_three": round(_share(set(found) & set(one["best"]) for one, found in best), 3),
        f"{half}_nobody_known": round(_share(not found for found in nobody), 3),
        f"{half}_forbidden_shown": forbidden,
    }


def _share(of: Any) -> float:  # noqa: ANN401 - anything that is true or not
    return statistics.fmean(1.0 if one else 0.0 for one in of)


async def _speed(given: Given, count: int) -> Figures:
    text = many_cards(count)
    start = time.perf_counter()
    await given.take(text)
    imported = time.perf_counter() - start
    before = peak_mb()
    asked = [one["text"] for half in ("dev", "held") for one in questions(half)]
    asker = Asker(areas=(Area(Level.COMMUNE, "42187"),))
    await _times(given, asked, asker)
    times = sorted(await _times(given, asked, asker))
    return {
        "cards": count,
        "import_s": round(imported, 1),
        "search_p50_ms": round(1000 * statistics.median(times), 1),
        "search_p99_ms": round(1000 * times[int(0.99 * len(times))], 1),
        "search_memory_mb": round(peak_mb() - before, 1),
    }


async def _times(given: Given, asked: Sequence[str], asker: Asker) -> list[float]:
    times = []
    async with given.store.read() as session:
        for text in asked:
            start = time.perf_counter()
            await search(session, given.desk.network, text, asker, NOW, known=known_words(None))
            times.append(time.perf_counter() - start)
    return times


def many_cards(count: int) -> str:
    """Return a file of so many cards: values of the invented people, drawn anew, all over the country."""
    draw = random.Random(42)
    with (DATA / "cards.csv").open(encoding="utf-8", newline="") as file:
        people = list(csv.DictReader(file))
    skills = sorted({value for one in people for value in one["competences"].split("|") if value})
    places = [place for one in territories() for place in communes_of(Area(Level.DEPARTEMENT, one.code))]
    lines = [",".join(COLUMNS)]
    for number in range(count):
        place, one = draw.choice(places), draw.choice(people)
        cells = {
            **one,
            "compte": f"person{number}",
            "commune": place.name,
            "code_insee": place.code,
            "perimetre": f"epci:{place.epci}" if place.epci else "",
            "competences": "|".join(draw.sample(skills, 4)),
        }
        lines.append(",".join(f'"{cells[name]}"' for name in COLUMNS))
    return "\n".join(lines)
