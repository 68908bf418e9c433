"""Crashes for tests: at any named step between timer, handler, commit, send and mark-as-sent.

Every step that the bot takes passes `Steps`; at the chosen one the process dies, either for good (`die`) or,
within one process, by an exception that nothing in the bot catches and after which no step is taken any more.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.chat.delivery import Outgoing
from bot.plugin import Plugin
from bot.runtime.clock import Clock
from bot.store import Store
from bot.store.driver import OneTripConnection
from tests.fakes.bot import url_of
from tests.fakes.platform import FakePlatform


class Crash(BaseException):
    """The process is dead."""


def die() -> None:
    """Kill this process as the kernel would."""
    os.kill(os.getpid(), signal.SIGKILL)


def give_up_the_ghost() -> None:
    """Be dead within a process that goes on."""
    raise Crash


class Steps:
    """The steps taken so far; the one numbered `fatal` is the last."""

    def __init__(self, fatal: int | None = None, how: Callable[[], None] = give_up_the_ghost) -> None:
        self.taken: list[str] = []
        self._fatal = fatal
        self._how = how
        self.is_dead = False

    def take(self, name: str) -> None:
        """Take a step, or die of it."""
        self.is_dead = self.is_dead or len(self.taken) == self._fatal
        if self.is_dead:
            self._how()
        self.taken.append(name)


class MortalStore(Store):
    """A store whose process may die before, in and after every unit of work; it can be born again."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.steps = Steps()
        self._opened: list[OneTripConnection] = []

    def _connection(self, file: str, *, writing: bool) -> OneTripConnection:
        connection = super()._connection(file, writing=writing)
        self._opened.append(connection)
        return connection

    async def close(self) -> None:
        """Close all that was opened, as a system does for who dies, in whatever state they left it."""
        await super().close()
        while self._opened:
            await self._opened.pop().close()

    @asynccontextmanager
    async def unit(self) -> AsyncIterator[AsyncSession]:
        self.steps.take("unit begins")
        async with super().unit() as session:
            yield session
            self.steps.take("before commit")
        self.steps.take("after commit")

    async def be_born_again(self) -> None:
        """Forget all that a process knows; only the file stays."""
        await self.close()
        self._after_commit.clear()
        self.steps = Steps()


class MortalPlatform(FakePlatform):
    """A platform that never recognises a message sent twice, and whose caller may die around every call."""

    def __init__(self, file: Path, clock: Clock, steps: Steps) -> None:
        super().__init__(file, clock, window=timedelta(0))
        self._steps = steps

    async def send(self, outgoing: Outgoing) -> str:
        self._steps.take("before send")
        external_id = await super().send(outgoing)
        self._steps.take("after send")
        return external_id

    async def find(self, outgoing: Outgoing) -> str | None:
        self._steps.take("before find")
        found = await super().find(outgoing)
        self._steps.take("after find")
        return found


def mortal(plugin: Plugin, steps: Steps) -> Plugin:
    """Let the process die at the beginning and at the end of every timer's or errand's handler."""

    def wrapped(handler: Callable[..., Any]) -> Callable[..., Any]:
        async def handle(*arguments: object, **named: object) -> None:
            steps.take("handler begins")
            await handler(*arguments, **named)
            steps.take("handler ends")

        return handle

    plugin.timers = {name: wrapped(handler) for name, handler in plugin.timers.items()}
    plugin.errands = {name: wrapped(handler) for name, handler in plugin.errands.items()}
    return plugin


async def bury() -> None:
    """Wait for the end of all that the dead bot left running: each dies of its own next step."""
    async with asyncio.timeout(60):
        while others := asyncio.all_tasks() - {asyncio.current_task()}:
            await asyncio.gather(*others, return_exceptions=True)


class Ground:
    """What outlives the bot: a folder with its database, which can be put back as it was.

    Each time that is another folder: a connection of the dead may still take away files of the one before.
    """

    def __init__(self, folder: Path) -> None:
        self._around = folder
        self._times = 0
        self._kept = b""
        self._move()

    async def keep(self) -> None:
        """Remember the database as it is."""
        await self.store.close()
        file = self.folder / "maillage.db"
        with closing(sqlite3.connect(file)) as database:
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._kept = file.read_bytes()

    async def begin_anew(self) -> None:
        """Make everything as it was remembered, as if no bot had run since."""
        await self.store.close()
        shutil.rmtree(self.folder, ignore_errors=True)
        self._move()

    def _move(self) -> None:
        self.folder = self._around / str(self._times)
        self._times += 1
        self.folder.mkdir()
        if self._kept:
            (self.folder / "maillage.db").write_bytes(self._kept)
        self.store = MortalStore(url_of(self.folder))
