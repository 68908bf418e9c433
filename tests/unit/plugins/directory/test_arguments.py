"""Until when somebody pauses."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.language.moments import Reading
from bot.plugin.absences import BackArgument
from bot.plugin.finding import Misread

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
READING = Reading(now=NOW, zone=ZoneInfo("Europe/Paris"))


@pytest.mark.parametrize(
    ("text", "back"),
    [
        ("jusqu'au 5 janvier", "2027-01-06T00:00"),
        ("jusqu’au 5 janvier congés", "2027-01-06T00:00"),
        ("congés jusqu'au 5 janvier", "2027-01-06T00:00"),
        ("jusqu'à lundi", "2026-11-23T00:00"),
        ("jusqu'à lundi 14h", "2026-11-23T14:00"),
        ("2 semaines", "2026-12-05T10:00"),
        ("pendant deux semaines", "2026-12-05T10:00"),
        ("trop de travail 2 semaines", "2026-12-05T10:00"),
        ("du 20 décembre au 5 janvier", "2027-01-06T00:00"),
        ("3 jours", "2026-11-24T10:00"),
        ("une semaine", "2026-11-28T10:00"),
        ("jusqu’à noel", "2026-12-25T00:00"),
        ("jusqua Noël", "2026-12-25T00:00"),
        ("jusqu'au 15", "2026-12-16T00:00"),
        ("jusquau 15", "2026-12-16T00:00"),
        ("congés jusqu'au 15 trop de travail", "2026-12-16T00:00"),
        ("jusqu’au 2/1", "2027-01-03T00:00"),
        ("jusqu'à janvier", "2027-01-01T00:00"),
        ("jusqu'à la fin du mois", "2026-12-01T00:00"),
        ("aujourd’hui", "2026-11-22T00:00"),
        ("cette semaine", "2026-11-23T00:00"),
        ("la semaine prochaine", "2026-11-30T00:00"),
        ("until january", "2027-01-01T00:00"),
    ],
)
def test_when_somebody_is_back_and_nothing_of_why(text, back):
    found = BackArgument().find(text, READING)
    assert found is not None
    assert found.value.astimezone(READING.zone).strftime("%Y-%m-%dT%H:%M") == back
    assert found.rest == ""


def test_a_pause_without_an_end_has_none():
    assert BackArgument().find("", READING) is None


@pytest.mark.parametrize(
    "text",
    [
        "congés",
        "hier",
        "0 jours",
        "jusqu'au 31 février",
        "jusqu'à tous les lundis",
        "jusqu'à bientôt",
        "jusqu'à la rentrée",
    ],
)
def test_an_end_that_cannot_be_is_refused(text):
    with pytest.raises(Misread):
        BackArgument().find(text, READING)


def test_what_is_no_date_is_told_with_examples_of_a_pause():
    with pytest.raises(Misread) as problem:
        BackArgument().find("jusqu'à la rentrée", READING)
    assert "until 5 January" in problem.value.text.text


def test_a_form_and_an_option_read_the_same():
    assert BackArgument().read("jusqu'au 5 janvier", READING) == BackArgument().read("5 janvier", READING)
    assert BackArgument().read("2 semaines", READING) == BackArgument().read("pendant 2 semaines", READING)
