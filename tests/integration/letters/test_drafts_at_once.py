"""Several who change one draft at once: all that they do is kept."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.chat.incoming import Line, Press
from plugins.digest.models import ItemRow, LetterRow
from tests.fakes.bot import author, channel, dm, scene
from tests.fakes.letters import JEANNE, SATURDAY, SCHEDULED, letters, own_digest
from tests.fakes.news import HourlyNews, news_plugin

KARIM = author("karim", administers_community=True)
SIZE = 40


@pytest.fixture
async def town(tmp_path):
    """The draft of a long letter waits for Jeanne and Karim."""
    async with scene(tmp_path, own_digest(), news_plugin(HourlyNews(size=SIZE)), at=SATURDAY) as made:
        await says(made, SCHEDULED, JEANNE)
        await made.advance(timedelta(days=1, hours=10))
        await says(made, "/lettre brouillon", KARIM)
        yield made


async def says(made, text, who):
    return await made.receive(Line(author=who, location=channel("loire"), text=text))


def step(who, item, way):
    return Press(
        author=who,
        location=dm(who.username),
        plugin="digest",
        action="draft-step",
        arguments={"letter": 1, "moving": str(item), "step": way},
    )


async def order(made):
    async with made.store.read() as session:
        return list(
            await session.scalars(
                select(ItemRow.id).where(ItemRow.dropped.is_(False)).order_by(ItemRow.position)
            )
        )


async def test_moves_that_are_made_at_once_are_all_made(town):
    before = await order(town)
    assert len(before) == SIZE
    ways = (
        (JEANNE, before[9], "top"),
        (KARIM, before[19], "end"),
        (JEANNE, before[5], "up"),
        (KARIM, before[6], "down"),
    )
    await asyncio.gather(*(town.bot.receive(step(*way)) for way in ways))
    await town.bot.settle()
    after = await order(town)
    assert sorted(after) == sorted(before)
    assert (after[0], after[-1]) == (before[9], before[19])
    assert after.index(before[5]) < after.index(before[4])
    assert after.index(before[6]) > after.index(before[7])
    await town.advance(timedelta(days=1))
    assert len(letters(town)) == 1


async def test_what_somebody_else_dropped_meanwhile_is_not_moved(town):
    first, *_others = await order(town)
    drop = Press(
        author=KARIM,
        location=dm("karim"),
        plugin="digest",
        action="draft-drop",
        arguments={"letter": 1},
        choice=str(first),
    )
    await town.receive(drop)
    (answer,) = await town.receive(step(JEANNE, first, "down"))
    assert answer.code == "gone"
    assert first not in await order(town)


async def test_a_letter_that_went_meanwhile_is_not_changed(town):
    first, *_others = await order(town)
    await town.advance(timedelta(days=1))
    (answer,) = await town.receive(step(JEANNE, first, "end"))
    assert answer.code == "over"
    async with town.store.read() as session:
        assert await session.scalar(select(LetterRow.state)) == "sent"
