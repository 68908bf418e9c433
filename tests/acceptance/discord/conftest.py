"""A Discord with a guild, and a site of one page."""

import pytest

from tests.fakes.discord import FakeDiscord
from tests.fakes.web_sites import Site, answer, serving

PAGE = "<!doctype html><html lang='fr'><title>Le guide des seniors</title></html>"


@pytest.fixture
async def site():
    async with serving(Site()) as site:
        site.on("/guide", answer(PAGE.encode(), Content_Type="text/html; charset=utf-8"))
        yield site


@pytest.fixture
async def discord():
    async with FakeDiscord.running() as discord:
        yield discord


@pytest.fixture
def loire(discord):
    return discord.guild("Loire")
