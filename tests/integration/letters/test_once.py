"""An article once in a channel: what a letter told no feed posts, and what was posted no letter tells."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.chat.incoming import Line
from bot.runtime.host import PluginHost
from tests.fakes.bot import author, channel, scene
from tests.fakes.feeds import ADDRESS, articles, rss
from tests.fakes.follows import posted, web_with_the_journal
from tests.fakes.letters import JEANNE, SATURDAY, letters
from tests.fakes.web import Web

OTHER = "https://revue.example/rss"
DAY = timedelta(days=1)


def reviewed(*numbers):
    """Another feed, which brings articles of the Journal under titles of its own."""
    return rss(
        [
            f"<item><guid isPermaLink='false'>revue-{number}</guid><title>Repris {number}</title>"
            f"<link>http://www.journal.example/articles/{number}/?utm_source=rss</link></item>"
            for number in numbers
        ],
        title="La Revue",
    )


@pytest.fixture
def web(monkeypatch) -> Web:
    web = web_with_the_journal(monkeypatch)
    web.feed(OTHER, reviewed(1))
    return web


@pytest.fixture
async def stage(tmp_path, web):
    """The letter of general goes on Mondays at nine, its draft on Sundays at six."""
    host = PluginHost()
    host.load(("plugins.watch", "plugins.digest"))
    assert host.errors == []
    async with scene(tmp_path, *host.plugins.values(), at=SATURDAY) as stage:
        await says(stage, "/lettre programmer chaque lundi à 9h")
        yield stage


async def says(stage, text, place="general", who=JEANNE):
    return await stage.receive(Line(author=who, location=channel(place), text=text))


def cards(stage, place="general"):
    """What feeds posted in a channel, post by post."""
    shown = [
        [title for title in titles if title.startswith(("Article", "Repris"))]
        for titles in posted(stage, place)
    ]
    return [titles for titles in shown if titles]


def told(stage, place="general"):
    return "\n".join(letters(stage, place))


async def test_what_a_letter_told_another_feed_does_not_post_later(stage, web):
    await says(stage, f"/veille suivre {ADDRESS}")
    await says(stage, f"/veille suivre {OTHER} immédiat")
    await says(stage, f"/veille suivre {OTHER} immédiat", "autre")
    web.feed(ADDRESS, articles(4, 3, 2, 1))
    await stage.advance(3 * DAY)
    assert "Article 4" in told(stage)
    web.feed(OTHER, reviewed(5, 4, 1))
    await stage.advance(2 * DAY)
    assert cards(stage) == [["Repris 5"]]
    assert cards(stage, "autre") == [["Repris 5", "Repris 4"]]


async def test_what_was_dropped_from_a_letter_another_feed_may_post(stage, web):
    await says(stage, f"/veille suivre {ADDRESS}")
    await says(stage, f"/veille suivre {OTHER} immédiat")
    web.feed(ADDRESS, articles(4, 3, 2, 1))
    await stage.advance(timedelta(days=1, hours=10))
    await says(stage, "/lettre brouillon retirer 1")
    await stage.advance(2 * DAY)
    assert "Article 4" not in told(stage)
    web.feed(OTHER, reviewed(4, 1))
    await stage.advance(2 * DAY)
    assert cards(stage) == [["Repris 4"]]


async def test_what_was_posted_since_the_draft_leaves_the_letter(stage, web):
    await says(stage, f"/veille suivre {ADDRESS}")
    await says(stage, f"/veille suivre {OTHER} immédiat")
    web.feed(ADDRESS, articles(5, 4, 3, 2, 1))
    await stage.advance(timedelta(hours=28))
    web.feed(ADDRESS, articles(5, 4, 3, 2, 1))
    await says(stage, "/lettre brouillon")
    (draft,) = [text for text in stage.platform.texts("@id-jeanne") if "Brouillon" in text]
    assert "Article 4" in draft
    assert "Article 5" in draft
    web.feed(OTHER, reviewed(4, 1))
    await stage.advance(3 * DAY)
    assert cards(stage) == [["Repris 4"]]
    assert "Article 4" not in told(stage)
    assert "Article 5" in told(stage)


async def test_what_was_posted_at_once_no_letter_tells(stage, web):
    await says(stage, f"/veille suivre {ADDRESS}")
    await says(stage, f"/veille suivre {OTHER} immédiat")
    web.feed(OTHER, reviewed(4, 1))
    await stage.advance(DAY)
    assert cards(stage) == [["Repris 4"]]
    web.feed(ADDRESS, articles(5, 4, 3, 2, 1))
    await stage.advance(10 * DAY)
    assert "Article 4" not in told(stage)
    assert told(stage).count("Article 5") == 1


def dated(number, at):
    """A feed whose last entry has a date."""
    item = (
        f"<item><guid isPermaLink='false'>late-{number}</guid><title>Tardif {number}</title>"
        f"<link>https://journal.example/tardif/{number}</link>"
        f"<pubDate>{at:%d %b %Y %H:%M:%S} GMT</pubDate></item>"
    )
    return rss([item])


async def test_what_was_published_before_a_letter_and_fetched_after_it_stands_in_the_next(stage, web):
    web.feed(ADDRESS, dated(1, datetime(2026, 11, 1, tzinfo=UTC)))
    await says(stage, f"/veille suivre {ADDRESS}")
    await says(stage, f"/veille suivre {OTHER}")
    web.feed(OTHER, reviewed(7, 1))
    await stage.advance(timedelta(days=2))
    assert "Repris 7" in told(stage)
    web.feed(ADDRESS, dated(2, datetime(2026, 11, 22, 12, tzinfo=UTC)))
    await stage.advance(7 * DAY)
    assert told(stage).count("Tardif 2") == 1
    assert "Tardif 1" not in told(stage)


async def test_another_channel_is_told_an_article_whatever_the_letter_of_this_one_told(stage, web):
    await says(stage, f"/veille suivre {ADDRESS}")
    await says(stage, f"/veille suivre {ADDRESS} immédiat", "autre", author("karim"))
    web.feed(ADDRESS, articles(4, 3, 2, 1))
    await stage.advance(3 * DAY)
    assert "Article 4" in told(stage)
    assert cards(stage, "autre") == [["Article 4"]]


async def test_what_a_letter_told_does_not_come_again_once_its_feed_moved(stage, web):
    new = "https://nouveau.example/feed"
    for address, place in ((ADDRESS, "general"), (new, "autre")):
        web.feed(address, articles(3, 2, 1))
        await says(stage, f"/veille suivre {address}", place)
        web.feed(address, articles(4, 3, 2, 1))
    await stage.advance(3 * DAY)
    assert "Article 4" in told(stage)
    web.feed(new, articles(5, 4, 3, 2, 1))
    web.answers(ADDRESS, articles(4, 3, 2, 1).encode() + b" ", moved_to=new)
    await stage.advance(7 * DAY)
    _first, second = letters(stage, "general")
    assert "Article 5" in second
    assert "Article 4" not in second


async def test_what_the_channel_stopped_following_since_the_draft_leaves_the_letter(stage, web):
    await says(stage, f"/veille suivre {ADDRESS}")
    await says(stage, f"/veille suivre {ADDRESS}", "autre")
    web.feed(ADDRESS, articles(4, 3, 2, 1))
    await stage.advance(timedelta(hours=34))
    assert any("Article 4" in text for text in stage.platform.texts("@id-jeanne"))
    await says(stage, f"/veille ne-plus-suivre {ADDRESS}")
    await stage.advance(DAY)
    assert "Article 4" not in told(stage)
