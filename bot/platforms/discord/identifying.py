"""Identifying: new sessions are few, whatever fails, and however often the process is started anew.

Discord resets the token of a bot that begins more than 1 000 sessions in a day
(https://docs.discord.com/developers/events/gateway, “Identifying”), so those begun are written down before
they are, where the next process finds them; Discord tells besides how many are left.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime

from bot.chat.hosting import Host
from bot.logs import get_logger

log = get_logger(__name__)

WRITTEN_UNDER = "identified"
"""The key, among the positions of the platform, of the instants at which sessions began."""
WINDOW = 7200.0
FREELY = 10
"""So many sessions in the window are begun without waiting, for each shard."""
FIRST_WAIT, LONGEST_WAIT = 5.0, 180.0
"""In seconds: the waits between further ones double. With the longest, there are 480 in a day."""
ONE_EVERY = 5.0
"""Seconds in which Discord takes one, or as many at once as it tells (`max_concurrency`)."""
KEPT_BACK = 20
"""So many of those that Discord leaves are not used before it counts anew."""


class TooManySessionsError(Exception):
    """The next session is to begin after `wait` seconds."""

    def __init__(self, wait: float) -> None:
        super().__init__(f"no new session for {wait:.0f} s")
        self.wait = wait


class Sessions:
    """The sessions that were begun, by instants (seconds since 1970) from the oldest on."""

    def __init__(
        self,
        host: Host,
        stored: str | None,
        now: Callable[[], datetime],
        sleep: Callable[[float], Awaitable[None]],
    ) -> None:
        self._host = host
        self._now = now
        self._sleep = sleep
        self._begun = [float(at) for at in (stored or "").split() if at.isdecimal()]
        self._one_at_a_time = asyncio.Lock()

    async def permit(self, shards: int, *, left: int, reset_after: float, at_once: int = 1) -> None:
        """Have one more session written down, which is about to begin; there are so many shards.

        `left` is how many Discord still allows, for `reset_after` seconds, and `at_once` how many together.

        Raises:
            TooManySessionsError: it has to wait.
        """
        async with self._one_at_a_time:
            now = self._now().timestamp()
            self._begun = [at for at in self._begun if -1 < now - at < WINDOW]  # written in whole seconds
            if left <= KEPT_BACK:
                raise TooManySessionsError(max(reset_after, FIRST_WAIT))
            wait = self._wait(now, shards)
            if wait > 0:
                raise TooManySessionsError(wait)
            if len(self._begun) >= at_once:
                await self._sleep(max(self._begun[-at_once] + ONE_EVERY - now, 0.0))
            await self._write_down(self._now().timestamp())

    def _wait(self, now: float, shards: int) -> float:
        beyond = len(self._begun) - FREELY * shards
        if beyond < 0:
            return 0.0
        spacing = min(FIRST_WAIT * (1 << min(beyond, 20)), LONGEST_WAIT) / shards
        return self._begun[-1] + spacing - now

    async def _write_down(self, now: float) -> None:
        self._begun.append(now)
        try:
            await self._host.remember({WRITTEN_UNDER: " ".join(f"{at:.0f}" for at in self._begun)})
        except Exception as error:  # noqa: BLE001 - this process still counts
            log.warning("a session is not written down", reason=type(error).__name__)
