"""Keeping up: what was missed is looked for until it is found, and positions are written down meanwhile."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from typing import Protocol

from bot.chat.hosting import Host
from bot.logs import get_logger
from bot.platforms.backing_off import BackOff
from bot.platforms.positions import EVERYWHERE, Positions

log = get_logger(__name__)

WRITE_DOWN_EVERY = 2.0


class CatchUp(Protocol):
    """Reads what was missed on one server."""

    async def run(self) -> None:
        """Read and queue what was missed: one round, after which some of it may be missing still."""


class KeepingUp:
    """Catches up at every gap, and goes on with what could not be had then while new events are handled.

    `unavailable` is what catching up raises when the server cannot be read now.
    """

    def __init__(
        self,
        platform: str,
        catch_up: CatchUp,
        positions: Positions,
        host: Host,
        back_off: BackOff,
        *,
        unavailable: type[Exception],
        sleep: Callable[[float], Awaitable[None]],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._platform = platform
        self._catch_up = catch_up
        self._positions = positions
        self._host = host
        self._back_off = back_off
        self._unavailable = unavailable
        self._sleep = sleep
        self._monotonic = monotonic
        self._next_at: float | None = None

    async def fill_gap(self) -> None:
        """Read what was missed, and write down at once from where to go on should the bot be killed."""
        self._positions.pin(EVERYWHERE)
        await self._look()
        await self.write_down()

    async def run(self) -> None:
        """Write positions down now and then, and look again for what is missing; until cancelled."""
        while True:
            await self._sleep(WRITE_DOWN_EVERY)
            await self.write_down()
            await self._look_again()

    async def write_down(self) -> None:
        """Have the positions remembered; if that fails, they are with the next ones."""
        changes = self._positions.changes()
        try:
            await self._host.remember(changes)
        except Exception as error:  # noqa: BLE001 - it only makes the next catching up longer
            log.warning("positions are not written down", reason=type(error).__name__)
        else:
            self._positions.written(changes)

    async def _look_again(self) -> None:
        if not self._positions.is_behind:
            self._next_at = None
            self._back_off.reset()
            return
        if self._next_at is None:
            self._next_at = self._monotonic() + self._back_off.next_wait()
        if self._monotonic() >= self._next_at:
            self._next_at = None
            await self._look()

    async def _look(self) -> None:
        try:
            await self._catch_up.run()
        except self._unavailable as error:
            log.warning("catching up failed", platform=self._platform, reason=str(error))
        except Exception:
            log.exception("catching up failed", platform=self._platform)
