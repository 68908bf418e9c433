"""Feeds that several channels follow, or that people subscribed to: each is told its own, once."""

from datetime import timedelta

from sqlalchemy import select

from bot.store.tables import PlaceRow
from plugins.watch.feeds.importing import Following, Outcome, follow_all
from plugins.watch.feeds.models import FollowRow
from plugins.watch.reading.opml import Outline
from tests.fakes.bot import START
from tests.fakes.databases import asked_by
from tests.fakes.feeds import ADDRESS, articles, item, rss
from tests.fakes.follows import DAY, letter, named, posted, press
from tests.fakes.platform import Refuse


async def test_entries_that_a_letter_had_no_room_for_are_counted_and_come_in_the_next_one(stage, web):
    await stage.say(f"/veille suivre {ADDRESS}")
    web.feed(ADDRESS, articles(6, 5, 4, 3, 2, 1))
    await stage.advance(DAY)
    told, *counted = [item.key for item in await letter(stage, limit=1, counted=9)]
    assert len(counted) == 2
    sent = stage.clock.now()
    await stage.advance(timedelta(hours=1))
    following = await letter(stage, since=sent, excluded=(told,), earlier=START)
    assert [item.key for item in following] == counted
    assert await letter(stage, since=sent, excluded=(told,)) == []


async def test_a_channel_that_follows_a_feed_of_others_is_told_nothing_that_stands_in_it(stage, web):
    await stage.say(f"/veille suivre {ADDRESS} immédiat")
    web.feed(ADDRESS, articles(4, 3, 2, 1))
    await stage.say(f"/veille suivre {ADDRESS} immédiat", place="autre")
    await stage.advance(DAY)
    assert posted(stage) == [["Article 4"]]
    assert posted(stage, "autre") == []
    assert await letter(stage, "autre") == []
    web.feed(ADDRESS, articles(5, 4, 3, 2, 1))
    await stage.advance(DAY)
    assert posted(stage, "autre") == [["Article 5"]]


async def test_a_feed_that_rested_is_followed_without_what_came_meanwhile(stage, web):
    await stage.say(f"/veille suivre {ADDRESS} immédiat")
    (listed,) = await stage.say("/veille flux")
    await press(stage, named(listed, "feed-pause"))
    await stage.advance(timedelta(days=60))
    web.feed(ADDRESS, articles(6, 5, 4, 3, 2, 1))
    await stage.say(f"/veille suivre {ADDRESS} immédiat", place="autre")
    await stage.advance(DAY)
    assert posted(stage, "autre") == []
    web.feed(ADDRESS, articles(7, 6, 5, 4, 3, 2, 1))
    await stage.advance(DAY)
    assert posted(stage, "autre") == [["Article 7"]]


async def test_two_channels_choose_by_their_own_words(stage, web):
    await stage.say(f"/veille suivre {ADDRESS} immédiat avec: 4")
    await stage.say(f"/veille suivre {ADDRESS} immédiat sans: 4", place="autre")
    web.feed(ADDRESS, articles(5, 4, 3, 2, 1))
    await stage.advance(DAY)
    assert posted(stage) == [["Article 4"]]
    assert posted(stage, "autre") == [["Article 5"]]
    assert await letter(stage) == []


async def test_who_subscribed_to_a_feed_that_moves_to_another_stays_subscribed(stage, web):
    new = "https://nouveau.example/feed"
    web.feed(new, articles(3, 2, 1))
    await stage.say(f"/veille suivre {ADDRESS}")
    await stage.say(f"/veille suivre {new}", place="autre")
    await stage.say(f"/veille abonner {ADDRESS}", user="karim")
    web.answers(ADDRESS, articles(3, 2, 1).encode(), moved_to=new)
    await stage.advance(DAY * 3)
    web.feed(new, articles(4, 3, 2, 1))
    await stage.advance(DAY * 2)
    (told,) = stage.platform.texts("@id-karim")
    assert "Article 4" in told


