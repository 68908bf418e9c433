"""A fake Discord with a guild and people; what it answers fits Discord's own description."""

from datetime import UTC, datetime

import aiohttp
import pytest
import pytest_asyncio

from tests.fakes.discord import FakeDiscord
from tests.unit.fakes.discord.asking import Hour, Rest


@pytest_asyncio.fixture
async def fake():
    async with FakeDiscord.running() as one:
        yield one
    assert one.drifts == []


@pytest_asyncio.fixture
async def loire(fake):
    return fake.guild("Loire")


@pytest_asyncio.fixture
async def general(loire):
    return loire.channel("général")


@pytest_asyncio.fixture
async def camille(fake, loire):
    return fake.person("camille", loire)


@pytest.fixture
def hour():
    """The clock of `strict`."""
    return Hour(datetime(2026, 8, 3, 9, 0, tzinfo=UTC))


@pytest_asyncio.fixture
async def strict(hour):
    """A fake that refuses by its own rules alone, so that tests see these."""
    async with FakeDiscord.running(now=hour, described=False) as one:
        one.rates.limit_all(10_000)
        yield one
    assert one.drifts == []


@pytest_asyncio.fixture
async def rest(strict):
    async with aiohttp.ClientSession() as http:
        yield Rest(strict, http)


@pytest_asyncio.fixture
async def isere(strict):
    return strict.guild("Isère")


@pytest_asyncio.fixture
async def place(isere):
    """A channel of `strict`."""
    return isere.channel("accueil")


@pytest_asyncio.fixture
async def karim(strict, isere):
    """A person of `strict`."""
    return strict.person("karim", isere)
