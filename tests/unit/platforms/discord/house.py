"""The platform on the fake, with a host that notes what it is told; the waits of the bot are short."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from zoneinfo import ZoneInfo

from bot.chat.answers import Answer
from bot.chat.hosting import Connection, ConnectionState
from bot.chat.incoming import Completion, Incoming, Line
from bot.chat.places import Location
from bot.counting import Counters
from bot.language.catalogue import Words
from bot.language.messages import in_english
from bot.platforms.discord.platform import DiscordPlatform, Server
from bot.platforms.discord.staying import Pace
from bot.plugin import Plugin
from bot.runtime.administering import Administering
from bot.runtime.clock import SystemClock
from tests.fakes.discord import FakeDiscord

CONNECTED, LOST, STOPPED = ConnectionState.CONNECTED, ConnectionState.LOST, ConnectionState.STOPPED


class Host:
    """A bot that notes what it is told.

    `stored` outlives a platform, as a database does, and so do the keys of what was handled. `failures` are
    raised, one after another, when it is asked for positions; `answers` are given once each, unsaved.
    """

    def __init__(self) -> None:
        self.incoming: list[Incoming] = []
        self.connections: list[Connection] = []
        self.stored: dict[str, str] = {}
        self.places: dict[str, Location] = {}
        self.seen: dict[str, set[str]] = {}
        self.deleted: list[tuple[str, str]] = []
        self.edited: list[tuple[str, str, tuple[str, ...]]] = []
        self.failures: list[Exception] = []
        self.answers: list[Answer] = []
        self.keys: set[str] = set()
        self.deaf_to: set[type[Incoming]] = set()
        self.joined_guilds: set[str] = set()
        self.changed = asyncio.Condition()
        self.handling: Callable[[], object] | None = None
        self.administering = Administering()

    async def admits(self, communities) -> None:
        self.joined_guilds |= set(communities)

    async def is_joined(self, community: str) -> bool:
        return community in self.joined_guilds

    async def receive(self, incoming: Incoming) -> list[Answer]:
        if self.handling is not None:
            await self.handling()
        if self.answers:
            return [self.answers.pop(0)]
        if incoming.key is not None and incoming.key in self.keys:
            return []
        if incoming.key is not None:
            self.keys.add(incoming.key)
        await self._note(lambda: self.incoming.append(incoming))
        return []

    async def resettle(self, _incoming, answers):
        return list(answers)

    async def complete(self, _completion: Completion):
        return []

    async def keep(self, _text: str, **_whose: object) -> int:
        return 1

    async def kept(self, _number: int) -> None:
        return None

    def listens(self, kind) -> bool:
        return kind not in self.deaf_to

    async def positions(self) -> dict[str, str]:
        if self.failures:
            raise self.failures.pop()
        return dict(self.stored)

    async def remember(self, positions) -> None:
        self.stored |= positions

    async def message_deleted(self, channel: str, message: str) -> None:
        await self._note(lambda: self.deleted.append((channel, message)))

    async def message_edited(self, channel: str, message: str, links, key: str) -> None:
        if key not in self.keys:
            self.keys.add(key)
            await self._note(lambda: self.edited.append((channel, message, links)))

    async def discovered(self, places) -> None:
        await self._note(lambda: self.places.update({place.id: place for place in places}))

    async def left(self, channels) -> None:
        await self._note(lambda: [self.places.pop(channel, None) for channel in channels])

    async def sees(self, community: str, channels) -> None:
        await self._note(lambda: self.seen.update({community: set(channels)}))

    def administered_by(self, community: str, accounts) -> None:
        self.administering.told("discord", community, accounts)
        self._notify()

    def administers(self, community: str, account: str, *, is_one: bool) -> None:
        self.administering.noted("discord", community, account, is_one=is_one)
        self._notify()

    def connection(self, connection: Connection) -> None:
        self.connections.append(connection)
        self._notify()

    def _notify(self) -> None:
        task = asyncio.create_task(self._note(lambda: None))
        task.add_done_callback(lambda _task: None)

    @property
    def texts(self) -> list[str]:
        return [incoming.text for incoming in self.incoming if isinstance(incoming, Line)]

    @property
    def state(self) -> ConnectionState | None:
        return self.connections[-1].state if self.connections else None

    @property
    def states(self) -> list[ConnectionState]:
        return [connection.state for connection in self.connections]

    @property
    def reasons(self) -> list[str]:
        """What was told, in English, of why it does not work."""
        return [in_english(c.reason) for c in self.connections if c.reason is not None]

    async def _note(self, note: Callable[[], object]) -> None:
        async with self.changed:
            note()
            self.changed.notify_all()

    async def until(self, seen: Callable[[], object], within: float = 10) -> None:
        try:
            async with asyncio.timeout(within), self.changed:
                await self.changed.wait_for(seen)
        except TimeoutError:
            raise AssertionError((self.states[-9:], self.reasons[-3:], self.texts[-9:])) from None

    async def until_connected(self, times: int = 1) -> None:
        await self.until(lambda: self.state is CONNECTED and self.states.count(CONNECTED) >= times)


class House:
    """A guild with the bot, Camille and Karim; `platform` runs the bot there."""

    def __init__(self, fake: FakeDiscord) -> None:
        self.fake = fake
        self.guild = fake.guild("Loire")
        self.general = self.guild.channel("général")
        self.camille = fake.person("camille", self.guild)
        self.karim = fake.person("karim", self.guild)
        self.host = Host()
        self.counters = Counters()
        self.naps: list[float] = []
        fake.hub.identify_every = 0

    async def nap(self, seconds: float) -> None:
        """Sleep very little, whatever was asked."""
        self.naps.append(seconds)
        async with self.host.changed:
            self.host.changed.notify_all()
        await asyncio.sleep(min(seconds, 0.01) if seconds < 100 else 0.2)

    @contextlib.asynccontextmanager
    async def platform(
        self, *plugins: Plugin, pace: Pace | None = None, sleep=None, **settings: object
    ) -> AsyncIterator[DiscordPlatform]:
        server = Server(
            **{"url": self.fake.url, "token": self.fake.token, "guilds": (str(self.guild.id),), **settings}
        )
        platform = DiscordPlatform(
            server,
            plugins,
            self.counters,
            Words("fr", ZoneInfo("Europe/Paris")),
            now=SystemClock().now,
            sleep=sleep or self.nap,
            pace=pace or Pace(silence=5.0, ready_after=0.05),
        )
        await platform.start(self.host)
        try:
            yield platform
        finally:
            await asyncio.wait_for(platform.stop(), 15)

    def counted(self, name: str) -> float:
        """Return a count, of all labels together."""
        return sum(value for counted, _labels, value in self.counters.counted() if counted == name)

    @property
    def sessions(self) -> tuple[int, int]:
        """How many sessions began, and how many times one went on."""
        return len(self.fake.hub.identified), self.fake.hub.resumed
