"""Letters sent by a bot that is killed: `python -m tests.integration.killed_letters FOLDER` says how it went.

Each life of the bot is a fork, a day after the one before, in which the letter of that day is drafted and
sent. It is killed with SIGKILL at one of the steps of its store and of its chat server, or at any instant.
The last life finishes the work.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import random
import re
import signal
import sys
import time
import traceback
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import structlog

from bot.app import Bot
from bot.chat.incoming import Line
from bot.language import catalogue
from bot.runtime.clock import SimulatedClock
from plugins.digest import plugin as digest
from tests.fakes.bot import author, bot_on, channel, new_database, url_of
from tests.fakes.crashes import MortalPlatform, MortalStore, Steps, die, mortal
from tests.fakes.news import HourlyNews, news_plugin

BEGIN = datetime(2026, 11, 23, 10, tzinfo=UTC)
KILLS_AT_STEPS = 14
KILLS_AT_ANY_INSTANT = 10
STEPS_OF_A_LIFE = 40
_NUMBER, _HOUR, _MISSED = (
    re.compile(r"Lettre n°\u00a0(\d+)"),
    re.compile(r"hour (\d+)"),
    re.compile("vaut aussi"),
)
_JEANNE = author("jeanne", administers_community=True)


async def _live(folder: Path, life: int, fatal: int | None) -> None:
    catalogue.add_package("plugins.digest")
    store, steps = MortalStore(url_of(folder)), Steps(fatal, how=die)
    clock = SimulatedClock(BEGIN + life * timedelta(days=1))
    platform = MortalPlatform(folder / "server.db", clock, steps)
    own = replace(digest, timers=dict(digest.timers), errands=dict(digest.errands))
    plugins = (mortal(own, steps), news_plugin(HourlyNews(size=4)))
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
    await alive.receive(Line(author=_JEANNE, location=channel("loire"), text=text))


def _start(folder: Path, life: int, fatal: int | None) -> int:
    child = os.fork()
    if child == 0:
        outcome = 1
        try:
            asyncio.run(_live(folder, life, fatal))
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
    dice = random.Random(11)
    if (setting_up := os.fork()) == 0:
        asyncio.run(new_database(folder))
        os._exit(0)
    _end_of(setting_up)
    _end_of(_start(folder, 0, None))
    at_steps = at_any_instant = 0
    for life in range(1, KILLS_AT_STEPS + 1):
        at_steps += _end_of(_start(folder, life, dice.randrange(STEPS_OF_A_LIFE))) == signal.SIGKILL
    begun = time.monotonic()
    _end_of(_start(folder, KILLS_AT_STEPS + 1, None))
    whole = time.monotonic() - begun
    for life in range(KILLS_AT_STEPS + 2, KILLS_AT_STEPS + KILLS_AT_ANY_INSTANT + 2):
        child = _start(folder, life, None)
        time.sleep(dice.uniform(0.1, 0.8) * whole)
        os.kill(child, signal.SIGKILL)
        at_any_instant += _end_of(child) == signal.SIGKILL
    last = KILLS_AT_STEPS + KILLS_AT_ANY_INSTANT + 2
    _end_of(_start(folder, last, None))
    platform = MortalPlatform(folder / "server.db", SimulatedClock(datetime.max.replace(tzinfo=UTC)), Steps())
    letters = [
        taken.text for taken in platform.taken("loire") if taken.kind == "post" and _NUMBER.search(taken.text)
    ]
    report = {
        "at steps": at_steps,
        "at any instant": at_any_instant,
        "lives": last + 1,
        "numbers": [int(number) for text in letters for number in _NUMBER.findall(text)[:1]],
        "told": [int(hour) for text in letters for hour in _HOUR.findall(text)],
        "for others": sum(_MISSED.search(text) is not None for text in letters),
    }
    print(json.dumps(report))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
