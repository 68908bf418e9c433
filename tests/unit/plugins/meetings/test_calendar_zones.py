"""Zones in calendar files, read by another reader of the same format."""

from datetime import UTC, datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from dateutil.tz import tzical
from icalendar import Calendar

from plugins.meetings.calendars.zones import changes, component

ZONES = [
    "Europe/Paris",
    "Europe/Dublin",
    "America/Miquelon",
    "America/New_York",
    "Pacific/Auckland",
    "Indian/Reunion",
    "Pacific/Noumea",
    "America/Cayenne",
    "Asia/Kathmandu",
]


def reread(zone, first, last):
    calendar = Calendar()
    calendar.add_component(component(zone, first, last))
    return tzical(StringIO(calendar.to_ical().decode())).get(zone.key)


@pytest.mark.parametrize("name", ZONES)
def test_a_zone_says_the_hour_that_python_says_all_through_two_years(name):
    zone = ZoneInfo(name)
    first = datetime(2026, 11, 20, 14, tzinfo=zone)
    read = reread(zone, first, first + timedelta(days=365))
    for day in range(2 * 365):
        wall = (first + timedelta(days=day)).replace(tzinfo=None)
        there = wall.replace(tzinfo=zone)
        assert wall.replace(tzinfo=read).utcoffset() == there.utcoffset(), wall


@pytest.mark.parametrize(
    ("name", "rules"), [("Europe/Paris", 2), ("America/Cayenne", 0), ("America/New_York", 2)]
)
def test_a_zone_is_written_by_its_rule_where_it_has_one(name, rules):
    at = datetime(2026, 11, 20, tzinfo=UTC)
    assert component(ZoneInfo(name), at, at).to_ical().count(b"RRULE") == rules


def test_changes_are_found_to_the_minute():
    summer, winter = changes(ZoneInfo("Europe/Paris"), 2026, 2026)
    assert (summer.at, summer.wall, summer.is_summer) == (
        datetime(2026, 3, 29, 1, tzinfo=UTC),
        datetime.fromisoformat("2026-03-29T02:00"),
        True,
    )
    assert (winter.at, winter.wall, winter.is_summer) == (
        datetime(2026, 10, 25, 1, tzinfo=UTC),
        datetime.fromisoformat("2026-10-25T03:00"),
        False,
    )


def test_summer_time_is_the_one_that_is_ahead_in_dublin_too_and_no_rule_is_no_zone():
    at = datetime(2026, 11, 20, tzinfo=UTC)
    dublin = component(ZoneInfo("Europe/Dublin"), at, at)
    offsets = {part.name: part["tzoffsetto"].td for part in dublin.subcomponents}
    assert offsets == {"DAYLIGHT": timedelta(hours=1), "STANDARD": timedelta()}
    assert component(ZoneInfo("Africa/Casablanca"), at, at) is None
