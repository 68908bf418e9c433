"""Load: requests at a constant rate, whether they are answered or not, and as many as can be."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from itertools import count

from benchmarks.harness import percentile
from benchmarks.processes import Process

RATE = 100
"""Requests a second of the constant load."""

Act = Callable[[int], Awaitable[None]]
"""Makes the request of a number, and returns once it is answered."""


@dataclass(frozen=True, slots=True)
class Round:
    """What one round tells: each delay at the constant rate in seconds, and the rate when saturated.

    Processor times are of the process that answers, in seconds an answer.
    """

    delays: list[float]
    processor: float
    saturated: float
    processor_saturated: float


class Numbers:
    """Numbers the requests, so that none is like another."""

    def __init__(self) -> None:
        self._next = count(1)

    def take(self) -> int:
        """Return the next number."""
        return next(self._next)


async def one_round(
    process: Process, act: Act, numbers: Numbers, seconds: float, workers: int, rate: int = RATE
) -> Round:
    """Load one process, first at the constant rate, then with so many people who never wait."""
    before = process.processor_seconds()
    delays = await constant(act, numbers, int(rate * seconds), rate)
    between = process.processor_seconds()
    done, elapsed = await _saturated(act, numbers, seconds / 2, workers)
    after = process.processor_seconds()
    return Round(delays, (between - before) / len(delays), done / elapsed, (after - between) / done)


async def constant(act: Act, numbers: Numbers, requests: int, rate: int = RATE) -> list[float]:
    """Make so many requests a second; return the seconds from when each was due to its answer."""
    start = time.perf_counter()

    async def timed(due: float) -> float:
        await act(numbers.take())
        return time.perf_counter() - due

    async with asyncio.TaskGroup() as tasks:
        made = []
        for index in range(requests):
            due = start + index / rate
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            made.append(tasks.create_task(timed(due)))
    return [task.result() for task in made]


async def _saturated(act: Act, numbers: Numbers, seconds: float, workers: int) -> tuple[int, float]:
    """Let so many people act for some seconds, each again at once; return how often, and the seconds."""
    start = time.perf_counter()
    done = 0

    async def work() -> None:
        nonlocal done
        while time.perf_counter() - start < seconds:
            await act(numbers.take())
            done += 1

    async with asyncio.TaskGroup() as tasks:
        for _worker in range(workers):
            tasks.create_task(work())
    return done, time.perf_counter() - start


async def together(act: Act, numbers: Iterable[int], at_once: int) -> None:
    """Make one request for each number, so many at once."""
    waiting = iter(numbers)

    async def work() -> None:
        for number in waiting:
            await act(number)

    async with asyncio.TaskGroup() as tasks:
        for _worker in range(at_once):
            tasks.create_task(work())


def figures(rounds: list[Round], prefix: str = "") -> dict[str, float]:
    """Return the median over the rounds of each figure; times in milliseconds."""

    def delay(share: float) -> float:
        return round(statistics.median(percentile(each.delays, share) for each in rounds) * 1e3, 2)

    return {
        f"{prefix}p50_ms": delay(0.50),
        f"{prefix}p95_ms": delay(0.95),
        f"{prefix}p99_ms": delay(0.99),
        f"{prefix}p99_best_round_ms": round(min(percentile(each.delays, 0.99) for each in rounds) * 1e3, 2),
        f"{prefix}cpu_ms": round(statistics.median(each.processor for each in rounds) * 1e3, 2),
        f"{prefix}saturated_per_second": round(statistics.median(each.saturated for each in rounds), 1),
        f"{prefix}saturated_cpu_ms": round(
            statistics.median(each.processor_saturated for each in rounds) * 1e3, 2
        ),
    }
