"""Series in one breath: what stands beside the rhythm is never lost, and what is not understood is told."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.language.moments import Reading
from plugins.meetings.series.typed import check, split_series

PARIS = ZoneInfo("Europe/Paris")
READING = Reading(datetime(2026, 11, 23, 10, tzinfo=PARIS), PARIS, "fr", "42")
VISIO = "https://visio.example.org/x"


def described(line):
    return check(split_series(line, READING), READING)


@pytest.mark.parametrize(
    ("line", "title", "where", "link", "seats", "days"),
    [
        ("Réunion, chaque mardi 14h-16h, salle des fêtes", "Réunion", "salle des fêtes", "", None, 3),
        ("Réunion, salle des fêtes ; chaque mardi 14h", "Réunion", "salle des fêtes", "", None, 3),
        ("Réunion, salle B, chaque mardi 14h", "Réunion", "salle B", "", None, 3),
        ("Réunion chaque mardi 14h-16h, à la mairie", "Réunion", "la mairie", "", None, 3),
        ("chaque mardi 14h, Réunion, salle B", "Réunion", "salle B", "", None, 3),
        ("chaque mardi 14h, salle B, Réunion", "Réunion", "salle B", "", None, 3),
        ("chaque mardi 14h, salle B", "", "salle B", "", None, 3),
        ("chaque mardi 14h (salle B)", "", "salle B", "", None, 3),
        ("Réunion, chaque mardi 14h, CCAS de Feurs", "Réunion", "CCAS de Feurs", "", None, 3),
        ("Café numérique ; chaque mardi 14h ; notre école", "Café numérique", "notre école", "", None, 3),
        ("chaque mardi 14h en visio", "", "en visio", "", None, 3),
        (f"chaque mardi 14h en visio {VISIO} ; Point", "Point", "", VISIO, None, 3),
        (f"chaque mardi 14h, {VISIO}", "", "", VISIO, None, 3),
        (
            f"Atelier : chaque mardi 14h, mairie, {VISIO}, 8 places, annoncée la veille",
            "Atelier",
            "mairie",
            VISIO,
            8,
            1,
        ),
        ("chaque mardi 14h, 12 places, Atelier", "Atelier", "", "", 12, 3),
        ("chaque mardi 14h annoncée 5 jours avant", "", "", "", None, 5),
        ("every Tuesday 2pm, town hall, 8 seats", "", "town hall", "", 8, 3),
        ("chaque mardi 14h ; réunion du mardi", "réunion du mardi", "", "", None, 3),
        ("Café, thé et lien, chaque mardi 14h", "Café, thé et lien", "", "", None, 3),
        ("organise une réunion chaque mardi 14h", "Réunion", "", "", None, 3),
        ("je voudrais un point d’équipe tous les mardis à 14h", "Point d’équipe", "", "", None, 3),
    ],
)
def test_what_stands_beside_the_rhythm_is_what_it_says(line, title, where, link, seats, days):
    found = described(line)
    assert (found.title, found.where, found.link) == (title, where, link)
    assert (found.seats, found.announced_days, found.unread) == (seats, days, "")


@pytest.mark.parametrize(
    ("line", "rule", "where"),
    [
        ("chaque mardi 14h, salle B, sauf août", "BYMONTH=1,2,3,4,5,6,7,9,10,11,12", "salle B"),
        ("chaque mardi 14h sauf août, salle B", "BYMONTH=1,2,3,4,5,6,7,9,10,11,12", "salle B"),
        ("chaque mardi 14h jusqu’en juin, salle B", "UNTIL=20270630T215959Z", "salle B"),
        ("every Tuesday 2pm until June, at Feurs", "UNTIL=20270630T215959Z", "Feurs"),
        ("un mois sur deux, le 1er mardi à 14h, salle B", "INTERVAL=2;BYDAY=1TU", "salle B"),
        ("chaque 1er mardi du mois, 14h-16h, 6 fois", "BYDAY=1TU;COUNT=6", ""),
    ],
)
def test_after_commas_the_rhythm_goes_on(line, rule, where):
    found = described(line)
    assert rule in found.rhythm.plan.rule
    assert (found.where, found.unread) == (where, "")


def test_days_left_out_once_are_told_from_what_follows_them():
    found = described("chaque jeudi 14h sauf le 24, 25 et 31 décembre, salle B")
    assert [f"{off.start.astimezone(PARIS):%d/%m}" for off in found.rhythm.off] == ["24/12", "25/12", "31/12"]
    assert found.where == "salle B"


def test_whole_days_may_stand_apart_and_what_is_not_understood_is_told():
    assert described("Journée d’étude ; chaque trimestre le 1er jeudi ; toute la journée").rhythm.all_day
    found = described("Atelier, chaque mardi 14h, Feurs, encore autre chose")
    assert (found.title, found.where, found.unread) == ("Atelier", "Feurs", "encore autre chose")
