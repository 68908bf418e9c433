"""Feeds read by a bot that is killed: `python -m tests.integration.killed_feeds FOLDER` says what came of it.

Each life of the bot is a fork, two days after the one before; in each, every feed has one article more. It is
killed with SIGKILL at one of the steps of its store and of its chat server, or at any instant. The last life
finishes the work.
"""

from __future__ import annotations

import json
import random
import re
import sys
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import bot.app
from bot.chat.incoming import Line
from bot.runtime.clock import SimulatedClock
from bot.runtime.host import PluginHost
from tests.fakes.bot import START, author, bot_on, channel, new_database, url_of
from tests.fakes.crashes import MortalPlatform, MortalStore, Steps, die
from tests.fakes.feeds import articles
from tests.fakes.web import Web
from tests.integration import lives

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


async def _set_up(folder: Path) -> None:
    await new_database(folder)


async def _live(folder: Path, life: int, fatal: int | None) -> None:
    web = _web(life)
    bot.app.web_fetcher = lambda _config, _clock: web
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


def main(folder: Path) -> None:
    """Kill, then let the work be finished, and print the report."""
    lives.silence()
    dice = random.Random(7)
    lives.is_killed(lives.start(_set_up(folder)))
    steps = [dice.randrange(5, 60) for _life in range(KILLS_AT_STEPS)]
    toll = lives.kill(partial(_live, folder), dice, steps=steps, instants=KILLS_AT_ANY_INSTANT)
    platform = MortalPlatform(
        folder / "server.db", SimulatedClock(datetime.max.replace(tzinfo=START.tzinfo)), Steps()
    )
    posted = []
    for taken in platform.taken("general"):
        feed = _FEED.search(taken.text)
        posted += [(feed[1] if feed else "?", int(number)) for number in _ARTICLE.findall(taken.text)]
    report = {
        "at steps": toll.at_steps,
        "at any instant": toll.at_any_instant,
        "lives": toll.lives,
        "posted": posted,
    }
    print(json.dumps(report))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
