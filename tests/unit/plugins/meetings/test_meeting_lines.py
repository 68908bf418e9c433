"""A meeting whose date is known, as people type its line: each part is taken for what it says."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.language.moments import Reading
from plugins.meetings.gatherings.appointment import check
from plugins.meetings.gatherings.typed import read_line

READING = Reading(now=datetime(2026, 11, 23, 9, tzinfo=UTC), zone=ZoneInfo("Europe/Paris"), language="fr")


def fixed(line):
    made = check(read_line(line, READING), READING)
    start, end = made.slot.start, made.slot.end
    hours = f"{start:%d/%m %H:%M}" + (f"-{end:%H:%M}" if end else "")
    return made.title, hours, made.where, made.seats


@pytest.mark.parametrize(
    ("line", "meeting"),
    [
        ("Réunion jeudi 14h à Feurs", ("Réunion", "26/11 14:00", "Feurs", None)),
        ("Réunion jeudi 14h-16h Feurs 20 places", ("Réunion", "26/11 14:00-16:00", "Feurs", 20)),
        ("Réunion ; jeudi 14h ; sans limite", ("Réunion", "26/11 14:00", "", None)),
        ("Réunion ; jeudi 14h ; le lieu sera Feurs", ("Réunion", "26/11 14:00", "Feurs", None)),
        ("Réunion ; jeudi 14h ; limité à 15 personnes", ("Réunion", "26/11 14:00", "", 15)),
        ("Réunion ; jeudi 14h ; durée 2h", ("Réunion", "26/11 14:00-16:00", "", None)),
        ("Réunion ; jeudi ; 14h", ("Réunion", "26/11 14:00", "", None)),
        ("Réunion ; date : jeudi ; heure : 14h ; lieu : Feurs", ("Réunion", "26/11 14:00", "Feurs", None)),
        ("Réunion ; jeudi 14h ; pas de lieu", ("Réunion", "26/11 14:00", "", None)),
        ("Réunion ; jeudi 14h ; en visio", ("Réunion", "26/11 14:00", "en visio", None)),
    ],
)
def test_each_part_of_a_line_is_what_it_says(line, meeting):
    assert fixed(line) == meeting
