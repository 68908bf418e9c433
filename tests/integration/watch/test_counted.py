"""What a letter has no room for: those links are counted that its search finds, and none is lost."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.plugin.letters import DigestWindow, thing_of
from bot.store.people import find_place, network_of
from bot.store.tables import NetworkRow, PlaceRow
from plugins.watch.sections import MostUseful
from tests.fakes.watch import cards, html, labelled, press

OLD, NEW = range(1, 5), range(5, 8)
WEEK = timedelta(days=7)


@pytest.fixture
def web(web):
    for number in (*OLD, *NEW):
        web.page(f"https://a.example/{number}", html(f"N{number}", "", f"https://a.example/{number}"))
    return web


async def shares(stage, numbers):
    for number in numbers:
        await stage.say(f"/veille https://a.example/{number}")
    await stage.advance(timedelta(hours=1))


async def finds_useful(stage, numbers, user="karim"):
    for number in numbers:
        await press(stage, labelled(cards(stage)[number - 1], "Utile"), user)
    await stage.advance(timedelta(hours=1))


async def told(stage, window):
    async with stage.store.read() as session:
        network = network_of(await session.get_one(NetworkRow, 1))
        return [thing_of(item.key) for item in await MostUseful().items(session, network, window)]


async def window_of(stage, limit):
    """A letter that tells of the week that ends now, and has room for so many."""
    async with stage.store.read() as session:
        place = await find_place(session, 1, await session.scalar(select(PlaceRow.id)))
    now = stage.clock.now()
    return DigestWindow((place,), now - WEEK, now, (), limit, counted=9, earlier=now - 2 * WEEK)


async def test_links_from_before_the_search_that_were_found_useful_anew_are_not_counted(stage):
    await shares(stage, OLD)
    await stage.advance(3 * WEEK)
    await shares(stage, NEW)
    await finds_useful(stage, OLD)
    window = await window_of(stage, 2)
    found = await told(stage, window)
    assert found[:2] == ["share:4", "share:3"]
    assert found[2:] == ["share:7", "share:6", "share:5"], "only these does the search since that day find"
    await stage.advance(WEEK)
    following = replace(
        await window_of(stage, 8), excluded=tuple(found[:2]), earlier=window.since, since=window.until
    )
    assert await told(stage, following) == ["share:2", "share:1", "share:7", "share:6", "share:5"]


async def test_a_useful_link_that_a_letter_had_no_room_for_comes_into_the_next_one_after_what_is_new(stage):
    await shares(stage, OLD)
    await finds_useful(stage, OLD)
    await finds_useful(stage, [1], "zoe")
    window = await window_of(stage, 1)
    assert (await told(stage, window))[0] == "share:1"
    await stage.advance(WEEK)
    await shares(stage, NEW)
    await finds_useful(stage, [5])
    following = replace(
        await window_of(stage, 3), excluded=("share:1",), earlier=window.since, since=window.until
    )
    assert (await told(stage, following))[:3] == ["share:5", "share:4", "share:3"]
