"""How much people write to the bot at once: a rush is answered once, whenever it is read."""

import pytest

from bot.counting import Counters
from bot.platforms.crowding import Writers
from bot.web.throttle import CHANNEL, PERSON


@pytest.fixture
def counters() -> Counters:
    return Counters()


@pytest.fixture
def writers(counters) -> Writers:
    return Writers("chat", counters)


def write(writers, count: int, *, at=lambda _number: 0.0, person="camille", channel="dm", begin=0):
    return [
        writers.rush_of(f"{person}/{channel}/{number}", person, channel, at(number))
        for number in range(begin, begin + count)
    ]


def test_a_rush_is_told_once_to_wait(writers, counters):
    judged = write(writers, PERSON.burst + 3)
    assert judged[: PERSON.burst] == [None] * PERSON.burst
    assert [rush.is_to_be_told for rush in judged[PERSON.burst :]] == [True, False, False]
    assert judged[PERSON.burst].wait == pytest.approx(1 / PERSON.per_second)
    assert [value for _name, _labels, value in counters.counted()] == [3]


def test_a_rush_that_goes_on_for_long_is_told_to_wait_once_a_minute(writers):
    judged = write(writers, 1200, at=lambda number: number / 10)  # two minutes
    assert sum(rush.is_to_be_told for rush in judged if rush) == 2


def test_what_was_written_over_hours_is_no_rush_though_it_is_read_at_once(writers):
    assert write(writers, 500, at=lambda number: number * 60.0) == [None] * 500


def test_a_message_that_is_read_again_is_judged_as_it_was_and_told_nothing_more(writers):
    first = write(writers, PERSON.burst + 1)
    again = [rush for _time in range(5) for rush in write(writers, PERSON.burst + 1)]
    assert [rush is None for rush in again] == [rush is None for rush in first] * 5
    assert not any(rush.is_to_be_told for rush in again if rush)


def test_one_channel_is_full_for_all_and_another_is_not(writers):
    people = [f"person{number}" for number in range(CHANNEL.burst)]
    assert [write(writers, 1, person=person, channel="general") for person in people] == [[None]] * len(
        people
    )
    (refused,) = write(writers, 1, person="karim", channel="general")
    assert refused.is_to_be_told
    assert write(writers, 1, person="karim", channel="elsewhere") == [None]
