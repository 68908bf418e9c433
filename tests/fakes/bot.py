"""The whole bot for tests, on a simulated clock and a fake chat server, on a database that is made once."""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from sqlalchemy import func, inspect, select

from bot.app import Bot, prepare
from bot.chat.answers import Answer
from bot.chat.delivery import Platform
from bot.chat.incoming import Incoming, Line
from bot.chat.people import Author
from bot.chat.places import Location, PlaceKind
from bot.config import Config
from bot.plugin import Plugin, WorkContext
from bot.runtime.clock import Clock, SimulatedClock
from bot.runtime.handlers import Handlers
from bot.runtime.host import PluginHost
from bot.store import Store
from bot.store.base import Base
from bot.store.reindexing import begin_where_unknown
from bot.store.search import indexes
from tests.fakes import databases
from tests.fakes.databases import url_of
from tests.fakes.platform import FakePlatform
from tests.fakes.plugin import probe

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
"""A Monday, ten o'clock in Paris."""

R = TypeVar("R", bound=Base)

_templates: dict[tuple[str, ...], bytes] = {}
"""An empty database, or on PostgreSQL its name, by the search indexes that it knows to be this version's."""


async def new_database(folder: Path) -> None:
    """Put a database with its tables and its network into a folder.

    If MAILLAGE_TEST_ON_POSTGRESQL is set, it is on the PostgreSQL of MAILLAGE_TEST_POSTGRESQL_URL.
    """
    if databases.ON_POSTGRESQL:
        await _new_on_postgresql(folder)
        return
    declared = tuple(index.name for index in indexes())
    if declared not in _templates:
        made = folder / "template"
        await _make(url_of(made))
        _templates[declared] = (made / "maillage.db").read_bytes()
        shutil.rmtree(made)
    (folder / "maillage.db").write_bytes(_templates[declared])


async def _make(url: str) -> None:
    store = Store(url)
    await prepare(store, Config(), SimulatedClock(START), PluginHost())
    await begin_where_unknown(store)
    await store.close()


async def _new_on_postgresql(folder: Path) -> None:
    """Copy a database that is made once for this process, and note in the folder where it is."""
    declared = tuple(index.name for index in indexes())
    if declared not in _templates:
        name = f"template_{os.getpid()}_{len(_templates)}"
        await databases.outside(f"CREATE DATABASE {name}")
        await _make(databases.url_on_postgresql(name))
        _templates[declared] = name.encode()
    await databases.copy_elsewhere(_templates[declared].decode(), folder)


def hosting(*plugins: Plugin) -> PluginHost:
    """Return a host of these plugins."""
    host = PluginHost()
    for plugin in plugins:
        host.add(plugin)
    return host


def author(name: str, **rights: bool) -> Author:
    """Return the account of somebody."""
    return Author(id=f"id-{name}", username=name, **rights)


def channel(name: str) -> Location:
    """Return a channel."""
    return Location(platform="fake", id=name, name=name, community="team", community_name="Team")


def dm(name: str) -> Location:
    """Return somebody's DM with the bot."""
    return Location(platform="fake", id=f"dm-{name}", name=name, kind=PlaceKind.DM)


class JumpingClock(SimulatedClock):
    """A simulated clock that can jump, as a machine's does when it is set right."""

    def jump(self, duration: timedelta) -> None:
        """Jump, forward or back, without any work in between."""
        self._now += duration


@dataclass
class Scene:
    """A running bot and what stands around it."""

    bot: Bot
    store: Store
    clock: JumpingClock
    platform: FakePlatform
    handlers: Handlers

    async def say(self, text: str, user: str = "camille", place: str = "general") -> list[Answer]:
        """Say something in a channel and return the answers."""
        return await self.receive(Line(author=author(user), location=channel(place), text=text))

    async def write(self, text: str, user: str = "camille") -> list[Answer]:
        """Write to the bot in a DM and return the answers."""
        return await self.receive(Line(author=author(user), location=dm(user), text=text, to_bot=True))

    async def receive(self, incoming: Incoming) -> list[Answer]:
        """Do something and return the answers, once all that is due is done."""
        answers = await self.bot.receive(incoming)
        await self.bot.settle()
        return answers

    async def advance(self, duration: timedelta) -> None:
        """Move the clock, doing in order what falls due."""
        target = self.clock.now() + duration
        await self.bot.settle()
        rounds = 0
        while (at := await self.bot.next_at()) is not None and at <= target:
            rounds += 1
            assert rounds < 10_000, "the bot is woken again and again for nothing"
            self.clock.move_to(at)
            await self.bot.settle()
        self.clock.move_to(target)
        await self.bot.settle()

    @asynccontextmanager
    async def working(
        self, user: str = "camille", place: str = "general", plugin: str = "probe"
    ) -> AsyncIterator[WorkContext]:
        """Give a context like that of a handler of the plugin."""
        speaker = await self.bot.identity.resolve(author(user), channel(place))
        line = Line(author=author(user), location=channel(place), text="")
        async with self.handlers.for_person(plugin, speaker, line) as ctx:
            yield ctx


async def rows(stage: Scene, table: type[R]) -> list[R]:
    """Return the rows of a table whose rows have numbers, in the order of these."""
    async with stage.store.read() as session:
        return list(await session.scalars(select(table).order_by(inspect(table).c.id)))


async def count(stage: Scene, table: type[Base]) -> int:
    """Return how many rows a table has."""
    async with stage.store.read() as session:
        return (await session.execute(select(func.count()).select_from(table))).scalar_one()


def bot_on(
    folder: Path,
    clock: Clock,
    platforms: Sequence[Platform],
    plugins: Sequence[Plugin] = (),
    *,
    store: Store | None = None,
    config: Config | None = None,
) -> Bot:
    """Return a bot on the database of a folder, in which it keeps what lies beside the database too."""
    config = config or Config()
    config.keep_data_in(folder)
    return Bot(
        config,
        store or Store(url_of(folder)),
        clock,
        platforms,
        hosting(*(plugins or (probe(),))),
    )


@asynccontextmanager
async def scene(
    folder: Path,
    *plugins: Plugin,
    at: datetime = START,
    platform: Callable[[Path, Clock], FakePlatform] = FakePlatform,
    config: Config | None = None,
) -> AsyncIterator[Scene]:
    """Give a running bot on the database of a folder, made if there is none."""
    if not any((folder / name).exists() for name in ("maillage.db", "maillage.url")):
        await new_database(folder)
    clock = JumpingClock(at)
    server = platform(folder / "server.db", clock)
    bot = bot_on(folder, clock, [server], plugins, config=config)
    await bot.start()
    try:
        yield Scene(bot, bot.store, clock, server, bot.handlers)
    finally:
        await bot.stop()
        server.close()
