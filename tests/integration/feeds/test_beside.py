"""Many feeds, and feeds of many entries: others have their turn, and no more is held than must be."""

import asyncio

import pytest
from sqlalchemy import insert

from bot.store.base import table_of
from plugins.watch.feeds import rounds
from plugins.watch.feeds.importing import Following, Outcome, follow_all
from plugins.watch.feeds.models import FeedRow, SeenRow
from plugins.watch.feeds.polling import poll_soon
from plugins.watch.feeds.taking import seen_marks
from plugins.watch.reading.opml import Outline
from tests.fakes.feeds import articles


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


MANY = [f"https://f{number}.example/rss" for number in range(25)]


@pytest.fixture
async def many(stage, web, monkeypatch):
    """Have a channel follow 25 feeds that were never read; three are visited at once, two are a batch."""
    for url in MANY:
        web.feed(url, articles(2, 1))
    monkeypatch.setattr(rounds, "_UNDER_WAY", 3)
    monkeypatch.setattr(rounds, "_AHEAD", 20)
    monkeypatch.setattr(rounds, "_BATCH", 2)
    await stage.say("bonjour")
    async with stage.working(plugin="watch") as ctx:
        outlines = [Outline(url, "") for url in MANY]
        await follow_all(ctx.session, outlines, Following(1, 1, None), Outcome(), ctx.now)
        await poll_soon(ctx)


@pytest.mark.usefixtures("many")
async def test_each_of_many_feeds_is_read_once_and_few_at_once(stage, web):
    fetch, now, most = web.fetch, 0, 0

    async def counted(url, **options):
        nonlocal now, most
        now, most = now + 1, max(most, now + 1)
        await asyncio.sleep(0)
        try:
            return await fetch(url, **options)
        finally:
            now -= 1

    web.fetch = counted
    await stage.bot.settle()
    assert sorted(web.addresses) == sorted(MANY)
    assert most == 3
    async with stage.store.read() as session:
        seen = await seen_marks(session, range(1, 26))
    assert [len(marks) for marks in seen.values()] == [2] * 25


@pytest.mark.usefixtures("many")
async def test_nothing_more_is_fetched_while_much_is_to_be_written_down(stage, web, monkeypatch):
    take_in, gate, reached = rounds.take_in, asyncio.Event(), asyncio.Event()

    async def waiting(errand, outcomes):
        reached.set()
        await gate.wait()
        await take_in(errand, outcomes)

    monkeypatch.setattr(rounds, "take_in", waiting)
    working = asyncio.create_task(stage.bot.settle())
    await reached.wait()
    for _look in range(20):
        await asyncio.sleep(0.01)
    assert len(web.asked) <= 4 + 4 + 3  # what is written down, what came since, what was under way by then
    gate.set()
    await working
    assert sorted(web.addresses) == sorted(MANY)
