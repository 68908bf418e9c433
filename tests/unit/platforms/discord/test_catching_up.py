"""What was written while the bot was away: read afterwards, in order, once; what it missed stays known."""

import asyncio

import pytest

from bot.chat.incoming import Linked
from bot.platforms.discord import staying
from bot.platforms.discord.receiving import dm_lane
from bot.platforms.positions import EVERYWHERE
from tests.fakes.discord import FakeDiscord, Permission
from tests.unit.platforms.discord.house import LOST, House


@pytest.fixture
async def house():
    async with FakeDiscord.running() as fake:
        house = House(fake)
        house.host.deaf_to = {Linked}
        yield house


@pytest.fixture
def impatient(monkeypatch):
    """What hangs is not waited for at the end."""
    monkeypatch.setattr(staying, "FINISH_WITHIN", 0.1)


async def visit(house, *texts: str) -> None:
    """Have the bot there once, so that it knows Camille's DM, and say these things to it."""
    async with house.platform():
        await house.host.until_connected(1)
        for text in texts:
            await house.camille.say_to_bot(text)
            await house.host.until(lambda text=text: text in house.host.texts)


async def away(house) -> None:
    """Wait until the next start is to be told by a new state."""
    house.host.connections.clear()


async def test_what_was_said_before_the_first_start_is_not_for_the_bot(house):
    await house.camille.say(house.general, f"{house.fake.bot.mention} avant")
    await visit(house, "après")
    assert house.host.texts == ["après"]
    assert EVERYWHERE in house.host.stored


async def test_dms_missed_while_away_are_answered_once_and_in_order(house):
    await visit(house, "un")
    await away(house)
    for text in ("deux", "trois", "quatre"):
        await house.camille.say_to_bot(text)
    await visit(house, "cinq")
    await away(house)
    await visit(house)
    assert house.host.texts == ["un", "deux", "trois", "quatre", "cinq"]


async def test_mentions_missed_while_away_are_answered_with_the_rights_of_their_authors(house):
    await visit(house, "un")
    role = house.guild.role("Coordination", Permission.MANAGE_GUILD)
    house.guild.give_role(house.karim.user, role)
    await away(house)
    await house.camille.say(house.general, "rien pour le bot")
    await house.karim.say(house.general, f"{house.fake.bot.mention} aide")
    await visit(house, "deux")
    assert sorted(house.host.texts) == ["aide", "deux", "un"]
    missed = next(line for line in house.host.incoming if line.text == "aide")
    assert missed.author.administers_community
    assert missed.location.name == "général"


async def test_threads_are_read_too(house):
    thread = house.guild.thread(house.general, "Un fil")
    await visit(house, "un")
    await away(house)
    await house.camille.say(thread, f"{house.fake.bot.mention} aide")
    await visit(house, "deux")
    assert "aide" in house.host.texts
    missed = next(line for line in house.host.incoming if line.text == "aide")
    assert missed.location.thread == str(thread.id)


async def test_more_than_a_page_is_read_in_order(house):
    await visit(house, "début")
    await away(house)
    house.fake.rates.limit_all(10_000)
    texts = [f"message {number}" for number in range(130)]
    for text in texts:
        await house.camille.say_to_bot(text)
    async with house.platform():
        await house.host.until(lambda: len(house.host.texts) == 131)
    assert house.host.texts == ["début", *texts]


async def test_killed_while_handling_it_goes_on_from_there(house, impatient):
    await visit(house, "un")
    await away(house)
    gate = asyncio.Event()

    async def hang() -> None:
        gate.set()
        await asyncio.Event().wait()

    house.host.handling = hang
    async with house.platform():
        await house.host.until_connected()
        await house.camille.say_to_bot("deux")
        await gate.wait()
        stored = dict(house.host.stored)  # what a kill would leave
    house.host.stored, house.host.handling = stored, None
    await away(house)
    async with house.platform():
        await house.host.until(lambda: "deux" in house.host.texts)
    assert house.host.texts == ["un", "deux"]


