"""When those who have not answered are reminded: never at night, and never too late."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from plugins.meetings.polls.chasing import remind_at

PARIS, CAYENNE = ZoneInfo("Europe/Paris"), ZoneInfo("America/Cayenne")


@pytest.mark.parametrize(
    ("closes", "hours", "reminded"),
    [
        ("2026-12-04T18:00", 48, "2026-12-02T18:00"),
        ("2026-12-04T18:00", 12, "2026-12-04T08:00"),
        ("2026-12-04T12:00", 12, "2026-12-04T08:00"),
        ("2026-12-04T08:00", 12, "2026-12-03T18:00"),
        ("2026-12-04T10:00", 12, "2026-12-03T18:00"),
        ("2026-12-04T07:30", 12, "2026-12-03T19:30"),
        ("2026-12-04T01:00", 48, "2026-12-02T08:00"),
        ("2026-03-29T09:00", 12, "2026-03-28T18:00"),
        ("2026-10-25T09:00", 12, "2026-10-24T18:00"),
    ],
)
@pytest.mark.parametrize("zone", [PARIS, CAYENNE])
def test_nobody_is_reminded_at_night(closes, hours, reminded, zone):
    at = remind_at(datetime.fromisoformat(closes).replace(tzinfo=zone), timedelta(hours=hours), zone)
    assert at.replace(tzinfo=None).isoformat(timespec="minutes") == reminded
