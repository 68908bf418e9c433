"""Who comes to a meeting: said in words, listed by name to who manages it, and by number to all others."""

import pytest

from tests.acceptance.console import of_kind, plain, said

LINE = "/rencontre fixer Réunion de réseau ; mardi 8 décembre 14h-16h ; 1 place"


@pytest.fixture
def console(open_console):
    console = open_console(channel="loire-42", user="jeanne")
    for name in ("lea", "paul", "mia", "jeanne"):
        console.say(f":as {name}")
        console.say("/rencontre")
    console.say(LINE)
    return console


def answers(console, **said_by):
    for name, words in said_by.items():
        console.say(f":as {name}")
        console.say(f"/rencontre présences {words.replace('_', ' ')}")


def test_who_manages_it_reads_names_and_others_numbers(console):
    answers(console, lea="je viens", paul="j’y serai le 8", mia="je_ne_viens_pas")
    console.say(":as jeanne")
    assert said(console, "/rencontre présences la réunion du 8 décembre").splitlines() == [
        "**Réunion de réseau**, mardi 8 décembre 2026 de 14 h à 16 h",
        "Viennent (1) : lea",
        "Attendent une place (1) : paul",
        "Ne viennent pas (1) : mia",
        "Sans réponse (1) : jeanne",
    ]
    console.say(":as paul")
    assert said(console, "/rencontre présences").splitlines()[1:] == [
        "1 personne vient, pour 1 place, 1 attend une place.",
        "Tu attends une place : tu es n° 1 pour la prochaine qui se libère.",
    ]


def test_a_date_that_moved_is_to_be_confirmed_and_the_list_says_who_has_not(console):
    answers(console, lea="je viens")
    console.say(":as jeanne")
    console.say("/rencontre modifier jeudi 10 décembre")
    assert "1 d’entre elles n’a pas encore confirmé" in said(console, "/rencontre présences")
    answers(console, lea="oui")
    console.say(":as jeanne")
    listed = said(console, "/rencontre présences")
    assert "Viennent (1) : lea" in listed
    assert "confirmé" not in listed


def test_who_is_erased_leaves_their_seat_to_who_waits_for_it(console):
    answers(console, lea="je viens", paul="je viens")
    console.say(":as lea")
    console.say("/maillage mes-données")
    console.click("ask-to-erase")
    outputs = [*console.click("erase-data"), *console.advance("1m")]
    (told,) = [one for one in of_kind(outputs, "dm") if one["to"] == "@paul"]
    assert "Une place s’est libérée pour toi" in plain(told["text"])


def test_after_it_who_came_is_still_listed_and_nobody_answers_any_more(console):
    answers(console, lea="je viens")
    console.advance("20d")
    (late,) = console.say("/rencontre présences je viens")
    assert "Aucune rencontre n’est prévue ici" in plain(late["text"])
    console.say(":as jeanne")
    (listed,) = console.say("/rencontre présences")
    assert "Viennent (1) : lea" in plain(listed["text"])
    assert listed["buttons"] == []
    console.say("/rencontre fixer Suite ; mardi 22 décembre 14h")
    assert "Viennent (1) : lea" in said(console, "/rencontre présences la dernière")
    (unknown,) = console.say("/rencontre présences la fête")
    assert "Je ne trouve pas" in plain(unknown["text"])
