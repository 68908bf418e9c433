"""A letter goes at its hour on the clock of its channel, however that clock was set."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from bot.chat.incoming import Line
from bot.store.people import mark_changed
from bot.store.tables import NetworkRow, PlaceRow
from plugins.digest.models import SeriesRow
from tests.fakes.bot import channel, scene
from tests.fakes.letters import JEANNE, SATURDAY, own_digest
from tests.fakes.news import HourlyNews, news_plugin

THERE = "Indian/Reunion"
NINE_IN_PARIS, NINE_THERE = (datetime(2026, 11, 23, hour, tzinfo=UTC) for hour in (8, 5))


@pytest.fixture
async def town(tmp_path):
    async with scene(tmp_path, own_digest(), news_plugin(HourlyNews()), at=SATURDAY) as made:
        await says(made, "/lettre programmer chaque lundi à 9h")
        yield made


async def says(made, text):
    return await made.receive(Line(author=JEANNE, location=channel("loire"), text=text))


async def set_zone(made, table, zone):
    """Set a zone as who administers the bot does: nobody is told."""
    async with made.store.unit() as session:
        await session.execute(update(table).values(zone=zone))
        mark_changed(session)


def hours(made):
    """When the letters of the channel went."""
    return [taken.at for taken in made.platform.taken("loire") if "**Lettre n°" in taken.text]


@pytest.mark.parametrize("table", [PlaceRow, NetworkRow])
async def test_a_zone_that_was_set_without_a_word_is_followed(town, table):
    await set_zone(town, table, THERE)
    await town.advance(timedelta(days=3))
    assert hours(town) == [NINE_THERE]


async def test_one_that_was_set_after_the_draft_is_followed_too(town):
    await town.advance(timedelta(days=1, hours=9))
    await set_zone(town, PlaceRow, THERE)
    await town.advance(timedelta(days=3))
    assert len(hours(town)) == 1
    assert hours(town)[0] in (NINE_THERE, NINE_IN_PARIS)


async def test_a_clock_that_is_set_back_sends_no_letter_too_early(town):
    await set_zone(town, PlaceRow, THERE)
    await town.advance(timedelta(days=1, hours=9))
    await set_zone(town, PlaceRow, None)
    await town.advance(timedelta(days=3))
    assert hours(town) == [NINE_IN_PARIS]


async def test_a_letter_that_is_sent_by_hand_has_the_zone_of_its_channel(town):
    async with town.store.unit() as session:
        await session.execute(update(SeriesRow).values(wall=None, rule=None, next_at=None))
        mark_changed(session)
    await set_zone(town, PlaceRow, THERE)
    await town.advance(timedelta(days=2))
    async with town.store.read() as session:
        assert await session.scalar(select(SeriesRow.zone)) == THERE
