"""Lives of a bot: forks of one process, so that many can begin quickly and be killed with SIGKILL."""

from __future__ import annotations

import asyncio
import logging
import os
import random
import signal
import time
import traceback
from collections.abc import Callable, Coroutine, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

import structlog
from sqlalchemy import select

from bot.app import Bot
from bot.store import Store
from bot.store.tables import TimerRow

Life = Coroutine[Any, Any, None]
_PATIENCE = 180.0
"""Seconds in which what is left for a bot to do is done, on a busy machine."""
_LOOK_EVERY = 0.02


class Toll(NamedTuple):
    """How many lives were killed at one of their steps, how many at any instant, and how many there were."""

    at_steps: int
    at_any_instant: int
    lives: int


def silence() -> None:
    """Have nothing logged: what goes wrong on purpose is of no interest."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))


async def until_done(bot: Bot, store: Store, soon: timedelta = timedelta.max) -> None:
    """Wait until nothing is left for a bot to do, or nothing that falls due so soon.

    Raises:
        TimeoutError: there is something left after three minutes.
    """
    async with asyncio.timeout(_PATIENCE):
        while True:
            if not await _is_at_work(bot, store, soon):
                return
            await asyncio.sleep(_LOOK_EVERY)


async def _is_at_work(bot: Bot, store: Store, soon: timedelta) -> bool:
    at = await bot.next_at()
    is_next = at is not None and at - bot.clock.now() <= soon
    return is_next or await _are_errands_due(store)


async def _are_errands_due(store: Store) -> bool:
    """Return whether errands wait that were to run already: those under way are among them."""
    async with store.read() as session:
        due = select(TimerRow.id).where(TimerRow.errand, TimerRow.run_at <= datetime.now(UTC))
        return await session.scalar(due.limit(1)) is not None


def start(life: Life) -> int:
    """Begin a life in a process of its own; return the id of that process."""
    child = os.fork()
    if child:
        life.close()
        return child
    outcome = 1
    try:
        asyncio.run(life)
        outcome = 0
    finally:
        if outcome:
            traceback.print_exc()
        os._exit(outcome)


def is_killed(child: int) -> bool:
    """Wait for the end of a life; return whether it was killed.

    Raises:
        SystemExit: it ended badly by itself.
    """
    status = os.waitpid(child, 0)[1]
    if os.WIFEXITED(status) and os.WEXITSTATUS(status) != 0:
        raise SystemExit("a process failed")
    return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL


def is_killed_after(child: int, seconds: float) -> bool:
    """Kill a life at that instant; return whether it had not ended by itself before."""
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    return is_killed(child)


def kill(
    live: Callable[[int, int | None], Life], dice: random.Random, *, steps: Iterable[int], instants: int
) -> Toll:
    """Kill a life at each of these steps, then so many at any instant; the first and the last are whole.

    `live` makes a life of its number and of the step at which it ends (None: it ends by itself).
    """
    is_killed(start(live(0, None)))
    life = at_steps = at_any_instant = 0
    for life, step in enumerate(steps, 1):
        at_steps += is_killed(start(live(life, step)))
    begun = time.monotonic()
    is_killed(start(live(life + 1, None)))
    whole = time.monotonic() - begun
    first = life + 2
    for life in range(first, first + instants):
        at_any_instant += is_killed_after(start(live(life, None)), dice.uniform(0.1, 0.8) * whole)
    is_killed(start(live(first + instants, None)))
    return Toll(at_steps, at_any_instant, first + instants + 1)
