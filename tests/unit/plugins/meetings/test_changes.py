"""What is typed to change a poll, and which of its dates that is about."""

from contextlib import suppress
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.moments import Reading
from bot.plugin.finding import Misread
from plugins.meetings.models import OptionRow
from plugins.meetings.polls.changes import Wanted, What, moved, named, read_wanted, several

PARIS = ZoneInfo("Europe/Paris")
READING = Reading(now=datetime(2026, 11, 23, 9, tzinfo=UTC), zone=PARIS)
"""It is Monday, ten o’clock."""


def option(number, start, end=None, *, all_day=False):
    zoned = [
        datetime.fromisoformat(at).replace(tzinfo=PARIS).astimezone(UTC) if at else None
        for at in (start, end)
    ]
    return OptionRow(id=number, label="", starts_at=zoned[0], ends_at=zoned[1], all_day=all_day)


DATES = [
    option(11, "2026-12-08T14:00", "2026-12-08T16:00"),
    option(12, "2026-12-10T10:00"),
    option(13, "2026-12-10T14:00"),
    option(14, "2027-03-03T00:00", "2027-03-05T23:59", all_day=True),
]


@pytest.mark.parametrize(
    ("text", "what", "rest"),
    [
        ("ajouter vendredi 10h", What.ADD, "vendredi 10h"),
        ("Ajoute la date vendredi 10h", What.ADD, "vendredi 10h"),
        ("+ vendredi 10h", What.ADD, "vendredi 10h"),
        ("retirer mardi 8", What.REMOVE, "mardi 8"),
        ("supprimer les dates 1 et 2", What.REMOVE, "1 et 2"),
        ("déplacer mardi 8 au mercredi 9 14h", What.MOVE, "mardi 8 au mercredi 9 14h"),
        ("clôture samedi 18h", What.CLOSES, "samedi 18h"),
        ("fermer samedi 18h", What.CLOSES, "samedi 18h"),
        ("clôturer", What.CLOSE, ""),
        ("clore le vote", What.CLOSE, ""),
        ("rouvrir", What.REOPEN, ""),
        ("lieu : salle des fêtes", What.WHERE, "salle des fêtes"),
        ("titre : Réunion de janvier", What.TITLE, "Réunion de janvier"),
        ("20 places", What.SEATS, "20"),
        ("choisir jeudi 10 à 14h", What.CHOOSE, "jeudi 10 à 14h"),
        ("aussi dans #rhone", What.ALSO, "#rhone"),
    ],
)
def test_a_line_says_what_changes(text, what, rest):
    assert read_wanted(text) == Wanted(what, rest)


@pytest.mark.parametrize("text", ["", "bonjour", "ajouter", "mardi 14h ?"])
def test_other_lines_say_nothing(text):
    assert read_wanted(text) is None


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("mardi 8", [11]),
        ("mardi", [11]),
        ("8 décembre", [11]),
        ("le 8/12 14h", [11]),
        ("2", [12]),
        ("n°3", [13]),
        ("jeudi 10", [12, 13]),
        ("jeudi 10 à 14h", [13]),
        ("3 mars", [14]),
        ("9 décembre", []),
        ("42", []),
    ],
)
def test_a_date_is_named_by_its_number_its_day_or_its_hour(text, numbers):
    assert [one.id for one in named(text, DATES, PARIS, READING)] == numbers


def test_several_dates_are_named_at_once_and_unclear_ones_refused():
    assert [one.id for one in several("1, 3 et 3 mars", DATES, PARIS, READING)] == [11, 13, 14]
    for unclear in ("jeudi 10", "1 et patate"):
        with pytest.raises(Misread):
            several(unclear, DATES, PARIS, READING)


@pytest.mark.parametrize(
    ("text", "number", "start", "end"),
    [
        ("mardi 8 au mercredi 9 14h", 11, "2026-12-09T14:00", "2026-12-09T16:00"),
        ("mardi 8 au mercredi 9", 11, "2026-12-09T14:00", "2026-12-09T16:00"),
        ("mardi 8 à 15h", 11, "2026-12-08T15:00", "2026-12-08T17:00"),
        ("1 au 9/12 10h-11h30", 11, "2026-12-09T10:00", "2026-12-09T11:30"),
        ("2 -> vendredi 11", 12, "2026-12-11T10:00", None),
        ("du 3 au 5 mars au 10 mars", 14, "2027-03-10T00:00", "2027-03-10T23:59"),
    ],
)
def test_a_date_keeps_of_its_hour_and_length_what_is_not_said(text, number, start, end):
    old, slot = moved(text, DATES, PARIS, READING)
    assert old.id == number
    assert slot.start.replace(tzinfo=None).isoformat(timespec="minutes") == start
    assert (slot.end and slot.end.replace(tzinfo=None).isoformat(timespec="minutes")) == end


@given(st.text(max_size=60))
def test_any_line_is_read_or_left(text):
    wanted = read_wanted(text)
    if wanted is not None and wanted.what is What.MOVE:
        with suppress(Misread):
            moved(wanted.text, DATES, PARIS, READING)


def test_who_is_in_another_zone_names_dates_by_their_own_clocks_and_whole_days_stay():
    reunion = ZoneInfo("Indian/Reunion")
    away = Reading(now=READING.now, zone=reunion)
    assert [one.id for one in named("mardi 8 à 17h", DATES, PARIS, away)] == [11]
    assert [one.id for one in named("3 mars", DATES, PARIS, away)] == [14]
    _old, slot = moved("mardi 8 à 18h", DATES, PARIS, away)
    assert slot.start == datetime(2026, 12, 8, 15, tzinfo=PARIS)
    assert slot.end == datetime(2026, 12, 8, 17, tzinfo=PARIS)


def test_the_number_of_a_day_alone_is_one_of_the_same_month():
    old, slot = moved("le 8 au 9", DATES, PARIS, READING)
    assert (old.id, f"{slot.start:%d/%m %H:%M}") == (11, "09/12 14:00")
