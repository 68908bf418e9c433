"""The bot on two chat networks at once, with the plugins that come with it: for what joins the two."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from bot.app import Bot, load_plugins
from bot.chat.answers import Answer, Failure
from bot.chat.hosting import Host
from bot.chat.incoming import Incoming, Line, Press, Shows
from bot.chat.messages import Button, Menu, Reply
from bot.chat.people import Author
from bot.chat.places import Location, PlaceKind
from bot.config import Config
from bot.plugin import Plugin
from bot.store import Store
from tests.fakes.bot import START, JumpingClock, new_database, url_of
from tests.fakes.platform import FakePlatform
from tests.fakes.plugin import probe

HOME, AWAY = "mattermost", "discord"
"""The platform whose communities are the network's, and the one whose communities have to join."""
_CODE = re.compile(r"`/maillage (?:lier|link) ((?:C-)?[2-9A-Z]{3}-[2-9A-Z]{3}-[2-9A-Z]{3})`")


class Choosy(FakePlatform):
    """A chat network on which anybody can add the bot to a community."""

    admitted: Sequence[str] = ()

    async def start(self, host: Host) -> None:
        await super().start(host)
        await host.admits(self.admitted)


@dataclass
class Side:
    """A person on one of the two."""

    both: Both
    platform: str
    name: str
    administers: bool = False

    async def write(self, text: str, *, shows: Shows = Shows.ALL) -> list[Answer]:
        """Write to the bot in a DM."""
        return await self._say(text, self.dm, shows)

    async def say(
        self, text: str, community: str = "team", channel: str = "general", *, shows: Shows = Shows.ALL
    ) -> list[Answer]:
        """Write to the bot in a channel."""
        return await self._say(text, self.channel(community, channel), shows)

    async def ask(self, text: str) -> Answer:
        """Write to the bot in a DM, and return its only answer."""
        [answer] = await self.write(text)
        return answer

    async def press(self, button: Button) -> list[Answer]:
        """Press a button in the DM."""
        return await self._act(button, None)

    async def choose(self, menu: Menu, value: str) -> list[Answer]:
        """Choose in a menu in the DM."""
        return await self._act(menu, value)

    async def code(self, what: str = "") -> str:
        """Ask for a code, and return it."""
        [answer] = await self.write(f"/maillage lier {what}")
        assert isinstance(answer, Reply)
        return code_in(answer)

    async def enter(self, code: str) -> list[Answer]:
        """Enter the code of an account in the DM, and press the button if there is one."""
        answers = await self.write(f"/maillage lier {code}")
        match answers:
            case [Reply(buttons=(button,))]:
                return await self.press(button)
        return answers

    def channel(self, community: str, channel: str) -> Location:
        """Return a channel of a community."""
        return Location(
            platform=self.platform,
            id=f"{community}-{channel}",
            name=channel,
            community=community,
            community_name=community.title(),
        )

    @property
    def dm(self) -> Location:
        """The DM with the bot."""
        return Location(platform=self.platform, id=f"dm-{self.name}", name=self.name, kind=PlaceKind.DM)

    @property
    def author(self) -> Author:
        """The account."""
        return Author(
            id=f"{self.platform}-{self.name}", username=self.name, administers_community=self.administers
        )

    async def _act(self, pressed: Button | Menu, choice: str | None) -> list[Answer]:
        press = Press(
            author=self.author,
            location=self.dm,
            plugin=pressed.plugin or "network",
            action=pressed.action,
            arguments=pressed.arguments,
            choice=choice,
        )
        return await self.both.receive(press)

    async def _say(self, text: str, where: Location, shows: Shows) -> list[Answer]:
        return await self.both.receive(
            Line(author=self.author, location=where, text=text, to_bot=True, shows=shows)
        )


@dataclass
class Both:
    """A running bot on two chat networks."""

    bot: Bot
    store: Store
    clock: JumpingClock
    home: FakePlatform
    away: Choosy

    def at_home(self, name: str = "camille", *, administers: bool = False) -> Side:
        """Return somebody on the network's own platform."""
        return Side(self, HOME, name, administers)

    def away_from_home(self, name: str = "camille.d", *, administers: bool = False) -> Side:
        """Return somebody on the other platform."""
        return Side(self, AWAY, name, administers)

    async def receive(self, incoming: Incoming) -> list[Answer]:
        """Do something and return the answers, once all that is due is done."""
        answers = await self.bot.receive(incoming)
        await self.bot.settle()
        return answers

    async def advance(self, duration: timedelta) -> None:
        """Move the clock, doing in order what falls due."""
        target = self.clock.now() + duration
        while (at := await self.bot.next_at()) is not None and at <= target:
            self.clock.move_to(at)
            await self.bot.settle()
        self.clock.move_to(target)
        await self.bot.settle()


@asynccontextmanager
async def both(
    folder: Path, *plugins: Plugin, admitted: Sequence[str] = (), config: Config | None = None
) -> AsyncIterator[Both]:
    """Give a running bot on two chat networks, with the plugins of the bot, the probe, and these."""
    if not (folder / "maillage.db").exists():
        await new_database(folder)
    config = config or Config()
    clock = JumpingClock(START)
    home = FakePlatform(folder / "home.db", clock, HOME)
    away = Choosy(folder / "away.db", clock, AWAY)
    away.admitted = admitted
    host = load_plugins(config)
    for plugin in (probe(), *plugins):
        host.add(plugin)
    bot = Bot(config, Store(url_of(folder)), clock, [home, away], host)
    await bot.start()
    try:
        yield Both(bot, bot.store, clock, home, away)
    finally:
        await bot.stop()
        home.close()
        away.close()


def code_in(answer: Reply) -> str:
    """Return the code that an answer gives."""
    found = _CODE.search(str(answer.text))
    assert found, answer.text
    return found.group(1)


def code_of(answers: Sequence[Answer]) -> str | None:
    """Return the code of the only answer, if it is a failure."""
    [answer] = answers
    return answer.code if isinstance(answer, Failure) else None


def as_typed(code: str) -> str:
    """Return a code as somebody types it in a hurry."""
    return code.replace("-", " ").lower()
