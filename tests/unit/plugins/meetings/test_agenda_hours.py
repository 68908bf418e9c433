"""When an agenda is posted by itself, and shown before to who prepares it."""

from datetime import UTC, datetime, time

import pytest

from plugins.meetings.agenda.events import posting_time, preview_time
from plugins.meetings.habits import Habits
from plugins.meetings.models import MeetingRow


def at(text):
    return datetime.fromisoformat(text).astimezone(UTC)


MEETING = MeetingRow(zone="Europe/Paris", starts_at=at("2026-12-08T14:00+01:00"))


@pytest.mark.parametrize(
    ("days", "now", "posted", "shown"),
    [
        (1, "2026-11-21T10:00+01:00", "2026-12-07T09:00+01:00", "2026-12-06T17:00+01:00"),
        (7, "2026-11-21T10:00+01:00", "2026-12-01T09:00+01:00", "2026-11-30T17:00+01:00"),
        (0, "2026-11-21T10:00+01:00", "2026-12-08T09:00+01:00", "2026-12-07T17:00+01:00"),
        (1, "2026-12-07T08:30+01:00", "2026-12-07T09:00+01:00", None),
        (1, "2026-12-07T10:00+01:00", "2026-12-08T13:00+01:00", "2026-12-07T17:00+01:00"),
        (1, "2026-12-08T10:00+01:00", "2026-12-08T13:00+01:00", "2026-12-08T12:00+01:00"),
        (1, "2026-12-08T13:30+01:00", None, None),
        (None, "2026-11-21T10:00+01:00", None, None),
    ],
)
def test_it_is_posted_some_days_before_and_never_once_the_meeting_is_near(days, now, posted, shown):
    found = posting_time(MEETING, Habits(agenda_days=days), at(now))
    assert found == (at(posted) if posted else None)
    if found is not None:
        assert preview_time(MEETING, found, at(now)) == (at(shown) if shown else None)


def test_a_meeting_early_in_the_morning_has_its_agenda_an_hour_before_at_least():
    early = MeetingRow(zone="Europe/Paris", starts_at=at("2026-12-08T09:30+01:00"))
    habits = Habits(agenda_days=0, reminder_hour=time(9))
    assert posting_time(early, habits, at("2026-12-01T10:00+01:00")) == at("2026-12-08T08:30+01:00")
