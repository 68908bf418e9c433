"""A bot that is killed again and again: `python -m tests.integration.killed FOLDER` prints what came of it.

One process stays alive, to start the others quickly: each is a fork of it, runs the real bot on the machine's
clock, and is killed with SIGKILL, at one of its steps or at any instant. The last ones finish the work.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import random
import signal
import sys
import time
import traceback
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import structlog
from sqlalchemy import select

from bot.chat.incoming import Line
from bot.runtime import courier
from bot.runtime.clock import SystemClock
from bot.store.tables import PlaceRow, TimerRow
from tests.fakes.bot import author, bot_on, channel, new_database, url_of
from tests.fakes.crashes import MortalPlatform, MortalStore, Steps, die, mortal
from tests.fakes.platform import Fail, LimitRate, TimeOut
from tests.fakes.plugin import probe
from tests.integration.test_crashes import PLACES, add_timers

TIMERS = 150
ERRANDS = 40
KILLS_AT_STEPS = 45
KILLS_AT_ANY_INSTANT = 45


async def _set_up(folder: Path) -> None:
    await new_database(folder)
    store = MortalStore(url_of(folder))
    async with store.unit() as session:
        start = datetime.now(UTC) - timedelta(minutes=3)
        await add_timers(session, TIMERS, start, timedelta(seconds=1.25))
        place = await session.scalar(select(PlaceRow.id).where(PlaceRow.external_id == PLACES[0]))
        session.add_all(
            TimerRow(
                network_id=1,
                plugin="probe",
                name="fetch",
                key=f"fetch {number}",
                due_at=start + number * timedelta(seconds=4),
                run_at=start + number * timedelta(seconds=4),
                payload={"place": place, "text": f"fetched-{number}"},
                errand=True,
            )
            for number in range(ERRANDS)
        )
    await store.close()


async def _live(folder: Path, life: int, fatal: int | None, sayings: int | None) -> None:
    """Run the bot until nothing is left to do, somebody saying so many things to it (None: on and on)."""
    dice = random.Random(life)
    courier.FIRST_RETRY = timedelta(milliseconds=20)
    steps = Steps(fatal, how=die)
    store = MortalStore(url_of(folder))
    store.steps = steps
    platform = MortalPlatform(folder / "server.db", SystemClock(), steps)
    troubles = (Fail(), TimeOut(taken=True), TimeOut(taken=False), LimitRate(0.02))
    platform.will(*dice.choices(troubles, k=dice.randrange(4)))
    bot = bot_on(folder, SystemClock(), [platform], [mortal(probe(), steps)], store=store)
    await bot.start()
    for number in count() if sayings is None else range(sayings):
        text = f"say-{life}-{number}"
        _append(folder / "said", text)
        line = Line(author=author("paul"), location=channel(PLACES[life % 2]), text=f"/dire {text}")
        await bot.receive(line)
        _append(folder / "acknowledged", text)
    for _look in range(3_000):
        if await bot.next_at() is None:
            break
        await asyncio.sleep(0.02)
    await bot.stop()


def _append(file: Path, text: str) -> None:
    with file.open("a", encoding="utf-8") as lines:
        lines.write(f"{text}\n")


def _start(folder: Path, life: int, fatal: int | None = None, sayings: int | None = 1) -> int:
    child = os.fork()
    if child == 0:
        outcome = 1
        try:
            asyncio.run(_live(folder, life, fatal, sayings))
            outcome = 0
        finally:
            if outcome:
                traceback.print_exc()
            os._exit(outcome)
    return child


def _end_of(child: int) -> int:
    """Wait for a process, and return the signal that killed it, 0 if it ended well."""
    status = os.waitpid(child, 0)[1]
    if os.WIFEXITED(status) and os.WEXITSTATUS(status) != 0:
        raise SystemExit("a process failed")
    return os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0


def main(folder: Path) -> None:
    """Kill, then let the work be finished, and print the report."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    dice = random.Random(42)
    if (setting_up := os.fork()) == 0:
        asyncio.run(_set_up(folder))
        os._exit(0)
    _end_of(setting_up)
    at_steps = sum(
        _end_of(_start(folder, life, fatal=life + dice.randrange(3))) == signal.SIGKILL
        for life in range(KILLS_AT_STEPS)
    )
    at_any_instant = 0
    for life in range(KILLS_AT_STEPS, KILLS_AT_STEPS + KILLS_AT_ANY_INSTANT):
        child = _start(folder, life, sayings=None)
        time.sleep(dice.uniform(0.02, 0.25))
        os.kill(child, signal.SIGKILL)
        at_any_instant += _end_of(child) == signal.SIGKILL
    for life in (1000, 1001):
        _end_of(_start(folder, life))
    platform = MortalPlatform(folder / "server.db", SystemClock(), Steps())
    report = {
        "killed at a step": at_steps,
        "killed at any instant": at_any_instant,
        "timers": [f"{number:04}" for number in range(TIMERS)],
        "errands": [f"fetched-{number}" for number in range(ERRANDS)],
        "posts": [(one.to, one.text.split("\n")[0]) for one in platform.taken()],
        "said": (folder / "said").read_text().split(),
        "acknowledged": (folder / "acknowledged").read_text().split(),
    }
    print(json.dumps(report))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