async def test_a_letter_finds_what_is_wanted_however_much_else_came(stage, web):
    await stage.say(f"/veille suivre {ADDRESS} avec: inclusion")
    others = [item(number) for number in range(300, 10, -1)]
    web.feed(ADDRESS, rss([*others, item(10, title="L’inclusion au village"), item(3), item(2), item(1)]))
    await stage.advance(DAY)
    (told,) = [str(item.text) for item in await letter(stage)]
    assert "L’inclusion au village" in told


async def test_what_cannot_be_posted_waits_for_the_letter_and_is_told_once(stage, web):
    await stage.say(f"/veille suivre {ADDRESS} immédiat")
    stage.platform.will(Refuse(), at="general")
    web.feed(ADDRESS, articles(4, 3, 2, 1))
    await stage.advance(DAY)
    (told,) = stage.platform.texts("@id-camille")
    assert "Je n’ai pas pu publier dans general les nouveautés de Le Journal" in told
    (kept,) = await letter(stage)
    assert "Article 4" in str(kept.text)
    web.feed(ADDRESS, articles(5, 4, 3, 2, 1))
    await stage.advance(DAY)
    assert len(await letter(stage)) == 2
    assert len(stage.platform.texts("@id-camille")) == 1


async def test_titles_that_trick_are_but_their_letters_in_a_letter(stage, web):
    await stage.say(f"/veille suivre {ADDRESS}")
    trick = "[ici](https://piege.example) | **gras** \u202eDROITE https://piege.example/x"
    web.feed(ADDRESS, rss([item(4, title=trick), item(3), item(2), item(1)]))
    await stage.advance(DAY)
    (told,) = [str(item.text) for item in await letter(stage)]
    assert told.count("](") == 1 + told.count(r"\](")
    assert "https://piege" not in told
    assert r"\[ici\]" in told
    assert "\u202e" not in told


async def test_a_long_list_of_feeds_is_followed_by_a_few_statements(stage, web):
    await stage.say(f"/veille suivre {ADDRESS}")
    addresses = [f"https://f{number}.example/feed" for number in range(650)]
    outlines = [Outline(url, f"Flux {number}") for number, url in enumerate(addresses)]
    outlines += [Outline(ADDRESS, "Le Journal"), outlines[0], Outline("ceci", "Rien")]
    outcome = Outcome()
    async with stage.working("witness") as ctx:
        place = await ctx.session.scalar(select(PlaceRow.id).where(PlaceRow.name == "general"))
        statements = await asked_by(ctx.session)
        await follow_all(ctx.session, outlines, Following(1, place, None, 600), outcome, ctx.now)
    assert len(outcome.followed) == 599
    assert outcome.already == 2
    assert [one.title for one in outcome.refused] == ["Rien", *(f"Flux {n}" for n in range(599, 650))]
    assert len(statements) < 30
    async with stage.store.read() as session:
        numbers = list(await session.scalars(select(FollowRow.number).order_by(FollowRow.id)))
    assert numbers == list(range(1, 601))


async def test_try_now_leaves_alone_who_asked_for_it_and_what_was_just_read(stage, web):
    await stage.say(f"/veille suivre {ADDRESS}")
    (listed,) = await stage.say("/veille flux")
    asked = len(web.asked)
    refused = await press(stage, named(listed, "feed-retry"))
    assert "Je viens de lire Le Journal" in str(refused.text)
    web.answers(ADDRESS, b"", status=429, retry_after=timedelta(hours=6))
    await stage.advance(DAY)
    asked = len(web.asked)
    refused = await press(stage, named(listed, "feed-retry"))
    assert "trop souvent" in str(refused.text)
    assert len(web.asked) == asked
    await stage.advance(DAY)
    web.answers(ADDRESS, b"", status=503)
    await stage.advance(DAY)
    asked = len(web.asked)
    await press(stage, named(listed, "feed-retry"))
    assert len(web.asked) == asked + 1
