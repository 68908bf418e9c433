"""Writers that are killed: `python -m tests.integration.killed_writers FOLDER` says what they left.

Each writer is a fork that writes, changes and deletes things with their entries, several in a unit of work,
until it is killed with SIGKILL at some instant after its first commit.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import sys
from pathlib import Path

from sqlalchemy import func, select, text

from bot.store import Store
from tests.fakes.bot import url_of
from tests.integration import lives
from tests.integration.things import INDEX, THING, create, write

KILLS = 30
WORDS = ("photo", "retouche", "impôts", "numérique", "aidants", "connect", "falc", "pix", "emploi", "cv")


async def _set_up(folder: Path) -> None:
    store = Store(url_of(folder))
    await create(store)
    await store.close()


async def _write_for_ever(folder: Path, dice: random.Random, told: int) -> None:
    """Write, and tell through a pipe that something is committed."""
    store = Store(url_of(folder))
    while True:
        async with store.unit() as session:
            for _one in range(dice.randrange(1, 40)):
                number = dice.randrange(1, 400)
                if dice.random() < 0.3:
                    await session.execute(THING.delete().where(THING.c.id == number))
                else:
                    skills = " ".join(dice.choices(WORDS, k=4))
                    await write(session, number, skills=skills, filters=[f"com{number % 7}"])
            if dice.random() < 0.1:
                await INDEX.compact(session)
        os.write(told, b".")


async def _report(folder: Path, killed: int) -> None:
    store = Store(url_of(folder))
    async with store.unit() as session:
        report = {
            "killed": killed,
            "rows": await session.scalar(select(func.count()).select_from(THING)),
            "inconsistencies": await INDEX.inconsistencies(session),
            "integrity": list(await session.scalars(text("PRAGMA integrity_check"))),
        }
    await store.close()
    print(json.dumps(report))


def main(folder: Path) -> None:
    """Kill, and print what is left."""
    dice = random.Random(7)
    asyncio.run(_set_up(folder))
    killed = 0
    for life in range(KILLS):
        heard, told = os.pipe()
        child = lives.start(_write_for_ever(folder, random.Random(life), told))
        os.close(told)
        os.read(heard, 1)  # it has begun: from here on, any instant will do
        killed += lives.is_killed_after(child, dice.uniform(0.0, 0.2))
        os.close(heard)
    asyncio.run(_report(folder, killed))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
