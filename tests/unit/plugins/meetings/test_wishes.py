"""What is typed of a channel's habits."""

from datetime import time

import pytest

from bot.plugin.finding import Misread
from plugins.meetings.habits import USUAL, Habits
from plugins.meetings.settings.wishes import adjusted


@pytest.mark.parametrize(
    ("typed", "changed"),
    [
        ("rappels 7, 2, 0", {"reminders": (7, 2, 0)}),
        ("rappels : J-7, J-2 et le jour même", {"reminders": (7, 2, 0)}),
        ("rappel la veille à 18h30", {"reminders": (1,), "reminder_hour": time(18, 30)}),
        ("rappels deux fois ; alarme 1h", None),
        ("rappels 7 jours avant et 1 semaine", {"reminders": (7,)}),
        ("rappel 48h avant", {"reminders": (2,)}),
        ("rappels à 8h", {"reminder_hour": time(8)}),
        ("rappel le jour même seulement", {"reminders": (0,)}),
        ("sans rappel la veille", {"reminders": (7, 0)}),
        ("plus de rappel à J-7", {"reminders": (1, 0)}),
        ("ajouter un rappel 3 jours avant", {"reminders": (7, 3, 1, 0)}),
        ("bilan le lendemain", {"survey_minutes": 1440}),
        ("Sans rappel.", {"reminders": ()}),
        ("pas de rappels ; pas d’alarme", {"reminders": (), "alarm_minutes": None}),
        ("alarme 1h avant", {"alarm_minutes": 60}),
        ("alarme : 15 minutes", {"alarm_minutes": 15}),
        ("bilan 3h après", {"survey_minutes": 180}),
        ("bilan 3h après, avec les noms", {"survey_minutes": 180, "survey_shows_names": True}),
        ("bilan nominatif", {"survey_shows_names": True}),
        ("le bilan anonyme ; bilan 1h", {"survey_minutes": 60}),
        ("bilan non anonyme 1h", {"survey_minutes": 60, "survey_shows_names": True}),
        ("bilan avec des noms d’oiseaux", None),
        ("sans questionnaire", {"survey_minutes": None}),
        ("ordre du jour 2 jours avant", {"agenda_days": 2}),
        ("ordre du jour la veille", {"agenda_days": 1}),
        ("sans ordre du jour", {"agenda_days": None}),
        ("reminders 3, 1 at 8:00", {"reminders": (3, 1), "reminder_hour": time(8)}),
        ("rappels 1000", None),
        ("rappels 25h", None),
        ("rappels " + ", ".join(map(str, range(12))), None),
        ("alarme hier", None),
        ("alarme 3 mois", None),
        ("ordre du jour 3, 2", None),
        (
            "rappels 7 et 2, alarme 1h et sans bilan",
            {"reminders": (7, 2), "alarm_minutes": 60, "survey_minutes": None},
        ),
        ("n’importe quoi", None),
    ],
)
def test_one_line_changes_what_it_names(typed, changed):
    if changed is None:
        with pytest.raises(Misread):
            adjusted(USUAL, typed, "fr")
    else:
        assert adjusted(USUAL, typed, "fr") == USUAL.model_copy(update=changed)


def test_all_may_be_as_usual_again():
    assert adjusted(Habits(reminders=(), alarm_minutes=None), "par défaut", "fr") == USUAL
