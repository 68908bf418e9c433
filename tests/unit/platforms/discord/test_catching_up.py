"""What was written while the bot was away: read afterwards, in order, once; what it missed stays known."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

import pytest

from bot.chat.incoming import Linked
from bot.platforms.discord import staying
from bot.platforms.discord.receiving import dm_lane
from bot.platforms.keeping_up import WRITE_DOWN_EVERY
from bot.platforms.positions import EVERYWHERE
from tests.fakes.discord import FakeDiscord, Permission
from tests.unit.platforms.discord.house import CONNECTED, LOST, House


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


async def visit(house, *texts: str, missed: Sequence[str] = ()) -> None:
    """Have the bot there once, so that it knows Camille's DM, and say these things to it.

    It stays until it heard of what it `missed` as well.
    """
    async with house.platform():
        await house.host.until_connected(1)
        for text in missed:
            await house.host.until(lambda text=text: text in house.host.texts)
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
    await visit(house, "deux", missed=["aide"])
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
    real = house.fake.state.now
    for second, text in enumerate(texts):  # a second apart: else they were too many at once
        house.fake.state.now = lambda second=second: real() + timedelta(seconds=second)
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
    await visit(house, "deux", missed=["après"])
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


class Doors:
    """While they are shut, whoever sleeps for less than `below` seconds, to connect again, stays outside."""

    def __init__(self, house: House, below: float) -> None:
        self._house = house
        self._below = below
        self._open = asyncio.Event()
        self._open.set()

    def shut(self) -> None:
        self._open.clear()

    def open(self) -> None:
        self._open.set()

    async def sleep(self, seconds: float) -> None:
        await self._house.nap(seconds)
        if seconds < self._below:
            await self._open.wait()


async def test_it_hears_again_if_the_connection_breaks_off_while_what_was_missed_is_read(house):
    doors = Doors(house, below=WRITE_DOWN_EVERY)
    async with house.platform(sleep=doors.sleep):
        await house.host.until_connected()
        await house.camille.say_to_bot("un")
        await house.host.until(lambda: "un" in house.host.texts)
        hold = house.fake.faults.hold(f"/channels/{house.camille.dm.id}/messages", "GET")
        house.fake.hub.close(4009, forget=True)
        await house.camille.say_to_bot("deux")
        await asyncio.wait_for(hold.arrived(), 10)
        doors.shut()
        house.fake.hub.close(4000)
        await house.host.until(lambda: house.host.state is LOST)
        hold.release()
        await house.host.until(lambda: "deux" in house.host.texts)
        await asyncio.sleep(0.05)  # all that was missed is handled, and still there is no connection
        doors.open()
        await house.host.until(lambda: house.host.state is CONNECTED)
        await house.camille.say_to_bot("trois")
        await house.host.until(lambda: "trois" in house.host.texts)
    assert house.host.texts == ["un", "deux", "trois"]
    assert house.sessions == (2, 1)


async def test_it_hears_again_whichever_shard_comes_back_last(house):
    house.fake.hub.shards = 2
    doors = Doors(house, below=1.0)
    async with house.platform(sleep=doors.sleep):
        await house.host.until_connected()
        first, second = sorted(house.fake.hub.connected, key=lambda session: session.shard)
        doors.shut()
        second.connection.close(4000)
        await house.host.until(lambda: house.host.state is LOST)
        del house.fake.hub.sessions[first.id]
        first.connection.send({"op": 9, "d": False})
        await house.host.until(lambda: house.counted("maillage_socket_reconnects_total") == 1)
        doors.open()
        await house.host.until(lambda: house.host.state is CONNECTED)
        await house.camille.say_to_bot("un")
        await house.host.until(lambda: "un" in house.host.texts)
    assert house.sessions == (3, 1)


async def test_a_guild_that_comes_back_just_before_a_loss_is_read_all_the_same(house):
    await visit(house, "un")
    await away(house)
    await house.camille.say(house.general, f"{house.fake.bot.mention} aide")
    house.fake.world.set_available(house.guild, False)
    doors = Doors(house, below=60)
    async with house.platform(sleep=doors.sleep) as bot:
        await house.camille.say_to_bot("deux")
        await house.host.until(lambda: "deux" in house.host.texts)
        doors.shut()
        house.fake.world.set_available(house.guild, True)
        await house.host.until(lambda: bot._stay._is_one_coming_back)
        house.fake.hub.close(4000)
        await house.host.until(lambda: house.host.state is LOST)
        assert house.host.texts == ["un", "deux"]
        doors.open()
        await house.host.until(lambda: "aide" in house.host.texts)
    assert house.sessions == (2, 1)
