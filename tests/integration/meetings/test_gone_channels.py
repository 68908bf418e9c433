"""Where one of the channels of a meeting is gone, people are asked and told all that concerns the other."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.app import load_plugins
from bot.chat.incoming import Line
from bot.config import Config
from bot.store.tables import PlaceRow
from plugins.meetings.models import MeetingPlaceRow
from tests.acceptance.console import plain
from tests.fakes.bot import author, dm, scene


@pytest.fixture
async def stage(tmp_path):
    async with scene(tmp_path, *load_plugins(Config()).plugins.values()) as opened:
        yield opened


async def of_two_channels(stage):
    """Have a meeting in two channels, one of which is gone."""
    for user, where in (("lea", "loire"), ("paul", "rhone")):
        await stage.say("/rencontre", user, where)
    await stage.say("/rencontre fixer Réunion ; mardi 8 décembre 14h-16h", place="rhone")
    async with stage.store.unit() as session:
        loire = await session.scalar(select(PlaceRow).where(PlaceRow.name == "loire"))
        session.add(MeetingPlaceRow(network_id=loire.network_id, meeting_id=1, place_id=loire.id))
    stage.platform.present = {"loire": ["id-lea"], "rhone": ["id-paul"]}
    stage.platform.closed = {"loire"}


async def test_who_is_in_the_other_channel_is_asked(stage):
    await of_two_channels(stage)
    await stage.advance(timedelta(days=16))
    asked = [text for text in stage.platform.texts() if "est-ce que tu viens" in text]
    assert len(asked) == 1


async def test_who_comes_and_the_meetings_of_somebody_are_listed(stage):
    await of_two_channels(stage)
    (listed,) = await stage.say("/rencontre présences", place="rhone")
    assert plain(listed.text).splitlines()[1:] == ["Sans réponse (1) : paul"]
    (coming,) = await stage.receive(
        Line(author=author("camille"), location=dm("camille"), text="/rencontre prochaines")
    )
    assert "**Réunion**" in coming.text
    poll = "/rencontre proposer Bilan ; 9/12 14h ; 10/12 14h ; aussi dans loire"
    (form,) = await stage.say(poll, "paul", "rhone")
    assert "ne peut être ajouté que par" in "".join(field.error or "" for field in form.fields)
