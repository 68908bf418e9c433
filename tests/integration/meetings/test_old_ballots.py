"""A year after a poll closed only how many said what is left."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.app import load_plugins
from bot.chat.incoming import Press
from bot.config import Config
from plugins.meetings.models import BallotRow, ExpectedRow, OptionRow, PollRow
from tests.fakes.bot import author, channel, rows, scene
from tests.integration.test_retention import live


@pytest.fixture
async def stage(tmp_path):
    async with scene(tmp_path, *load_plugins(Config()).plugins.values()) as opened:
        yield opened


async def press(stage, action, user="camille", **arguments):
    place = channel("general")
    return await stage.bot.receive(
        Press(author=author(user), location=place, plugin="meetings", action=action, arguments=arguments)
    )


async def test_ballots_go_and_counts_stay(stage):
    await stage.say("/sondage Quel outil ? ; Etherpad ; CryptPad")
    for user in ("lea", "paul"):
        await press(stage, "choose", user, poll=1, option=2)
    await press(stage, "close", poll=1)
    await stage.advance(timedelta(days=364))
    assert len(await rows(stage, BallotRow)) == 2
    assert await rows(stage, ExpectedRow) == []
    await live(stage, 3)
    assert await rows(stage, BallotRow) == []
    async with stage.store.read() as session:
        assert (await session.scalar(select(PollRow))).answered == 2
        assert (await session.scalars(select(OptionRow.yes).order_by(OptionRow.id))).all() == [0, 2]
