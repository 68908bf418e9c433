"""What a channel is told once: whatever feeds make up, whoever else brings it, and whenever it comes."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.fakes.bot import channel
from tests.fakes.feeds import ADDRESS, articles, rss
from tests.fakes.follows import DAY, letter, named, posted, press


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


OTHER = "https://revue.example/rss"
SAME = "http://www.journal.example/articles/{number}/?utm_source=rss"


def reviewed(*numbers, link=SAME):
    """Another feed, which brings articles of the Journal under titles of its own."""
    return rss(
        [
            f"<item><guid isPermaLink='false'>revue-{number}</guid><title>Repris {number}</title>"
            f"<link>{link.format(number=number)}</link><description>À lire</description></item>"
            for number in numbers
        ],
        title="La Revue",
    )


async def test_an_article_that_two_feeds_hold_is_posted_once(stage, web):
    web.feed(OTHER, reviewed(1))
    await stage.say(f"/veille suivre {ADDRESS} immédiat")
    await stage.say(f"/veille suivre {OTHER} immédiat")
    await stage.say(f"/veille suivre {OTHER} immédiat", "karim", "potager")
    web.feed(ADDRESS, articles(4, 3, 2, 1))
    web.feed(OTHER, reviewed(5, 4, 1))
    await stage.advance(DAY)
    told = sorted(title for post in posted(stage) for title in post)
    assert told in (["Article 4", "Repris 5"], ["Repris 4", "Repris 5"])
    assert posted(stage, "potager") == [["Repris 5", "Repris 4"]]
    assert await letter(stage) == []


async def test_an_article_that_somebody_shared_is_brought_by_no_feed(stage, web):
    web.page("https://journal.example/articles/4", "<html><head><title>Un article</title></head></html>")
    await stage.say(f"/veille suivre {ADDRESS} immédiat")
    await stage.say(f"/veille suivre {ADDRESS} immédiat", "karim", "potager")
    await stage.say("/veille https://journal.example/articles/4?utm_source=lettre")
    web.feed(ADDRESS, articles(5, 4, 3, 2, 1))
    await stage.advance(DAY)
    assert posted(stage) == [["Un article"], ["Article 5"]]
    assert posted(stage, "potager") == [["Article 5", "Article 4"]]
    assert await letter(stage) == []


async def test_a_letter_tells_an_article_once_whichever_feeds_bring_it(stage, web):
    web.feed(OTHER, reviewed(1))
    await stage.say(f"/veille suivre {ADDRESS}")
    web.feed(ADDRESS, articles(4, 3, 2, 1))
    await stage.advance(DAY)
    (first,) = await letter(stage)
    await stage.say(f"/veille suivre {OTHER}")
    web.feed(OTHER, reviewed(5, 4, 1))
    await stage.advance(DAY)
    assert len(await letter(stage)) == 2
    (told,) = await letter(stage, excluded=(first.key,))
    assert "Repris 5" in str(told.text)


async def test_entries_that_all_lead_to_one_page_are_all_told(stage, web):
    page = "https://revue.example/alertes"
    web.page(page, "<html><head><title>Alertes</title></head></html>")
    web.feed(OTHER, reviewed(1, link=page))
    await stage.say(f"/veille suivre {OTHER} immédiat")
    await stage.say(f"/veille {page}")
    for numbers in ((2, 1), (4, 3, 2, 1)):
        web.feed(OTHER, reviewed(*numbers, link=page))
        await stage.advance(DAY)
    assert posted(stage) == [["Alertes"], ["Repris 2"], ["Repris 4", "Repris 3"]]


@pytest.fixture
async def followed_twice(stage, web):
    """Two channels follow one feed, so it is read whatever becomes of one of them."""
    await stage.say(f"/veille suivre {ADDRESS} immédiat maximum 2")
    await stage.say(f"/veille suivre {ADDRESS} immédiat", "karim", "potager")


async def bring(stage, web, *numbers):
    web.feed(ADDRESS, articles(*numbers))
    await stage.advance(DAY)


@pytest.mark.usefixtures("followed_twice")
async def test_a_pause_means_the_same_whoever_else_follows_the_feed(stage, web):
    (listed,) = await stage.say("/veille flux")
    paused = await press(stage, named(listed, "feed-pause"))
    await bring(stage, web, 5, 4, 3, 2, 1)
    await bring(stage, web, 6, 5, 4, 3, 2, 1)
    assert posted(stage) == []
    assert posted(stage, "potager") == [["Article 5", "Article 4"], ["Article 6"]]
    await press(stage, named(paused, "feed-resume"))
    assert posted(stage) == [["Article 6", "Article 5"]]
    (told,) = await letter(stage)
    assert "Article 4" in str(told.text)
    await stage.advance(DAY)  # on another day, of which the maximum is not reached
    await bring(stage, web, 7, 6, 5, 4, 3, 2, 1)
    assert posted(stage)[1:] == [["Article 7"]]


@pytest.mark.usefixtures("followed_twice")
async def test_what_came_while_the_bot_was_out_of_a_channel_comes_once_it_is_back(stage, web):
    await stage.platform.host.left(["general"])
    await bring(stage, web, 6, 5, 4, 3, 2, 1)
    assert posted(stage) == []
    assert posted(stage, "potager") == [["Article 6", "Article 5", "Article 4"]]
    await stage.platform.host.discovered([channel("general")])
    await stage.advance(timedelta(minutes=1))
    assert posted(stage) == [["Article 6", "Article 5"]]
    assert len(await letter(stage)) == 1


@pytest.mark.usefixtures("followed_twice")
async def test_a_letter_has_what_a_pause_kept_from_the_channel_however_long_ago(stage, web):
    (listed,) = await stage.say("/veille flux")
    paused = await press(stage, named(listed, "feed-pause"))
    await bring(stage, web, 6, 5, 4, 3, 2, 1)
    await stage.advance(DAY * 5)
    since = stage.clock.now()
    await stage.advance(DAY)
    await press(stage, named(paused, "feed-resume"))
    assert posted(stage) == [["Article 6", "Article 5"]]
    (told,) = await letter(stage, since=since)
    assert "Article 4" in str(told.text)


@pytest.mark.usefixtures("followed_twice")
async def test_a_pause_goes_on_while_the_bot_comes_and_goes(stage, web):
    (listed,) = await stage.say("/veille flux")
    paused = await press(stage, named(listed, "feed-pause"))
    await stage.platform.host.left(["general"])
    await bring(stage, web, 4, 3, 2, 1)
    await stage.platform.host.discovered([channel("general")])
    await stage.advance(DAY)
    assert posted(stage) == []
    await press(stage, named(paused, "feed-resume"))
    assert posted(stage) == [["Article 4"]]
