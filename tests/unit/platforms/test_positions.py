"""Positions: how far the bot got, in writing and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.platforms.positions import EVERYWHERE, Position, Positions

POSITIONS = st.builds(
    Position, st.integers(0, 2**53), st.text("abcdefghijklmnopqrstuvwxyz0123456789", max_size=26)
)


@given(st.dictionaries(st.text("abc*", min_size=1, max_size=3), POSITIONS))
def test_what_was_written_down_is_read_as_it_was(reached):
    positions = Positions({})
    for channel, position in reached.items():
        positions.reach(channel, position)
    again = Positions(positions.changes())
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
    assert positions.changes() == {}
    positions.reach("general", Position(100, "old"))
    assert positions.changes() == {}
    positions.reach("general", Position(200, "twin"))
    assert positions.changes() == {"general": "200 twin"}
    positions.written({"general": "200 twin"})
    assert positions.changes() == {}


def test_what_could_not_be_written_down_is_the_next_time():
    positions = Positions({})
    positions.reach("general", Position(100))
    taken = positions.changes()
    assert positions.changes() == taken == {"general": "100"}
    positions.reach("general", Position(200))
    positions.written(taken)
    assert positions.changes() == {"general": "200"}


def test_a_pinned_channel_moves_once_all_was_handed_in():
    positions = Positions({EVERYWHERE: "50", "general": "100"})
    pin = positions.pin("general")
    positions.reach("general", Position(300, "new"))
    positions.reach("garden", Position(300))
    assert (positions.of("general"), positions.of("garden")) == (Position(100), Position(300))
    assert positions.is_behind
    pin.is_queued = True
    assert not positions.is_behind
    positions.release("general", pin)
    assert positions.of("general") == Position(300, "new")


def test_what_was_missed_once_more_keeps_a_channel_where_it_is():
    positions = Positions({EVERYWHERE: "50", "general": "100"})
    first = positions.pin("general")
    first.is_queued = True
    second = positions.pin("general")
    positions.reach("general", Position(300))
    positions.release("general", first)
    assert positions.of("general") == Position(100)
    assert positions.is_behind
    positions.release("general", second)
    assert positions.of("general") == Position(300)


def test_a_pinned_channel_has_a_position_of_its_own_whatever_the_others_do():
    positions = Positions({EVERYWHERE: "50"})
    positions.pin("general")
    positions.reach(EVERYWHERE, Position(400))
    assert Positions({EVERYWHERE: "400"} | positions.changes()).of("general") == Position(50)


def test_while_it_is_not_known_where_something_was_missed_no_channel_moves():
    positions = Positions({EVERYWHERE: "50", "general": "100"})
    pin = positions.pin(EVERYWHERE)
    positions.reach("general", Position(300))
    assert positions.changes() == {}
    positions.release(EVERYWHERE, pin)
    positions.reach("general", Position(310))
    assert positions.changes() == {"general": "310"}


def test_changes_have_an_instant_of_their_own_and_move_no_post():
    positions = Positions({"general": "100 abc"})
    positions.change("general", 150)
    again = Positions(positions.changes())
    assert again.of("general") == Position(100, "abc", 150)
    again.reach("general", Position(120, "def"))
    assert Positions(again.changes()).of("general") == Position(120, "def", 150)
