"""When people are asked what they thought of a meeting."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from plugins.meetings.survey.timing import asked_at, end_of, open_until

PARIS = ZoneInfo("Europe/Paris")


def local(day, hour, minute=0, month=12, zone=PARIS):
    return datetime(2026, month, day, hour, minute, tzinfo=zone)


@pytest.mark.parametrize(
    ("end", "minutes", "expected"),
    [
        (local(8, 16), 120, local(8, 18)),
        (local(8, 18), 120, local(9, 9)),
        (local(8, 17, 59), 120, local(8, 19, 59)),
        (local(8, 23, 30), 120, local(9, 9)),
        (local(8, 5), 60, local(8, 9)),
        (local(8, 16), 0, local(8, 16)),
        (local(25, 1, 30, month=10), 24 * 60, local(26, 9, month=10)),
        (local(8, 16, zone=ZoneInfo("Indian/Reunion")), 120, local(8, 18, zone=ZoneInfo("Indian/Reunion"))),
    ],
)
def test_people_are_asked_some_time_after_the_end_and_never_at_night(end, minutes, expected):
    zone = end.tzinfo
    assert asked_at(end.astimezone(UTC), minutes, zone, all_day=False) == expected


def test_after_whole_days_it_is_the_next_morning():
    assert asked_at(local(8, 23, 59), 120, PARIS, all_day=True) == local(9, 9)


def test_a_meeting_without_an_end_is_taken_to_last_two_hours():
    assert end_of(local(8, 14), None) - local(8, 14) == timedelta(hours=2)
    assert end_of(local(8, 14), local(8, 15)) == local(8, 15)


def test_it_stays_open_for_a_week_to_the_same_hour_when_the_clocks_change():
    assert open_until(local(21, 18, month=10), PARIS) == local(28, 18, month=10)
