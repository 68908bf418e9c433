"""What people type for minutes, and what it means."""

import pytest

from plugins.meetings.agenda.models import Outcome
from plugins.meetings.minutes.typed import (
    Act,
    Decided,
    Naming,
    Noted,
    People,
    Settled,
    Words,
    read_lines,
    read_names,
)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", Act.SHOW),
        ("rendu", Act.SHOW),
        ("publier le compte-rendu", Act.PUBLISH),
        ("Rédiger", Act.FILL),
        ("fichier", Act.EXPORT),
        ("traité 1, 3", Settled((1, 3), Outcome.TREATED)),
        ("points 1", Words("points 1")),
        ("1-3 traités", Settled((1, 2, 3), Outcome.TREATED)),
        ("tout traité", Settled((), Outcome.TREATED)),
        ("traités : tous", Settled((), Outcome.TREATED)),
        ("non traité 2", Settled((2,), Outcome.LEFT)),
        ("pas vu : 2 et 4", Settled((2, 4), Outcome.LEFT)),
        ("reporter 2", Settled((2,), Outcome.LEFT)),
        ("décision 2 : Montbrison accueille", Decided(2, "Montbrison accueille")),
        ("2: on garde", Decided(2, "on garde")),
        ("Décision point 2 = 3 dates", Decided(2, "3 dates")),
        ("décision 2 on garde la date", Decided(2, "on garde la date")),
        ("décision 2 :", Decided(2, "")),
        ("présents : Léa, @paul et Karim", People(("Léa", "paul", "Karim"), Naming.THESE)),
        ("présents + Karim", People(("Karim",), Naming.MORE)),
        ("presents lea, paul", People(("lea", "paul"), Naming.THESE)),
        ("corriger décision 1 : on déménage", Decided(1, "on déménage")),
        ("absente : Léa", People(("Léa",), Naming.FEWER)),
        ("note : le café était froid", Noted("le café était froid")),
        ("la réunion du 8 décembre", Words("la réunion du 8 décembre")),
    ],
)
def test_a_line_for_minutes_is_understood(typed, expected):
    assert read_lines(typed) == [expected]


def test_lines_are_read_one_by_one_and_texts_go_on():
    text = "traité 1\ndécision 1 : on y va\nà deux voitures\n\nnotes : merci\nà tous"
    assert read_lines(text) == [
        Settled((1,), Outcome.TREATED),
        Decided(1, "on y va\nà deux voitures"),
        Noted("merci\nà tous"),
    ]


def test_names_are_a_list():
    assert read_names("Léa Martin; Paul\n- Karim, Léa Martin") == ("Léa Martin", "Paul", "Karim")


def test_a_decision_without_a_number_is_noted_and_one_behind_what_was_done_is_decided():
    assert read_lines("décision : on garde Feurs") == [Noted("décision : on garde Feurs")]
    assert read_lines("point 2 traité, on achète un kit") == [Decided(2, "on achète un kit")]
