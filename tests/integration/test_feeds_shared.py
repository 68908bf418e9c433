"""Feeds that several channels follow, or that people subscribed to: each is told its own, once."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.chat.delivery import DeliveryKind
from bot.chat.incoming import Line, Press
from bot.plugin.neighbours import DigestWindow
from bot.runtime.host import PluginHost
from bot.store.people import find_place, network_of
from bot.store.tables import NetworkRow, PlaceRow
from plugins.watch.feeds.importing import Following, Outcome, follow_all
from plugins.watch.feeds.models import FollowRow
from plugins.watch.feeds.sections import FeedsSection
from plugins.watch.reading.opml import Outline
from tests.fakes.bot import START, author, channel, scene
from tests.fakes.databases import asked_by
from tests.fakes.feeds import ADDRESS, articles, item, rss
from tests.fakes.platform import Refuse
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


async def answers(stage, text, where="general", user="camille"):
    return await stage.receive(Line(author=author(user), location=channel(where), text=text))


async def press(stage, button, where="general", user="camille", **rights):
    pressed = await stage.receive(
        Press(
            author=author(user, **rights),
            location=channel(where),
            plugin=button.plugin,
            action=button.action,
            arguments=button.arguments,
        )
    )
    return pressed[0]


def named(answer, name):
    (button,) = [one for one in answer.buttons if one.name == name]
    return button


def posted(stage, where):
    """The titles that were posted in a channel, oldest post first."""
    sent = [one for _at, one in stage.platform.attempts]
    posts = [one.post for one in sent if one.channel == where and one.kind is DeliveryKind.POST]
    return [[str(embed.title) for embed in post.embeds] for post in posts if post.embeds]


async def items_of_letter(stage, where, since=START, limit=20, **more):
    """What a letter of a channel would tell of its feeds."""
    async with stage.store.read() as session:
        network = network_of(await session.get_one(NetworkRow, 1))
        place = await session.scalar(select(PlaceRow.id).where(PlaceRow.name == where))
        more = {"excluded": (), **more}
        window = DigestWindow(
            (await find_place(session, 1, place),), since, stage.clock.now(), limit=limit, **more
        )
        return await FeedsSection().items(session, network, window)


async def letter(stage, where, *, limit=20):
    """The same as texts."""
    return [str(item.text) for item in await items_of_letter(stage, where, limit=limit)]


async def test_entries_that_a_letter_had_no_room_for_are_counted_and_come_in_the_next_one(stage, web):
    await answers(stage, f"/veille suivre {ADDRESS}")
    web.feed(ADDRESS, articles(6, 5, 4, 3, 2, 1))
    await stage.advance(DAY)
    told, *counted = [item.key for item in await items_of_letter(stage, "general", limit=1, counted=9)]
    assert len(counted) == 2
    sent = stage.clock.now()
    await stage.advance(timedelta(hours=1))
    following = await items_of_letter(stage, "general", sent, excluded=(told,), earlier=START)
    assert [item.key for item in following] == counted
    assert await items_of_letter(stage, "general", sent, excluded=(told,)) == []


async def test_a_channel_that_follows_a_feed_of_others_is_told_nothing_that_stands_in_it(stage, web):
    await answers(stage, f"/veille suivre {ADDRESS} immédiat")
    web.feed(ADDRESS, articles(4, 3, 2, 1))
    await answers(stage, f"/veille suivre {ADDRESS} immédiat", "autre")
    await stage.advance(DAY)
    assert posted(stage, "general") == [["Article 4"]]
    assert posted(stage, "autre") == []
    assert await letter(stage, "autre") == []
    web.feed(ADDRESS, articles(5, 4, 3, 2, 1))
    await stage.advance(DAY)
    assert posted(stage, "autre") == [["Article 5"]]


async def test_a_feed_that_rested_is_followed_without_what_came_meanwhile(stage, web):
    await answers(stage, f"/veille suivre {ADDRESS} immédiat")
    (listed,) = await answers(stage, "/veille flux")
    await press(stage, named(listed, "feed-pause"))
    await stage.advance(timedelta(days=60))
    web.feed(ADDRESS, articles(6, 5, 4, 3, 2, 1))
    await answers(stage, f"/veille suivre {ADDRESS} immédiat", "autre")
    await stage.advance(DAY)
    assert posted(stage, "autre") == []
    web.feed(ADDRESS, articles(7, 6, 5, 4, 3, 2, 1))
    await stage.advance(DAY)
    assert posted(stage, "autre") == [["Article 7"]]


async def test_two_channels_choose_by_their_own_words(stage, web):
    await answers(stage, f"/veille suivre {ADDRESS} immédiat avec: 4")
    await answers(stage, f"/veille suivre {ADDRESS} immédiat sans: 4", "autre")
    web.feed(ADDRESS, articles(5, 4, 3, 2, 1))
    await stage.advance(DAY)
    assert posted(stage, "general") == [["Article 4"]]
    assert posted(stage, "autre") == [["Article 5"]]
    assert await letter(stage, "general") == []


async def test_who_subscribed_to_a_feed_that_moves_to_another_stays_subscribed(stage, web):
    new = "https://nouveau.example/feed"
    web.feed(new, articles(3, 2, 1))
    await answers(stage, f"/veille suivre {ADDRESS}")
    await answers(stage, f"/veille suivre {new}", "autre")
    await answers(stage, f"/veille abonner {ADDRESS}", user="karim")
    web.answers(ADDRESS, articles(3, 2, 1).encode(), moved_to=new)
    await stage.advance(DAY * 3)
    web.feed(new, articles(4, 3, 2, 1))
    await stage.advance(DAY * 2)
    (told,) = stage.platform.texts("@id-karim")
    assert "Article 4" in told


async def test_a_letter_finds_what_is_wanted_however_much_else_came(stage, web):
    await answers(stage, f"/veille suivre {ADDRESS} avec: inclusion")
    others = [item(number) for number in range(300, 10, -1)]
    web.feed(ADDRESS, rss([*others, item(10, title="L’inclusion au village"), item(3), item(2), item(1)]))
    await stage.advance(DAY)
    (told,) = await letter(stage, "general")
    assert "L’inclusion au village" in told


async def test_what_cannot_be_posted_waits_for_the_letter_and_is_told_once(stage, web):
    await answers(stage, f"/veille suivre {ADDRESS} immédiat")
    stage.platform.will(Refuse(), at="general")
    web.feed(ADDRESS, articles(4, 3, 2, 1))
    await stage.advance(DAY)
    (told,) = stage.platform.texts("@id-camille")
    assert "Je n’ai pas pu publier dans general les nouveautés de Le Journal" in told
    (kept,) = await letter(stage, "general")
    assert "Article 4" in kept
    web.feed(ADDRESS, articles(5, 4, 3, 2, 1))
    await stage.advance(DAY)
    assert len(await letter(stage, "general")) == 2
    assert len(stage.platform.texts("@id-camille")) == 1


async def test_titles_that_trick_are_but_their_letters_in_a_letter(stage, web):
    await answers(stage, f"/veille suivre {ADDRESS}")
    trick = "[ici](https://piege.example) | **gras** \u202eDROITE https://piege.example/x"
    web.feed(ADDRESS, rss([item(4, title=trick), item(3), item(2), item(1)]))
    await stage.advance(DAY)
    (told,) = await letter(stage, "general")
    assert told.count("](") == 1 + told.count(r"\](")
    assert "https://piege" not in told
    assert r"\[ici\]" in told
    assert "\u202e" not in told


async def test_a_long_list_of_feeds_is_followed_by_a_few_statements(stage, web):
    await answers(stage, f"/veille suivre {ADDRESS}")
    addresses = [f"https://f{number}.example/feed" for number in range(650)]
    outlines = [Outline(url, f"Flux {number}", None, None) for number, url in enumerate(addresses)]
    outlines += [Outline(ADDRESS, "Le Journal", None, None), outlines[0], Outline("ceci", "Rien", None, None)]
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
    await answers(stage, f"/veille suivre {ADDRESS}")
    (listed,) = await answers(stage, "/veille flux")
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
