"""Clock changes in both directions, and territories on the other side of the world."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.language.moments import Reading, Refused, Understood, read
from tests.unit.language.moments.speaking import PARIS, understood

BEFORE_SPRING = datetime(2027, 3, 27, 12, 0, tzinfo=PARIS)
BEFORE_AUTUMN = datetime(2026, 10, 24, 12, 0, tzinfo=PARIS)


def test_an_hour_that_does_not_exist_moves_forward_and_says_so():
    found = understood("demain à 2h30", now=BEFORE_SPRING)
    assert found.at == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)
    assert (found.at.hour, found.at.minute) == (3, 30)
    assert found.note is not None


def test_an_hour_that_exists_twice_is_the_first():
    found = understood("demain à 2h30", now=BEFORE_AUTUMN)
    assert found.at.astimezone(UTC) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert found.note is None


def test_the_second_of_two_equal_hours_is_past_the_first():
    second = datetime(2026, 10, 25, 2, 15, tzinfo=PARIS, fold=1)
    assert understood("2h30", now=second).at.astimezone(UTC) == datetime(2026, 10, 26, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize("now", [BEFORE_SPRING, BEFORE_AUTUMN])
def test_hours_are_elapsed_time_and_days_are_wall_time(now):
    assert understood("dans 24h", now=now).at.astimezone(UTC) - now.astimezone(UTC) == (
        datetime(2000, 1, 2, tzinfo=UTC) - datetime(2000, 1, 1, tzinfo=UTC)
    )
    assert understood("dans 1 jour", now=now).at.hour == 9
    assert understood("demain 15h", now=now).at.hour == 15


def test_a_repetition_whose_first_hour_is_skipped_keeps_its_own_hour():
    found = understood("tous les jours à 2h30", now=BEFORE_SPRING)
    assert found.rrule == "FREQ=DAILY;BYHOUR=2;BYMINUTE=30"
    assert (found.at.hour, found.at.minute) == (3, 30)
    assert found.note is not None


def test_a_bare_hour_that_the_change_makes_pass_is_still_ahead():
    now = datetime(2027, 3, 28, 1, 45, tzinfo=PARIS)
    assert understood("2h30", now=now).at == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "at"),
    [
        ("America/Martinique", "2026-11-21T09:00:00-04:00"),
        ("Indian/Reunion", "2026-11-22T09:00:00+04:00"),
        ("Pacific/Noumea", "2026-11-22T09:00:00+11:00"),
        ("Pacific/Tahiti", "2026-11-21T09:00:00-10:00"),
    ],
)
def test_tomorrow_is_the_readers_own(zone, at):
    now = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
    found = read("demain 9h", Reading(now, ZoneInfo(zone)))
    assert isinstance(found, Understood)
    assert found.at.isoformat() == at


@pytest.mark.parametrize(
    ("territory", "first"),
    [(None, "2026-12-28"), ("42", "2026-12-28"), ("67", "2026-12-28"), ("57", "2026-12-28")],
)
def test_working_days_skip_christmas(territory, first):
    now = datetime(2026, 12, 24, 18, 0, tzinfo=PARIS)
    found = understood("tous les jours ouvrés à 8h45", now=now, territory=territory)
    assert found.at.date().isoformat() == first
    assert found.skip_holidays


@pytest.mark.parametrize(
    ("territory", "first"), [("42", "2027-03-26"), ("67", "2027-03-30"), ("57", "2027-03-30")]
)
def test_good_friday_is_a_holiday_in_alsace_moselle_only(territory, first):
    now = datetime(2027, 3, 25, 18, 0, tzinfo=PARIS)
    found = understood("tous les jours ouvrés à 8h45", now=now, territory=territory)
    assert found.at.date().isoformat() == first


def test_the_abolition_of_slavery_is_kept_in_la_reunion():
    now = datetime(2027, 12, 19, 18, 0, tzinfo=ZoneInfo("Indian/Reunion"))
    here = understood("tous les jours ouvrés à 9h", now=now, territory="974")
    assert here.at.date().isoformat() == "2027-12-21"


@pytest.mark.parametrize(
    ("text", "language"), [("demain 9h", "en"), ("tomorrow 9am", "fr"), ("lundi 14h", "en")]
)
def test_the_other_language_is_understood_too(text, language):
    assert understood(text, language).at.hour in (9, 14)


@pytest.mark.parametrize("text", ["c'est mon tour", "mon rapport", "le sun", "sat", "a 9"])
def test_a_french_word_that_looks_english_is_no_time(text):
    found = read(text, Reading(BEFORE_SPRING, PARIS, "fr"))
    assert isinstance(found, Refused)
    assert found.code == "none"


def test_a_range_whose_start_is_skipped_keeps_its_length():
    found = understood("demain 2h30-3h30", now=BEFORE_SPRING)
    assert (found.at.isoformat(), found.end.isoformat()) == (
        "2027-03-28T03:30:00+02:00",
        "2027-03-28T04:30:00+02:00",
    )


def test_an_iso_instant_is_read_at_its_own_offset():
    noumea = datetime(2026, 11, 21, 10, 0, tzinfo=ZoneInfo("Pacific/Noumea"))
    assert understood("2027-03-15T09:00Z", now=noumea).at.isoformat() == "2027-03-15T20:00:00+11:00"
    assert understood("2027-03-15T09:00-05:00", now=noumea).at.isoformat() == "2027-03-16T01:00:00+11:00"


def test_half_past_nine_is_english_to_a_french_reader_too():
    assert understood("half past nine").at.minute == 30
