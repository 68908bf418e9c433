"""Search indexes that an update left behind: written anew after the start, while the bot is at work."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import aclosing, suppress

from bot.errors import NothingSavedError
from bot.logs import get_logger
from bot.runtime.faults import Faults
from bot.runtime.host import CORE
from bot.store import Store
from bot.store.reindexing import begin, reindex
from bot.store.search import SearchIndex, indexes

log = get_logger(__name__)

_AGAIN_AFTER = 60
"""Seconds until what could not be saved is tried again."""
_FIRST_WAIT, _LONGEST_WAIT = 1, 60
"""Seconds until a piece is tried again whose rows somebody holds: twice as long each time."""


class Reindexing:
    """Does it once, in the background. What fails is a fault like any other, and waits for the next start."""

    def __init__(self, store: Store, faults: Faults) -> None:
        self._store = store
        self._faults = faults
        self._stopping = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin, or go on where an earlier process was stopped or killed."""
        self._task = asyncio.create_task(self._run(), name="reindexing")

    async def stop(self) -> None:
        """Stop after the piece that is under way."""
        self._stopping.set()
        if self._task is not None:
            await self._task

    async def _run(self) -> None:
        outdated = await self._each(indexes(), self._is_outdated)
        await self._each(outdated, self._is_written)

    async def _each(
        self, waiting: Sequence[SearchIndex], step: Callable[[SearchIndex], Awaitable[bool]]
    ) -> list[SearchIndex]:
        """Take a step for each index, again where nothing could be saved; return those it says yes of."""
        found = []
        while waiting and not self._stopping.is_set():
            left = []
            for index in waiting:
                try:
                    if await step(index):
                        found.append(index)
                except NothingSavedError as error:
                    log.warning("search index cannot be saved", index=index.name, reason=str(error.__cause__))
                    left.append(index)
                except Exception as error:  # noqa: BLE001 - one index does not keep the others from it
                    self._faults.record(CORE, error)
            waiting = left
            if waiting:
                await self._pause(_AGAIN_AFTER)
        return found

    async def _is_outdated(self, index: SearchIndex) -> bool:
        if not await begin(self._store, index):
            return False
        log.info("search index is another version’s: it is written anew", index=index.name)
        return True

    async def _is_written(self, index: SearchIndex) -> bool:
        """Write an index anew; return whether it was done to the end, and not stopped."""
        done, wait = 0, _FIRST_WAIT
        async with aclosing(reindex(self._store, index)) as pieces:
            async for rows in pieces:
                if rows is None:
                    log.info("search index waits: somebody holds its rows", index=index.name, seconds=wait)
                    await self._pause(wait)
                    wait = min(2 * wait, _LONGEST_WAIT)
                else:
                    done, wait = rows, _FIRST_WAIT
                if self._stopping.is_set():
                    return False
        log.info("search index written anew", index=index.name, rows=done)
        return True

    async def _pause(self, seconds: float) -> None:
        """Wait, but not for longer than until it is stopped."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), seconds)
