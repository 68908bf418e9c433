"""Where the bot is: it is removed from channels, they are archived, and it is let in again."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.chat.messages import Post
from bot.language.messages import _
from bot.plugin import DeliveryDied, EventContext, Plugin, PresenceChanged
from bot.store.people import bot_is_in, place_named
from bot.store.tables import PlaceRow
from plugins.watch.levels import wider
from tests.fakes.bot import channel, scene
from tests.fakes.platform import Refuse


class Witness:
    """A plugin that notes what it hears of presence, and what its name is."""

    def __init__(self) -> None:
        self.plugin = Plugin("presences", _("Presences"))
        self.heard: list[tuple[str, bool]] = []
        self.deaths: list[str] = []

        @self.plugin.on(PresenceChanged)
        async def note(_ctx: EventContext, event: PresenceChanged) -> None:
            self.heard.append((event.place.name, event.is_there))

        @self.plugin.on(DeliveryDied)
        async def mourn(_ctx: EventContext, event: DeliveryDied) -> None:
            self.deaths.append(event.key)


@pytest.fixture
def witness():
    return Witness()


@pytest.fixture
async def stage(tmp_path, witness):
    async with scene(tmp_path, witness.plugin) as opened:
        await opened.platform.host.discovered([channel("general"), channel("potager")])
        yield opened


async def present(stage):
    """The channels where the bot is, as far as it knows."""
    async with stage.store.read() as session:
        return set(await session.scalars(select(PlaceRow.name).where(bot_is_in())))


async def test_the_bot_is_removed_from_a_channel_and_comes_back(stage, witness):
    host = stage.platform.host
    await host.left(["potager", "nowhere"])
    assert await present(stage) == {"general"}
    await host.discovered([channel("general"), channel("potager")])
    assert await present(stage) == {"general", "potager"}
    assert witness.heard == [("potager", False), ("potager", True)]


async def test_what_is_told_twice_is_heard_once(stage, witness):
    commits: list[object] = []
    await stage.platform.host.left(["potager"])
    stage.store.after_commit(commits.append)
    await stage.platform.host.left(["potager"])
    await stage.platform.host.discovered([channel("general")])
    assert witness.heard == [("potager", False)]
    assert len(commits) <= 1  # that of the discovery


async def test_a_platform_that_knows_all_channels_of_a_community_tells_them_at_once(stage, witness):
    host = stage.platform.host
    community = channel("general").community
    await host.sees(community, {"general", "unknown"})
    assert await present(stage) == {"general"}
    await host.sees("another", set())
    assert await present(stage) == {"general"}
    await host.sees(community, {"potager"})
    assert await present(stage) == {"potager"}
    assert witness.heard == [("potager", False), ("general", False), ("potager", True)]


@pytest.mark.parametrize("is_away", [True, False])
async def test_a_post_that_is_refused_for_the_bot_is_not_there_tells_so(stage, witness, is_away):
    stage.platform.will(Refuse(is_away=is_away), at="potager")
    async with stage.working("presences") as ctx:
        row = (await ctx.session.scalars(select(PlaceRow).where(PlaceRow.name == "potager"))).one()
        place = await ctx.find_place(row.id)
        await ctx.post(place, Post(text="Bonjour"))
    await stage.advance(timedelta(minutes=1))
    assert await present(stage) == ({"general"} if is_away else {"general", "potager"})
    assert witness.heard == ([("potager", False)] if is_away else [])


@pytest.mark.parametrize("is_there", [True, False])
async def test_of_what_cannot_be_changed_where_the_bot_is_no_more_nobody_hears(stage, witness, is_there):
    async def post_or_edit(delivery=None):
        async with stage.working("presences") as ctx:
            if delivery is not None:
                await ctx.edit(delivery, Post(text="Rebonjour"))
                return None
            named = select(PlaceRow.id).where(PlaceRow.name == "potager")
            place = await ctx.find_place(await ctx.session.scalar(named))
            return await ctx.post(place, Post(text="Bonjour"), key="hello")

    posted = await post_or_edit()
    await stage.advance(timedelta(minutes=1))
    if not is_there:
        await stage.platform.host.left(["potager"])
    stage.platform.will(Refuse(), at="potager")
    await post_or_edit(posted)
    await stage.advance(timedelta(minutes=1))
    assert len(witness.deaths) == (1 if is_there else 0)


async def test_a_channel_that_the_bot_left_is_no_destination_any_more(stage):
    async def destinations():
        async with stage.working(place="general") as ctx:
            await ctx.session.execute(
                update(PlaceRow).where(PlaceRow.name == "general").values(territory="42")
            )
            here = await ctx.find_place(
                await ctx.session.scalar(select(PlaceRow.id).where(PlaceRow.name == "general"))
            )
            named = await place_named(ctx.session, 1, "potager", "fake")
            return [one.name for one in (*await wider(ctx, here), *((named,) if named else ()))]

    assert await destinations() == ["potager", "potager"]
    await stage.platform.host.left(["potager"])
    assert await destinations() == []
    await stage.platform.host.discovered([channel("potager")])
    assert await destinations() == ["potager", "potager"]
