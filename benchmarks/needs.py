"""Needs: whether the right service is proposed, danger recognised, and how long one answer takes.

The needs stand in `tests/data/referral`, in four parts by other authors: two were looked at while the engine
was written, two were only counted.
"""

from __future__ import annotations

import statistics
import time

from benchmarks.processes import peak_mb
from plugins.referral.engine import refer
from plugins.referral.lexicon import lexicon_of
from tests.unit.plugins.referral.needs_asked import PARTS, needs, shares

_FEW = 50
Figures = dict[str, float | int | str]


def measure(smoke: bool) -> Figures:
    """Return the figures; a smoke run times few answers, and judges none."""
    figures = _first_answer()
    texts = [one["text"] for part in PARTS for one in needs(part)]
    times = sorted(_seconds(text) for text in (texts[:_FEW] if smoke else texts))
    figures |= {
        "answer_p50_ms": round(1000 * statistics.median(times), 1),
        "answer_p99_ms": round(1000 * times[int(0.99 * len(times))], 1),
    }
    for part in () if smoke else PARTS:
        figures[f"{part}_needs"] = len(needs(part))
        for name, share in shares(part).items():
            figures[f"{part}_{name.replace(', ', '_')}"] = round(share, 3)
    return figures


def _first_answer() -> Figures:
    """Return what reading the lexicon and what was learned costs: it happens once."""
    before = peak_mb()
    start = time.process_time()
    refer("carte grise", lexicon_of())
    seconds = time.process_time() - start
    return {"first_answer_s": round(seconds, 2), "memory_added_mb": round(peak_mb() - before, 1)}


def _seconds(text: str) -> float:
    start = time.perf_counter()
    refer(text, lexicon_of())
    return time.perf_counter() - start
