"""A fake Discord with a guild and people; what it answers fits Discord's own description."""

import pytest_asyncio

from tests.fakes.discord import FakeDiscord


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
