"""The towns in which the stories play, and the people of one story.

Each story is told on every platform. They share a town on each: a story begins in the morning, with people
and a channel of its own. One that changes the whole network leaves it as it was.
"""

import contextlib
from pathlib import Path

import pytest
import pytest_asyncio

from tests.acceptance.mattermost.process import PLUGINS
from tests.acceptance.stories.on_console import console_town
from tests.acceptance.stories.on_discord import discord_town
from tests.acceptance.stories.on_mattermost import mattermost_town

TOWNS = {"console": console_town, "mattermost": mattermost_town, "discord": discord_town}


@pytest.fixture(params=list(TOWNS))
def platform(request):
    """The platform on which the story is told."""
    return request.param


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def towns(tmp_path_factory):
    """Return a function that gives the town of a platform that the stories share."""
    async with contextlib.AsyncExitStack() as stack:
        shared = {}

        async def of(platform):
            if platform not in shared:
                town = TOWNS[platform](tmp_path_factory.mktemp(platform), PLUGINS)
                shared[platform] = await stack.enter_async_context(town)
            return shared[platform]

        yield of


@pytest_asyncio.fixture(loop_scope="session")
async def town(towns, platform):
    """A town in the morning; nothing may go wrong in the bot until the story is told."""
    shared = await towns(platform)
    await shared.faults()
    await shared.wait_for_morning()
    yield shared
    assert await shared.faults() == []


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
