"""Feeds of many entries: others have their turn while they are compared, chosen from and told of."""

import asyncio

import pytest
from sqlalchemy import insert

from bot.runtime.host import PluginHost
from bot.store.base import table_of
from plugins.watch.feeds.models import FeedRow, SeenRow
from plugins.watch.feeds.taking import seen_marks
from tests.fakes.bot import scene
from tests.fakes.feeds import ADDRESS, articles
from tests.fakes.web import Web


@pytest.fixture
def web(monkeypatch):
    web = Web.of_all_bots(monkeypatch)
    web.feed(ADDRESS, articles(3, 2, 1))
    return web


@pytest.fixture
async def stage(tmp_path, web):
    host = PluginHost()
    host.load(("plugins.watch",))
    assert host.errors == []
    async with scene(tmp_path, *host.plugins.values()) as stage:
        yield stage


async def add_feeds(session, count, marks, now):
    """Write feeds of which so many entries each were seen."""
    for number in range(1, count + 1):
        session.add(
            FeedRow(
                network_id=1,
                url=f"https://f{number}.example/",
                key=str(number),
                title="Un flux",
                state="active",
                created_at=now,
            )
        )
    await session.flush()
    for feed in range(1, count + 1):
        seen = [{"feed_id": feed, "key": mark.to_bytes(16), "content": mark.to_bytes(16), "on_day": feed}
                for mark in range(marks)]  # fmt: skip
        await session.execute(insert(table_of(SeenRow)), seen)


async def test_what_was_seen_of_many_feeds_is_read_whole_and_in_turns(stage):
    await stage.say("bonjour")
    async with stage.working("witness") as ctx:
        await add_feeds(ctx.session, 25, 400, ctx.now)
    turns = 0

    async def others():
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    async with stage.store.read() as session:
        task = asyncio.create_task(others())
        seen = await seen_marks(session, range(1, 26))
        task.cancel()
    assert {feed: len(marks) for feed, marks in seen.items()} == dict.fromkeys(range(1, 26), 400)
    assert all(day == feed for feed, marks in seen.items() for day in marks.values())
    assert turns >= 25 * 400 / 1000
