"""Reindexing that is killed: `python -m tests.integration.killed_reindexing FOLDER` says what it left.

Each worker is a fork that writes an index anew, and asks before each statement and each commit whether it
may. It is killed with SIGKILL when it was allowed a certain number of them, while it does the last.
"""

from __future__ import annotations

import asyncio
import json
import socket
import sys
from pathlib import Path

from sqlalchemy import event, text

from bot.store import Store
from bot.store.records import IndexedRow
from bot.store.reindexing import PIECE, reindex
from tests.fakes.bot import url_of
from tests.integration import lives
from tests.integration.things import INDEX, THING, create, write

STEPS = range(5, 41, 3)
"""After so many statements and commits each worker is killed: pieces have less than ten."""
KILLS = len(STEPS)
ROWS = 30 * PIECE


async def _set_up(folder: Path) -> None:
    store = Store(url_of(folder))
    await create(store)
    async with store.unit() as session:
        for number in range(1, ROWS + 1):
            await write(session, number, skills="marionnettes")
        await session.execute(THING.update().values(says={"skills": "poterie", "rest": "tour four"}))
    await store.close()


async def _reindex(folder: Path, parent: socket.socket) -> None:
    store = Store(url_of(folder))

    def ask(*_what: object) -> None:
        parent.send(b".")
        parent.recv(1)

    for step in ("before_cursor_execute", "commit"):
        event.listen(store.engine.sync_engine, step, ask)
    async for _rows in reindex(store, INDEX):
        pass
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
    asyncio.run(_set_up(folder))
    killed, reached = 0, []
    for steps in STEPS:
        worker, parent = socket.socketpair()
        child = lives.start(_reindex(folder, parent))
        parent.close()
        for _step in range(steps):
            worker.recv(1)
            worker.send(b".")
        killed += lives.is_killed_after(child, 0)
        worker.close()
        reached.append(asyncio.run(_reached(folder)))
    asyncio.run(_finish(folder, killed, reached))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
