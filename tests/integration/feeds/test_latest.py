"""The latest three of a feed, which somebody asks to see in a channel that begins to follow it."""

import pytest

from bot.chat.messages import Reply
from tests.acceptance.console import plain
from tests.fakes.feeds import ADDRESS, articles, item, rss
from tests.fakes.follows import DAY, named, posted, posts, press


async def ask(stage, followed: Reply) -> str:
    """Press the button under what was said of a feed; return what is answered."""
    return plain(str((await press(stage, named(followed, "feed-latest"))).text))


async def follow(stage, words="", place="general"):
    (followed,) = await stage.say(f"/veille suivre {ADDRESS} {words}", place=place)
    return followed


async def test_what_is_wanted_by_its_words_is_found_behind_what_is_not(stage, web):
    others = [item(number, title=f"Sport {number}") for number in range(20, 15, -1)]
    wanted = [item(number, title=f"Inclusion {number}") for number in range(15, 7, -1)]
    web.feed(ADDRESS, rss([*others, *wanted]))
    assert "les 3 derniers articles" in await ask(stage, await follow(stage, "avec inclusion"))
    assert posted(stage) == [["Inclusion 15", "Inclusion 14", "Inclusion 13"]]


async def test_they_are_found_too_where_another_channel_follows_the_feed(stage, web):
    others = [item(number, title=f"Sport {number}") for number in range(20, 15, -1)]
    web.feed(ADDRESS, rss([*others, item(3, title="Inclusion 3"), item(2, title="Inclusion 2")]))
    await follow(stage)
    (followed,) = await stage.say(f"/veille suivre {ADDRESS} avec inclusion", "karim", "potager")
    await press(stage, named(followed, "feed-latest"), "karim", "potager")
    assert posted(stage, "potager") == [["Inclusion 3", "Inclusion 2"]]
    await stage.advance(DAY)
    assert posted(stage) == []


async def test_a_feed_without_dates_may_begin_with_its_oldest(stage, web):
    web.feed(ADDRESS, articles(*range(1, 9)))
    await ask(stage, await follow(stage))
    assert posted(stage) == [["Article 8", "Article 7", "Article 6"]]


async def test_the_heading_does_not_say_that_they_are_new(stage):
    await ask(stage, await follow(stage))
    assert plain(str(posts(stage)[0].text)) == "Les 3 derniers articles de Le Journal."


async def test_who_asks_again_hears_that_they_are_there(stage):
    followed = await follow(stage)
    await ask(stage, followed)
    assert await ask(stage, followed) == "Les derniers articles de ce flux sont déjà dans ce canal."
    assert len(posts(stage)) == 1


async def test_what_came_meanwhile_is_all_that_is_posted(stage, web):
    followed = await follow(stage)
    await ask(stage, followed)
    web.feed(ADDRESS, articles(4, 3, 2, 1))
    await stage.advance(DAY)
    assert await ask(stage, followed) == "Je publie 1 article, le dernier."
    assert posted(stage)[1:] == [["Article 4"]]


@pytest.mark.parametrize(
    ("words", "said"),
    [("avec licorne", "rien ne répond à ses mots"), ("", "rien dans ce flux")],
)
async def test_nothing_is_told_from_nothing_that_is_wanted(stage, web, words, said):
    web.feed(ADDRESS, articles(3, 2, 1) if words else rss([]))
    assert said in await ask(stage, await follow(stage, words))
