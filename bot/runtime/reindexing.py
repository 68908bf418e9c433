"""Search indexes that an update left behind: written anew after the start, while the bot is at work."""

from __future__ import annotations

import asyncio
from contextlib import aclosing, suppress

from bot.errors import NothingSavedError
from bot.logs import get_logger
from bot.runtime.faults import Faults
from bot.runtime.host import CORE
from bot.store import Store
from bot.store.reindexing import reindex
from bot.store.search import SearchIndex, indexes

log = get_logger(__name__)

_AGAIN_AFTER = 60
"""Seconds until what could not be saved is tried again."""


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
        waiting = indexes()
        while waiting:
            waiting = [index for index in waiting if not await self._is_seen_to(index)]
            if waiting:
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._stopping.wait(), _AGAIN_AFTER)
            if self._stopping.is_set():
                return

    async def _is_seen_to(self, index: SearchIndex) -> bool:
        """Write an index anew if it needs it; return whether it needs nothing more of this process."""
        rows = None
        try:
            async with aclosing(reindex(self._store, index)) as pieces:
                async for rows in pieces:
                    if rows == 0:
                        log.info("search index is another version’s: it is written anew", index=index.name)
                    if self._stopping.is_set():
                        return False
        except NothingSavedError as error:
            log.warning("search index cannot be saved", index=index.name, reason=str(error.__cause__))
            return False
        except Exception as error:  # noqa: BLE001 - one index does not keep the others from it
            self._faults.record(CORE, error)
            return True
        if rows is not None:
            log.info("search index written anew", index=index.name, rows=rows)
        return True
