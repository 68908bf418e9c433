"""Who coordinates a network by the rights of its chat servers, as these told last."""

from bot.runtime.administering import MOST, Administering
from bot.store.people import coordinators
from bot.store.tables import CommunityRow
from tests.fakes.bot import author, channel, scene
from tests.fakes.plugin import probe


async def named(stage) -> list[str]:
    async with stage.working() as ctx:
        return [one.username for one in await ctx.coordinators()]


async def test_who_administers_a_community_of_the_network_coordinates_it(tmp_path):
    async with scene(tmp_path, probe()) as stage:
        await stage.say("/probe hello", user="maud")
        administering = stage.bot.handlers.permissions.administering
        assert await named(stage) == []
        administering.told("fake", "team", ["id-maud", "id-nobody-knows"])
        assert await named(stage) == ["maud"]
        administering.told("fake", "team", [])
        assert await named(stage) == []


async def test_another_platform_or_community_makes_nobody_a_coordinator(tmp_path):
    async with scene(tmp_path, probe()) as stage:
        await stage.say("/probe hello", user="maud")
        administering = stage.bot.handlers.permissions.administering
        administering.told("other", "team", ["id-maud"])
        administering.told("fake", "a-team-of-their-own", ["id-maud"])
        assert await named(stage) == []


async def test_nobody_coordinates_by_a_community_that_left_the_network(tmp_path):
    async with scene(tmp_path, probe()) as stage:
        await stage.say("/probe hello", user="maud")
        stage.bot.handlers.permissions.administering.told("fake", "team", ["id-maud"])
        speaker = await stage.bot.identity.resolve(author("maud"), channel("general"))
        async with stage.store.unit() as session:
            community = await session.get_one(CommunityRow, speaker.place.community_id)
            community.left_at = stage.clock.now()
        known = stage.bot.handlers.permissions.administering.known
        async with stage.store.read() as session:
            assert await coordinators(session, speaker.network.id, (), known) == []


def test_one_account_comes_and_goes_without_the_others():
    administering = Administering()
    administering.told("fake", "team", ["maud", "lea"])
    administering.noted("fake", "team", "karim", is_one=True)
    administering.noted("fake", "team", "lea", is_one=False)
    assert administering.known == {("fake", "team"): {"maud", "karim"}}


def test_no_more_than_so_many_are_known_of_one_community():
    administering = Administering()
    administering.told("fake", "team", [str(number) for number in range(2 * MOST)])
    administering.noted("fake", "team", "late", is_one=True)
    assert len(administering.known["fake", "team"]) == MOST
    assert "late" not in administering.known["fake", "team"]
