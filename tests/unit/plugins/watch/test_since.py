"""`depuis …`: days in the past."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.language.moments import Reading
from bot.plugin.finding import Misread
from plugins.watch.index import since_filters
from plugins.watch.since import SinceArgument, since_of

PARIS = ZoneInfo("Europe/Paris")
READING = Reading(now=datetime(2026, 11, 23, 10, 0, tzinfo=UTC), zone=PARIS, language="fr", territory=None)


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("hier", "2026-11-22"), ("avant-hier", "2026-11-21"), ("aujourd’hui", "2026-11-23"),
        ("lundi", "2026-11-16"), ("lundi dernier", "2026-11-16"), ("samedi", "2026-11-21"),
        ("3 jours", "2026-11-20"), ("une semaine", "2026-11-16"), ("15 jours", "2026-11-08"),
        ("3 mois", "2026-08-23"), ("un an", "2025-11-23"), ("2 ans", "2024-11-23"),
        ("la semaine dernière", "2026-11-16"), ("cette semaine", "2026-11-23"), ("ce mois-ci", "2026-11-01"),
        ("le mois dernier", "2026-10-01"), ("l’an dernier", "2025-01-01"), ("l'année dernière", "2025-01-01"),
        ("mars", "2026-03-01"), ("décembre", "2025-12-01"), ("mars 2025", "2025-03-01"),
        ("le 3 mars", "2026-03-03"), ("le 1er décembre", "2025-12-01"), ("le 3 mars 2024", "2024-03-03"),
        ("2025", "2025-01-01"), ("le 03/03/2026", "2026-03-03"), ("3/3", "2026-03-03"),
        ("2026-03-03", "2026-03-03"), ("la rentrée", "2026-09-01"), ("début septembre", "2026-09-01"),
        ("yesterday", "2026-11-22"), ("last week", "2026-11-16"), ("March 2026", "2026-03-01"),
        ("un trimestre", "2026-08-23"), ("lundi 16 novembre", "2026-11-16"),
    ],
)  # fmt: skip
def test_days_are_read_as_past_ones(said: str, day: str) -> None:
    found = since_of(said, READING)
    assert found is not None
    assert found == datetime.fromisoformat(day).replace(tzinfo=PARIS)


@pytest.mark.parametrize(
    "said", ["31 février", "demain", "2027", "le 31 février", "toujours", "", "le 30/02/2026"]
)
def test_what_is_no_day_in_the_past_is_not_guessed(said: str) -> None:
    assert since_of(said, READING) is None


def test_it_is_found_among_other_words() -> None:
    found = SinceArgument().find("aide depuis 3 mois sociale #seniors", READING)
    assert found is not None
    assert (found.raw, found.rest) == ("depuis 3 mois", "aide sociale #seniors")
    assert SinceArgument().find("aide sociale", READING) is None
    with pytest.raises(Misread):
        SinceArgument().find("aide depuis le 31 février", READING)


@pytest.mark.parametrize(
    ("said", "day", "rest"),
    [
        ("aide depui 3 mois", "2026-08-23", "aide"),
        ("depius lundi aide", "2026-11-16", "aide"),
        ("aide dpuis mars", "2026-03-01", "aide"),
        ("aide Depuit hier", "2026-11-22", "aide"),
        ("help sicne Monday", "2026-11-16", "help"),
        ("aide de la semaine dernière", "2026-11-16", "aide"),
        ("du mois dernier", "2026-10-01", ""),
        ("cette semaine", "2026-11-23", ""),
        ("aide ce mois-ci", "2026-11-01", "aide"),
        ("aide de l’an dernier", "2025-01-01", "aide"),
        ("liens d’hier", "2026-11-22", "liens"),
        ("aide des 3 derniers mois", "2026-08-23", "aide"),
        ("ces 15 derniers jours aide", "2026-11-08", "aide"),
        ("aide ces derniers jours", "2026-11-16", "aide"),
        ("help from last month", "2026-10-01", "help"),
        ("the last 2 weeks", "2026-11-09", ""),
    ],
)
def test_slips_and_time_without_since_are_understood(said: str, day: str, rest: str) -> None:
    found = SinceArgument().find(said, READING)
    assert found is not None
    assert found.value == datetime.fromisoformat(day).replace(tzinfo=PARIS)
    assert found.rest == rest


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("aide depuis décembre 2026", "décembre 2026"),
        ("depuis lundi 3 mars aide", "lundi 3 mars"),
        ("depuis janvier 14h aide", "janvier 14h"),
        ("aide depui mars 2027", "mars 2027"),
    ],
)
def test_a_number_after_a_day_is_a_misreading(said: str, words: str) -> None:
    with pytest.raises(Misread) as misread:
        SinceArgument().find(said, READING)
    assert f"“{words}”" in str(misread.value.text.text).format(words=misread.value.text.values["words"])


@pytest.mark.parametrize(
    ("said", "day", "rest"),
    [
        ("aide depuis toujours", None, "aide"),
        ("depuis le début aide #seniors", None, "aide #seniors"),
        ("aide depuis le début du mois", "2026-11-01", "aide"),
        ("liens de la semaine", "2026-11-23", "liens"),
        ("liens du mois #seniors", "2026-11-01", "liens #seniors"),
        ("aide du mois", "2026-11-01", "aide"),
        ("liens partagés cette semaine", "2026-11-23", "liens partagés"),
        ("les liens du jour", "2026-11-23", "les liens"),
        ("links of the month", "2026-11-01", "links"),
    ],
)
def test_time_that_goes_on_and_all_time(said: str, day: str | None, rest: str) -> None:
    found = SinceArgument().find(said, READING)
    assert found is not None
    assert found.value == (datetime.fromisoformat(day).replace(tzinfo=PARIS) if day else None)
    assert found.rest == rest


@pytest.mark.parametrize(
    "said",
    [
        *("se connecter depuis un mobile", "depuis chez moi", "envoyer depuis mail", "ordre du jour"),
        *("bilan de l’année", "salaire du mois minimum", "depuis"),
        *(
            "puis la suite",
            "depus la mairie",
            "dépôts 2025",
            "science 2025",
            "fin de semaine",
            "mois sans tabac",
        ),
    ],
)
def test_words_that_only_look_like_time_stay_words(said: str) -> None:
    assert SinceArgument().find(said, READING) is None


def test_months_and_years_narrow_the_index() -> None:
    now = datetime(2026, 3, 5, tzinfo=UTC)
    assert since_filters(datetime(2024, 11, 20, tzinfo=UTC), now) == [
        "month202411", "month202412", "year2025", "year2026",
    ]  # fmt: skip
    assert since_filters(datetime(2026, 2, 1, tzinfo=UTC), now) == ["month202602", "month202603"]