async def test_the_first_dm_ever_is_found_again_if_the_bot_is_killed_while_handling_it(house, impatient):
    await visit(house)
    await away(house)
    gate = asyncio.Event()

    async def hang() -> None:
        gate.set()
        await asyncio.Event().wait()

    house.host.handling = hang
    async with house.platform():
        await house.host.until_connected()
        await house.camille.say_to_bot("bonjour")
        await gate.wait()
        assert dm_lane(house.camille.dm.id) in house.host.stored
        stored = dict(house.host.stored)
    house.host.stored, house.host.handling = stored, None
    await away(house)
    async with house.platform():
        await house.host.until(lambda: house.host.texts)
    assert house.host.texts == ["bonjour"]


async def test_a_channel_that_cannot_be_read_now_is_read_later_and_keeps_no_other_waiting(house):
    await visit(house, "un")
    await away(house)
    await house.camille.say_to_bot("deux")
    await house.karim.say(house.general, f"{house.fake.bot.mention} aide")
    house.fake.faults.drop(f"/channels/{house.camille.dm.id}/messages", "GET", taken=False, times=2)
    async with house.platform():
        await house.host.until(lambda: len(house.host.texts) == 3)
    assert house.host.texts == ["un", "aide", "deux"]


async def test_a_channel_that_may_not_be_read_is_skipped(house):
    await visit(house, "un")
    await away(house)
    await house.camille.say_to_bot("deux")
    await house.karim.say(house.general, f"{house.fake.bot.mention} aide")
    house.fake.refuse_channel(house.general)
    async with house.platform():
        await house.host.until(lambda: "deux" in house.host.texts)
    assert "aide" not in house.host.texts


async def test_what_was_written_before_the_bot_came_to_a_guild_is_not_for_it(house):
    await visit(house, "un")
    await away(house)
    new = house.fake.guild("Rhône", with_bot=False)
    nadia = house.fake.person("nadia", new)
    salon = new.channel("salon")
    await nadia.say(salon, f"{house.fake.bot.mention} avant")
    await asyncio.sleep(0.005)  # ids tell milliseconds apart, no more
    house.fake.world.invite_bot(new)
    await nadia.say(salon, f"{house.fake.bot.mention} après")
    house.host.joined_guilds.add(str(new.id))
    await visit(house, "deux")
    assert "après" in house.host.texts
    assert "avant" not in house.host.texts


async def test_a_dm_that_the_bot_began_is_looked_at_after_an_absence(house):
    async with house.platform() as bot:
        await house.host.until_connected()
        person = await bot.client.fetch_user(int(house.camille.user.id))
        sent = await person.send("un rappel")
        bot._on_dm(str(sent.channel.id), str(sent.id))
    await away(house)
    await house.camille.say_to_bot("merci")
    async with house.platform():
        await house.host.until(lambda: house.host.texts)
    assert house.host.texts == ["merci"]


async def test_a_session_that_is_lost_in_the_middle_loses_nothing(house):
    async with house.platform():
        await house.host.until_connected()
        await house.camille.say_to_bot("0")
        for number in range(1, 6):
            house.fake.hub.close(4009, forget=number % 2 == 0)
            await house.camille.say_to_bot(str(number))
            await house.host.until(lambda: LOST in house.host.states)
            await house.host.until_connected(number + 1)
        await house.host.until(lambda: len(house.host.texts) == 6)
    assert house.host.texts == [str(number) for number in range(6)]


async def test_a_guild_that_discord_could_not_serve_is_read_once_it_is_back(house):
    await visit(house, "un")
    await away(house)
    await house.camille.say(house.general, f"{house.fake.bot.mention} aide")
    house.fake.world.set_available(house.guild, False)
    async with house.platform():
        await house.host.until_connected()
        assert house.host.texts == ["un"]
        house.fake.world.set_available(house.guild, True)
        await house.host.until(lambda: "aide" in house.host.texts)
    assert house.host.texts == ["un", "aide"]
