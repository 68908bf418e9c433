from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.watch.reading import Entry, ParsedFeed
from plugins.watch.reading.schedule import (
    FIRST_RETRY,
    LONGEST,
    SHORTEST,
    UNDATED,
    Habits,
    after_failure,
    after_moving,
    after_reading,
    asked_wait,
    fails_for_a_week,
    fresh_for,
    weekly_count,
)

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def feed(*ages, ttl=None):
    entries = [Entry(None, None, "x", "", None if age is None else NOW - age) for age in ages]
    return ParsedFeed("Flux", None, None, entries, ttl)


def wait(read, headers=None, jitter=0.0, habits=None):
    return after_reading(habits or Habits(), read, headers or {}, NOW, jitter).at - NOW


def test_a_feed_is_visited_as_often_as_it_publishes():
    assert wait(feed(*(HOUR * n for n in range(200)))) == SHORTEST
    weekly = wait(feed(*(timedelta(weeks=n) for n in range(8))))
    daily = wait(feed(*(DAY * n for n in range(60))))
    assert SHORTEST < daily < weekly <= LONGEST
    assert wait(feed(DAY * 300, DAY * 400)) == LONGEST
    assert wait(feed(None, None)) == UNDATED


def test_a_feed_is_left_alone_as_long_as_it_asks():
    busy = [HOUR * n for n in range(200)]
    assert wait(feed(*busy, ttl=2 * HOUR)) == 2 * HOUR
    assert wait(feed(*busy), {"cache-control": "public, max-age=7200"}) == 2 * HOUR
    assert wait(feed(*busy), {"expires": "Fri, 20 Nov 2026 14:00:00 GMT"}) == 2 * HOUR
    assert wait(feed(*busy), {"retry-after": "172800"}) == 2 * DAY
    assert wait(feed(*busy), {"cache-control": "max-age=31536000"}) == LONGEST


def test_what_was_known_holds_while_nothing_changes():
    visit = after_reading(Habits(), feed(*(HOUR * n for n in range(200)), ttl=HOUR), {}, NOW, 0.0)
    assert after_reading(visit.habits, None, {}, NOW, 0.0).at - NOW == HOUR


def test_failures_back_off_up_to_a_day_and_are_forgotten_after_a_success():
    habits, now, waits = Habits(), NOW, []
    for _ in range(12):
        visit = after_failure(habits, now, 0.0)
        waits.append(visit.at - now)
        habits, now = visit.habits, visit.at
    assert waits[:4] == [FIRST_RETRY, FIRST_RETRY * 2, FIRST_RETRY * 4, FIRST_RETRY * 8]
    assert waits[-1] == LONGEST
    assert habits.failures == 12
    healed = after_reading(habits, None, {}, now, 0.0).habits
    assert (healed.failures, healed.failing_since) == (0, None)


def test_a_server_that_says_when_to_come_back_is_obeyed():
    assert after_failure(Habits(), NOW, 0.0, retry_after=3 * HOUR).at == NOW + 3 * HOUR
    assert after_failure(Habits(), NOW, 0.0, retry_after=DAY * 400).at == NOW + timedelta(days=7)


def test_a_feed_that_fails_for_a_week_is_known_to():
    habits = after_failure(Habits(), NOW, 0.0).habits
    assert not fails_for_a_week(habits, NOW + DAY * 6)
    assert fails_for_a_week(habits, NOW + DAY * 7)
    assert after_failure(habits, NOW + DAY * 8, 0.0).at == NOW + DAY * 9


def test_a_feed_has_moved_once_two_visits_in_a_row_said_so():
    habits, url = after_moving(Habits(), "https://b.example/")
    assert url is None
    assert after_moving(habits, "https://b.example/") == (Habits(), "https://b.example/")
    assert after_moving(habits, None) == (Habits(), None)
    other, url = after_moving(habits, "https://c.example/")
    assert (other.moved, url) == (1, None)


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, None),
        ({"retry-after": "120"}, timedelta(minutes=2)),
        ({"retry-after": "Fri, 20 Nov 2026 13:00:00 GMT"}, HOUR),
        ({"retry-after": "Fri, 20 Nov 2020 13:00:00 GMT"}, None),
        ({"retry-after": "bientôt"}, None),
        ({"retry-after": "-5"}, None),
        ({"retry-after": "Fri, 20 Nov 2026 13:00:00 +99999999999999"}, None),
    ],
)
def test_how_long_a_server_asks_to_wait(headers, expected):
    assert asked_wait(headers, NOW) == expected


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"cache-control": "max-age=60"}, timedelta(minutes=1)),
        ({"cache-control": "no-cache, max-age=60"}, None),
        ({"expires": "0"}, None),
        ({"expires": "Fri, 20 Nov 2026 13:00:00 +99999999999999"}, None),
        ({"expires": "Thu, 01 Jan 1970 00:00:00 GMT"}, None),
    ],
)
def test_for_how_long_an_answer_is_fresh(headers, expected):
    assert fresh_for(headers, NOW) == expected


def test_entries_are_counted_over_the_time_that_a_feed_holds():
    assert weekly_count(feed(*(DAY * n for n in range(8))), NOW) == pytest.approx(8)
    assert weekly_count(feed(HOUR, DAY * 100), NOW) == pytest.approx(0.25)
    assert weekly_count(feed(), NOW) is None


@given(
    st.lists(st.timedeltas(timedelta(), timedelta(days=1000)), max_size=30),
    st.timedeltas(timedelta(), timedelta(days=30)) | st.none(),
    st.floats(0, 1),
    st.text(max_size=20),
)
def test_a_visit_is_never_sooner_than_the_shortest_nor_later_than_what_may_be_asked(ages, ttl, jitter, text):
    headers = {"cache-control": f"max-age={text}", "retry-after": text, "expires": text}
    assert SHORTEST <= wait(feed(*ages, ttl=ttl), headers, jitter) <= timedelta(days=7)


@given(st.integers(0, 10_000), st.floats(0, 1))
def test_a_retry_is_never_at_once_nor_later_than_a_day(failures, jitter):
    visit = after_failure(Habits(failures=failures), NOW, jitter)
    assert FIRST_RETRY <= visit.at - NOW <= LONGEST
