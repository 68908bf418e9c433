"""Positions: how far the bot got, in writing and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.platforms.mattermost.positions import EVERYWHERE, Position, Positions

POSITIONS = st.builds(
    Position, st.integers(0, 2**53), st.text("abcdefghijklmnopqrstuvwxyz0123456789", max_size=26)
)


@given(st.dictionaries(st.text("abc*", min_size=1, max_size=3), POSITIONS))
def test_what_was_written_down_is_read_as_it_was(reached):
    positions = Positions({})
    for channel, position in reached.items():
        positions.reach(channel, position)
    again = Positions(positions.take_changes())
    assert {channel: again.of(channel) for channel in reached} == reached


@given(st.lists(POSITIONS, min_size=1))
def test_a_position_never_goes_back(reached):
    positions = Positions({})
    for position in reached:
        positions.reach("general", position)
    assert positions.of("general").at == max(position.at for position in reached)


@given(st.text())
def test_nothing_that_stands_in_the_database_is_too_strange_to_be_read(written):
    position = Positions({"general": written}).of("general")
    assert position.at >= 0


def test_a_channel_without_a_position_goes_on_from_where_the_server_was_left():
    positions = Positions({EVERYWHERE: "100", "general": "200 abc"})
    assert positions.of("general") == Position(200, "abc")
    assert positions.of("new") == Position(100)
    assert Positions({}).of("new") == Position(0)


@pytest.mark.parametrize(("stored", "is_new"), [({}, True), ({"general": "1"}, True), ({"*": "1"}, False)])
def test_a_server_is_new_until_it_was_left_once(stored, is_new):
    assert Positions(stored).is_new is is_new


def test_what_did_not_change_is_not_written_down_again():
    positions = Positions({"general": "200 abc"})
    assert positions.take_changes() == {}
    positions.reach("general", Position(100, "old"))
    assert positions.take_changes() == {}
    positions.reach("general", Position(200, "twin"))
    assert positions.take_changes() == {"general": "200 twin"}
    assert positions.take_changes() == {}
