"""Time that is past, as it is named."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.language.moments import Reading
from bot.language.spans import looks_like_time, read_span

ZONE = ZoneInfo("Europe/Paris")
MONDAY = Reading(now=datetime(2026, 11, 23, 10, tzinfo=ZONE), zone=ZONE, language="fr")


@pytest.mark.parametrize(
    ("said", "first", "last"),
    [
        ("janvier", "2026-01-01", "2026-01-31"),
        ("décembre", "2025-12-01", "2025-12-31"),
        ("février 2024", "2024-02-01", "2024-02-29"),
        ("le mois de mars", "2026-03-01", "2026-03-31"),
        ("novembre", "2026-11-01", "2026-11-30"),
        ("2026", "2026-01-01", "2026-12-31"),
        ("l'année 2025", "2025-01-01", "2025-12-31"),
        ("l’an dernier", "2025-01-01", "2025-12-31"),
        ("cette année", "2026-01-01", "2026-12-31"),
        ("la semaine dernière", "2026-11-16", "2026-11-22"),
        ("cette semaine", "2026-11-23", "2026-11-29"),
        ("le mois dernier", "2026-10-01", "2026-10-31"),
        ("la rentrée", "2026-09-01", "2026-09-30"),
        ("hier", "2026-11-22", "2026-11-22"),
        ("le 3 mars", "2026-03-03", "2026-03-03"),
        ("03/12/2025", "2025-12-03", "2025-12-03"),
        ("lundi", "2026-11-16", "2026-11-16"),
        ("3 mois", "2026-08-23", "2026-11-23"),
        ("six mois", "2026-05-23", "2026-11-23"),
        ("un an", "2025-11-23", "2026-11-23"),
        ("un trimestre", "2026-08-23", "2026-11-23"),
        ("la rentrée 2025", "2025-09-01", "2025-09-30"),
        ("début octobre", "2026-10-01", "2026-10-10"),
        ("mi-octobre", "2026-10-15", "2026-10-20"),
        ("fin octobre 2025", "2025-10-21", "2025-10-31"),
        ("le début du mois", "2026-11-01", "2026-11-10"),
        ("le mois d’octobre", "2026-10-01", "2026-10-31"),
        ("le 12", "2026-11-12", "2026-11-12"),
        ("le 24", "2026-10-24", "2026-10-24"),
        ("lundi 16", "2026-11-16", "2026-11-16"),
        ("Noël", "2025-12-25", "2025-12-25"),
        ("noël 2024", "2024-12-25", "2024-12-25"),
        ("la Toussaint", "2026-11-01", "2026-11-01"),
        ("pâques", "2026-04-05", "2026-04-05"),
        ("mrdi", "2026-11-17", "2026-11-17"),
    ],
)
def test_days_that_are_past_are_read_from_the_first_to_the_last(said, first, last):
    span = read_span(said, MONDAY)
    assert (span.first, span.last) == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    "said",
    [
        *("", "seniors", "12", "le 31 février", "mars 2027", "2027", "lundi 9h", "demain", "après-demain"),
        *("décembre 2026", "la rentrée 2027", "noël 2026", "lundi 3 mars", "lundi prochain", "dans 3 jours"),
        *("tous les lundis", "fin 2025", "mail", "un mobile", "toujours"),
    ],
)
def test_what_is_no_past_day_is_none(said):
    assert read_span(said, MONDAY) is None


def test_months_are_counted_by_the_calendar_to_the_last_day_of_a_shorter_one():
    last_of_march = Reading(now=datetime(2026, 3, 31, 10, tzinfo=ZONE), zone=ZONE, language="fr")
    assert read_span("un mois", last_of_march).first == date(2026, 2, 28)
    assert read_span("2 years", last_of_march).first == date(2024, 3, 31)


@pytest.mark.parametrize(
    ("said", "is_like_it"),
    [
        *[
            (said, True)
            for said in ("le 31 février", "lunid", "mi-octobr", "la semaine", "3 ans", "décembre")
        ],
        *[(said, False) for said in ("un mobile", "mail", "la mairie", "chez moi", "son ordinateur", "")],
    ],
)
def test_what_is_like_time_is_told_from_other_words(said, is_like_it):
    assert looks_like_time(said, MONDAY) is is_like_it
