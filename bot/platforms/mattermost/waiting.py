"""Waiting: a server that calls waits for so long only, and what is not answered by then is posted.

A server breaks off after 30 s (`OutgoingIntegrationRequestsTimeout`, in `public/model/config.go`), which its
administrator can change, and shows an error in place of any answer.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any, TypeVar

from bot.chat.answers import Answer
from bot.chat.hosting import Host
from bot.chat.incoming import Line, Press, Shows, Submission
from bot.logs import get_logger

log = get_logger(__name__)

T = TypeVar("T")

PATIENCE = 8.0
"""Seconds after which the person is told that the answer comes later."""


class Waiting:
    """Hands in what people do; `patience` is how many seconds a server can be kept waiting."""

    def __init__(self, patience: float = PATIENCE) -> None:
        self._patience = patience
        self._under_way: set[asyncio.Task[Any]] = set()

    async def receive(self, host: Host, incoming: Line | Press | Submission) -> list[Answer] | None:
        """Return the answers; None if they take long, to be posted once they are there."""
        handling = self._begin(asyncio.create_task(host.receive(incoming)))
        if (await asyncio.wait([handling], timeout=self._patience))[0]:
            return handling.result()
        self._begin(asyncio.create_task(_post_late(host, incoming, handling)))
        return None

    async def finish(self, within: float) -> None:
        """Wait so many seconds for what is under way, then end it."""
        if not self._under_way:
            return
        await asyncio.wait(self._under_way, timeout=within)
        left = list(self._under_way)
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    def _begin(self, task: asyncio.Task[T]) -> asyncio.Task[T]:
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        return task


async def _post_late(
    host: Host, incoming: Line | Press | Submission, handling: asyncio.Task[list[Answer]]
) -> None:
    answers = await handling
    lost = await host.resettle(replace(incoming, shows=Shows.NOTHING), answers) if answers else []
    if lost:
        log.error("answers come too late and cannot be saved", answers=len(lost))
