"""Who has not said whether they come is asked, also where one of the channels of a meeting is gone."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.app import load_plugins
from bot.chat.incoming import Line
from bot.config import Config
from bot.store.tables import PlaceRow
from plugins.meetings.models import MeetingPlaceRow
from tests.fakes.bot import author, channel, scene


@pytest.fixture
async def stage(tmp_path):
    async with scene(tmp_path, *load_plugins(Config()).plugins.values()) as opened:
        yield opened


async def says(stage, user, where, text):
    await stage.bot.receive(Line(author=author(user), location=channel(where), text=text))


async def test_who_is_in_the_other_channel_is_asked(stage):
    for user, where in (("lea", "loire"), ("paul", "rhone")):
        await says(stage, user, where, "/rencontre")
    await says(stage, "camille", "rhone", "/rencontre fixer Réunion ; mardi 8 décembre 14h-16h")
    async with stage.store.unit() as session:
        loire = await session.scalar(select(PlaceRow).where(PlaceRow.name == "loire"))
        session.add(MeetingPlaceRow(network_id=loire.network_id, meeting_id=1, place_id=loire.id))
    stage.platform.present = {"loire": ["id-lea"], "rhone": ["id-paul"]}
    stage.platform.closed = {"loire"}
    await stage.advance(timedelta(days=16))
    asked = [text for text in stage.platform.texts() if "est-ce que tu viens" in text]
    assert len(asked) == 1
