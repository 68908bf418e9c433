"""A channel that is named is the one of the community where one speaks, else of its platform."""

from bot.chat.places import Location
from bot.store.people import place_named
from tests.fakes.bot import scene


def located(platform, community, id_, name="Général"):
    return Location(platform=platform, id=id_, name=name, community=community, community_name=community)


async def test_the_channel_of_one_s_own_community_comes_first(tmp_path):
    async with scene(tmp_path) as town:
        await town.bot.identity.discover([located("fake", "loire", "1"), located("fake", "ain", "2")])
        async with town.working() as ctx:
            first, second = [
                await place_named(ctx.session, ctx.network.id, key, "fake") for key in ("1", "2")
            ]
            for place in (first, second):
                found = await place_named(ctx.session, ctx.network.id, "general", "fake", place.community_id)
                assert found == place
            assert await place_named(ctx.session, ctx.network.id, "general", "fake") == first


async def test_a_platform_s_id_of_a_channel_stands_for_it_there_alone(tmp_path):
    async with scene(tmp_path) as town:
        await town.bot.identity.discover([located("fake", "loire", "987", "annonces")])
        async with town.working() as ctx:
            found = await place_named(ctx.session, ctx.network.id, "987", "fake")
            assert found is not None
            assert found.name == "annonces"
            assert await place_named(ctx.session, ctx.network.id, "987", "other") is None
