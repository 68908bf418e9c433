"""When people are reminded of a meeting."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from plugins.meetings.habits import Habits
from plugins.meetings.reminding.instants import Beginning, Reminder, due, following, reminders

PARIS = ZoneInfo("Europe/Paris")


def at(month, day, hour, minute=0, year=2026):
    return datetime(year, month, day, hour, minute, tzinfo=PARIS).astimezone(UTC)


def beginning(when, *, all_day=False, zone=PARIS):
    return Beginning(when, zone, all_day)


def test_days_count_on_the_clocks_of_the_meeting_whatever_these_do_meanwhile():
    after_the_change = beginning(at(3, 31, 14, year=2027))
    assert reminders(after_the_change, Habits()) == [
        Reminder(at(3, 24, 9, year=2027), 7),
        Reminder(at(3, 30, 9, year=2027), 1),
        Reminder(at(3, 31, 9, year=2027), 0),
    ]
    noumea = ZoneInfo("Pacific/Noumea")
    there = datetime(2026, 12, 8, 14, tzinfo=noumea)
    (only,) = reminders(beginning(there, zone=noumea), Habits(reminders=(1,), reminder_hour=time(8, 30)))
    assert only.at == datetime(2026, 12, 7, 8, 30, tzinfo=noumea)


def test_an_early_meeting_is_told_an_hour_before_and_whole_days_in_the_morning():
    assert reminders(beginning(at(12, 8, 8)), Habits(reminders=(0,))) == [Reminder(at(12, 8, 7), 0)]
    whole = beginning(at(12, 8, 0), all_day=True)
    assert reminders(whole, Habits(reminders=(0,))) == [Reminder(at(12, 8, 9), 0)]
    assert reminders(whole, Habits(reminders=(0,), reminder_hour=time(14))) == []
    assert whole.last_call == at(12, 8, 12)
    assert reminders(whole, Habits(reminders=())) == []


def test_what_was_missed_is_one_reminder_and_what_is_past_is_left_out():
    wanted = reminders(beginning(at(12, 8, 14)), Habits())
    assert following(wanted, at(12, 1, 9)) == Reminder(at(12, 7, 9), 1)
    assert following(wanted, at(12, 8, 9)) is None
    assert due(wanted, at(12, 1, 9), at(12, 7, 20)) == Reminder(at(12, 7, 9), 1)
    assert due(wanted, at(12, 7, 9), at(12, 7, 8)) is None


def test_tomorrow_is_a_day_away_even_at_night():
    early = beginning(at(12, 8, 0, 30))
    assert early.days_from(at(12, 7, 23, 50)) == 1
    assert early.days_from(at(12, 8, 0, 5)) == 0
