"""Time that is past, as it is named."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.language.moments import Reading
from bot.language.spans import read_span

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
        ("3 mois", "2026-08-25", "2026-11-23"),
    ],
)
def test_days_that_are_past_are_read_from_the_first_to_the_last(said, first, last):
    span = read_span(said, MONDAY)
    assert (span.first, span.last) == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize("said", ["", "seniors", "12", "le 31 février", "mars 2027", "2027", "lundi 9h"])
def test_what_is_no_past_day_is_none(said):
    assert read_span(said, MONDAY) is None
