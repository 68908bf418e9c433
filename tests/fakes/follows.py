"""What people do with feeds that channels follow, and what comes of it: for tests of the shared watch."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from bot.chat.answers import Answer
from bot.chat.delivery import DeliveryKind
from bot.chat.messages import Button, Menu, Post, Reply
from bot.plugin.letters import DigestItem, DigestWindow
from bot.store.people import find_place, network_of
from bot.store.tables import NetworkRow, PlaceRow
from plugins.watch.feeds.sections import FeedsSection
from tests.fakes import watch
from tests.fakes.bot import START, Scene
from tests.fakes.feeds import ADDRESS, articles
from tests.fakes.web import Web

DAY = timedelta(days=1.3)
"""Longer than it is until a feed is read again, however often it publishes."""


def web_with_the_journal(monkeypatch: pytest.MonkeyPatch) -> Web:
    """Return the web that all bots of a test read: the Journal has a feed of three articles there."""
    web = Web.of_all_bots(monkeypatch)
    web.feed(ADDRESS, articles(3, 2, 1))
    return web


def named(answer: Post | Reply, name: str) -> Button:
    """Return the only button of that name."""
    (button,) = [one for one in answer.buttons if one.name == name]
    return button


async def press(
    stage: Scene,
    button: Button | Menu,
    user: str = "camille",
    where: str = "general",
    choice: str | None = None,
    **rights: bool,
) -> Answer:
    """Press a button of an answer or a post, and return the first answer."""
    return (await watch.press(stage, button, user, where, choice, **rights))[0]


def posts(stage: Scene, where: str = "general") -> list[Post]:
    """Return what was posted in a channel, the oldest first."""
    sent = [outgoing for _at, outgoing in stage.platform.attempts]
    return [one.post for one in sent if one.channel == where and one.kind is DeliveryKind.POST]


def titles(post: Post) -> list[str]:
    """Return the titles of what a post shows."""
    return [str(embed.title) for embed in post.embeds]


def posted(stage: Scene, where: str = "general") -> list[list[str]]:
    """Return the titles of what was posted in a channel, post by post, the oldest first."""
    return [titles(post) for post in posts(stage, where)]


async def letter(
    stage: Scene,
    where: str = "general",
    since: datetime = START,
    *,
    limit: int = 20,
    excluded: Sequence[str] = (),
    counted: int = 0,
    earlier: datetime | None = None,
) -> list[DigestItem]:
    """Return what a letter of a channel would tell of its feeds."""
    async with stage.store.read() as session:
        network = network_of(await session.get_one(NetworkRow, 1))
        place = await session.scalar(select(PlaceRow.id).where(PlaceRow.name == where))
        places = (await find_place(session, 1, place),)
        window = DigestWindow(
            places, since, stage.clock.now(), excluded, limit, counted=counted, earlier=earlier
        )
        return list(await FeedsSection().items(session, network, window))
