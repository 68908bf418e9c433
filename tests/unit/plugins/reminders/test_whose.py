"""Whose a private reminder is: what colleagues and coordinators may do with it."""

import pytest
from sqlalchemy import select

from bot.chat.incoming import Press
from bot.config import BUILT_IN_PLUGINS
from bot.runtime.host import PluginHost
from plugins.reminders.models import ReminderRow
from tests.fakes.bot import author, channel, dm, scene


@pytest.fixture
async def stage(tmp_path):
    host = PluginHost()
    host.load(BUILT_IN_PLUGINS)
    async with scene(tmp_path, *host.plugins.values()) as opened:
        await opened.write("/rappel demain 9h appeler la mairie")
        yield opened


async def press(stage, user: str, action: str, where=None, **arguments):
    [answer] = await stage.receive(
        Press(
            author=author(user),
            location=where or channel("general"),
            plugin="reminders",
            action=action,
            arguments={"reminder": 1, **arguments},
        )
    )
    return getattr(answer, "code", None)


async def reminder(stage) -> ReminderRow:
    async with stage.store.read() as session:
        return (await session.scalars(select(ReminderRow))).one()


@pytest.mark.parametrize("where", [channel("general"), dm("maud")], ids=["channel", "private"])
async def test_who_coordinates_a_channel_cannot_touch_what_rings_in_private(stage, where):
    await stage.bot.grant(author("maud"), channel("general"), "coordinator", everywhere=False)
    assert await press(stage, "maud", "remove", where) == "not_allowed"
    assert (await reminder(stage)).state == "active"


async def test_who_coordinates_the_network_may_remove_it(stage):
    await stage.bot.grant(author("maud"), channel("general"), "coordinator", everywhere=True)
    assert await press(stage, "maud", "remove") is None
    assert (await reminder(stage)).state == "removed"


async def test_only_its_owner_may_show_it_to_a_channel_or_give_it_away(stage):
    await stage.bot.grant(author("maud"), channel("general"), "coordinator", everywhere=True)
    before = await reminder(stage)
    assert await press(stage, "maud", "move", here=True) == "not_allowed"
    assert await press(stage, "maud", "give", member=2) == "not_allowed"
    after = await reminder(stage)
    assert (after.place_id, after.member_id) == (before.place_id, before.member_id)
    assert await press(stage, "camille", "move", here=True) is None
    assert (await reminder(stage)).place_id is not None
