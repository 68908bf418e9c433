"""A bot that is killed again and again: `python -m tests.integration.killed FOLDER` prints what came of it.

One process stays alive, to start the others quickly: each is a fork of it, runs the real bot on the machine's
clock, and is killed with SIGKILL, at one of its steps or at any instant. The last ones finish the work.
"""

from __future__ import annotations

import json
import random
import sys
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

from sqlalchemy import select

from bot.chat.incoming import Line
from bot.runtime import courier, errands
from bot.runtime.clock import SystemClock
from bot.store.tables import PlaceRow, TimerRow
from tests.fakes.bot import author, bot_on, channel, new_database, url_of
from tests.fakes.crashes import MortalPlatform, MortalStore, Steps, die, mortal
from tests.fakes.platform import Fail, LimitRate, TimeOut
from tests.fakes.plugin import probe
from tests.integration import lives
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
    courier.FIRST_RETRY, courier.LONGEST_RETRY = timedelta(milliseconds=20), timedelta(seconds=1)
    errands.BEGINNINGS = 1_000  # these deaths are nobody's fault
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
    await lives.until_done(bot, store)
    await bot.stop()


def _append(file: Path, text: str) -> None:
    with file.open("a", encoding="utf-8") as lines:
        lines.write(f"{text}\n")


def main(folder: Path) -> None:
    """Kill, then let the work be finished, and print the report."""
    lives.silence()
    dice = random.Random(42)
    lives.is_killed(lives.start(_set_up(folder)))
    at_steps = sum(
        lives.is_killed(lives.start(_live(folder, life, life + dice.randrange(3), 1)))
        for life in range(KILLS_AT_STEPS)
    )
    at_any_instant = sum(
        lives.is_killed_after(lives.start(_live(folder, life, None, None)), dice.uniform(0.02, 0.25))
        for life in range(KILLS_AT_STEPS, KILLS_AT_STEPS + KILLS_AT_ANY_INSTANT)
    )
    for life in (1000, 1001):
        lives.is_killed(lives.start(_live(folder, life, None, 1)))
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
