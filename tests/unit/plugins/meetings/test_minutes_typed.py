"""What people type for minutes, and what it means."""

import pytest

from plugins.meetings.agenda.models import Outcome
from plugins.meetings.minutes.naming import by_words
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


TREATED, LEFT = Outcome.TREATED, Outcome.LEFT


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("traité 1, decision 1 : on garde Feurs", [Settled((1,), TREATED), Decided(1, "on garde Feurs")]),
        ("1 traité, 2 et 3 reportés", [Settled((1,), TREATED), Settled((2, 3), LEFT)]),
        ("1 ok, 2 non", [Settled((1,), TREATED), Settled((2,), LEFT)]),
        (
            "Point 1 traité. Décision : on garde Feurs. Point 2 reporté.",
            [Settled((1,), TREATED), Decided(1, "on garde Feurs"), Settled((2,), LEFT)],
        ),
        ("decision 1 oui, decision 2 non", [Decided(1, "oui"), Decided(2, "non")]),
        ("1 : on garde, 2 : on jette", [Decided(1, "on garde"), Decided(2, "on jette")]),
        ("traité 1 et décision 2 : oui ; publier", [Settled((1,), TREATED), Decided(2, "oui"), Act.PUBLISH]),
        (
            "présents : Léa et Paul B. Non traité 3 ; note : merci, et à bientôt",
            [People(("Léa", "Paul B"), Naming.THESE), Settled((3,), LEFT), Noted("merci, et à bientôt")],
        ),
        ("décision 2 : un kit, puis on le prête ; Paul s’en occupe", None),
        ("décision 1 : rendez-vous à 14:30, salle 2", None),
        ("décision 2 : adopté. 12 voix pour, 3 contre", None),
        ("excusés : Karim, Zoé", [People(("Karim", "Zoé"), Naming.FEWER), Noted("excusés : Karim, Zoé")]),
        ("+ Karim", [People(("Karim",), Naming.MORE)]),
        ("étaient présents : Léa", [People(("Léa",), Naming.THESE)]),
        ("rien n’a été traité", [Settled((), LEFT)]),
        ("à faire : Paul appelle la CAF", [Noted("à faire : Paul appelle la CAF")]),
        ("note que le café était froid", [Noted("le café était froid")]),
    ],
)
def test_a_line_may_say_several_things(typed, expected):
    if expected is None:
        decided = read_lines(typed)[0]
        assert decided == Decided(decided.number, typed.partition(" : ")[2])
        expected = [decided]
    assert read_lines(typed) == expected


def test_what_cannot_be_understood_is_told_and_the_rest_counts():
    assert read_lines("traité 1, blabla, décision 2 : oui") == [
        Settled((1,), TREATED),
        Words("blabla"),
        Decided(2, "oui"),
    ]


def test_a_long_line_of_nothing_is_read_in_no_time():
    for line in ("1 " * 2000, "1, " * 1300, " ;" * 2000, "décision " * 400):
        read_lines(line)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("RGPD traité", [Settled((1,), TREATED)]),
        ("non traité le wifi", [Settled((2,), LEFT)]),
        ("décision RGPD : on nomme un référent", [Decided(1, "on nomme un référent")]),
        ("traité 1, le wifi reporté", [Settled((1,), TREATED), Settled((2,), LEFT)]),
        ("le budget traité", [Words("le budget traité")]),
        ("le réseau traité", [Words("le réseau traité")]),
    ],
)
def test_an_item_may_be_named_by_its_words(typed, expected):
    texts = ["le RGPD", "le wifi du réseau", "réseau social"]
    assert by_words(read_lines(typed), texts) == expected
