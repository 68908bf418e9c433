"""How much of what was fetched waits to be read: never more than there is room for."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest

from bot.plugin.fetching import DEADLINE, LIMIT
from plugins.watch.feeds import visits
from plugins.watch.feeds.holding import Holding
from plugins.watch.feeds.visits import Failed, Known, Read, Tools, visit
from plugins.watch.reading.apart import Apart
from tests.fakes.feeds import articles
from tests.fakes.web import Web

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
ADDRESSES = [f"https://site-{number}.example/rss" for number in range(12)]


class CountingWeb(Web):
    """A web that counts the bytes that may be on their way; all who ask wait until none else can go on."""

    on_their_way = 0
    most = 0

    async def fetch(self, url, *, headers=None, limit=LIMIT, deadline=DEADLINE):
        self.on_their_way += limit
        self.most = max(self.most, self.on_their_way)
        try:
            await settled()
            return await super().fetch(url, headers=headers, limit=limit, deadline=deadline)
        finally:
            self.on_their_way -= limit


async def settled():
    for _turn in range(50):
        await asyncio.sleep(0)


async def hold(holding, size, order, name, until):
    async with holding.room(size):
        order.append(name)
        await until.wait()


async def test_many_that_ask_together_hold_no_more_than_there_is_room_for(monkeypatch):
    web, holding = CountingWeb(), Holding(3000)
    monkeypatch.setattr(visits, "_USUAL", 1000)
    for url in ADDRESSES:
        web.feed(url, articles(1))
    assert len(articles(1).encode()) <= 1000
    asked = [
        visit(Tools(web, holding, Apart()), Known(number, url), NOW) for number, url in enumerate(ADDRESSES)
    ]
    outcomes = await asyncio.gather(*asked)
    assert all(isinstance(outcome, Read) for outcome in outcomes)
    assert web.most == 3000


async def test_a_large_feed_is_asked_for_again_once_there_is_room_for_it(monkeypatch):
    web, holding = CountingWeb(), Holding(LIMIT)
    monkeypatch.setattr(visits, "_USUAL", 100)
    url = ADDRESSES[0]
    web.feed(url, articles(1))
    async with holding.room(LIMIT) as room:
        visiting = asyncio.create_task(visit(Tools(web, holding, Apart()), Known(1, url), NOW))
        await settled()
        assert web.asked == []
        room.keep(LIMIT - 100)
        await web.reached(1)
        await settled()
        assert len(web.asked) == 1
    assert isinstance(await visiting, Read)
    assert len(web.asked) == 2
    assert web.most == LIMIT


async def test_what_is_too_large_whatever_the_room_fails_and_holds_nothing():
    web, holding = CountingWeb(), Holding()
    web.answers(ADDRESSES[0], b" " * (LIMIT + 1))
    assert await visit(Tools(web, holding, Apart()), Known(1, ADDRESSES[0]), NOW) == Failed(
        Known(1, ADDRESSES[0]), "too_large"
    )
    async with asyncio.timeout(1), holding.room(64 * 1024 * 1024):
        pass


async def test_room_is_given_in_the_order_in_which_it_is_asked_for():
    holding, order, until = Holding(10), [], asyncio.Event()
    async with holding.room(6):
        tasks = [
            asyncio.create_task(hold(holding, size, order, name, until))
            for name, size in (("large", 8), ("small", 2))
        ]
        await settled()
        assert order == []
    await settled()
    assert order == ["large", "small"]
    until.set()
    await asyncio.gather(*tasks)


@pytest.mark.parametrize("is_its_turn", [False, True])
async def test_who_is_cancelled_while_waiting_leaves_the_room_to_others(is_its_turn):
    holding, order, until = Holding(10), [], asyncio.Event()
    async with holding.room(10) as room:
        first = asyncio.create_task(hold(holding, 10, order, "first", until))
        second = asyncio.create_task(hold(holding, 5, order, "second", until))
        await settled()
        if is_its_turn:
            room.keep(0)
        first.cancel()
        await settled()
    await settled()
    assert order == ["second"]
    until.set()
    await second
    async with holding.room(10):
        pass
