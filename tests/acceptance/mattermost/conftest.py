"""The town that most stories share, and the people of one story.

Everything lives in one event loop for each worker: the server, if it is the fake, and the bot's town go on
from one test to the next.
"""

import pytest
import pytest_asyncio

from tests.acceptance.mattermost.targets import target
from tests.acceptance.mattermost.town import FrailTown, Home, new_name, town_of
from tests.acceptance.mattermost.wire import Wire


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def server():
    """The server that the stories share."""
    async with target() as shared:
        yield shared


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def town(server, tmp_path_factory):
    """A team with the bot in it, which the stories share: nobody stops or harms it."""
    async with town_of(tmp_path_factory.mktemp("town"), await Home.found(server)) as shared:
        yield shared


@pytest_asyncio.fixture(loop_scope="session")
async def place(town):
    """A channel of this story alone."""
    return await town.home.channel()


@pytest_asyncio.fixture(loop_scope="session")
async def camille(town, place):
    return await town.home.person("camille", place)


@pytest_asyncio.fixture(loop_scope="session")
async def karim(town, place):
    return await town.home.person("karim", place)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def frail_town(tmp_path_factory):
    """A town apart, for the stories in which something breaks; its bot reaches the server by a wire."""
    folder = tmp_path_factory.mktemp("frail")
    keeper = new_name("gardienne")
    async with target() as server, Wire.to(server.url) as wire:
        home = await Home.found(server, url=wire.url)
        async with town_of(folder, home, admins=(f"{home.name}:{keeper}",)) as town:
            yield FrailTown(town, wire, keeper)


@pytest_asyncio.fixture(loop_scope="session")
async def frail(frail_town):
    """The town apart; in the end all is mended."""
    yield frail_town
    await frail_town.mend()


def pytest_collection_modifyitems(items):
    """Run the stories of this folder in the loop of what they share."""
    for item in items:
        if item.path.is_relative_to(__file__.rpartition("/")[0]) and item.get_closest_marker("asyncio"):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)
