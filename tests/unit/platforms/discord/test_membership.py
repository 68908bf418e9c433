"""Who writes a DM: whether they are in a guild of the network, are not, or cannot be known now."""

from dataclasses import replace

import pytest

from bot.chat.delivery import DeliveryKind, Outgoing, SendRefusedError
from bot.chat.incoming import Joined, Left, Line
from bot.chat.messages import Post
from bot.chat.people import Author
from bot.chat.places import Location, PlaceKind
from bot.language.messages import Markup
from bot.platforms.discord import membership
from bot.platforms.discord.membership import SURE_FOR, UNSURE_FOR, Membership
from bot.platforms.discord.people import People
from tests.fakes.discord import FakeDiscord, Intent
from tests.unit.platforms.discord.house import House


class Desk:
    """Asks who somebody is, at the instant `now`."""

    def __init__(self, bot) -> None:
        self.now = 0.0
        self._membership = Membership(bot._heard, People(), monotonic=lambda: self.now)

    async def sees(self, person) -> str:
        """Return the name of the guild where somebody is, else "outside" or "unknown"."""
        author = Author(str(person.user.id), person.user.username)
        author, dm = await self._membership.in_dm(author, Location("discord", "1", "x", PlaceKind.DM))
        assert not (author.is_outside and dm.community)
        return "outside" if author.is_outside else dm.community_name or "unknown"

    async def has_left(self, person) -> bool | None:
        """Return whether somebody is in no guild any more, None in doubt."""
        return await self._membership.has_left(int(person.user.id), ())


@pytest.fixture
async def house():
    async with FakeDiscord.running() as fake:
        yield House(fake)


@pytest.fixture
async def desk(house, monkeypatch):
    monkeypatch.setattr(membership, "_WITHIN", 0.2)
    async with house.platform() as bot:
        await house.host.until_connected()
        yield Desk(bot)


async def said(house, person) -> Line:
    """Have somebody write a DM, and return it as the bot hears it."""
    count = len(house.host.texts) + 1
    await person.say_to_bot(f"bonjour {count}")
    await house.host.until(lambda: len(house.host.texts) == count)
    return [event for event in house.host.incoming if isinstance(event, Line)][-1]


def asked(house) -> int:
    return len(house.fake.seen("GET", "/guilds/{guild_id}/members/{user_id}"))


async def test_who_left_the_last_guild_of_the_network_is_outside_after_a_while(house, desk):
    assert await desk.sees(house.camille) == "Loire"
    house.camille.leave(house.guild)
    desk.now = SURE_FOR - 1
    assert await desk.sees(house.camille) == "Loire"
    desk.now = SURE_FOR
    assert await desk.sees(house.camille) == "outside"
    assert asked(house) == 2


async def test_who_leaves_is_outside_at_once_where_discord_tells_of_it(house):
    house.fake.grant(Intent.GUILD_MEMBERS)
    house.camille.join(house.fake.guild("Ailleurs"))
    async with house.platform(members=True):
        await house.host.until_connected()
        assert not (await said(house, house.camille)).author.is_outside
        house.camille.leave(house.guild)
        await house.host.until(lambda: any(isinstance(event, Left) for event in house.host.incoming))
        assert (await said(house, house.camille)).author.is_outside
        house.camille.join(house.guild)
        await house.host.until(lambda: isinstance(house.host.incoming[-1], Joined))
        assert not (await said(house, house.camille)).author.is_outside


async def test_who_comes_back_is_known_again_a_minute_later(house, desk):
    stranger = house.fake.person("inconnue", house.fake.guild("Ailleurs"))
    assert await desk.sees(stranger) == "outside"
    stranger.join(house.guild)
    assert await desk.sees(stranger) == "outside"
    desk.now = UNSURE_FOR
    assert await desk.sees(stranger) == "Loire"


async def test_whom_discord_does_not_tell_of_is_not_taken_to_be_outside_and_is_asked_for_again(house, desk):
    hold = house.fake.faults.hold("/members/")
    assert await desk.sees(house.camille) == "unknown"
    hold.release()
    house.fake.faults.lift()
    assert await desk.sees(house.camille) == "Loire"


async def test_what_was_known_stays_so_while_discord_tells_nothing(house, desk):
    assert await desk.sees(house.camille) == "Loire"
    desk.now = SURE_FOR
    house.fake.faults.answer(403, "/members/", times=1)
    assert await desk.sees(house.camille) == "Loire"


async def test_that_somebody_was_outside_is_no_certainty_while_discord_tells_nothing(house, desk):
    house.camille.leave(house.guild)
    assert await desk.has_left(house.camille) is True
    desk.now = UNSURE_FOR
    house.camille.join(house.guild)
    house.fake.faults.answer(403, "/members/", times=1)
    assert await desk.has_left(house.camille) is None
    assert await desk.has_left(house.camille) is False


async def test_nobody_is_taken_to_be_outside_while_a_guild_of_the_network_cannot_be_served(house):
    away = house.fake.guild("Rhône")
    away.channel("salon")
    nadia = house.fake.person("nadia", away)
    house.fake.world.set_available(away, False)
    async with house.platform(guilds=(str(house.guild.id), str(away.id))) as bot:
        await house.host.until_connected()
        desk = Desk(bot)
        assert await desk.sees(nadia) == "unknown"
        house.fake.world.set_available(away, True)
        await house.host.until(lambda: len(house.host.places) == 2)
        assert await desk.sees(nadia) == "Rhône"


async def test_nothing_is_sent_to_somebody_who_left_the_guilds_of_the_network(house):
    async with house.platform() as platform:
        await house.host.until_connected()
        to_karim = Outgoing(
            delivery=1, key="k", kind=DeliveryKind.POST, post=Post(text=Markup("⏰")), user=house.karim.id
        )
        assert await platform.send(to_karim)
        house.karim.leave(house.guild)
        platform._membership.forget(int(house.karim.id))
        with pytest.raises(SendRefusedError):
            await platform.send(replace(to_karim, key="l"))
