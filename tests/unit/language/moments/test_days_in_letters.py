"""Days of the month that are written in letters."""

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


def test_a_number_of_days_in_letters_is_no_day_of_the_month():
    assert isinstance(read("tous les quinze jours", READING), Refused)
