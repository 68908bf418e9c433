"""How much later or sooner something is to be, as people type it."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.language.moments import Shift, shift_in

PARIS = ZoneInfo("Europe/Paris")


@pytest.mark.parametrize(
    ("typed", "by", "way"),
    [
        ("d’une semaine", timedelta(days=7), None),
        ("de 30 minutes", timedelta(minutes=30), None),
        ("by one week", timedelta(days=7), None),
        ("une heure plus tard", timedelta(hours=1), "later"),
        ("plus tôt de 2 jours", timedelta(days=2), "sooner"),
        ("d’1h30 plus tôt", timedelta(minutes=90), "sooner"),
        ("two days earlier", timedelta(days=2), "sooner"),
        ("+1h", timedelta(hours=1), "later"),
        ("- 15 min", timedelta(minutes=15), "sooner"),
    ],
)
def test_a_shift_has_a_length_and_maybe_a_way(typed, by, way):
    assert shift_in(typed, "fr") == shift_in(typed, "en") == Shift(by, way)


@pytest.mark.parametrize("typed", ["1h", "mardi", "de 14h à 15h", "de Feurs", "", "plus tard", "d’un", "+"])
def test_what_is_no_length_and_a_length_alone_are_no_shift(typed):
    assert shift_in(typed, "fr") is None


def test_days_keep_the_hour_on_the_clocks_and_hours_are_real_ones():
    eve = datetime(2027, 3, 27, 14, tzinfo=PARIS)
    assert Shift(timedelta(days=1), "later").of(eve) == datetime(2027, 3, 28, 14, tzinfo=PARIS)
    night = datetime(2027, 3, 28, 1, 30, tzinfo=PARIS)
    assert Shift(timedelta(hours=1)).of(night).hour == 3
    assert Shift(timedelta(days=1), "sooner").of(eve).day == 26
