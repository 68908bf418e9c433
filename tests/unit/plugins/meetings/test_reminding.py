"""When people are reminded of a meeting."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from plugins.meetings.habits import Habits
from plugins.meetings.reminding.instants import Beginning, days_after, due, following, reminders

PARIS = ZoneInfo("Europe/Paris")


def at(month, day, hour, minute=0, year=2026):
    return datetime(year, month, day, hour, minute, tzinfo=PARIS).astimezone(UTC)


def told(*reminders):
    """Return when people are reminded, and how many days before."""
    return [(one.at, one.days) for one in reminders if one is not None]


def beginning(when, *, all_day=False, zone=PARIS):
    return Beginning(when, zone, all_day)


def test_days_count_on_the_clocks_of_the_meeting_whatever_these_do_meanwhile():
    after_the_change = beginning(at(3, 31, 14, year=2027))
    assert told(*reminders(after_the_change, Habits())) == [
        (at(3, 24, 9, year=2027), 7),
        (at(3, 30, 9, year=2027), 1),
        (at(3, 31, 9, year=2027), 0),
    ]
    noumea = ZoneInfo("Pacific/Noumea")
    there = datetime(2026, 12, 8, 14, tzinfo=noumea)
    (only,) = reminders(beginning(there, zone=noumea), Habits(reminders=(1,), reminder_hour=time(8, 30)))
    assert only.at == datetime(2026, 12, 7, 8, 30, tzinfo=noumea)


def test_an_early_meeting_is_told_an_hour_before_and_whole_days_in_the_morning():
    assert told(*reminders(beginning(at(12, 8, 8)), Habits(reminders=(0,)))) == [(at(12, 8, 7), 0)]
    whole = beginning(at(12, 8, 0), all_day=True)
    assert told(*reminders(whole, Habits(reminders=(0,)))) == [(at(12, 8, 9), 0)]
    assert reminders(whole, Habits(reminders=(0,), reminder_hour=time(14))) == []
    assert whole.last_call == at(12, 8, 12)
    assert reminders(whole, Habits(reminders=())) == []


def test_what_was_missed_is_one_reminder_and_what_is_past_is_left_out():
    wanted = reminders(beginning(at(12, 8, 14)), Habits())
    assert told(following(wanted, at(12, 1, 9))) == [(at(12, 7, 9), 1)]
    assert following(wanted, at(12, 8, 9)) is None
    assert told(due(wanted, at(12, 1, 9), at(12, 7, 20))) == [(at(12, 7, 9), 1)]
    assert due(wanted, at(12, 7, 9), at(12, 7, 8)) is None


def test_one_that_is_late_is_told_only_while_it_is_of_use():
    week, eve, day = reminders(beginning(at(12, 8, 14)), Habits())
    assert [one.until for one in (week, eve, day)] == [at(12, 3, 9), at(12, 7, 21), at(12, 8, 14)]
    assert due([week, eve, day], at(12, 1, 9), at(12, 6, 9)) is None
    assert due([week, eve, day], at(12, 7, 9), at(12, 8, 8)) is None
    (alone,) = reminders(beginning(at(12, 8, 14)), Habits(reminders=(1,)))
    assert alone.until == at(12, 8, 14)


def test_what_waits_counts_its_days_anew_each_midnight_on_the_clocks_of_the_meeting():
    noumea = ZoneInfo("Pacific/Noumea")
    there = beginning(datetime(2026, 12, 8, 14, tzinfo=noumea), zone=noumea)
    now, until = datetime(2026, 12, 6, 9, tzinfo=noumea), datetime(2026, 12, 8, 14, tzinfo=noumea)
    assert days_after(there, now, until) == [
        (datetime(2026, 12, 7, tzinfo=noumea), 1),
        (datetime(2026, 12, 8, tzinfo=noumea), 0),
    ]
    assert days_after(there, now, datetime(2026, 12, 6, 20, tzinfo=noumea)) == []


def test_tomorrow_is_a_day_away_even_at_night():
    early = beginning(at(12, 8, 0, 30))
    assert early.days_from(at(12, 7, 23, 50)) == 1
    assert early.days_from(at(12, 8, 0, 5)) == 0
