"""The whole bot on the fake Discord: what an interaction cannot show arrives all the same, once."""

import asyncio
import contextlib
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.chat.hosting import ConnectionState
from bot.counting import Counters
from bot.language.catalogue import Words
from bot.platforms.discord.platform import DiscordPlatform, Server
from bot.platforms.discord.staying import Pace
from tests.fakes.bot import START, JumpingClock, bot_on, new_database
from tests.fakes.discord import FakeDiscord
from tests.unit.platforms.discord.desk import Gate, desk_plugin

QUIET = 6


class Town:
    """A guild with the bot, Camille and Karim; the clock moves by hand, the courier is driven by hand."""

    def __init__(self, folder, clock, fake):
        self.folder, self.clock, self.fake, self.gate = folder, clock, fake, Gate()
        self.loire = fake.guild("Loire")
        self.general = self.loire.channel("général")
        self.camille = fake.person("camille", self.loire)
        self.karim = fake.person("karim", self.loire)
        fake.hub.identify_every = 0

    async def start(self):
        plugin = desk_plugin(self.gate)
        self.platform = DiscordPlatform(
            Server(url=self.fake.url, token=self.fake.token, guilds=(self.loire.id,)),
            [plugin],
            Counters(),
            Words("fr", ZoneInfo("Europe/Paris")),
            now=self.clock.now,
            pace=Pace(silence=5.0, ready_after=0.05),
        )
        self.bot = bot_on(self.folder, self.clock, [self.platform], [plugin])
        await self.bot.start()
        await self.fake.until(self.fake.commands.of)
        for _turn in range(1000):
            if self.bot.connections["discord"].state is ConnectionState.CONNECTED:
                return
            await asyncio.sleep(0.01)
        raise AssertionError(self.bot.connections)

    async def stop(self):
        await self.bot.stop()

    async def settled(self):
        """Let what is under way end, and send what waits."""
        await self.platform._interactions.finish(10)
        await self.bot.settle()


@pytest.fixture
async def town(tmp_path):
    await new_database(tmp_path)
    clock = JumpingClock(START)
    async with FakeDiscord.running(now=clock.now) as fake:
        made = Town(tmp_path, clock, fake)
        await made.start()
        try:
            yield made
        finally:
            made.gate.open()
            with contextlib.suppress(Exception):
                await made.stop()
        assert fake.violations == []


def texts(person, where):
    return [message.text for message in person.sees(where)]


async def test_what_comes_after_the_end_of_the_token_comes_by_dm(town):
    town.gate.close()
    await town.camille.command(town.general, "dire", text="bien tard", wait=False)
    await town.gate.held_up(1)
    town.clock.jump(timedelta(minutes=16))
    town.gate.open()
    await town.settled()
    assert texts(town.camille, town.camille.dm) == ["bien tard"]


async def test_an_answer_that_discord_never_took_comes_by_dm(town):
    town.gate.close()
    await town.camille.command(town.general, "deux", wait=False)
    await town.gate.held_up(1)
    town.fake.faults.drop("/callback", "POST", taken=False, times=4)
    town.gate.open()
    await town.settled()
    assert texts(town.camille, town.camille.dm) == ["un", "deux"]


async def test_a_press_of_a_post_is_acknowledged_and_the_post_changes_for_everyone(town):
    await town.camille.command(town.general, "afficher")
    await town.settled()
    post = await town.karim.reads(town.general, "0")
    pressed = await town.karim.press(post, "Plus")
    assert (pressed.interaction.answer, pressed.messages) == (QUIET, [post])
    await town.settled()
    assert post.text == "plus"
    assert "plus" in texts(town.camille, town.general)


async def test_two_people_who_press_a_post_at_once_are_both_acknowledged(town):
    await town.camille.command(town.general, "afficher")
    await town.settled()
    post = await town.karim.reads(town.general, "0")
    both = [await person.press(post, "Plus", wait=False) for person in (town.camille, town.karim)]
    await asyncio.gather(*(asked.settled() for asked in both))
    await town.settled()
    assert [asked.interaction.answer for asked in both] == [QUIET, QUIET]
    assert post.text == "plus"


async def test_buttons_of_a_post_and_of_a_dm_work_days_later_after_a_restart(town):
    await town.camille.command(town.general, "afficher")
    shown = await town.camille.command(town.camille.dm, "montrer")
    await town.settled()
    post = await town.karim.reads(town.general, "0")
    await town.stop()
    town.clock.jump(timedelta(days=30))
    await town.start()
    await town.karim.press(post, "Plus")
    await town.camille.press(shown.message, "Compter")
    await town.settled()
    assert (post.text, shown.message.text) == ("plus", "compté 1")


async def test_while_the_bot_stops_what_is_under_way_is_answered(town):
    town.gate.close()
    asked = await town.camille.command(town.general, "dire", text="encore", wait=False)
    await town.gate.held_up(1)
    stopping = asyncio.create_task(town.stop())
    town.gate.open()
    await stopping
    assert asked.text == "encore"
