"""Occurrences of a rule: on the wall clock, over holidays, at any distance; and rules said back in words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import islice, pairwise
from zoneinfo import ZoneInfo

import pytest

from bot.language.moments import Series, next_occurrence, occurrences, spell_rule
from tests.unit.language.moments.speaking import PARIS, understood


def at(*parts):
    return datetime(*parts, tzinfo=PARIS)


def series(rule, first, **options):
    return Series(rule, first, PARIS, **options)


def test_nine_o_clock_stays_nine_o_clock_over_a_clock_change():
    weekly = series("FREQ=WEEKLY;BYDAY=SA", at(2027, 3, 20, 9, 0))
    hours = [(found.hour, found.utcoffset()) for found in islice(occurrences(weekly), 3)]
    assert hours == [(9, timedelta(hours=1)), (9, timedelta(hours=1)), (9, timedelta(hours=2))]


def test_a_skipped_hour_moves_once_and_comes_back():
    daily = series("FREQ=DAILY", at(2027, 3, 27, 2, 30))
    hours = [f"{found:%d %H:%M}" for found in islice(occurrences(daily), 3)]
    assert hours == ["27 02:30", "28 03:30", "29 02:30"]


def test_an_hour_that_comes_twice_fires_once():
    daily = series("FREQ=DAILY", at(2026, 10, 24, 2, 30))
    instants = [found.astimezone(UTC) for found in islice(occurrences(daily), 3)]
    assert [found.hour for found in instants] == [0, 0, 1]


def test_every_two_hours_is_elapsed_time():
    hourly = series("FREQ=HOURLY;INTERVAL=2", at(2027, 3, 28, 0, 0))
    hours = [found.hour for found in islice(occurrences(hourly), 3)]
    assert hours == [0, 3, 5]


def test_public_holidays_are_skipped_where_they_are_kept():
    found = next_occurrence(
        series("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", at(2026, 12, 1, 8, 45), skip_holidays=True),
        datetime(2026, 12, 24, 9, 0, tzinfo=PARIS),
    )
    assert found == datetime(2026, 12, 28, 8, 45, tzinfo=PARIS)


def test_count_counts_what_takes_place():
    daily = series("FREQ=DAILY;COUNT=3", at(2026, 12, 24, 9, 0), skip_holidays=True)
    assert [found.day for found in occurrences(daily)] == [24, 26, 27]


def test_until_is_included_and_then_it_ends():
    weekly = series("FREQ=WEEKLY;BYDAY=TU;UNTIL=20261208T225959Z", at(2026, 11, 24, 10, 0))
    assert [found.day for found in occurrences(weekly)] == [24, 1, 8]
    assert next_occurrence(weekly, datetime(2026, 12, 8, 10, 0, tzinfo=PARIS)) is None


def test_the_31st_skips_short_months():
    monthly = series("FREQ=MONTHLY;BYMONTHDAY=31", at(2027, 1, 31, 9, 0))
    assert [found.month for found in islice(occurrences(monthly), 4)] == [1, 3, 5, 7]


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY", "FREQ=DAILY;INTERVAL=3", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH", "FREQ=WEEKLY;BYDAY=MO,TH",
        "FREQ=MONTHLY;BYDAY=1TH", "FREQ=MONTHLY;INTERVAL=5;BYMONTHDAY=26", "FREQ=MONTHLY;BYMONTHDAY=-1",
        "FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=26", "FREQ=YEARLY;INTERVAL=3;BYMONTH=11;BYMONTHDAY=26",
        "FREQ=HOURLY;INTERVAL=7", "FREQ=MONTHLY;BYDAY=1TH,3TH", "FREQ=DAILY;BYHOUR=2;BYMINUTE=30",
    ],
)  # fmt: skip
def test_the_next_occurrence_is_that_of_the_whole_list(rule):
    thing = series(rule, at(2026, 11, 26, 9, 0))
    listed = list(islice(occurrences(thing), 60))
    for one, other in pairwise(listed):
        assert next_occurrence(thing, one) == other
        assert next_occurrence(thing, other - timedelta(seconds=1)) == other


def test_a_series_that_is_decades_old_answers_at_once(monkeypatch):
    import bot.language.moments.rules as rules

    placed = []
    real = rules.place
    monkeypatch.setattr(rules, "place", lambda wall, zone: placed.append(wall) or real(wall, zone))
    daily = series("FREQ=DAILY", at(1990, 1, 1, 9, 0))
    found = next_occurrence(daily, datetime(2090, 1, 1, 9, 0, tzinfo=PARIS))
    assert found == datetime(2090, 1, 2, 9, 0, tzinfo=PARIS)
    assert len(placed) < 10


def test_what_was_read_recurs_as_it_was_said():
    said = understood("un jeudi sur deux à 9h, 3 fois")
    again = Series(said.rrule, said.at, PARIS)
    assert [f"{found:%a %d %b %H}" for found in occurrences(again)] == [
        "Thu 26 Nov 09",
        "Thu 10 Dec 09",
        "Thu 24 Dec 09",
    ]


def test_a_series_is_read_in_its_own_zone():
    noumea = ZoneInfo("Pacific/Noumea")
    first = datetime(2026, 11, 23, 22, 0, tzinfo=UTC)
    found = next(occurrences(Series("FREQ=WEEKLY;BYDAY=TU", first, noumea)))
    assert found.isoformat() == "2026-11-24T09:00:00+11:00"


@pytest.mark.parametrize(
    ("text", "french", "english"),
    [
        ("tous les mardis à 10h", "chaque mardi à 10 h", "every Tuesday at 10:00"),
        ("un jeudi sur deux", "un jeudi sur deux à 9 h", "every other Thursday at 09:00"),
        (
            "chaque 1er lundi du mois à 14h",
            "le 1er lundi de chaque mois à 14 h",
            "the first Monday of every month at 14:00",
        ),
        (
            "tous les jours ouvrés à 8h45",
            "du lundi au vendredi à 8 h 45, sauf jours fériés",
            "every day from Monday to Friday at 08:45, except public holidays",
        ),
        ("du lundi au vendredi", "du lundi au vendredi à 9 h", "every day from Monday to Friday at 09:00"),
        ("tous les mois le 15", "le 15 de chaque mois à 9 h", "the 15th of every month at 09:00"),
        (
            "le dernier jour de chaque mois",
            "le dernier jour de chaque mois à 9 h",
            "the last day of every month at 09:00",
        ),
        ("tous les ans le 1er mars", "tous les ans, le 1er mars à 9 h", "every year on 1 March at 09:00"),
        (
            "tous les ans le dernier vendredi d'octobre à 18h",
            "tous les ans, le dernier vendredi d’octobre à 18 h",
            "every year on the last Friday of October at 18:00",
        ),
        ("tous les deux mois le 5", "tous les 2 mois, le 5 à 9 h", "every 2 months on the 5th at 09:00"),
        ("toutes les 2 heures", "toutes les 2 heures", "every 2 hours"),
        ("tous les jours à 8h, 10 fois", "tous les jours à 8 h, 10 fois", "every day at 08:00, 10 times"),
        (
            "tous les mardis jusqu'au 30 juin",
            "chaque mardi à 9 h, jusqu’au mercredi 30 juin 2027",
            "every Tuesday at 09:00, until Wednesday 30 June 2027",
        ),
        (
            "tous les lundis et jeudis à 9h",
            "chaque lundi et jeudi à 9 h",
            "every Monday and Thursday at 09:00",
        ),
        (
            "chaque 1er et 3e jeudi du mois",
            "le 1er et le 3e jeudi de chaque mois à 9 h",
            "the first and third Thursday of every month at 09:00",
        ),
        (
            "toutes les deux heures de 8h30 à 18h",
            "tous les jours toutes les 2 heures de 8 h 30 à 16 h 30",
            "every day every 2 hours from 08:30 to 16:30",
        ),
        (
            "toutes les 3 semaines le lundi et le mardi",
            "toutes les 3 semaines, le lundi et le mardi à 9 h",
            "every 3 weeks on Monday and Tuesday at 09:00",
        ),
    ],
)
def test_a_rule_is_said_back_in_plain_words(text, french, english):
    found = understood(text)
    said = {
        language: str(spell_rule(found.rrule, found.at, language, skip_holidays=found.skip_holidays)).replace(
            "\u00a0", " "
        )
        for language in ("fr", "en")
    }
    assert said == {"fr": french, "en": english}


def test_hours_of_a_day_recur_within_it_and_never_at_night():
    found = understood("toutes les 4 heures de 9h à 17h")
    instants = list(islice(occurrences(series(found.rrule, found.at)), 4))
    assert [f"{instant:%d %H:%M}" for instant in instants] == ["21 13:00", "21 17:00", "22 09:00", "22 13:00"]
    assert next_occurrence(series(found.rrule, found.at), at(2027, 3, 1, 18, 0)) == at(2027, 3, 2, 9, 0)
