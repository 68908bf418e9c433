"""Feeds in words: one is opened by its number, none is lost to a slip, and a removed one is put back."""

import pytest

from tests.acceptance.console import plain
from tests.fakes.feeds import ADDRESS, articles, item, rss
from tests.fakes.follows import named, press


async def say(stage, text):
    return (await stage.say(f"/veille {text}"))[0]


@pytest.mark.parametrize("typed", ["flux 1", "flux n°1", "pause 1", "reprendre 1"])
async def test_a_feed_is_opened_by_its_number(stage, typed):
    await say(stage, f"suivre {ADDRESS} immédiat avec inclusion")
    answer = await say(stage, typed)
    assert "Seulement les articles avec : inclusion." in plain(str(answer.text))
    assert {one.name for one in answer.buttons} >= {"feed-pause", "feed-edit", "feed-remove"}


async def test_a_feed_is_opened_by_its_name_and_asked_for_where_several_may_be_meant(stage, web):
    other = "https://mairie.example/journal.xml"
    web.feed(other, rss([item(1)], title="Journal de la mairie"))
    for address in (ADDRESS, other):
        await say(stage, f"suivre {address}")
    for typed in ("flux mairie", "pause la mairie", "flux supprimer 2", "relire flux 2", "actualiser mairie"):
        answer = await say(stage, typed)
        assert plain(str(answer.text)).startswith("2 – Journal de la mairie"), typed
        assert {one.name for one in answer.buttons} >= {"feed-pause", "feed-edit", "feed-remove"}
    asked = await say(stage, "flux journl")
    assert plain(str(asked.text)) == "Quel flux est « journl » ?"
    assert len(asked.menus[0].options) == 2
    assert "aucun flux appelé « bibliothèque »" in plain(str((await say(stage, "flux bibliothèque")).text))


async def test_a_number_that_no_feed_has_is_told_with_those_that_there_are(stage):
    await say(stage, f"suivre {ADDRESS}")
    said = plain(str((await say(stage, "flux 7")).text))
    assert "Aucun flux n’a le n° 7 ici." in said
    assert "1 – Le Journal" in said


async def test_a_feed_is_followed_no_longer_by_its_number_as_lists_write_it(stage):
    await say(stage, f"suivre le flux rss {ADDRESS} stp")
    assert "ne suit plus Le Journal" in plain(str((await say(stage, "ne plus suivre le n° 1")).text))


@pytest.mark.parametrize("begun", ["feed://", "feed:https://", "pcast://"])
async def test_an_address_for_programs_that_read_feeds_is_one(stage, web, begun):
    web.feed("http://journal.example/feed.xml", articles(1))
    said = plain(str((await say(stage, f"suivre {begun}journal.example/feed.xml")).text))
    assert "suit maintenant Le Journal" in said


@pytest.mark.parametrize("typed", ["plus utiles", "plus lus"])
async def test_words_that_are_no_slip_for_it_propose_to_remove_nothing(stage, typed):
    await say(stage, f"suivre {ADDRESS}")
    assert "plus-suivre" not in str((await say(stage, typed)).text)


async def test_a_feed_that_was_removed_is_put_back_as_it_was(stage):
    await say(stage, f"suivre {ADDRESS} immédiat avec inclusion sans sport max 2")
    removed = await say(stage, "ne plus suivre 1")
    assert "ne suit plus Le Journal" in plain(str(removed.text))
    back = plain(str((await press(stage, named(removed, "feed-put-back"))).text))
    assert "2 articles par jour au plus" in back
    assert "avec : inclusion." in back
    assert "avec : sport." in back
