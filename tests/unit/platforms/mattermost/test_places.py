"""Places: channels, and direct messages, which a server tells by their names alone."""

import pytest

from bot.chat.places import PlaceKind
from bot.platforms.mattermost.places import Channel, Places

BOT, MAUD, PAUL = "b" * 26, "m" * 26, "p" * 26


@pytest.fixture
def places() -> Places:
    places = Places("loire")
    places.me = BOT
    places.teams = {"t1": "loire-42"}
    return places


@pytest.mark.parametrize(
    ("name", "own", "of_others"),
    [
        (f"{BOT}__{MAUD}", True, False),
        (f"{MAUD}__{BOT}", True, False),
        (f"{MAUD}__{PAUL}", False, True),
        ("general", False, False),
        (BOT, False, False),
        (f"{BOT}__", False, False),
        (f"{BOT}__team", False, False),
        (f"{BOT}__{MAUD}__{PAUL}", False, False),
        ("loire__42", False, False),
        ("", False, False),
    ],
)
def test_a_direct_message_is_known_by_the_ids_in_its_name(places, name, own, of_others):
    assert (places.is_own_dm(name), places.is_dm_of_others(name)) == (own, of_others)


def test_a_channel_is_in_its_team_and_a_direct_message_in_none(places):
    channel = places.channel("c1", "general", "t1", "root")
    assert (channel.platform, channel.id, channel.name, channel.kind) == (
        "loire",
        "c1",
        "general",
        PlaceKind.CHANNEL,
    )
    assert (channel.community, channel.community_name, channel.thread) == ("t1", "loire-42", "root")
    assert channel.is_private is None
    unknown = places.channel("c2", "", "t2", "")
    assert (unknown.name, unknown.community_name, unknown.thread) == ("c2", None, None)
    dm = places.dm("d1", "maud")
    assert (dm.name, dm.kind, dm.community, dm.thread) == ("maud", PlaceKind.DM, None, None)


@pytest.mark.parametrize(("type_", "is_private"), [("O", False), ("P", True), ("G", True)])
def test_a_channel_whose_type_is_known_is_private_or_not(places, type_, is_private):
    places.known["c1"] = Channel("general", type_, "t1")
    assert places.channel("c1", "general", "t1").is_private is is_private


@pytest.mark.parametrize(
    ("team", "ours"), [("t1", True), ("t2", False), ("loire-42", False), (None, True), ("", True)]
)
def test_the_bot_works_in_its_teams_and_in_direct_messages(places, team, ours):
    assert places.is_ours(team) is ours
