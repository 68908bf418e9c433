"""What a role is worth, and where."""

from dataclasses import replace

import pytest

from bot.chat import Role
from bot.chat.places import PlaceKind
from bot.runtime.permissions import Permissions
from bot.store.people import coordinators
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


@pytest.mark.parametrize("named", ["fake:#id-maud", "fake:maud"])
async def test_administrators_are_named_by_their_user_name_or_by_their_id(stage, named):
    speaker = await stage.bot.identity.resolve(author("maud"), channel("general"))
    await stage.bot.identity.resolve(author("paul"), channel("general"))
    async with stage.store.read() as session:
        for who, role in (("maud", Role.ADMIN), ("paul", Role.MEMBER)):
            held = await Permissions(frozenset({named})).role(
                session, speaker.network, None, None, author=author(who), platform="fake"
            )
            assert held is role
        assert [member.username for member in await coordinators(session, 1, [named])] == ["maud"]


async def test_whoever_takes_the_name_of_somebody_named_by_id_is_no_administrator(stage):
    speaker = await stage.bot.identity.resolve(author("maud"), channel("general"))
    thief = replace(author("thief"), username="maud")
    in_disguise = replace(author("thief"), username="id-maud")
    permissions = Permissions(frozenset({"fake:#id-maud"}))
    async with stage.store.read() as session:
        for who in (thief, in_disguise):
            held = await permissions.role(session, speaker.network, None, None, author=who, platform="fake")
            assert held is Role.MEMBER
