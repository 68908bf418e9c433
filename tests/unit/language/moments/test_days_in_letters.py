"""Days of the month that are written in letters."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.language.moments import Reading, Refused, read

ZONE = ZoneInfo("Europe/Paris")
READING = Reading(now=datetime(2026, 11, 23, 10, tzinfo=ZONE), zone=ZONE, language="fr", recurring=True)


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        ("tous les quinze du mois", "FREQ=MONTHLY;BYMONTHDAY=15"),
        ("le quinze de chaque mois à 9h", "FREQ=MONTHLY;BYMONTHDAY=15"),
        ("chaque dix du mois", "FREQ=MONTHLY;BYMONTHDAY=10"),
        ("tous les deux lundis à 9h", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO"),
    ],
)
def test_a_day_of_the_month_may_be_in_letters(said, rule):
    understood = read(said, READING)
    assert (understood.rrule, understood.rest) == (rule, "")


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("le quinze à 9h", 15),
        ("le vingt 14h", 20),
        ("le deux du mois prochain", 2),
        ("le quinze du mois", 15),
    ],
)
def test_a_day_in_letters_is_no_content_beside_an_hour_or_a_month(said, day):
    understood = read(said, replace(READING, recurring=False))
    assert (understood.at.day, understood.rest) == (day, "")


def test_a_number_of_days_in_letters_is_no_day_of_the_month():
    assert isinstance(read("tous les quinze jours", READING), Refused)
