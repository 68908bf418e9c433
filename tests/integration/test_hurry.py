"""A platform that is back: what waits for it goes out at once, however long it was to wait."""

import asyncio
from datetime import timedelta

import pytest

from bot.chat.hosting import Connection, ConnectionState
from bot.chat.messages import Post
from tests.fakes.bot import scene
from tests.fakes.platform import Fail, TimeOut


@pytest.fixture
async def stage(tmp_path):
    async with scene(tmp_path) as opened:
        yield opened


async def fail_for_hours(stage, fault) -> None:
    """Post something that fails until it is to be tried again an hour later."""
    stage.platform.will(*[fault] * 40)
    async with stage.working() as ctx:
        await ctx.post(ctx.place, Post(text="late news"))
    await stage.advance(timedelta(hours=5))
    stage.platform.works_again()


async def come_back(stage) -> None:
    stage.platform.host.connection(Connection(ConnectionState.CONNECTED, stage.clock.now()))
    pending = [task for task in asyncio.all_tasks() if task.get_name() == "fake: connected"]
    await asyncio.gather(*pending)
    await stage.bot.settle()


async def test_what_was_refused_for_hours_is_sent_when_the_platform_is_back(stage):
    await fail_for_hours(stage, Fail())
    assert stage.platform.texts() == []
    await come_back(stage)
    assert stage.platform.texts() == ["late news"]


async def test_what_may_have_been_taken_is_looked_for_first(stage):
    await fail_for_hours(stage, TimeOut(taken=False))
    looked_for = len(stage.platform.looked_for)
    await come_back(stage)
    assert stage.platform.texts() == ["late news"]
    assert len(stage.platform.looked_for) == looked_for + 1


async def test_what_waits_for_another_platform_goes_on_waiting(stage):
    await fail_for_hours(stage, Fail())
    await stage.bot.work.hurry("other")
    await stage.bot.settle()
    assert stage.platform.texts() == []
