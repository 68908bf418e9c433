"""Feeds read by a bot that is killed: `python -m tests.integration.killed_feeds FOLDER` says what came of it.

Each life of the bot is a fork, two days after the one before; in each, every feed has one article more. It is
killed with SIGKILL at one of the steps of its store and of its chat server, or at any instant. The last life
finishes the work.
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
from datetime import datetime, timedelta
from pathlib import Path

import structlog

import bot.app
from bot.chat.incoming import Line
from bot.runtime.clock import SimulatedClock
from bot.runtime.host import PluginHost
from tests.fakes.bot import START, author, bot_on, channel, new_database, url_of
from tests.fakes.crashes import MortalPlatform, MortalStore, Steps, die
from tests.fakes.feeds import articles
from tests.fakes.web import Web

FEEDS = 12
KILLS_AT_STEPS = 12
KILLS_AT_ANY_INSTANT = 12
_ARTICLE = re.compile(r"Article (\d+)")
_FEED = re.compile(r"site-(\d+)\.example")


def _address(feed: int) -> str:
    return f"https://site-{feed}.example/rss"


def _web(life: int) -> Web:
    """Return the web of a life: each feed has one article for each life, the newest first."""
    web = Web()
    for feed in range(FEEDS):
        written = articles(*range(life + 1, 0, -1)).replace("journal.example", f"site-{feed}.example")
        web.feed(_address(feed), written)
    return web


async def _live(folder: Path, life: int, fatal: int | None) -> None:
    web = _web(life)
    bot.app.web_fetcher = lambda _config, _clock: web  # type: ignore[assignment, return-value]
    host = PluginHost()
    host.load(("plugins.watch",))
    store, steps = MortalStore(url_of(folder)), Steps(fatal, how=die)
    clock = SimulatedClock(START + life * timedelta(days=2))
    platform = MortalPlatform(folder / "server.db", clock, steps)
    alive = bot_on(folder, clock, [platform], tuple(host.plugins.values()), store=store)
    await alive.start()
    if life == 0:
        await _follow(alive)
    store.steps = steps
    while (at := await alive.next_at()) is not None and at <= clock.now() + timedelta(hours=1):
        clock.move_to(max(at, clock.now()))
        await alive.settle()
    await alive.stop()


async def _follow(alive: bot.app.Bot) -> None:
    for feed in range(FEEDS):
        text = f"/veille suivre {_address(feed)} immédiat maximum: 20"
        await alive.receive(Line(author=author("camille"), location=channel("general"), text=text))


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
    dice = random.Random(7)
    if (setting_up := os.fork()) == 0:
        asyncio.run(new_database(folder))
        os._exit(0)
    _end_of(setting_up)
    _end_of(_start(folder, 0, None))
    at_steps = at_any_instant = 0
    for life in range(1, KILLS_AT_STEPS + 1):
        at_steps += _end_of(_start(folder, life, dice.randrange(5, 60))) == signal.SIGKILL
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
    platform = MortalPlatform(
        folder / "server.db", SimulatedClock(datetime.max.replace(tzinfo=START.tzinfo)), Steps()
    )
    posted = []
    for taken in platform.taken("general"):
        feed = _FEED.search(taken.text)
        posted += [(feed[1] if feed else "?", int(number)) for number in _ARTICLE.findall(taken.text)]
    report = {"at steps": at_steps, "at any instant": at_any_instant, "last": last + 1, "posted": posted}
    print(json.dumps(report))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
