"""Rhythms of series as people type them, and what a line says of a series besides."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.language.moments import Reading
from bot.plugin.finding import Misread
from plugins.meetings.polls.proposal import Faulty
from plugins.meetings.series.dates import coming
from plugins.meetings.series.rhythm import read_rhythm
from plugins.meetings.series.typed import check, split_series

PARIS = ZoneInfo("Europe/Paris")
MONDAY = datetime(2026, 11, 23, 10, tzinfo=PARIS)
READING = Reading(MONDAY, PARIS, "fr", "42")


def next_days(typed, count=3, reading=READING):
    rhythm = read_rhythm(typed, reading)
    return [f"{date.at:%d/%m/%y}" for date in coming([rhythm.terms(MONDAY)], rhythm.off, MONDAY, count)]


@pytest.mark.parametrize(
    ("typed", "minutes", "days"),
    [
        ("chaque 1er mardi du mois 14h-16h", 120, ["01/12/26", "05/01/27", "02/02/27"]),
        ("un jeudi sur deux 9h30-10h15", 45, ["26/11/26", "10/12/26", "24/12/26"]),
        ("le dernier vendredi du mois 9h", None, ["27/11/26", "29/01/27", "26/02/27"]),
        ("le dernier vendredi du mois 9h jours fériés compris", None, ["27/11/26", "25/12/26", "29/01/27"]),
        ("chaque jeudi 10h sauf le 3 et le 10 décembre", None, ["26/11/26", "17/12/26", "24/12/26"]),
        ("chaque jeudi 10h sauf du 1er au 20 décembre", None, ["26/11/26", "24/12/26", "31/12/26"]),
        (
            "chaque 1er mardi du mois 14h sauf en janvier et le 2 février",
            None,
            ["01/12/26", "02/03/27", "06/04/27"],
        ),
        ("chaque mardi à quatorze heures", None, ["24/11/26", "01/12/26", "08/12/26"]),
        ("every Tuesday 14:00 except December and January", None, ["24/11/26", "02/02/27", "09/02/27"]),
        ("every other Tuesday 14:00-16:00 except 8 December", 120, ["24/11/26", "22/12/26", "05/01/27"]),
    ],
)
def test_what_is_typed_is_when_it_comes_and_how_long(typed, minutes, days):
    assert read_rhythm(typed, READING).minutes == minutes
    assert next_days(typed) == days


@pytest.mark.parametrize(
    ("territory", "zone", "day", "holiday"),
    [
        ("67", "Europe/Paris", "26", "26/12/26"),
        ("68", "Europe/Paris", "26", "26/03/27"),  # Good Friday
        ("974", "Indian/Reunion", "20", "20/12/26"),
        ("972", "America/Martinique", "22", "22/05/27"),
        ("971", "America/Guadeloupe", "27", "27/05/27"),
        ("973", "America/Cayenne", "10", "10/06/27"),
        ("988", "Pacific/Noumea", "24", "24/09/27"),
    ],
)
def test_public_holidays_are_those_of_the_territory(territory, zone, day, holiday):
    there = Reading(MONDAY, ZoneInfo(zone), "fr", territory)
    typed = f"le {day} de chaque mois à 10h"
    assert holiday not in next_days(typed, 11, there)
    assert holiday in next_days(f"{typed} même les jours fériés", 11, there)
    assert holiday in next_days(typed, 11)  # in the Loire it is none


def test_what_is_always_a_public_holiday_is_told_as_such():
    with pytest.raises(Misread) as found:
        read_rhythm("chaque 25 décembre 10h", READING)
    assert "always a public holiday" in found.value.text.text
    assert read_rhythm("chaque 25 décembre 10h même les jours fériés", READING).plan.first.day == 25


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "Réunion",
            "mardi 5 janvier 14h",
            "chaque mardi",
            "chaque heure",
            "chaque mardi 16h-14h",
            "mardi 14h",
        ),
        *("chaque jeudi 10h sauf vacances scolaires", "tous les mois 14h", "chaque 25 décembre 10h"),
        "chaque mardi 14h jusqu’au 1er novembre 2026",
    ],
)
def test_what_is_no_rhythm_is_told(typed):
    with pytest.raises(Misread):
        read_rhythm(typed, READING)


@pytest.mark.parametrize(
    ("line", "title", "where", "seats", "days", "alternates"),
    [
        ("chaque mardi 14h", "", "", None, 3, False),
        ("chaque mardi 14h ; Café ; à la mairie ; 12 places", "Café", "la mairie", 12, 3, False),
        ("Café des CnFS le 1er et le 3e mardi du mois 14h", "Café des CnFS", "", None, 7, False),
        ("chaque mardi de 14h à 16h à la mairie de Feurs", "", "la mairie de Feurs", None, 3, False),
        ("chaque mardi à 14h durée 2h ; Café", "Café", "", None, 3, False),
        ("chaque jour 14h Café", "Café", "", None, 1, False),
        ("Café ; chaque 1er mardi du mois 14h en alternance avec la lettre", "Café", "", None, 14, True),
        (
            "Café ; chaque 1er mardi du mois 14h ; un mois une lettre, un mois une rencontre",
            "Café",
            "",
            None,
            14,
            True,
        ),
        (
            "Écrire sa lettre ; chaque mardi 14h ; annoncée une semaine avant",
            "Écrire sa lettre",
            "",
            None,
            7,
            False,
        ),
        ("titre : Pause ; chaque mardi 14h ; lieu : Feurs", "Pause", "Feurs", None, 3, False),
    ],
)
def test_the_parts_of_a_line_stand_in_any_order(line, title, where, seats, days, alternates):
    found = check(split_series(line, READING), READING)
    said = (found.title, found.where, found.seats, found.announced_days, found.alternates)
    assert said == (title, where, seats, days, alternates)
    assert ("INTERVAL=2" in found.rhythm.plan.rule) == alternates


def test_every_other_month_may_stand_apart():
    found = check(split_series("Café ; chaque 1er mardi du mois 14h ; un mois sur deux", READING), READING)
    assert not found.alternates
    assert found.rhythm.plan.rule == "FREQ=MONTHLY;INTERVAL=2;BYDAY=1TU"


def test_all_that_is_wrong_is_told_at_once():
    typed = split_series(f"{'R' * 200} ; chaque mardi ; 0 places ; annoncée 400 jours avant", READING)
    with pytest.raises(Faulty) as found:
        check(typed, READING)
    assert set(found.value.wrong) == {"title", "rhythm", "seats", "more"}


@pytest.mark.parametrize(
    "line",
    [
        "le 1er mardi à 14 h, sauf jours fériés (2 heures)",
        "chaque 1er mardi du mois 14h (durée 2h), sauf en août ; Atelier (niveau 2)",
        "chaque mardi 14h sauf en août ; durée 2h",
    ],
)
def test_how_long_each_is_may_stand_behind_what_is_left_out(line):
    assert check(split_series(line, READING), READING).rhythm.minutes == 120
