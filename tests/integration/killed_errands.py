"""An errand that kills the bot: `python -m tests.integration.killed_errands FOLDER` prints what came of it.

Each life is a fork that runs the real bot on the machine's clock, until the errand kills it with SIGKILL, or
nothing is left to do now.
"""

from __future__ import annotations

import asyncio
import json
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from bot.plugin import Errand, Plugin
from bot.runtime.clock import SystemClock
from bot.store import Store
from bot.store.tables import PlaceRow, TimerRow
from tests.fakes.bot import bot_on, new_database, url_of
from tests.fakes.crashes import MortalPlatform, Steps, die
from tests.fakes.plugin import probe
from tests.integration import lives

OTHERS = 6
LIVES = 4


def _plugin(folder: Path) -> Plugin:
    plugin = probe()

    @plugin.errand("deadly")
    async def deadly(errand: Errand) -> None:
        with (folder / "killers").open("a", encoding="utf-8") as lines:
            lines.write(f"{errand.due_at}\n")
        await asyncio.sleep(0)  # others have begun as well
        die()

    return plugin


async def _set_up(folder: Path) -> None:
    await new_database(folder)
    store = Store(url_of(folder))
    due = datetime.now(UTC) - timedelta(minutes=1)
    async with store.unit() as session:
        place = PlaceRow(
            network_id=1, platform="fake", external_id="north", kind="channel", name="north", created_at=due
        )
        session.add(place)
        await session.flush()
        calls: list[tuple[str, dict[str, object]]] = [
            ("fetch", {"place": place.id, "text": f"fetched-{number}"}) for number in range(OTHERS)
        ]
        calls.insert(OTHERS // 2, ("deadly", {}))
        session.add_all(
            TimerRow(
                network_id=1,
                plugin="probe",
                name=name,
                key=f"{name} {number}",
                due_at=due,
                run_at=due,
                payload=payload,
                errand=True,
            )
            for number, (name, payload) in enumerate(calls)
        )
    await store.close()


async def _live(folder: Path) -> None:
    """Run the bot until nothing is left to do within some seconds."""
    clock = SystemClock()
    store = Store(url_of(folder))
    platform = MortalPlatform(folder / "server.db", clock, Steps())
    bot = bot_on(folder, clock, [platform], [_plugin(folder)], store=store)
    await bot.start()
    await lives.until_done(bot, store, soon=timedelta(seconds=5))
    await bot.stop()


async def _left(folder: Path) -> list[tuple[str, int, bool]]:
    store = Store(url_of(folder))
    async with store.read() as session:
        rows = await session.scalars(select(TimerRow))
        left = [(row.name, row.attempts, row.held) for row in rows]
    await store.close()
    return left


def main(folder: Path) -> None:
    """Let the bot live, and be killed, again and again, and print the report."""
    lives.silence()
    lives.is_killed(lives.start(_set_up(folder)))
    killed = [lives.is_killed(lives.start(_live(folder))) for _life in range(LIVES)]
    platform = MortalPlatform(folder / "server.db", SystemClock(), Steps())
    report = {
        "killed": killed,
        "killers": len((folder / "killers").read_text().splitlines()),
        "errands": OTHERS,
        "posts": sorted(one.text for one in platform.taken()),
        "left": asyncio.run(_left(folder)),
    }
    print(json.dumps(report))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
