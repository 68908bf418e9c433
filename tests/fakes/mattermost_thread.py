"""The fake Mattermost server in a thread of its own, for programs that run an event loop themselves."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine
from typing import Any, TypeVar

from tests.fakes.mattermost import FakeMattermost

Result = TypeVar("Result")
_PATIENCE = 30


class MattermostThread:
    """A server that runs until the end of the block; `run` does something in its loop."""

    def __init__(self, version: str = "5.37.0") -> None:
        self._version = version
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self.server: FakeMattermost

    def __enter__(self) -> MattermostThread:
        self._thread.start()
        self.server = self.run(FakeMattermost.start(self._version))
        return self

    def __exit__(self, *_error: object) -> None:
        self.run(self.server.stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(_PATIENCE)
        self._loop.close()

    def run(self, work: Coroutine[Any, Any, Result]) -> Result:
        """Do something where the server runs, and wait for it."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(_PATIENCE)
