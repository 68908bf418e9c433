"""Reindexing that is killed: `python -m tests.integration.killed_reindexing FOLDER` says what it left.

Each worker is a fork that writes an index anew until it is killed with SIGKILL, after some piece.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import signal
import sys
import time
from pathlib import Path

from sqlalchemy import text

from bot.store import Store
from bot.store.records import IndexedRow
from bot.store.reindexing import PIECE, reindex
from tests.fakes.bot import url_of
from tests.integration.things import INDEX, THING, create, write

KILLS = 12
ROWS = 60 * PIECE


async def _set_up(folder: Path) -> None:
    store = Store(url_of(folder))
    await create(store)
    async with store.unit() as session:
        for number in range(1, ROWS + 1):
            await write(session, number, skills="marionnettes")
        await session.execute(THING.update().values(says={"skills": "poterie", "rest": "tour four"}))
    await store.close()


async def _reindex(folder: Path, told: int) -> None:
    """Go on, and tell through a pipe that something is committed."""
    store = Store(url_of(folder))
    async for rows in reindex(store, INDEX):
        if rows:
            os.write(told, b".")
    await store.close()


async def _reached(folder: Path) -> int:
    store = Store(url_of(folder))
    async with store.read() as session:
        known = await session.get_one(IndexedRow, INDEX.name)
    await store.close()
    return ROWS if known.done_to is None else known.done_to


async def _finish(folder: Path, killed: int, reached: list[int]) -> None:
    store = Store(url_of(folder))
    async for _rows in reindex(store, INDEX):
        pass
    async with store.unit() as session:
        report = {
            "killed": killed,
            "reached": reached,
            "inconsistencies": await INDEX.inconsistencies(session),
            "integrity": list(await session.scalars(text("PRAGMA integrity_check"))),
        }
    await store.close()
    print(json.dumps(report))


def main(folder: Path) -> None:
    """Kill, and print what is left once it was finished."""
    dice = random.Random(11)
    asyncio.run(_set_up(folder))
    killed, reached = 0, []
    for _life in range(KILLS):
        heard, told = os.pipe()
        child = os.fork()
        if child == 0:
            asyncio.run(_reindex(folder, told))
            os._exit(0)
        os.close(told)
        os.read(heard, 1)
        time.sleep(dice.uniform(0.0, 0.02))
        os.kill(child, signal.SIGKILL)
        os.close(heard)
        killed += os.WTERMSIG(os.waitpid(child, 0)[1]) == signal.SIGKILL
        reached.append(asyncio.run(_reached(folder)))
    asyncio.run(_finish(folder, killed, reached))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
