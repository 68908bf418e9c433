"""Who administers a guild: known from what Discord lists and tells, and from who does something there."""

import pytest

from tests.fakes.discord import FakeDiscord, Intent, Permission
from tests.unit.platforms.discord.house import House


@pytest.fixture
async def house():
    async with FakeDiscord.running() as fake:
        yield House(fake)


@pytest.fixture
def coordination(house):
    return house.guild.role("coordination", Permission.MANAGE_GUILD)


def known(house) -> set[str]:
    found = house.host.administering.known.get(("discord", str(house.guild.id)), ())
    names = {user.id: user.username for user in house.fake.state.users.values()}
    return {names[account] for account in found}


async def knows(house, *names: str) -> None:
    """Wait until exactly these are known to administer the guild."""
    await house.host.until(lambda: known(house) == {*names, house.guild.owner.username})


async def test_with_the_members_intent_all_are_known_who_never_wrote(house, coordination):
    house.fake.grant(Intent.GUILD_MEMBERS)
    house.guild.give_role(house.camille.user, coordination)
    async with house.platform(members=True):
        await knows(house, "camille")


async def test_roles_that_are_given_and_taken_are_followed(house, coordination):
    house.fake.grant(Intent.GUILD_MEMBERS)
    async with house.platform(members=True):
        await knows(house)
        house.guild.give_role(house.karim.user, coordination)
        await knows(house, "karim")
        house.guild.take_role(house.karim.user, coordination)
        await knows(house)


async def test_a_role_that_grants_something_else_changes_all_who_have_it(house, coordination):
    house.fake.grant(Intent.GUILD_MEMBERS)
    house.guild.give_role(house.karim.user, coordination)
    async with house.platform(members=True):
        await knows(house, "karim")
        house.guild.change_role(coordination, Permission.SEND_MESSAGES)
        await knows(house)
        house.guild.change_role(coordination, Permission.ADMINISTRATOR)
        await knows(house, "karim")


async def test_a_role_of_a_configured_name_makes_a_coordinator(house):
    house.fake.grant(Intent.GUILD_MEMBERS)
    house.guild.give_role(house.karim.user, house.guild.role("Animation"))
    async with house.platform(members=True, coordinator_roles=("animation",)):
        await knows(house, "karim")


async def test_who_left_the_guild_administers_it_no_more(house, coordination):
    house.fake.grant(Intent.GUILD_MEMBERS)
    house.guild.give_role(house.karim.user, coordination)
    async with house.platform(members=True):
        await knows(house, "karim")
        house.fake.world.remove_member(house.guild, house.karim.user)
        await knows(house)


async def test_without_the_intent_those_are_known_who_did_something(house, coordination):
    house.guild.give_role(house.camille.user, coordination)
    async with house.platform():
        await knows(house)
        await house.camille.say(house.general, f"{house.fake.bot.mention} aide")
        await knows(house, "camille")
        house.guild.take_role(house.camille.user, coordination)
        await house.camille.say(house.general, f"{house.fake.bot.mention} aide")
        await knows(house)


async def test_nobody_of_a_guild_in_no_network_is_known(house, coordination):
    house.fake.grant(Intent.GUILD_MEMBERS)
    elsewhere = house.fake.guild("Ailleurs", house.karim.user)
    async with house.platform(members=True):
        await knows(house)
        await house.karim.say(elsewhere.channel("ici"), f"{house.fake.bot.mention} aide")
        await house.camille.say(house.general, f"{house.fake.bot.mention} fini")
        await house.host.until(lambda: house.host.texts)
    assert {guild for _platform, guild in house.host.administering.known} == {str(house.guild.id)}


async def test_who_is_seen_while_members_are_listed_counts_more_than_that_list(house, coordination):
    house.fake.grant(Intent.GUILD_MEMBERS)
    async with house.platform(members=True):
        await knows(house)
        greeters = house.guild.role("accueil")
        first = house.fake.faults.hold_answer("/members$", "GET")
        house.guild.change_role(greeters, Permission.SEND_MESSAGES)  # so all members are listed
        await first.arrived()
        house.guild.give_role(house.karim.user, coordination)
        await knows(house, "karim")
        second = house.fake.faults.hold_answer("/members$", "GET")
        first.release()
        house.guild.change_role(greeters, Permission.VIEW_CHANNEL)
        await second.arrived()  # so the first list was told
        seen_since = known(house)
        second.release()
        assert seen_since == {"karim", house.guild.owner.username}
