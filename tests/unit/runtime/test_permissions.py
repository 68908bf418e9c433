"""What a role is worth, and where."""

import pytest

from bot.chat import Role
from bot.chat.places import PlaceKind
from bot.store.roles import grant_role
from tests.fakes.bot import author, channel, dm, scene


@pytest.fixture
async def stage(tmp_path):
    async with scene(tmp_path) as opened:
        yield opened


@pytest.mark.parametrize(
    ("scope", "scope_id", "in_the_channel", "in_private"),
    [
        ("place", "1", Role.COORDINATOR, Role.MEMBER),
        ("network", "1", Role.COORDINATOR, Role.COORDINATOR),
        ("community", "1", Role.COORDINATOR, Role.COORDINATOR),
        ("territory", "42", Role.MEMBER, Role.COORDINATOR),
    ],
)
async def test_a_role_in_one_channel_is_none_in_private(stage, scope, scope_id, in_the_channel, in_private):
    there = await stage.bot.identity.resolve(author("maud"), channel("general"))
    private = await stage.bot.identity.resolve(author("maud"), dm("maud"))
    assert (there.place.id, private.place.kind) == (1, PlaceKind.DM)
    async with stage.store.unit() as session:
        now = stage.clock.now()
        await grant_role(session, there.member.id, "coordinator", scope=scope, scope_id=scope_id, now=now)
    async with stage.store.read() as session:
        roles = [
            await stage.handlers.permissions.role(session, there.network, there.member, place)
            for place in (there.place, private.place)
        ]
    assert roles == [in_the_channel, in_private]
