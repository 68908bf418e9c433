"""Which feeds are read: those of which somebody is told, a channel where the bot is or who subscribed."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.plugin import PersonalData
from bot.store.tables import AccountRow, CommunityRow
from plugins.watch.feeds.importing import Following, Outcome, follow_all
from plugins.watch.feeds.models import FeedRow
from plugins.watch.feeds.polling import poll_soon
from plugins.watch.reading.opml import Outline
from tests.acceptance.console import plain
from tests.fakes.bot import START, channel, count
from tests.fakes.feeds import ADDRESS, articles, item, rss
from tests.fakes.follows import DAY, named, posted, press
from tests.fakes.platform import Refuse


async def leave(stage, *, at):
    """Have the community leave the network, or be back."""
    async with stage.store.unit() as session:
        await session.execute(update(CommunityRow).values(left_at=at))


async def asked_within(stage, web, duration):
    """How often the feed was asked for in that time."""
    before = len(web.asked)
    await stage.advance(duration)
    return len(web.asked) - before


def dms(stage, user):
    return [plain(text) for text in stage.platform.texts(f"@id-{user}")]


async def test_feeds_rest_while_the_bot_is_gone_from_a_community_and_come_back_with_it(stage, web):
    await stage.say(f"/veille suivre {ADDRESS} immédiat")
    await leave(stage, at=START)
    await stage.advance(DAY * 2)
    assert await asked_within(stage, web, DAY * 5) == 0
    web.feed(ADDRESS, articles(4, 3, 2, 1))
    await leave(stage, at=None)
    await stage.advance(DAY)
    assert posted(stage) == [["Article 4"]]


async def test_the_list_of_feeds_wakes_those_of_a_channel_where_the_bot_is_back(stage, web):
    await stage.say(f"/veille suivre {ADDRESS} immédiat")
    await leave(stage, at=START)
    await stage.advance(DAY * 2)
    await leave(stage, at=None)
    before = len(web.asked)
    await stage.say("/veille flux")
    assert len(web.asked) == before + 1


async def test_feeds_rest_while_the_bot_is_removed_from_their_channel_and_come_back_with_it(stage, web):
    await stage.say(f"/veille suivre {ADDRESS} immédiat")
    await stage.platform.host.left(["general"])
    assert await asked_within(stage, web, DAY * 5) == 0
    web.feed(ADDRESS, articles(4, 3, 2, 1))
    await stage.platform.host.discovered([channel("general")])
    assert await asked_within(stage, web, timedelta(minutes=1)) == 1
    assert posted(stage) == [["Article 4"]]


async def test_a_feed_is_read_on_for_another_channel_where_the_bot_still_is(stage, web):
    await stage.say(f"/veille suivre {ADDRESS}")
    await stage.say(f"/veille suivre {ADDRESS}", "karim", "potager")
    await stage.platform.host.left(["general"])
    assert await asked_within(stage, web, DAY * 2) > 0
    await stage.platform.host.left(["potager"])
    assert await asked_within(stage, web, DAY * 5) == 0


async def test_a_feed_rests_once_a_post_is_refused_for_the_bot_is_not_there(stage, web):
    await stage.say(f"/veille suivre {ADDRESS} immédiat")
    stage.platform.will(Refuse(is_away=True), at="general")
    web.feed(ADDRESS, articles(4, 3, 2, 1))
    await stage.advance(DAY * 2)
    assert await asked_within(stage, web, DAY * 5) == 0


async def test_the_list_of_feeds_says_that_one_rests_while_the_bot_is_away(stage):
    await stage.say(f"/veille suivre {ADDRESS}")
    await stage.platform.host.left(["general"])
    (refused,) = await stage.say("/veille suivre https://autre.example/flux immédiat")
    assert "Je ne peux plus écrire dans **general**" in plain(refused.text)
    (listed,) = await stage.say("/veille flux")
    assert "Au repos tant que je ne peux rien publier dans ce canal" in plain(listed.text)


async def test_who_subscribed_to_a_feed_is_told_of_it_after_its_last_channel_let_it_go(stage, web):
    (followed,) = await stage.say(f"/veille suivre {ADDRESS}")
    await stage.say("/veille abonner flux journal", "karim")
    await press(stage, named(followed, "feed-remove"))
    web.feed(ADDRESS, articles(4, 3, 2, 1))
    await stage.advance(DAY * 2)
    (told,) = dms(stage, "karim")
    assert "Article 4" in told
    (ended,) = await stage.say("/veille désabonner flux journal", "karim")
    assert "tu ne recevras plus" in ended.text
    assert await count(stage, FeedRow) == 0
    assert await asked_within(stage, web, DAY * 3) == 0


async def test_who_subscribed_is_told_of_a_feed_that_all_its_channels_have_on_pause(stage, web):
    await stage.say(f"/veille suivre {ADDRESS}")
    (listed,) = await stage.say("/veille flux")
    await press(stage, named(listed, "feed-pause"))
    assert await asked_within(stage, web, DAY * 2) == 0
    await stage.say("/veille abonner flux journal", "karim")
    web.feed(ADDRESS, articles(4, 3, 2, 1))
    await stage.advance(DAY * 2)
    assert len(dms(stage, "karim")) == 1


async def test_who_alone_wants_a_feed_is_told_that_it_fails(stage, web):
    (followed,) = await stage.say(f"/veille suivre {ADDRESS}")
    await stage.say("/veille abonner flux journal", "karim")
    await press(stage, named(followed, "feed-remove"))
    web.fails(ADDRESS)
    await stage.advance(timedelta(days=20))
    (told,) = dms(stage, "karim")
    assert "auquel tu es abonné·e ne se lit plus" in told
    assert "Le Journal : il ne se lit plus depuis" in told
    assert "/veille désabonner" in told


async def fail_soon(stage, web, addresses):
    """Have feeds fail from now on, each an hour after the one before."""
    for address in addresses:
        web.fails(address)
        async with stage.working("witness") as ctx:
            await ctx.session.execute(update(FeedRow).where(FeedRow.url == address).values(next_at=ctx.now))
        async with stage.working("watch") as ctx:
            await poll_soon(ctx)
        await stage.advance(timedelta(hours=1))


async def test_who_subscribed_to_several_feeds_that_fail_is_told_once_of_all(stage, web):
    addresses = [f"https://site-{number}.example/rss" for number in range(1, 14)]
    for number, address in enumerate(addresses, 1):
        web.feed(address, rss([item(address)], title=f"Bulletin {number:02}"))
        (followed,) = await stage.say(f"/veille suivre {address}")
        await stage.say(f"/veille abonner flux {address}", "karim")
        if number < 13:
            await press(stage, named(followed, "feed-remove"))
    await fail_soon(stage, web, addresses[:12])
    await stage.advance(timedelta(days=9))
    (told,) = dms(stage, "karim")
    assert told.startswith("12 flux auxquels tu es abonné·e ne se lisent plus")
    assert told.count("ne se lit plus depuis") == 10
    assert "- et 2 de plus." in told


async def test_who_follows_and_subscribes_is_told_in_one_message(stage, web):
    (followed,) = await stage.say(f"/veille suivre {ADDRESS}")
    await stage.say("/veille abonner flux journal", "karim")
    await press(stage, named(followed, "feed-remove"))
    followed_by_karim = "https://a.example/rss"
    web.feed(followed_by_karim, rss([item("un")], title="Bulletin"))
    await stage.say(f"/veille suivre {followed_by_karim}", "karim")
    await fail_soon(stage, web, (ADDRESS, followed_by_karim))
    await stage.advance(timedelta(days=9))
    (told,) = dms(stage, "karim")
    assert "1 flux que tu suis ne se lit plus" in told
    assert "Bulletin, dans general : il ne se lit plus" in told
    assert "1 flux auquel tu es abonné·e ne se lit plus :\n- Le Journal : il ne se lit plus" in told


async def test_a_feed_is_forgotten_once_the_last_person_who_wants_it_is_erased(stage, web):
    (followed,) = await stage.say(f"/veille suivre {ADDRESS}")
    await stage.say("/veille abonner flux journal", "karim")
    await press(stage, named(followed, "feed-remove"))
    async with stage.working("witness") as ctx:
        number = await ctx.session.scalar(select(AccountRow.member_id).where(AccountRow.username == "karim"))
        await stage.handlers.service(PersonalData).erase(ctx, await ctx.find_member(number))
    await stage.advance(DAY)
    assert await count(stage, FeedRow) == 0


async def test_feeds_of_one_title_are_subscribed_to_by_their_addresses(stage, web):
    for address in ("https://a.example/rss", "https://a.example/alertes"):
        web.feed(address, rss([item(address)], title="Actualités"))
        await stage.say(f"/veille suivre {address}")
    (asked,) = await stage.say("/veille abonner flux actualités", "karim")
    assert "a.example/rss\n- a.example/alertes" in asked.text
    (told,) = await stage.say("/veille abonner flux a.example/alertes", "karim")
    assert "« Actualités (a.example/alertes) »" in plain(told.text)
    (ended,) = await stage.say("/veille désabonner flux actualités", "karim")
    assert "tu ne recevras plus" in ended.text


@pytest.mark.parametrize(
    "typed", ["bulletin 2 777", "site-2777.example/rss", "https://site-2777.example/rss"]
)
async def test_a_feed_is_found_among_thousands_and_others_have_their_turn_meanwhile(stage, typed):
    await stage.say("bonjour")
    addresses = [f"https://site-{number}.example/rss" for number in range(1, 3001)]
    outlines = [
        Outline(url, f"Bulletin {number // 1000} {number % 1000}") for number, url in enumerate(addresses, 1)
    ]
    async with stage.working("watch") as ctx:
        await follow_all(ctx.session, outlines, Following(1, 1, None), Outcome(), ctx.now)
    turns = 0

    async def others():
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    task = asyncio.create_task(others())
    (told,) = await stage.say(f"/veille abonner flux {typed}", "karim")
    task.cancel()
    assert "« Bulletin 2 777 »" in plain(told.text)
    assert turns > 10
