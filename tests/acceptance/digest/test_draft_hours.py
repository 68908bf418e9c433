"""When the draft comes: never after the letter, as people say it, within limits that are told."""

import pytest

from tests.acceptance.console import plain


@pytest.fixture
def console(open_console):
    console = open_console(user="jeanne")
    console.say(":role jeanne coordinator in loire-42")
    console.say("/rappel ici mardi 14h réunion de réseau")
    console.say("/lettre programmer chaque lundi à 9h")
    return console


def chosen(console, lead):
    console.say("/lettre réglages")
    answer = console.submit(lead=lead)[0]
    return plain(answer["text"]).replace("\u202f", " ").replace("\u00a0", " ")


def test_a_draft_that_would_come_after_the_letter_is_refused(console):
    said = chosen(console, "le jour même à 18h")
    assert "la lettre part chaque lundi à 9 h : un brouillon le jour même à 18 h viendrait après elle" in said
    assert "Brouillon : le jour même à 8 h" in chosen(console, "le jour même à 8h")


def test_a_rhythm_before_the_hour_of_the_draft_has_it_come_the_evening_before(console):
    chosen(console, "le jour même à 8h")
    said = plain(console.say("/lettre programmer chaque mardi à 7h")[0]["text"]).replace("\u00a0", " ")
    assert "le jour même à 8 h viendrait après elle" in said
    assert "Brouillon : la veille à 18 h" in said
    chosen(console, "vendredi 14h")
    said = plain(console.say("/lettre programmer chaque jeudi à 10h")[0]["text"])
    assert "le vendredi précédent à 14" in said, "what fits stays as it was chosen"


def test_the_refusal_tells_the_limits(console):
    said = chosen(console, "20 jours avant")
    assert "de 15 minutes à 14 jours avant" in said


@pytest.mark.parametrize(
    ("lead", "said"), [("48h avant", "48 heures avant"), ("vendredi 14h", "le vendredi précédent à 14 h")]
)
def test_the_draft_comes_when_it_was_said_at_once_if_that_has_passed(console, lead, said):
    assert said in chosen(console, lead)
    assert [one for one in console.outputs if one["kind"] == "dm" and "**Brouillon.**" in one["text"]]
