"""Letters sent by a bot that is killed: `python -m tests.integration.killed_letters FOLDER` says how it went.

Each life of the bot is a fork, a day after the one before, in which the letter of that day is drafted and
sent. It is killed with SIGKILL at one of the steps of its store and of its chat server, or at any instant.
The last life finishes the work.
"""

from __future__ import annotations

import json
import random
import re
import sys
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from bot.app import Bot
from bot.chat.incoming import Line
from bot.language import catalogue
from bot.runtime.clock import SimulatedClock
from tests.fakes.bot import bot_on, channel, new_database, url_of
from tests.fakes.crashes import MortalPlatform, MortalStore, Steps, die, mortal
from tests.fakes.letters import JEANNE, own_digest
from tests.fakes.news import HourlyNews, news_plugin
from tests.integration import lives

BEGIN = datetime(2026, 11, 23, 10, tzinfo=UTC)
KILLS_AT_STEPS = 14
KILLS_AT_ANY_INSTANT = 10
STEPS_OF_A_LIFE = 40
_NUMBER, _HOUR, _MISSED = (
    re.compile(r"Lettre n°\u00a0(\d+)"),
    re.compile(r"hour (\d+)"),
    re.compile("vaut aussi"),
)


async def _set_up(folder: Path) -> None:
    await new_database(folder)


async def _live(folder: Path, life: int, fatal: int | None) -> None:
    catalogue.add_package("plugins.digest")
    store, steps = MortalStore(url_of(folder)), Steps(fatal, how=die)
    clock = SimulatedClock(BEGIN + life * timedelta(days=1))
    platform = MortalPlatform(folder / "server.db", clock, steps)
    plugins = (mortal(own_digest(), steps), news_plugin(HourlyNews(size=4)))
    alive = bot_on(folder, clock, [platform], plugins, store=store)
    store.steps = steps
    await alive.start()
    if life == 0:
        await _program(alive)
    until = BEGIN + (life + 1) * timedelta(days=1) - timedelta(minutes=30)
    while (at := await alive.next_at()) is not None and at <= until:
        clock.move_to(max(at, clock.now()))
        await alive.settle()
    await alive.stop()


async def _program(alive: Bot) -> None:
    text = "/lettre programmer chaque jour à 9h"
    await alive.receive(Line(author=JEANNE, location=channel("loire"), text=text))


def main(folder: Path) -> None:
    """Kill, then let the work be finished, and print the report."""
    lives.silence()
    dice = random.Random(11)
    lives.is_killed(lives.start(_set_up(folder)))
    steps = [dice.randrange(STEPS_OF_A_LIFE) for _life in range(KILLS_AT_STEPS)]
    toll = lives.kill(partial(_live, folder), dice, steps=steps, instants=KILLS_AT_ANY_INSTANT)
    platform = MortalPlatform(folder / "server.db", SimulatedClock(datetime.max.replace(tzinfo=UTC)), Steps())
    letters = [
        taken.text for taken in platform.taken("loire") if taken.kind == "post" and _NUMBER.search(taken.text)
    ]
    report = {
        "at steps": toll.at_steps,
        "at any instant": toll.at_any_instant,
        "lives": toll.lives,
        "numbers": [int(number) for text in letters for number in _NUMBER.findall(text)[:1]],
        "told": [int(hour) for text in letters for hour in _HOUR.findall(text)],
        "for others": sum(_MISSED.search(text) is not None for text in letters),
    }
    print(json.dumps(report))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
