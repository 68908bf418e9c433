"""Starting: `maillage --help`, a console that is ready, and what it holds in memory when it waits.

Modules are compiled already, as those of an installed program are. A console's processor time says more than
its seconds where the machine has other things to do.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from benchmarks.processes import cpu_seconds, resident_mb

_MAILLAGE = (sys.executable, "-c", "from bot.cli import main; main()")


class Start(NamedTuple):
    """The seconds to the first answer of a console, those of the processor, and the MB held afterwards."""

    seconds: float
    cpu: float
    memory: float


def environment_of(compiled: str) -> dict[str, str]:
    """Return an environment in which modules are compiled once, into a folder of their own."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPYCACHEPREFIX": compiled}


def _help_seconds(environment: Mapping[str, str]) -> float:
    start = time.perf_counter()
    shown = subprocess.run((*_MAILLAGE, "--help"), check=True, capture_output=True, env=environment)
    if b"console" not in shown.stdout:
        raise AssertionError("the help does not name the console")
    return time.perf_counter() - start


def start_console(folder: Path, environment: Mapping[str, str]) -> Start:
    """Start a console on a folder, ask it for help, and end it."""
    start = time.perf_counter()
    with subprocess.Popen(
        (*_MAILLAGE, "console", "--json", "--data-dir", str(folder), "--now", "2026-11-21T10:00:00"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment,
    ) as process:
        if process.stdin is None or process.stdout is None:
            raise AssertionError("the console has no streams")
        process.stdin.write(b"/maillage aide\n")
        process.stdin.flush()
        answer = json.loads(process.stdout.readline())
        seconds, cpu = time.perf_counter() - start, cpu_seconds(process.pid)
        if answer["kind"] != "reply":
            raise AssertionError(f"the console answered {answer}")
        json.loads(process.stdout.readline())
        memory = resident_mb(process.pid)
        process.stdin.close()
        process.wait(timeout=30)
    return Start(seconds, cpu, memory)


def _floor_seconds(environment: Mapping[str, str]) -> float:
    """Return the seconds of a Python that does nothing."""
    start = time.perf_counter()
    subprocess.run((sys.executable, "-c", ""), check=True, env=environment)
    return time.perf_counter() - start


def measure(smoke: bool) -> dict[str, float | int | str]:
    """Return the figures: medians of several runs."""
    runs = 1 if smoke else 7
    fresh, again = [], []
    with tempfile.TemporaryDirectory(prefix="maillage-bench-") as compiled:
        environment = environment_of(compiled)
        for number in range(runs + 1):
            with tempfile.TemporaryDirectory(prefix="maillage-bench-") as folder:
                starts = [start_console(Path(folder), environment) for _ in range(2)]
            if number:  # the first run compiles
                fresh.append(starts[0])
                again.append(starts[1])
        helps = [_help_seconds(environment) for _ in range(runs)]
        floors = [_floor_seconds(environment) for _ in range(runs)]
    return {
        "help_s": round(statistics.median(helps), 3),
        "console_first_answer_new_database_s": round(statistics.median(one.seconds for one in fresh), 3),
        "console_first_answer_s": round(statistics.median(one.seconds for one in again), 3),
        "console_first_answer_cpu_s": round(statistics.median(one.cpu for one in again), 3),
        "console_idle_memory_mb": round(statistics.median(one.memory for one in again), 1),
        "floor_python_s": round(statistics.median(floors), 3),
    }
