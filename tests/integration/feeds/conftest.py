"""A bot with the shared watch, on a web where the Journal has a feed of three articles."""

import pytest

from tests.fakes.follows import web_with_the_journal
from tests.fakes.watch import the_watch


@pytest.fixture
def web(monkeypatch):
    return web_with_the_journal(monkeypatch)


@pytest.fixture
async def stage(tmp_path, web):
    async with the_watch(tmp_path) as one:
        yield one
