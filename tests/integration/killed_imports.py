"""Imports that are killed: `python -m tests.integration.killed_imports FOLDER` says what they left.

Each is a fork that imports cards into the real directory, some of them changed, and deletes others, until it
is killed with SIGKILL at some instant, counted from its first import.
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
from pathlib import Path

import structlog
from sqlalchemy import delete, func, select, text

from bot.store import Store
from bot.store.people import network_of
from bot.store.tables import NetworkRow
from plugins.directory import importing
from plugins.directory.entries import index
from plugins.directory.models import CardRow
from tests.fakes.bot import url_of
from tests.unit.plugins.directory.people_asked import FakeDesk, Given, a_directory, line, table

KILLS = 25
SKILLS = ("Pix", "FALC", "impôts", "retouche photo", "smartphone", "imprimante 3D", "Aidants Connect")
VISIBILITIES = ("reseau", "departement", "masque")


async def _set_up(folder: Path) -> None:
    async with a_directory(folder) as given:
        await given.take(_file(random.Random(0)))


def _file(dice: random.Random) -> str:
    return table(
        *(
            line(
                f"personne{dice.randrange(300)}-{number}",
                competences="|".join(dice.sample(SKILLS, 3)),
                code_insee=dice.choice(("42187", "42218", "69123")),
                visibilite=dice.choice(VISIBILITIES),
            )
            for number in range(60)
        )
    )


async def _import_for_ever(folder: Path, dice: random.Random, begun: int) -> None:
    importing._AT_ONCE = 20  # several units of work for each file
    store = Store(url_of(folder))
    async with store.read() as session:
        network = network_of(await session.get(NetworkRow, 1))
    given = Given(store, FakeDesk(store, network))
    os.write(begun, b".")
    while True:
        await given.take(_file(dice))
        async with store.unit() as session:
            some = select(CardRow.id).order_by(func.random()).limit(dice.randrange(40))
            await session.execute(delete(CardRow).where(CardRow.id.in_(some)))


async def _report(folder: Path, killed: int) -> None:
    store = Store(url_of(folder))
    async with store.unit() as session:
        report = {
            "killed": killed,
            "cards": await session.scalar(select(func.count()).select_from(CardRow)),
            "indexed": await session.scalar(select(func.count()).select_from(index.table)),
            "inconsistencies": await index.inconsistencies(session),
            "integrity": list(await session.scalars(text("PRAGMA integrity_check"))),
        }
    await store.close()
    print(json.dumps(report))


def main(folder: Path) -> None:
    """Kill, and print what is left."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    dice = random.Random(11)
    asyncio.run(_set_up(folder))
    killed = 0
    for life in range(1, KILLS + 1):
        heard, begun = os.pipe()
        child = os.fork()
        if child == 0:
            asyncio.run(_import_for_ever(folder, random.Random(life), begun))
        os.close(begun)
        os.read(heard, 1)  # it imports, or it failed
        os.close(heard)
        time.sleep(dice.uniform(0.0, 0.2))
        os.kill(child, signal.SIGKILL)
        killed += os.WTERMSIG(os.waitpid(child, 0)[1]) == signal.SIGKILL
    asyncio.run(_report(folder, killed))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
