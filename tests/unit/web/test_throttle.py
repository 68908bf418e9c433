"""Limits that no human meets and every script does."""

from hypothesis import given
from hypothesis import strategies as st

from bot.web.throttle import CHANNEL, PERSON, Limit, Throttle

limits = st.builds(
    Limit,
    burst=st.integers(min_value=1, max_value=50),
    per_second=st.floats(min_value=0.05, max_value=100),
)
gaps = st.lists(st.floats(min_value=0, max_value=30), min_size=1, max_size=200)
starts = st.floats(min_value=0, max_value=1e7)


def moments(start, waits):
    now = start
    for wait in waits:
        now += wait
        yield now


def test_a_burst_passes_and_the_next_one_waits():
    throttle = Throttle(Limit(burst=3, per_second=0.5))
    assert [throttle.allow("camille", 10.0) for _turn in range(3)] == [None, None, None]
    assert throttle.allow("camille", 10.0) == 2.0
    assert throttle.allow("camille", 11.5) == 0.5
    assert throttle.allow("camille", 12.0) is None
    assert throttle.allow("camille", 12.0) == 2.0


def test_asking_again_does_not_prolong_the_wait():
    throttle = Throttle(Limit(burst=1, per_second=1.0))
    throttle.allow("camille", 0.0)
    for _turn in range(100):
        throttle.allow("camille", 0.5)
    assert throttle.allow("camille", 1.0) is None


def test_one_does_not_pay_for_another():
    throttle = Throttle(Limit(burst=1, per_second=1.0))
    assert throttle.allow("camille", 0.0) is None
    assert throttle.allow("nadia", 0.0) is None
    assert throttle.allow("camille", 0.0) == 1.0


def test_a_hurried_human_and_a_busy_channel_never_wait():
    person, channel = Throttle(PERSON), Throttle(CHANNEL)
    presses = [turn * 1.0 for turn in range(600)] + [600.0] * 15
    assert [person.allow("camille", at) for at in presses] == [None] * 615
    meeting = [0.0] * 50 + [1 + turn * 0.25 for turn in range(400)]
    assert [channel.allow("42", at) for at in meeting] == [None] * 450


def test_a_script_waits():
    person = Throttle(PERSON)
    passed = sum(person.allow("script", turn * 0.01) is None for turn in range(1001))
    assert passed == PERSON.burst + 10 * PERSON.per_second


@given(limits, starts, gaps)
def test_no_span_of_time_sees_more_than_a_burst_and_what_came_back(limit, start, waits):
    throttle = Throttle(limit)
    passed = [now for now in moments(start, waits) if throttle.allow("k", now) is None]
    for first, begin in enumerate(passed):
        for last in range(first, len(passed)):
            came_back = (passed[last] - begin) * limit.per_second
            assert last - first + 1 <= limit.burst + came_back + 0.001


@given(limits, starts, gaps)
def test_who_waits_as_long_as_told_passes_and_no_sooner(limit, start, waits):
    throttle = Throttle(limit)
    for now in moments(start, waits):
        wait = throttle.allow("k", now)
        if wait is not None:
            assert 0 < wait <= 1 / limit.per_second + 0.001
            assert throttle.allow("k", now + wait * 0.5) is not None or wait < 0.001
            assert throttle.allow("k", now + wait) is None
            return


@given(limits, starts, gaps)
def test_who_stays_below_the_rate_never_waits(limit, start, waits):
    throttle = Throttle(limit)
    slow = [max(wait, 1 / limit.per_second) for wait in waits]
    assert all(throttle.allow("k", now) is None for now in moments(start, slow))


@given(
    limits,
    st.lists(st.tuples(st.floats(min_value=0, max_value=5), st.integers(0, 30)), max_size=300),
    st.integers(1, 20),
)
def test_memory_is_bounded_and_forgets_nobody_who_still_owes(limit, asks, memory):
    bounded, free = Throttle(limit, memory), Throttle(limit, memory=1000)
    now, crowded = 0.0, False
    for wait, key in asks:
        now += wait
        answers = bounded.allow(key, now), free.allow(key, now)
        crowded = crowded or len(free) > memory
        assert len(bounded) <= memory
        if not crowded:
            assert answers[0] == answers[1]


def test_whoever_has_been_silent_long_enough_is_forgotten():
    throttle = Throttle(Limit(burst=2, per_second=1.0))
    for key in range(50):
        throttle.allow(key, 0.0)
    assert len(throttle) == 50
    throttle.allow("later", 10.0)
    assert len(throttle) == 1


def test_in_a_crowd_the_one_that_has_been_silent_longest_is_forgotten():
    throttle = Throttle(Limit(burst=2, per_second=0.01), memory=2)
    for now, key in enumerate(("script", "camille", "script", "nadia")):
        assert throttle.allow(key, now) is None
    assert throttle.allow("script", 4) is not None
