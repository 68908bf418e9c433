"""Which meetings people want to see, as they say it."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.language.moments import Reading
from bot.language.spans import Span
from bot.plugin.finding import Misread
from plugins.meetings.overview.wanted import Wanted, WantedArgument, read_wanted

PARIS = ZoneInfo("Europe/Paris")
MONDAY = Reading(datetime(2026, 11, 23, 10, tzinfo=PARIS), PARIS, territory="departement:42")


def days(first, last=None):
    first = date.fromisoformat(first)
    return Span(first, date.fromisoformat(last) if last else first)


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("décembre", days("2026-12-01", "2026-12-31")),
        ("en Decembre", days("2026-12-01", "2026-12-31")),
        ("novembre", days("2026-11-01", "2026-11-30")),
        ("mars", days("2027-03-01", "2027-03-31")),
        ("fin janvier", days("2027-01-21", "2027-01-31")),
        ("2027", days("2027-01-01", "2027-12-31")),
        ("cette semaine", days("2026-11-23", "2026-11-29")),
        ("la semaine prochaine", days("2026-11-30", "2026-12-06")),
        ("la semaine du 9 décembre", days("2026-12-07", "2026-12-13")),
        ("le mois prochain", days("2026-12-01", "2026-12-31")),
        ("ce week-end", days("2026-11-28", "2026-11-29")),
        ("demain", days("2026-11-24")),
        ("mardi", days("2026-11-24")),
        ("le 8 décembre", days("2026-12-08")),
        ("du 3 au 5 mars", days("2027-03-03", "2027-03-05")),
        ("entre le 3 et le 5 mars", days("2027-03-03", "2027-03-05")),
        ("d’ici Noël", days("2026-11-23", "2026-12-25")),
        ("avant janvier", days("2026-11-23", "2026-12-31")),
        ("dans les 15 prochains jours", days("2026-11-23", "2026-12-08")),
        ("next week", days("2026-11-30", "2026-12-06")),
        ("in March", days("2027-03-01", "2027-03-31")),
        ("1er trimestre 2027", days("2027-01-01", "2027-03-31")),
        ("second semestre", days("2026-07-01", "2026-12-31")),
    ],
)
def test_days_to_come_are_meant(typed, wanted):
    found = read_wanted(typed, MONDAY)
    assert (found.days, found.words, found.is_past) == (wanted, (), False)


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("passées", None),
        ("les rencontres passées", None),
        ("past ones", None),
        ("passées 2026", days("2026-01-01", "2026-12-31")),
        ("passées en octobre", days("2026-10-01", "2026-10-31")),
        ("passées décembre", days("2025-12-01", "2025-12-31")),
        ("la semaine dernière", days("2026-11-16", "2026-11-22")),
        ("2025", days("2025-01-01", "2025-12-31")),
        ("hier", days("2026-11-22")),
    ],
)
def test_past_ones_are_meant(typed, wanted):
    found = read_wanted(typed, MONDAY)
    assert (found.days, found.is_past) == (wanted, True)


def test_what_is_no_time_is_of_titles():
    assert read_wanted("réunion de réseau mars", MONDAY).words == ("reseau",)
    assert read_wanted("décembre atelier", MONDAY).days == days("2026-12-01", "2026-12-31")
    found = Wanted(words=("atel", "numerique"))
    assert found.has_words("Atelier : le numérique")
    assert not found.has_words("Atelier")


def test_days_are_those_of_the_clocks_of_who_asks():
    cayenne = ZoneInfo("America/Cayenne")
    start, end = read_wanted("le 28 mars", MONDAY).between(PARIS)
    assert end - start == timedelta(hours=23)
    assert read_wanted("demain", MONDAY).between(cayenne)[0] == datetime(2026, 11, 24, 3, tzinfo=UTC)
    assert read_wanted("à partir de janvier", MONDAY).between(cayenne)[1].year == 9999
    assert read_wanted("réseau", MONDAY).between(PARIS) is None


def test_a_line_for_another_command_is_no_filter():
    argument = WantedArgument()
    assert argument.find("Réunion ; mardi 14h ; jeudi 10h", MONDAY) is None
    assert argument.find("  ", MONDAY) is None
    with pytest.raises(Misread):
        argument.read("une phrase de bien plus de huit mots qui ne cherche rien", MONDAY)
