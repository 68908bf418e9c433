"""Names are left out of what others wrote where they are meant, and of nothing else."""

import pytest

from bot.store.naming import Named, ordinary_among

X = "quelqu’un"


def left_of(text, names, usernames=()):
    return Named(names, usernames).without(text, X)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("France", "Vu avec France Travail et France services"),
        ("Pierre", "Pierre par pierre ; la Pierre angulaire"),
        ("Claire", "Une adresse claire. Claire et simple"),
        ("Rose", "Le mur rose, Rose ou non"),
        ("Coordination", "La Coordination rappelle, la coordination aussi"),
        ("Roanne", "Vu à Roanne"),
        ("Karima", "Vu avec karima, sans capitale"),
        ("Karima", "Vu avec Karima Dupont, du CCAS"),
        ("Karima", "Vu avec Lina Karima, du CCAS"),
        ("Karima", "Vu avec Karima-Lina et Anne-Karima"),
        ("Karima Benali", "Vu avec Karima, du CCAS"),
        ("Jo", "Vu avec Jo"),
    ],
)
def test_other_words_and_longer_names_are_left_to_who_coordinates(name, text):
    assert left_of(text, [name], [name.lower()] if " " not in name else []) == text


@pytest.mark.parametrize(
    ("names", "text", "left"),
    [
        (["Karima"], "Hier Karima est venue. Karima rappelle.", f"Hier {X} est venue. {X} rappelle."),
        (["Karima"], "Mme Karima, M. KARIMA", f"Mme {X}, M. {X}"),
        (["Héléna"], "d’Helena, HÉLÉNA et He\u0301le\u0301na.", f"d’{X}, {X} et {X}."),
        (["Helena"], "Héléna", X),
        (["Karima Benali"], "karima  BENALI, Karima\u00a0Bénali", f"{X}, {X}"),
        (["Rose Claire"], "Rose Claire voit une rose claire", f"{X} voit une rose claire"),
        (["Ana de Brito"], "ANA DE BRITO et Ana de Brito", f"{X} et {X}"),
        (["Jean-Pierre"], "Jean-Pierre n’est pas jean-pierre", f"{X} n’est pas jean-pierre"),
        (["Benali", "Karima Benali"], "Karima Benali", X),
    ],
)
def test_names_are_found_without_accents_whole_and_where_they_are_meant(names, text, left):
    assert left_of(text, names) == left


@pytest.mark.parametrize(
    ("username", "text", "left"),
    [
        ("coordination", "Voir @coordination, la coordination", f"Voir @{X}, la coordination"),
        (
            "lea",
            "@LEA, @lea.martin, @lea-b, @leandre et @lea.",
            f"@{X}, @lea.martin, @lea-b, @leandre et @{X}.",
        ),
        ("jo", "@jo, pas jo", f"@{X}, pas jo"),
        ("karima.benali", "karima.benali sait", f"{X} sait"),
        ("kb42", "kb42 sait", f"{X} sait"),
        ("france-travail", "le site france-travail, @france-travail", f"le site france-travail, @{X}"),
    ],
)
def test_user_names_are_found_after_an_at_sign_or_where_they_can_be_nothing_else(username, text, left):
    assert left_of(text, [], [username]) == left


def test_ordinary_words_are_those_of_the_language_and_names_of_places():
    assert ordinary_among({"rose", "france", "lyon", "karima", "benali", "lea"}) == {"rose", "france", "lyon"}
    assert ordinary_among(()) == frozenset()
