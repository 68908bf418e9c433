"""The life of `maillage run` on a Discord that comes and goes: what people wrote is done, and done once."""

import pytest

from tests.acceptance.discord.process import at_work, write_token
from tests.acceptance.mattermost.process import BotProcess
from tests.fakes.discord import FakeDiscord
from tests.fakes.discord.places import Guild

REMINDER = "rappel demain à 9h payer la facture"


class Town:
    """A guild with Camille, and the bot as a process of its own."""

    def __init__(self, discord: FakeDiscord, guild: Guild, process: BotProcess) -> None:
        self.discord = discord
        self.process = process
        self.guild = guild
        self.camille = discord.person("camille", guild)

    async def hears(self, text: str):
        """Wait for something that the bot says to Camille."""
        return await self.camille.reads(self.camille.dm, text, by=self.discord.bot)

    def answers(self, text: str) -> int:
        """How many times the bot said something to Camille."""
        return sum(
            text in message.text
            for message in self.camille.sees(self.camille.dm)
            if message.author.id == self.discord.bot.id
        )


@pytest.fixture
async def town(tmp_path, discord, loire):
    async with at_work(tmp_path, discord, loire) as process:
        yield Town(discord, loire, process)


async def test_what_is_written_while_the_bot_is_killed_is_answered_once_when_it_is_back(town):
    await town.camille.say_to_bot(REMINDER)
    await town.hears("C’est noté, rappel n° 1")
    await town.process.kill()
    await town.camille.say_to_bot(REMINDER.replace("9h", "10h"))
    await town.camille.say_to_bot(REMINDER.replace("9h", "11h"))
    await town.process.start()
    await town.hears("C’est noté, rappel n° 3")
    await town.process.kill()
    await town.process.start()
    await town.camille.say_to_bot(REMINDER.replace("9h", "12h"))
    await town.hears("C’est noté, rappel n° 4")
    assert [town.answers(f"rappel n° {number}") for number in range(1, 5)] == [1, 1, 1, 1]


async def test_an_outage_is_told_and_over_by_itself(town):
    await town.camille.say_to_bot(REMINDER)
    await town.hears("C’est noté, rappel n° 1")
    await town.discord.down()
    await town.process.fails("discord: lost")
    await town.camille.say_to_bot(REMINDER.replace("9h", "10h"))
    await town.discord.up()
    await town.hears("C’est noté, rappel n° 2")
    await town.process.ready()
    assert town.answers("rappel n° 2") == 1


async def test_a_token_that_was_reset_is_told_with_its_remedy_and_a_new_one_works_after_a_restart(town):
    town.discord.reset_token()
    await town.process.fails("`maillage discord install` takes the new one")
    await town.process.stop()
    write_token(town.process.folder, town.discord.token)
    await town.camille.say_to_bot(REMINDER)
    await town.process.start()
    await town.camille.say_to_bot(REMINDER.replace("9h", "10h"))
    await town.hears("C’est noté")


async def test_what_people_say_to_each_other_is_not_for_the_bot_also_after_a_restart(town):
    general = town.guild.channel("général")
    await town.camille.command(general, "rappel", "liste")
    await town.camille.command(general, "maillage", "aide")
    await town.camille.say(general, "entre nous : rappelle-moi demain à 6h de fermer le gaz")
    await town.process.kill()
    await town.camille.say(general, "rappelle-moi demain à 7h de fermer l’eau")
    await town.process.start()
    await town.camille.say_to_bot(REMINDER)
    await town.hears("C’est noté, rappel n° 1")
    assert town.answers("C’est noté") == 1
    assert town.answers("Je n’ai pas compris") == 0
