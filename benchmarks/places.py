"""Communes and EPCI: what they take on disk and in memory, and finding them, in sentences too."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable

from bot.territory import Area, areas_of, find
from bot.territory.mentioning import mentions
from bot.territory.register import ARCHIVE

_NAMES = (
    "roanne",
    "st etienne",
    "Lyon 3e",
    "42300",
    "le Forez",
    "loire",
    "Saint-Denis 974",
    "saint",
    "agglo de roanne",
)
_MISSPELT = (
    "montbrisson",
    "saint etiene",
    "clermont ferand",
    "vileurbane",
    "chatillon sur seinne",
    "guyanne",
)
_SENTENCES = (
    "quelqu'un pour un atelier retouche photo vers Roanne mardi 12 à 14h ?",
    "qui peut aider une dame à faire sa déclaration d'impôts, elle habite près de st etienne",
    "des collègues dans le Forez qui connaissent bien le FALC et les publics allophones",
    "j'ai une dame qui veut ranger les photos de son portable, qui peut l'aider ?",
    "someone near Lyon who can teach people to use their phone",
    "ki aide les sdf a villeurbane pr un tel ?",
)
_ALONE = """
import os, time
def resident():
    with open("/proc/self/statm") as figures:
        return int(figures.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
from bot.territory import commune, find
from bot.territory.mentioning import mentions
before, start = resident(), time.perf_counter()
commune("42187")
print(time.perf_counter() - start)
for text in ("roanne", "montbrisson", "saint etiene", "chatillon sur seinne"):
    find(text)
mentions("vers clermont ferand, dans le Forez")
print(resident() - before)
"""
"""What a process of its own measures: the seconds to read the data, and the megabytes that it then takes."""


def _worst_and_median(
    look: Callable[[str, tuple[Area, ...]], object], texts: Iterable[str], rounds: int
) -> tuple[float, float]:
    """Return the slowest text's best time and the median of all, in milliseconds."""
    near = areas_of("42187")
    best, every = [], []
    for text in texts:
        times = []
        for _ in range(rounds):
            start = time.perf_counter()
            look(text, near)
            times.append((time.perf_counter() - start) * 1e3)
        best.append(min(times))
        every += times
    return round(max(best), 2), round(statistics.median(every), 3)


def measure(smoke: bool) -> dict[str, float | int | str]:
    """Return the figures; a smoke run looks for each text twice."""
    rounds = 2 if smoke else 50
    alone = subprocess.run([sys.executable, "-c", _ALONE], check=True, capture_output=True, text=True)
    seconds, megabytes = map(float, alone.stdout.split())
    worst_name, median_name = _worst_and_median(find, _NAMES, rounds)
    worst_misspelt, _median = _worst_and_median(_find_anew, _MISSPELT, rounds)
    worst_sentence, median_sentence = _worst_and_median(mentions, _SENTENCES, rounds)
    return {
        "data_on_disk_mb": round(ARCHIVE.stat().st_size / 1e6, 2),
        "memory_added_mb": round(megabytes, 1),
        "reading_s": round(seconds, 3),
        "find_median_ms": median_name,
        "find_worst_ms": worst_name,
        "find_misspelt_worst_ms": worst_misspelt,
        "sentence_median_ms": median_sentence,
        "sentence_worst_ms": worst_sentence,
    }


def _find_anew(text: str, near: tuple[Area, ...]) -> object:
    """Find what nothing remembers from the last time."""
    from bot.territory.slips import misspelt

    misspelt.cache_clear()
    return find(text, near)
