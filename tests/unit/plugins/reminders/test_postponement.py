"""How much later, or until when."""

from contextlib import suppress
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.moments import Reading
from bot.plugin.finding import Misread
from plugins.reminders.arguments import PostponementArgument

NOW = datetime.fromisoformat("2026-11-21T10:00:00+01:00")
FRENCH = Reading(NOW, ZoneInfo("Europe/Paris"), "fr")
ENGLISH = Reading(NOW, ZoneInfo("Europe/Paris"), "en")


def read(text, reading=FRENCH):
    return f"{PostponementArgument().read(text, reading).at:%d %H:%M}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1h", "21 11:00"),
        ("1h30", "21 11:30"),
        ("de 1h30", "21 11:30"),
        ("d'une heure", "21 11:00"),
        ("une heure", "21 11:00"),
        ("20 min", "21 10:20"),
        ("de 9h", "21 19:00"),
        ("9h", "22 09:00"),
        ("11h", "21 11:00"),
        ("à 9h", "22 09:00"),
        ("2 jours", "23 09:00"),
        ("de 2 semaines", "05 09:00"),
        ("dans 2 jours", "23 09:00"),
        ("demain 9h", "22 09:00"),
        ("lundi", "23 09:00"),
    ],
)
def test_a_delay_or_a_moment_in_french(text, expected):
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("1h", "21 11:00"), ("by 2 hours", "21 12:00"), ("2 days", "23 09:00"), ("tomorrow 9:00", "22 09:00")],
)
def test_a_delay_or_a_moment_in_english(text, expected):
    assert read(text, ENGLISH) == expected


@pytest.mark.parametrize("text", ["bientôt", "relancer la CAF", "hier", "31 février"])
def test_what_is_neither_is_refused_with_a_reason(text):
    with pytest.raises(Misread) as problem:
        read(text)
    assert problem.value.text


def test_nothing_typed_is_nothing_found():
    assert PostponementArgument().find("  ", FRENCH) is None


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text):
    with suppress(Misread):
        assert PostponementArgument().read(text, FRENCH).at is not None
