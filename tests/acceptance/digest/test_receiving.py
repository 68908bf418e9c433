"""A channel that receives the letter of another one: who coordinates it takes it out."""

import pytest

from tests.acceptance.console import button_names, of_kind, plain

SCHEDULED = "/lettre programmer chaque lundi à 9h"


@pytest.fixture
def console(open_console):
    """The letter of `loire` goes also to `annonces`, which Nora coordinates; she speaks there."""
    console = open_console(user="jeanne", channel="annonces")
    console.say(":role jeanne coordinator in annonces")
    console.say("/lettre")
    console.say(":in loire")
    console.say(":role jeanne coordinator in loire")
    console.say("/rappel ici mardi 14h réunion de réseau")
    console.say(SCHEDULED)
    console.say("/lettre réglages")
    console.submit(places="annonces")
    console.say(":as nora")
    console.say(":in annonces")
    console.say(":role nora coordinator in annonces")
    return console


def letters(outputs):
    return {one["to"] for one in of_kind(outputs, "post") if one["text"].startswith("**Lettre n°")}


@pytest.mark.parametrize("line", ["pause", "réglages", "reprendre", "reporter demain 10h", "envoyer"])
def test_who_coordinates_only_there_is_told_whose_letter_it_is(console, line):
    (answer,) = console.say(f"/lettre {line}")
    assert answer["kind"] == "error"
    text = plain(answer["text"])
    assert "celle du canal loire" in text
    assert "`/lettre retirer`" in text


def test_they_take_their_channel_out_once_they_are_asked(console):
    shown = console.ask("/lettre")
    assert "ask-leave" in button_names(shown)
    asked = console.ask("/lettre retirer")
    assert "Retirer annonces de la lettre du canal loire" in plain(asked["text"])
    assert button_names(asked) == ["leave"]
    (answer,) = console.click("Retirer ce canal", asked)
    assert "annonces ne reçoit plus cette lettre" in plain(answer["text"])
    assert letters(console.advance("3d")) == {"loire"}


def test_programming_there_points_to_what_they_may_do(console):
    said = plain(console.ask(SCHEDULED)["text"])
    assert "reçoit déjà la lettre du canal loire" in said
    assert "`/lettre retirer`" in said
    assert "réglages" not in said
    console.say("/lettre retirer")
    console.click("Retirer ce canal")
    assert "lundi 23 novembre 2026" in plain(console.ask(SCHEDULED)["text"])


def test_who_prepares_the_letter_chooses_which_of_the_two_is_meant(console):
    console.say(":as jeanne")
    asked = console.ask("/lettre retirer")
    assert button_names(asked) == ["leave", "ask-remove"]
    (asked,) = console.click("Retirer la lettre partout", asked)
    assert "Retirer cette lettre ?" in plain(asked["text"]).replace("\u202f", " ").replace("\u00a0", " ")


def test_who_coordinates_nothing_takes_nothing_out(console):
    console.say(":as paul")
    assert "Seules les personnes qui coordonnent" in console.ask("/lettre retirer")["text"]
    console.say(":as nora")
    asked = console.ask("/lettre retirer")
    console.say(":role nora member in annonces")
    (answer,) = console.click("Retirer ce canal", asked)
    assert "Seules les personnes qui coordonnent" in answer["text"]
    assert letters(console.advance("3d")) == {"loire", "annonces"}


def test_a_draft_that_waits_no_longer_names_the_channel(console):
    (draft,) = [one for one in console.advance("1d9h") if "**Brouillon.**" in one["text"]]
    assert "loire et annonces" in draft["text"]
    console.say("/lettre retirer")
    (*_others, changed) = [one for one in console.click("Retirer ce canal") if one["edits"] == draft["id"]]
    assert "annonces" not in changed["text"]
