"""People who ask for the same at one instant, or press twice: all are answered, and nothing is there twice.

On PostgreSQL their units of work go side by side; on SQLite one waits for the other.
"""

import asyncio

from bot.chat.incoming import Line, Submission
from plugins.watch.feeds.models import FeedRow, FollowRow
from plugins.watch.models import ProposalRow
from plugins.watch.subscriptions import SubscriptionRow
from tests.fakes.bot import author, channel, count, rows
from tests.fakes.feeds import articles
from tests.fakes.watch import GUIDE

JOURNAL, REVIEW = "https://journal.example/feed.xml", "https://revue.example/feed.xml"


async def together(stage, *said):
    """Have people say something in channels at one instant; return what each is answered."""
    for user, _text, place in said:  # they are known already
        await stage.say("/veille tags", user, place)
    lines = [Line(author=author(user), location=channel(place), text=text) for user, text, place in said]
    answers = await asyncio.gather(*(stage.bot.receive(line) for line in lines))
    await stage.bot.settle()
    return ["\n".join(str(answer.text) for answer in some) for some in answers]


async def test_two_channels_that_begin_to_follow_a_feed_share_it(stage, web):
    web.feed(JOURNAL, articles(3, 2, 1))
    follow = f"/veille suivre {JOURNAL}"
    for answer in await together(stage, ("camille", follow, "general"), ("karim", follow, "autre")):
        assert " suit maintenant Le Journal" in answer
    assert await count(stage, FeedRow) == 1
    assert await count(stage, FollowRow) == 2


async def test_two_who_have_one_channel_follow_the_same_feed_are_told_so(stage, web):
    web.feed(JOURNAL, articles(3, 2, 1))
    follow = f"/veille suivre {JOURNAL}"
    answers = await together(stage, ("camille", follow, "general"), ("karim", follow, "general"))
    assert sorted("general suit maintenant" in answer for answer in answers) == [False, True]
    assert sum("suit déjà" in answer for answer in answers) == 1
    assert await count(stage, FollowRow) == 1


async def test_two_feeds_that_one_channel_begins_to_follow_have_numbers_of_their_own(stage, web):
    for address in (JOURNAL, REVIEW):
        web.feed(address, articles(3, 2, 1))
    await together(
        stage,
        ("camille", f"/veille suivre {JOURNAL}", "general"),
        ("karim", f"/veille suivre {REVIEW}", "general"),
    )
    assert sorted(row.number for row in await rows(stage, FollowRow)) == [1, 2]


async def test_who_subscribes_twice_at_once_has_one_subscription(stage):
    asked = ("camille", "/veille abonner #seniors", "general")
    for answer in await together(stage, asked, asked):
        assert "#seniors" in answer
    assert await count(stage, SubscriptionRow) == 1


async def test_a_link_that_is_proposed_twice_at_once_is_proposed_once(stage):
    for where, area in (("general", "Loire"), ("region", "Auvergne-Rhône-Alpes")):
        await stage.bot.grant(author("jeanne"), channel(where), "coordinator", everywhere=False)
        (form,) = await stage.say("/veille réglages", "jeanne", where)
        values = {"tags": "#veille", "area": area}
        settings = {"plugin": "watch", "form": "settings", "values": values, "arguments": form.arguments}
        await stage.receive(Submission(author=author("jeanne"), location=channel(where), **settings))
    await stage.say(f"/veille {GUIDE}")
    asked = ("camille", f"/veille proposer {GUIDE}", "general")
    answers = await together(stage, asked, asked)
    assert sorted("déjà" in answer for answer in answers) == [False, True]
    assert await count(stage, ProposalRow) == 1
