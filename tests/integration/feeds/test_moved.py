"""A feed that moves to one that is followed already: nothing comes again that its channels had."""

import pytest

from plugins.watch.feeds.models import FeedRow, FollowRow
from tests.fakes.bot import count
from tests.fakes.feeds import ADDRESS, articles
from tests.fakes.follows import DAY, letter, posted
from tests.fakes.watch import dms

NEW = "https://nouveau.example/feed"


@pytest.fixture
def web(web):
    web.feed(NEW, articles(3, 2, 1))
    return web


async def moves(stage, web):
    """Have five articles come up in both feeds, and the one move to the other."""
    for address in (ADDRESS, NEW):
        web.feed(address, articles(5, 4, 3, 2, 1))
    await stage.advance(DAY)
    web.answers(ADDRESS, articles(5, 4, 3, 2, 1).encode() + b" ", moved_to=NEW)
    await stage.advance(3 * DAY)
    assert await count(stage, FeedRow) == 1


async def test_what_a_feed_had_posted_does_not_come_again_once_it_moved(stage, web):
    await stage.say(f"/veille suivre {ADDRESS} immédiat")
    await stage.say(f"/veille suivre {NEW}", "karim", "bureau")
    await moves(stage, web)
    assert sorted(title for titles in posted(stage) for title in titles) == ["Article 4", "Article 5"]
    assert await letter(stage) == []
    assert len(await letter(stage, "bureau")) == 2


async def test_what_one_of_two_feeds_of_a_channel_had_posted_counts_for_the_other(stage, web):
    await stage.say(f"/veille suivre {ADDRESS} immédiat")
    await stage.say(f"/veille suivre {NEW}")
    await moves(stage, web)
    assert await count(stage, FollowRow) == 1
    assert await letter(stage) == []


async def test_what_waits_for_who_subscribed_to_a_feed_is_told_after_it_moved(stage, web):
    await stage.say(f"/veille suivre {ADDRESS}")
    await stage.say(f"/veille suivre {NEW}", "karim", "bureau")
    await stage.say(f"/veille abonner flux {ADDRESS}", "lea")
    await stage.write("/maillage pause 20 jours", "lea")
    await moves(stage, web)
    await stage.advance(20 * DAY)
    told = "".join(dms(stage, "lea"))
    assert told.count("Article 5") == 1
