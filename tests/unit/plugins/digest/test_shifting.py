"""How much later a letter goes: as people say it, told apart from hours of the day."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.language.moments import Reading
from plugins.digest.shifting import HourArgument, Shift, instant_of, read_shift, sooner

PARIS = ZoneInfo("Europe/Paris")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.mark.parametrize(
    ("typed", "by"),
    [
        ("d’une heure", HOUR),
        ("d'une heure", HOUR),
        ("une heure", HOUR),
        ("de 2 heures", 2 * HOUR),
        ("de 2h", 2 * HOUR),
        ("2h", 2 * HOUR),
        ("2 heures", 2 * HOUR),
        ("1h30", 1.5 * HOUR),
        ("de 10h", 10 * HOUR),
        ("48h", 2 * DAY),
        ("30 min", HOUR / 2),
        ("encore d'une demi-heure", HOUR / 2),
        ("d’un jour", DAY),
        ("2 jours", 2 * DAY),
        ("d'une semaine", 7 * DAY),
        ("2 heures plus tard", 2 * HOUR),
        ("d'une heure plus tôt", -HOUR),
        ("10 heures plus tard", 10 * HOUR),
    ],
)
def test_a_duration_is_how_much_later(typed, by):
    assert read_shift(typed, "fr") == Shift(by)


@pytest.mark.parametrize(("typed", "by"), [("by 2 hours", 2 * HOUR), ("1 day later", DAY), ("an hour", HOUR)])
def test_so_it_is_in_english(typed, by):
    assert read_shift(typed, "en") == Shift(by)


@pytest.mark.parametrize(
    "typed",
    ["10h", "14 heures", "9h30", "à 2h", "demain", "demain 2h", "lundi 10h", "dans 2 heures", "bientôt", ""],
)
def test_an_hour_of_the_day_and_a_date_are_none(typed):
    assert read_shift(typed, "fr") is None


def test_days_keep_the_hour_where_the_clocks_change():
    before = datetime(2027, 3, 27, 8, tzinfo=UTC)  # Saturday 9:00 in Paris, the clocks change at night
    assert instant_of(Shift(DAY), before, PARIS) == datetime(2027, 3, 28, 7, tzinfo=UTC)
    assert instant_of(Shift(24 * HOUR + HOUR), before, PARIS) == datetime(2027, 3, 28, 8, tzinfo=UTC)
    assert instant_of(Shift(-HOUR), before, PARIS) == before - HOUR


def test_what_goes_sooner_goes_so_much_sooner():
    assert sooner(Shift(HOUR)) == sooner(Shift(-HOUR)) == Shift(-HOUR)


@pytest.mark.parametrize("typed", ["au 15", "au 15 décembre", "pour le 15/12", "le 15 à 9h"])
def test_it_goes_on_a_day_as_one_postpones_to_it(typed):
    reading = Reading(datetime(2026, 11, 21, 10, tzinfo=PARIS), PARIS)
    assert HourArgument().read(typed, reading).at == datetime(2026, 12, 15, 9, tzinfo=PARIS)
