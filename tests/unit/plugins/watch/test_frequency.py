"""How often somebody wants to be told, as people write it."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.language.moments import Reading
from plugins.watch.frequency import FREQUENCY, Frequency

READING = Reading(
    now=datetime(2026, 11, 23, 10, tzinfo=UTC), zone=ZoneInfo("Europe/Paris"), language="fr", territory=None
)


@pytest.mark.parametrize(
    "said",
    [
        "une fois par jour", "une fois/jour", "1 fois par jour", "1x par jour", "1x/jour", "1/jour",
        "une foi par jour",
        "tous les jours", "tout les jours", "tous le jours", "chaque jour", "chaque matin", "tous les matins",
        "le matin", "regroupés une fois par jour", "un message par jour", "quotidiennement", "quotidien",
        "once a day", "every morning", "daily", "1 a day",
    ],
)  # fmt: skip
def test_once_a_day_is_said_in_many_ways(said: str) -> None:
    assert_is(said, Frequency.DAILY)


@pytest.mark.parametrize(
    "said",
    [
        "tout de suite", "tous de suite", "de suite", "immédiatement", "imediatement", "immediat", "imédiat",
        "dès l’arrivée", "dès parution", "dès la publication", "en temps réel", "au fur et à mesure",
        "à chaque fois", "directement", "dès que possible", "sans attendre", "au fil de l’eau",
        "at once", "asap",
    ],
)  # fmt: skip
def test_at_once_is_said_in_many_ways(said: str) -> None:
    assert_is(said, Frequency.AT_ONCE)


def assert_is(said: str, frequency: Frequency) -> None:
    assert FREQUENCY.read(said.capitalize(), READING) is frequency
    for text in (f"identité numérique {said}", f"identité numérique, {said}.", f"{said} identité numérique"):
        found = FREQUENCY.find(text, READING)
        assert found is not None, text
        assert (found.value, found.rest) == (frequency, "identité numérique")


@pytest.mark.parametrize(
    "said",
    [
        "vie quotidienne",
        "journal",
        "petit matin",
        "jour férié",
        "médiation",
        "tout le monde",
    ],
)
def test_what_is_no_frequency_stays_a_subject(said: str) -> None:
    assert FREQUENCY.find(said, READING) is None
