"""Many feeds at once: a process of their own reads them, and what breaks it costs one of them."""

import os

import pytest
from sqlalchemy import select

from bot.chat.incoming import Line
from bot.chat.messages import File
from plugins.watch.feeds.models import INTERNAL, FeedRow, SeenRow
from tests.fakes.bot import author, channel, count
from tests.fakes.feed_readers import EXITS, FAILS, come_to_grief
from tests.fakes.feeds import item, rss

FEEDS = 60
BAD = 40
pytestmark = pytest.mark.skipif((os.cpu_count() or 1) < 2, reason="one processor reads in threads alone")


@pytest.fixture
def followed(web):
    """Sites with a feed each, as a list of them; one says what the process dies of."""
    urls = [f"https://site-{number}.example/rss" for number in range(FEEDS)]
    for number, url in enumerate(urls):
        web.feed(url, rss([item(1), item(2, about="fatal" if number == BAD else "")]))
    outlines = "".join(f"<outline type='rss' text='{url}' xmlUrl='{url}'/>" for url in urls)
    return File("f.opml", "text/x-opml", f"<opml version='2.0'><body>{outlines}</body></opml>".encode())


async def follow(stage, file):
    await stage.receive(
        Line(
            author=author("jeanne", administers_community=True),
            location=channel("general"),
            text="/veille opml",
            files=(file,),
        )
    )


async def test_many_feeds_are_all_read(stage, followed):
    await follow(stage, followed)
    assert await count(stage, SeenRow) == 2 * FEEDS


async def test_a_feed_that_kills_who_reads_it_costs_itself_alone(stage, followed, monkeypatch, tmp_path):
    come_to_grief(monkeypatch, tmp_path, EXITS)
    await follow(stage, followed)
    assert await count(stage, SeenRow) == 2 * (FEEDS - 1)
    async with stage.store.read() as session:
        (failed,) = await session.scalars(select(FeedRow).where(FeedRow.problem.is_not(None)))
    assert (failed.url, failed.problem) == (f"https://site-{BAD}.example/rss", INTERNAL)


async def test_what_fails_in_the_process_that_reads_is_in_the_log(
    stage, followed, monkeypatch, tmp_path, caplog
):
    come_to_grief(monkeypatch, tmp_path, FAILS)
    await follow(stage, followed)
    (told,) = [one for one in caplog.records if "fault of ours" in one.message]
    assert f"at site-{BAD}.example" in told.message
    assert "KeyError" in str(told.exc_info[1])
