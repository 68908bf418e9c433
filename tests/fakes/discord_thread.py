"""The fake Discord in a thread of its own, for programs that run an event loop themselves."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from tests.fakes.discord import FakeDiscord

Result = TypeVar("Result")
_PATIENCE = 30


class DiscordThread:
    """A server that runs until the end of the block; `run` and `do` do something in its loop."""

    def __init__(self, **settings: Any) -> None:
        self._settings = settings
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self.server: FakeDiscord

    def __enter__(self) -> DiscordThread:
        self._thread.start()
        self.server = self.run(FakeDiscord.start(**self._settings))
        return self

    def __exit__(self, *_error: object) -> None:
        self.run(self.server.stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(_PATIENCE)
        self._loop.close()

    def run(self, work: Coroutine[Any, Any, Result]) -> Result:
        """Do something where the server runs, and wait for it."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(_PATIENCE)

    def do(self, work: Callable[..., Result], *args: Any, **more: Any) -> Result:
        """The same with something that waits for nothing: `thread.do(server.guild, "Loire")`."""

        async def call() -> Result:
            return work(*args, **more)

        return self.run(call())
