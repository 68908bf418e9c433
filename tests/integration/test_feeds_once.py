"""What a channel is told once: whatever feeds make up, whoever else brings it, and whenever it comes."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.chat.delivery import DeliveryKind
from bot.runtime.host import PluginHost
from tests.fakes.bot import scene
from tests.fakes.feeds import ADDRESS, articles, rss
from tests.fakes.web import Web

DAY = timedelta(days=1.3)
"""Longer than it is until a feed is read again, whatever its rhythm."""


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


def posted(stage, where="general"):
    """The titles of what was posted in a channel, post by post."""
    sent = [one for _at, one in stage.platform.attempts]
    there = [one.post for one in sent if one.channel == where and one.kind is DeliveryKind.POST]
    return [[str(embed.title) for embed in post.embeds] for post in there if post.embeds]


def with_sessions(visit, *numbers):
    """A feed whose guids, addresses and texts are others at every visit, and whose titles and dates stay."""
    return rss(
        [
            f"<item><guid isPermaLink='false'>{visit}-{number}</guid><title>Article {number}</title>"
            f"<link>https://journal.example/articles/{number}?PHPSESSID={visit}</link>"
            f"<pubDate>{datetime(2026, 11, number, tzinfo=UTC):%d %b %Y %H:%M:%S} GMT</pubDate>"
            f"<description>Il y a {visit} minutes</description></item>"
            for number in numbers
        ]
    )


def without_links(visit, *numbers):
    """A feed of titles alone: guids and texts are others at every visit."""
    return rss(
        [
            f"<item><guid isPermaLink='false'>{visit}-{number}</guid><title>Article {number}</title>"
            f"<description>Lu {visit} fois</description></item>"
            for number in numbers
        ]
    )


@pytest.mark.parametrize("written", [with_sessions, without_links])
async def test_a_feed_that_makes_up_all_but_its_titles_posts_nothing_twice(stage, web, written):
    web.feed(ADDRESS, written(0, 3, 2, 1))
    await stage.say(f"/veille suivre {ADDRESS} immédiat")
    for visit in range(1, 4):
        web.feed(ADDRESS, written(visit, 3, 2, 1))
        await stage.advance(DAY)
    assert posted(stage) == []
    web.feed(ADDRESS, written(4, 4, 3, 2, 1))
    await stage.advance(DAY)
    web.feed(ADDRESS, written(5, 4, 3, 2, 1))
    await stage.advance(DAY)
    assert posted(stage) == [["Article 4"]]
