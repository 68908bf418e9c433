"""Sentences by which a meeting changes, or is cancelled."""

import pytest

from plugins.meetings.spoken.hearing import heard
from plugins.meetings.spoken.words import Act

CHANGE, CANCEL, ATTENDANCE = Act.CHANGE, Act.CANCEL, Act.ATTENDANCE


@pytest.mark.parametrize(
    ("said", "act", "line"),
    [
        ("annule la réunion du 8", CANCEL, "la réunion du 8"),
        ("Peux-tu annuler la prochaine rencontre, stp ?", CANCEL, "la prochaine rencontre"),
        ("La réunion du 8 n’aura pas lieu : Léa est malade", CANCEL, "La réunion du 8 ; Léa est malade"),
        ("la réunion de mardi est annulée ?", ATTENDANCE, "mardi"),
        ("décale la réunion de mardi à jeudi 15h", CHANGE, "la réunion de mardi à jeudi 15h"),
        ("avance la réunion de jeudi d’une heure", CHANGE, "la réunion de jeudi ; avancer de une heure"),
        ("on peut repousser la réunion de deux jours ?", CHANGE, "la réunion ; reporter de deux jours"),
        ("la réunion de jeudi est à Roanne finalement", CHANGE, "la réunion de jeudi ; lieu : Roanne"),
        ("la réunion du 8 est déplacée au 10 à 14h, merci", CHANGE, "la réunion du 8 ; le 10 à 14h"),
        ("la réunion de mardi se fera chez Paul", CHANGE, "la réunion de mardi ; lieu : chez Paul"),
        ("move the meeting to Thursday 15:00", CHANGE, "the meeting to Thursday 15:00"),
    ],
)
def test_what_changes_is_given_as_one_would_type_it(said, act, line):
    found = heard(said)
    assert found is not None
    assert (found.act, found.line) == (act, line)


@pytest.mark.parametrize(
    "said",
    [
        "la réunion de jeudi est à quelle heure ?",
        "annule le rappel de la réunion",
        "rappelle-moi d’annuler la réunion du 8 demain",
        "j’ai annulé la réunion avec la mairie",
        "la réunion de jeudi est importante",
        "la réunion était à Roanne",
    ],
)
def test_what_changes_nothing_is_left_to_others(said):
    found = heard(said)
    assert found is None or found.act not in (CHANGE, CANCEL)
