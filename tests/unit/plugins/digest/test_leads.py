"""How long before a letter its draft comes: what people write, and what they read."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.language.catalogue import Words
from plugins.digest.leads import draft_at, read_lead, spell_lead

PARIS = ZoneInfo("Europe/Paris")
MONDAY_9 = datetime(2026, 11, 23, 9, tzinfo=PARIS)


@pytest.mark.parametrize(
    ("typed", "lead"),
    [
        ("la veille à 18h", "1 18:00"),
        ("La veille", "1 18:00"),
        ("la veille au soir", "1 18:00"),
        ("la veille au matin", "1 09:00"),
        ("l’avant-veille à 9h30", "2 09:30"),
        ("l'avant veille a 17h", "2 17:00"),
        ("2 jours avant à 9h", "2 09:00"),
        ("le jour même à 7h", "0 07:00"),
        ("3 heures avant", "-180"),
        ("une heure avant", "-60"),
        ("aucun", ""),
        ("", ""),
        ("the day before at 17:30", "1 17:30"),
        ("48h avant", "-2880"),
        ("36 heures avant", "-2160"),
        ("une semaine avant", "7 18:00"),
        ("une semaine avant à 9h", "7 09:00"),
        ("deux jours avant à midi", "2 12:00"),
        ("vendredi 14h", "w4 14:00"),
        ("le vendredi précédent à 14h30", "w4 14:30"),
        ("lundi matin", "w0 09:00"),
        ("the day before at 5pm", "1 17:00"),
        ("2 days before at 12 am", "2 00:00"),
        ("la veille à midi", "1 12:00"),
        ("14 jours avant", "14 18:00"),
        ("un jour avant", "1 18:00"),
        ("un jour avant la lettre à neuf heures", "1 09:00"),
        ("2 heures avant la lettre", "-120"),
        ("J-1", "1 18:00"),
        ("j - 2 à 17h30", "2 17:30"),
        ("18h la veille", "1 18:00"),
        ("à neuf heures et demie la veille", "1 09:30"),
        ("la veille, vers 9", "1 09:00"),
        ("le matin même", "0 09:00"),
        ("quinze jours avant", "14 18:00"),
        ("à 8h", "1 08:00"),
        ("à 17 heures 30", "1 17:30"),
        ("à 2 jours avant", "2 18:00"),
        ("8h", None),  # before the letter, or of the day before?
        ("2 jours ouvrés avant", None),
        ("20 jours avant", None),
        ("la veille à 15pm", None),
        ("bof", None),
        ("le jour même", None),
        ("30 jours avant", None),
        ("5 minutes avant", None),
        ("la veille à 25h", None),
        ("1 " * 8_000, None),  # in no time
    ],
)
def test_a_lead_is_read_as_people_say_it(typed, lead):
    assert read_lead(typed, "fr") == lead


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize(
    "lead",
    [
        "1 18:00",
        "",
        "-180",
        "-90",
        "2 09:30",
        "0 07:00",
        "14 08:05",
        "-2880",
        "-2160",
        "w4 14:00",
        "w6 09:30",
        "7 18:00",
    ],
)
def test_what_the_form_shows_is_read_as_it_was(lead, language):
    assert read_lead(str(Words(language, PARIS)(spell_lead(lead, Words(language, PARIS)))), language) == lead


@pytest.mark.parametrize(
    ("lead", "shown"),
    [
        ("1 18:00", "2026-11-22T18:00:00+01:00"),
        ("0 07:00", "2026-11-23T07:00:00+01:00"),
        ("-180", "2026-11-23T06:00:00+01:00"),
        ("", None),
        ("0 11:00", None),
        ("-2880", "2026-11-21T09:00:00+01:00"),
        ("w4 14:00", "2026-11-20T14:00:00+01:00"),
        ("w0 08:00", "2026-11-23T08:00:00+01:00"),
        ("w0 14:00", "2026-11-16T14:00:00+01:00"),
    ],
)
def test_the_draft_comes_before_the_letter_or_not_at_all(lead, shown):
    at = draft_at(lead, MONDAY_9, PARIS)
    assert (at.astimezone(PARIS).isoformat() if at else None) == shown


def test_the_evening_before_is_that_of_the_channels_own_clock():
    noumea = ZoneInfo("Pacific/Noumea")
    monday = datetime(2026, 11, 23, 9, tzinfo=noumea)
    assert draft_at("1 18:00", monday, noumea) == datetime(2026, 11, 22, 7, tzinfo=UTC)
