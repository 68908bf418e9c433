"""The towns in which the stories play, and the people of one story.

Each story is told on every platform; one bot serves both chat networks at once. A story begins in the
morning, with people and a channel of its own. One that changes the whole network leaves it as it was.
"""

from pathlib import Path

import pytest
import pytest_asyncio

from tests.acceptance.mattermost.process import PLUGINS
from tests.acceptance.stories.on_both import both_towns
from tests.acceptance.stories.on_console import console_town


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def shared_console(tmp_path_factory):
    """The console of all stories; it may read sites of this machine."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MAILLAGE_FETCHING__ALLOWED_HOSTS", '["127.0.0.1"]')
        async with console_town(tmp_path_factory.mktemp("console"), PLUGINS) as town:
            yield town


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def both(tmp_path_factory):
    """The team on Mattermost and the guild on Discord of all stories."""
    async with both_towns(tmp_path_factory.mktemp("both")) as towns:
        yield towns


@pytest.fixture(params=["console", "mattermost", "discord"])
def shared_town(request):
    """The town of a platform."""
    if request.param == "console":
        return request.getfixturevalue("shared_console")
    towns = request.getfixturevalue("both")
    return towns.team if request.param == "mattermost" else towns.guild


@pytest_asyncio.fixture(loop_scope="session")
async def town(shared_town):
    """A town in the morning; nothing may go wrong in the bot until the story is told."""
    await shared_town.faults()
    await shared_town.wait_for_morning()
    yield shared_town
    await shared_town.dismiss()
    assert await shared_town.faults() == []


@pytest_asyncio.fixture(loop_scope="session")
async def place(town):
    """A channel of this story alone."""
    return await town.channel()


@pytest_asyncio.fixture(loop_scope="session")
async def camille(town, place):
    return await town.person("camille", place)


@pytest_asyncio.fixture(loop_scope="session")
async def karim(town, place):
    return await town.person("karim", place)


@pytest_asyncio.fixture(loop_scope="session")
async def jeanne(town, place):
    """A coordinator of the whole network, who sets it as it was in the end."""
    jeanne = await town.person("jeanne", place, coordinator=True)
    yield jeanne
    await jeanne.uses("maillage", "configurer")
    await jeanne.fills({"name": "Loire", "zone": "Paris", "language": "français", "territory": ""})
    features = await jeanne.sees("Rappels")
    if "Activer : Rappels" in features.buttons:
        await jeanne.presses("Activer : Rappels")
        await jeanne.sees("- Rappels : active")


def pytest_collection_modifyitems(items):
    """Tell the stories of this folder in the loop of what they share."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent) and item.get_closest_marker("asyncio"):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)
