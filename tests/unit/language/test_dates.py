from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.language.dates import spell, spell_day, spell_duration, spell_range, spell_time
from bot.language.messages import LANGUAGES, Language, Markup

H = "\u00a0h"
PARIS = ZoneInfo("Europe/Paris")


def paris(year: int, month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, second, tzinfo=PARIS)


@pytest.mark.parametrize(
    ("at", "french", "english"),
    [
        (paris(2026, 11, 24, 9, 30), "mardi 24 novembre 2026 à 9\u00a0h\u00a030", "09:30"),
        (paris(2026, 11, 24, 9, 0), f"mardi 24 novembre 2026 à 9{H}", "09:00"),
        (paris(2026, 11, 24, 9, 5), "mardi 24 novembre 2026 à 9\u00a0h\u00a005", "09:05"),
        (paris(2026, 11, 24, 0, 0), f"mardi 24 novembre 2026 à 0{H}", "00:00"),
        (paris(2026, 11, 24, 12, 0), f"mardi 24 novembre 2026 à 12{H}", "12:00"),
        (paris(2026, 11, 24, 23, 59, 59), "mardi 24 novembre 2026 à 23\u00a0h\u00a059", "23:59"),
    ],
)
def test_an_instant_is_spelled_with_its_weekday_and_hour(at: datetime, french: str, english: str) -> None:
    assert spell(at, "fr") == french
    assert spell(at, "en") == f"Tuesday 24 November 2026 at {english}"


def test_the_wall_time_is_that_of_the_zone_given() -> None:
    noon = paris(2026, 7, 14, 12)
    assert spell(noon.astimezone(ZoneInfo("Pacific/Noumea")), "fr") == f"mardi 14 juillet 2026 à 21{H}"
    assert spell(noon.astimezone(UTC), "en") == "Tuesday 14 July 2026 at 10:00"


def test_the_first_of_a_month_is_an_ordinal_in_french_only() -> None:
    assert spell_day(date(2026, 11, 1), "fr") == "dimanche 1er novembre 2026"
    assert spell_day(date(2026, 11, 11), "fr") == "mercredi 11 novembre 2026"
    assert spell_day(date(2026, 11, 1), "en") == "Sunday 1 November 2026"


def test_an_all_day_instant_has_no_hour() -> None:
    assert spell(paris(2027, 8, 1, 9), "fr", all_day=True) == "dimanche 1er août 2027"
    assert spell(paris(2027, 8, 1, 9), "en", all_day=True) == "Sunday 1 August 2027"


def test_every_month_and_weekday_has_its_own_name() -> None:
    for language in LANGUAGES:
        months = {spell_day(date(2026, month, 2), language).split()[2] for month in range(1, 13)}
        weekdays = {spell_day(date(2026, 11, day), language).split()[0] for day in range(2, 9)}
        assert (len(months), len(weekdays)) == (12, 7)


def test_what_is_spelled_is_markdown_already() -> None:
    assert isinstance(spell(paris(2026, 11, 24, 9), "fr"), Markup)
    assert isinstance(spell_time(time(9), "fr"), Markup)
    assert isinstance(spell_duration(timedelta(hours=1), "en"), Markup)


@pytest.mark.parametrize(
    ("start", "end", "french", "english"),
    [
        (
            paris(2026, 11, 24, 14),
            paris(2026, 11, 24, 16, 30),
            f"mardi 24 novembre 2026 de 14{H} à 16\u00a0h\u00a030",
            "Tuesday 24 November 2026 from 14:00 to 16:30",
        ),
        (
            paris(2026, 11, 24, 20),
            paris(2026, 11, 25),
            f"mardi 24 novembre 2026 de 20{H} à minuit",
            "Tuesday 24 November 2026 from 20:00 to midnight",
        ),
        (
            paris(2026, 11, 24, 22),
            paris(2026, 11, 25, 2),
            f"du mardi 24 novembre 2026 à 22{H} au mercredi 25 novembre 2026 à 2{H}",
            "from Tuesday 24 November 2026 at 22:00 to Wednesday 25 November 2026 at 02:00",
        ),
        (
            paris(2026, 11, 24, 14),
            paris(2026, 11, 24, 14),
            f"mardi 24 novembre 2026 à 14{H}",
            "Tuesday 24 November 2026 at 14:00",
        ),
    ],
)
def test_a_period_is_spelled_with_its_hours(
    start: datetime, end: datetime, french: str, english: str
) -> None:
    assert spell_range(start, end, "fr") == french
    assert spell_range(start, end, "en") == english


@pytest.mark.parametrize(
    ("start", "end", "french", "english"),
    [
        (
            date(2027, 3, 1),
            date(2027, 3, 3),
            "du lundi 1er au mercredi 3 mars 2027",
            "from Monday 1 to Wednesday 3 March 2027",
        ),
        (
            date(2026, 11, 30),
            date(2026, 12, 2),
            "du lundi 30 novembre au mercredi 2 décembre 2026",
            "from Monday 30 November to Wednesday 2 December 2026",
        ),
        (
            date(2026, 12, 31),
            date(2027, 1, 1),
            "du jeudi 31 décembre 2026 au vendredi 1er janvier 2027",
            "from Thursday 31 December 2026 to Friday 1 January 2027",
        ),
        (
            date(2026, 12, 1),
            date(2027, 12, 1),
            "du mardi 1er décembre 2026 au mercredi 1er décembre 2027",
            "from Tuesday 1 December 2026 to Wednesday 1 December 2027",
        ),
        (date(2027, 3, 3), date(2027, 3, 3), "mercredi 3 mars 2027", "Wednesday 3 March 2027"),
    ],
)
def test_a_period_of_whole_days_says_once_what_they_share(
    start: date, end: date, french: str, english: str
) -> None:
    first, last = datetime.combine(start, time(9), PARIS), datetime.combine(end, time(9), PARIS)
    assert spell_range(first, last, "fr", all_day=True) == french
    assert spell_range(first, last, "en", all_day=True) == english


@pytest.mark.parametrize(
    ("duration", "french", "english"),
    [
        (timedelta(), "0 seconde", "0 seconds"),
        (timedelta(seconds=1.4), "1 seconde", "1 second"),
        (timedelta(seconds=59.6), "1 minute", "1 minute"),
        (timedelta(minutes=20), "20 minutes", "20 minutes"),
        (timedelta(hours=1), "1 heure", "1 hour"),
        (timedelta(hours=1, minutes=30), "1\u00a0h\u00a030", "1 hour and 30 minutes"),
        (timedelta(hours=23, minutes=59, seconds=30), "1 jour", "1 day"),
        (timedelta(days=2, hours=3), "2 jours et 3 heures", "2 days and 3 hours"),
        (timedelta(days=1, minutes=5), "1 jour et 5 minutes", "1 day and 5 minutes"),
        (
            timedelta(days=10, hours=1, minutes=2),
            "10 jours, 1 heure et 2 minutes",
            "10 days, 1 hour and 2 minutes",
        ),
        (timedelta(minutes=-90), "1\u00a0h\u00a030", "1 hour and 30 minutes"),
    ],
)
def test_a_duration_is_spelled_in_its_largest_units(duration: timedelta, french: str, english: str) -> None:
    assert spell_duration(duration, "fr") == french
    assert spell_duration(duration, "en") == english


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_longest_duration_can_be_spelled(language: Language) -> None:
    assert spell_duration(timedelta.max, language).startswith("1000000000 ")
