"""Meetings of a bot that is killed: `python -m tests.integration.killed_meetings FOLDER` says how it went.

Each life of the bot is a fork, which goes on at the instant at which the one before it ended. The first one
sets some meetings; those that follow move them, one after the other, as often as it takes. They are killed
with SIGKILL at one of the steps of the store and of the chat server, or at any instant, around announcements,
reminders, questions to who is silent, and surveys. The last life finishes the work.
"""

from __future__ import annotations

import json
import random
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from sqlalchemy import select

from bot.app import Bot
from bot.chat.incoming import Line, Press
from bot.language import catalogue
from bot.plugin import Plugin
from bot.runtime.clock import SimulatedClock
from bot.store.tables import DeliveryRow
from plugins.meetings import plugin as meetings
from plugins.meetings.models import MeetingRow
from tests.fakes.bot import author, bot_on, channel, new_database, url_of
from tests.fakes.crashes import MortalPlatform, MortalStore, Steps, die, mortal
from tests.integration import lives

BEGIN = datetime(2026, 11, 23, 10, tzinfo=UTC)
END = datetime(2027, 1, 4, tzinfo=UTC)
MEETINGS = 6
KILLS_AT_STEPS = 24
KILLS_AT_ANY_INSTANT = 8
STEPS_OF_A_LIFE = 70
HALF_A_DAY = timedelta(hours=12)
PEOPLE = ("jeanne", "lea", "mia")


def _own() -> Plugin:
    """Return the plugin, for one bot alone."""
    return replace(meetings, timers=dict(meetings.timers), errands=dict(meetings.errands))


async def _set_up(folder: Path) -> None:
    await new_database(folder)


async def _live(folder: Path, life: int, fatal: int | None, *, until: datetime | None = None) -> None:
    catalogue.add_package("plugins.meetings")
    store, steps = MortalStore(url_of(folder)), Steps(fatal, how=die)
    clock = SimulatedClock(_ended(folder))
    platform = MortalPlatform(folder / "server.db", clock, steps)
    platform.present["loire"] = [author(name).id for name in PEOPLE]
    alive = bot_on(folder, clock, [platform], [mortal(_own(), steps)], store=store)
    store.steps = steps
    await alive.start()
    await (_begin(alive) if life == 0 else _move(alive, life))
    until = until or clock.now() + HALF_A_DAY
    while (at := await alive.next_at()) is not None and at <= until:
        clock.move_to(max(at, clock.now()))
        _clock_of(folder).write_text(clock.now().isoformat())
        await alive.settle()
    _clock_of(folder).write_text(until.isoformat())
    await alive.stop()


def _clock_of(folder: Path) -> Path:
    return folder / "clock"


def _ended(folder: Path) -> datetime:
    """Return the instant at which the life before ended."""
    file = _clock_of(folder)
    return datetime.fromisoformat(file.read_text()) if file.exists() else BEGIN


async def _begin(alive: Bot) -> None:
    for name in PEOPLE:
        await alive.receive(Line(author=author(name), location=channel("loire"), text="/rencontre"))
    for number in range(MEETINGS):
        text = f"/rencontre fixer Réunion n{number} ; {3 + number} décembre 14h-16h"
        await alive.receive(Line(author=author("jeanne"), location=channel("loire"), text=text))
        arguments = {"meeting": number + 1, "answer": "yes"}
        await alive.receive(
            Press(
                author=author("lea"),
                location=channel("loire"),
                plugin="meetings",
                action="attend",
                arguments=arguments,
            )
        )


async def _move(alive: Bot, life: int) -> None:
    """Move the meetings whose turn it is; one that is moved already stays."""
    for number in range(min(life, MEETINGS)):
        text = f"/rencontre modifier Réunion n{number} ; {3 + number} décembre 15h-17h"
        await alive.receive(Line(author=author("jeanne"), location=channel("loire"), text=text))


async def _report(folder: Path) -> dict[str, object]:
    store = MortalStore(url_of(folder))
    async with store.read() as session:
        rows = await session.execute(select(DeliveryRow.key, DeliveryRow.kind, DeliveryRow.state))
        deliveries = [list(row) for row in rows if row.kind == "post"]
        starts = list(await session.scalars(select(MeetingRow.starts_at).order_by(MeetingRow.id)))
    await store.close()
    platform = MortalPlatform(folder / "server.db", SimulatedClock(END), Steps())
    return {
        "deliveries": deliveries,
        "starts": [int(one.timestamp()) for one in starts],
        "hours": [one.astimezone(UTC).hour for one in starts],
        "taken": [taken.key.split(":", 2)[2] for taken in platform.taken() if taken.kind == "post"],
    }


async def _print(folder: Path, toll: lives.Toll) -> None:
    print(json.dumps({**toll._asdict(), **await _report(folder)}))


def main(folder: Path) -> None:
    """Kill, then let the work be finished, and print the report."""
    lives.silence()
    dice = random.Random(7)
    lives.is_killed(lives.start(_set_up(folder)))
    steps = [dice.randrange(STEPS_OF_A_LIFE) for _life in range(KILLS_AT_STEPS)]
    toll = lives.kill(partial(_live, folder), dice, steps=steps, instants=KILLS_AT_ANY_INSTANT)
    lives.is_killed(lives.start(_live(folder, toll.lives, None, until=END)))
    lives.is_killed(lives.start(_print(folder, toll)))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
