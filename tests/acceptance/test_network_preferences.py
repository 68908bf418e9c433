"""What each person chooses for themselves."""

import pytest

from tests.acceptance.console import fields, plain


def test_the_form_shows_what_holds_now(console):
    form = fields(console.ask("/maillage préférences"))
    assert {name: field["value"] for name, field in form.items() if field["value"]} == {
        "language": "network",
        "quiet_from": "20h",
        "quiet_to": "8h",
        "daily_cap": "5",
    }


def test_the_answer_repeats_the_choices_in_plain_words(console):
    console.say("/maillage préférences")
    text = plain(console.ask(":submit zone=La Réunion; quiet_from=20h; quiet_to=8h30; daily_cap=3")["text"])
    assert "Fuseau horaire : `Indian/Reunion` (il y est 13 h)" in text
    assert "Heures de silence : de 20 h à 8 h 30" in text
    assert "3 par jour au plus" in text
    form = fields(console.ask("/maillage préférences"))
    assert form["quiet_to"]["value"] == "8h30"
    assert form["zone"]["value"] == "La Réunion"


def test_there_may_be_no_quiet_hours_and_no_message(console):
    console.say("/maillage préférences")
    text = plain(console.ask(":submit quiet_from=aucune; daily_cap=0")["text"])
    assert "Heures de silence : aucune" in text
    assert "que tu n’as pas demandés : aucun" in text
    form = fields(console.ask("/maillage préférences"))
    assert (form["quiet_from"]["value"], form["quiet_to"]["value"]) == ("aucune", "aucune")
    console.say(":submit")
    assert fields(console.ask("/maillage préférences"))["quiet_from"]["value"] == "aucune"


def test_what_is_emptied_is_as_for_everybody_again(console):
    console.say("/maillage préférences")
    console.say(":submit zone=Martinique; quiet_from=21h; daily_cap=0")
    console.say("/maillage préférences")
    text = plain(console.ask(":submit zone=; quiet_from=; daily_cap=")["text"])
    assert "`Europe/Paris`" in text
    assert "de 20 h à 8 h" in text
    assert "5 par jour" in text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("quiet_from=25h", "il me faut une heure"),
        ("quiet_to=bientôt", "il me faut une heure"),
        ("daily_cap=51", "50"),
        ("daily_cap=-1", "0"),
        ("daily_cap=beaucoup", "nombre"),
        ("zone=Martinike", "Martinique"),
    ],
)
def test_a_mistake_is_explained_and_nothing_is_saved(console, typed, said):
    console.say("/maillage préférences")
    problem, form = console.say(f":submit {typed}; language=en")
    assert (problem["kind"], problem["code"]) == ("error", "invalid_form")
    assert said in problem["text"]
    name, _, value = typed.partition("=")
    assert fields(form)[name]["value"] == value
    assert fields(form)[name]["error"]
    console.say(":cancel")
    assert fields(console.ask("/maillage préférences"))["language"]["value"] == "network"
