"""Starting: `maillage --help`, a console that is ready, and what it holds in memory when it waits."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.processes import resident_mb

_MAILLAGE = (sys.executable, "-c", "from bot.cli import main; main()")


def _help_seconds() -> float:
    start = time.perf_counter()
    shown = subprocess.run((*_MAILLAGE, "--help"), check=True, capture_output=True)
    if b"console" not in shown.stdout:
        raise AssertionError("the help does not name the console")
    return time.perf_counter() - start


def _console(folder: Path) -> tuple[float, float]:
    """Return the seconds to the first answer of a console, and the MB that it holds when it waits."""
    start = time.perf_counter()
    with subprocess.Popen(
        (*_MAILLAGE, "console", "--json", "--data-dir", str(folder), "--now", "2026-11-21T10:00:00"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        if process.stdin is None or process.stdout is None:
            raise AssertionError("the console has no streams")
        process.stdin.write(b"/maillage aide\n")
        process.stdin.flush()
        answer = json.loads(process.stdout.readline())
        seconds = time.perf_counter() - start
        if answer["kind"] != "reply":
            raise AssertionError(f"the console answered {answer}")
        json.loads(process.stdout.readline())
        memory = resident_mb(process.pid)
        process.stdin.close()
        process.wait(timeout=30)
    return seconds, memory


def _floor_seconds() -> float:
    """Return the seconds of a Python that does nothing."""
    start = time.perf_counter()
    subprocess.run((sys.executable, "-c", ""), check=True)
    return time.perf_counter() - start


def measure(smoke: bool) -> dict[str, float | int | str]:
    """Return the figures: medians of several runs."""
    runs = 1 if smoke else 7
    helps = [_help_seconds() for _ in range(runs)]
    fresh, again, memory = [], [], []
    for _ in range(runs):
        with tempfile.TemporaryDirectory(prefix="maillage-bench-") as folder:
            fresh.append(_console(Path(folder))[0])
            seconds, resident = _console(Path(folder))
            again.append(seconds)
            memory.append(resident)
    return {
        "help_s": round(statistics.median(helps), 3),
        "console_first_answer_new_database_s": round(statistics.median(fresh), 3),
        "console_first_answer_s": round(statistics.median(again), 3),
        "console_idle_memory_mb": round(statistics.median(memory), 1),
        "floor_python_s": round(statistics.median([_floor_seconds() for _ in range(runs)]), 3),
    }
