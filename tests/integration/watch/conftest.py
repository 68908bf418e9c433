"""A bot with the shared watch, on a web of one page; `stage.told` are the links that others heard of."""

import pytest

from tests.fakes.watch import the_watch, web_with_the_guide


@pytest.fixture
def web(monkeypatch):
    return web_with_the_guide(monkeypatch)


@pytest.fixture
async def stage(tmp_path, web):
    told = []
    async with the_watch(tmp_path, told) as one:
        one.told = told
        yield one
