"""The channels of guilds are told so that people can name them: once each, however much Discord says."""

import asyncio

import pytest

from tests.fakes.discord import FakeDiscord, Permission
from tests.unit.platforms.discord.house import House


class Telling:
    """Notes with how many places at a time the host is told; `failures` are raised first."""

    def __init__(self, house: House) -> None:
        self.counts: list[int] = []
        self.failures: list[Exception] = []
        self._tell = house.host.discovered
        house.host.discovered = self

    async def __call__(self, places) -> None:
        self.counts.append(len(places))
        if self.failures:
            raise self.failures.pop()
        await self._tell(places)


@pytest.fixture
async def house():
    async with FakeDiscord.running() as fake:
        yield House(fake)


async def settled(house) -> None:
    """Wait until all that the fake told was looked at."""
    await house.camille.say_to_bot("fini")
    await house.host.until(lambda: "fini" in house.host.texts)
    await asyncio.sleep(0.1)


async def test_channels_that_move_are_not_told_again(house):
    channels = [house.guild.channel(f"salon-{number}") for number in range(20)]
    telling = Telling(house)
    async with house.platform():
        await house.host.until_connected()
        for channel in channels:
            house.guild.set_permissions(channel, house.guild.everyone, deny=Permission.ATTACH_FILES)
        await settled(house)
    assert telling.counts == [21]


async def test_what_changes_in_a_moment_is_told_together(house):
    telling = Telling(house)
    async with house.platform():
        await house.host.until_connected()
        await house.host.until(lambda: telling.counts)
        names = [f"salon-{number}" for number in range(5)]
        channels = [house.guild.channel(name) for name in names]
        house.guild.rename_channel(channels[0], "accueil")
        await house.host.until(lambda: len(house.host.places) == 6)
        await settled(house)
    assert sum(telling.counts) <= 7
    assert {place.name for place in house.host.places.values()} == {"général", "accueil", *names[1:]}


async def test_places_that_could_not_be_noted_are_told_with_the_next_and_hold_nothing_up(house):
    telling = Telling(house)
    telling.failures = [OSError("disk")]
    async with house.platform():
        await house.host.until_connected()
        await house.camille.say(house.general, f"{house.fake.bot.mention} aide")
        await house.host.until(lambda: "aide" in house.host.texts)
    assert house.host.places[str(house.general.id)].name == "général"
    assert telling.counts == [1, 1]


async def seen_by(house, *channels):
    """Wait until the host is told that the bot can post in these channels, and in no others."""
    expected = {str(channel.id) for channel in channels}
    await house.host.until(lambda: house.host.seen.get(str(house.guild.id)) == expected)


async def test_where_the_bot_can_post_is_told_as_a_whole_whenever_it_changes(house):
    garden, workshop = house.guild.channel("potager"), house.guild.channel("atelier")
    house.guild.set_permissions(workshop, house.guild.everyone, deny=Permission.VIEW_CHANNEL)
    async with house.platform():
        await house.host.until_connected()
        await seen_by(house, house.general, garden)
        house.guild.set_permissions(garden, house.guild.everyone, deny=Permission.VIEW_CHANNEL)
        await seen_by(house, house.general)
        house.guild.set_permissions(workshop, house.guild.everyone)
        await seen_by(house, house.general, workshop)
        house.guild.remove_channel(workshop)
        await seen_by(house, house.general)
