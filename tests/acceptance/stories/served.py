"""`maillage run` on a clock that a story moves: the first argument is the instant at which it starts.

A line on standard input is an instant (ISO 8601): the clock goes there, and all that falls due on the way is
done at its own instant. Standard output gives each instant at which the clock stops, then an empty line.
"""

from __future__ import annotations

import asyncio
import sys
from datetime import UTC, datetime, timedelta
from typing import Any

import bot.runtime.alarm
import bot.runtime.clock
import bot.serving
from bot.cli import main


class MovedClock(bot.runtime.clock.SystemClock):
    """The machine's clock, so much ahead of it."""

    ahead = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def move_to(self, instant: datetime) -> None:
        """Show that instant now."""
        MovedClock.ahead = instant - datetime.now(UTC)


class MovedScheduler(bot.runtime.alarm.AsyncIOScheduler):
    """Wakes when the moved clock shows the instant."""

    def add_job(self, func: Any, trigger: Any = None, **options: Any) -> Any:
        if "run_date" in options:
            options["run_date"] -= MovedClock.ahead
        return super().add_job(func, trigger, **options)


class MovedBot(bot.serving.ServingBot):
    """Does as standard input says."""

    async def start(self) -> None:
        await super().start()
        self._listening = asyncio.create_task(self._listen())

    async def stop(self) -> None:
        self._listening.cancel()
        await super().stop()

    async def _listen(self) -> None:
        reader = asyncio.StreamReader()
        await asyncio.get_running_loop().connect_read_pipe(
            lambda: asyncio.StreamReaderProtocol(reader), sys.stdin
        )
        while line := (await reader.readline()).decode().strip():
            await self._go_to(datetime.fromisoformat(line))
            print(flush=True)

    async def _go_to(self, target: datetime) -> None:
        await self.settle()
        while (at := await self.next_at()) is not None and at <= target:
            self._move_to(max(at, self.clock.now()))
            await self.settle()
        self._move_to(max(target, self.clock.now()))
        await self._alarm._sweep()

    def _move_to(self, instant: datetime) -> None:
        self.clock.move_to(instant)
        print(instant.isoformat(), flush=True)


if __name__ == "__main__":
    MovedClock.ahead = datetime.fromisoformat(sys.argv.pop(1)) - datetime.now(UTC)
    bot.runtime.clock.SystemClock = MovedClock
    bot.runtime.alarm.AsyncIOScheduler = MovedScheduler
    bot.serving.ServingBot = MovedBot
    main()
