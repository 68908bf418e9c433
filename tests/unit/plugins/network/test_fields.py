"""What people type in the forms of settings."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.moments import Reading
from bot.plugin.finding import Misread
from bot.territory import territories
from plugins.network.fields import (
    NO_HOUR,
    HourArgument,
    TerritoryArgument,
    ZoneArgument,
    territory_label,
)

READING = Reading(
    now=datetime(2026, 11, 21, 9, tzinfo=UTC), zone=ZoneInfo("Europe/Paris"), language="fr", territory=None
)


@pytest.mark.parametrize(
    ("typed", "hour"),
    [
        ("20:00", "20:00"),
        ("8:30", "08:30"),
        ("20h", "20:00"),
        ("20 h", "20:00"),
        ("8h30", "08:30"),
        ("8 h 30", "08:30"),
        ("8H30", "08:30"),
        ("8.30", "08:30"),
        ("8h30mn", "08:30"),
        ("20 heures", "20:00"),
        ("20", "20:00"),
        ("0h", "00:00"),
        ("24h", "00:00"),
        ("midi", "12:00"),
        ("Minuit", "00:00"),
        ("8pm", "20:00"),
        ("8:30 am", "08:30"),
        ("12 a.m.", "00:00"),
        ("12pm", "12:00"),
        ("aucune", NO_HOUR),
        ("None", NO_HOUR),
    ],
)
def test_an_hour_is_read_as_people_type_it(typed, hour):
    assert HourArgument().read(typed, READING) == hour


@pytest.mark.parametrize(
    "typed", ["25h", "8h75", "24h30", "13pm", "0am", "8h3", "bientôt", "-3", "20h demain", ":30"]
)
def test_what_is_no_hour_is_refused(typed):
    with pytest.raises(Misread):
        HourArgument().read(typed, READING)


@given(st.text(max_size=200), st.sampled_from([HourArgument(), TerritoryArgument(), ZoneArgument()]))
def test_any_text_is_a_value_or_is_explained(typed, kind):
    assert value_or_problem(kind, typed)


def value_or_problem(kind, typed):
    try:
        return kind.read(typed, READING)
    except Misread as problem:
        return problem.text


@pytest.mark.parametrize("territory", territories(), ids=lambda territory: territory.code)
def test_a_territory_is_understood_as_it_is_shown(territory):
    assert TerritoryArgument().read(territory_label(territory), READING) == territory


def test_a_misspelled_territory_has_suggestions():
    with pytest.raises(Misread) as problem:
        TerritoryArgument().read("loirre", READING)
    assert "Loire (42)" in problem.value.text.values["names"]


def test_a_territory_is_not_guessed_from_a_part_of_its_name():
    with pytest.raises(Misread) as problem:
        TerritoryArgument().read("savoie haute", READING)
    assert problem.value.text.values["typed"] == "savoie haute"
