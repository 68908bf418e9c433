"""What changes between the draft of a letter and its hour: it is told as it is when the letter goes."""

import pytest

from tests.acceptance.console import of_kind, plain


@pytest.fixture
def console(open_console):
    """A Saturday; the letter of loire-42 goes each Monday, and two things are to come."""
    console = open_console(user="jeanne")
    console.say(":role jeanne coordinator in loire-42")
    console.say("/rappel ici vendredi 27 novembre 10h : bilan")
    console.say("/lettre programmer chaque lundi à 9h")
    return console


def letters(outputs):
    return [one for one in of_kind(outputs, "post") if one["text"].startswith("**Lettre n°")]


def test_a_deadline_that_is_moved_after_the_draft_is_told_at_its_new_date(console):
    console.advance("1d9h")
    console.say("/rappel modifier 1 samedi 28 novembre 10h")
    (sent,) = letters(console.advance("1d"))
    assert "samedi 28 novembre 2026 à 10 h : bilan" in plain(sent["text"])
    assert "27" not in sent["text"].split("À venir")[1]


def test_it_keeps_its_place_among_the_others_and_the_editorial_stays(console):
    console.say("/rappel ici mardi 24 novembre 14h : réunion")
    console.say("/rappel ici le 4 décembre à 9h : fête")
    console.advance("1d9h")
    console.say(":click Déplacer un élément ou une rubrique=1")
    console.say(":click En tête")
    console.say(":click Écrire un éditorial")
    console.submit(text="Bonjour à tous")
    console.say("/rappel modifier 1 samedi 28 novembre 10h")
    console.say("/rappel ici mercredi 25 novembre 9h : venu après le brouillon")
    (sent,) = letters(console.advance("1d"))
    assert "Bonjour à tous" in sent["text"]
    assert "28 novembre" in sent["text"]
    assert sent["text"].index("bilan") < sent["text"].index("fête")
    assert "venu après" not in sent["text"]


def test_what_was_dropped_stays_dropped_wherever_it_is_moved(console):
    console.say("/rappel ici mardi 24 novembre 14h : réunion")
    (draft,) = [one for one in console.advance("1d9h") if "**Brouillon.**" in one["text"]]
    assert "bilan" in draft["text"]
    (menu,) = [menu for menu in draft["menus"] if menu["label"] == "Retirer un élément"]
    (bilan,) = [one["value"] for one in menu["options"] if "bilan" in one["label"]]
    console.say(f":click Retirer un élément={bilan}")
    console.say("/rappel modifier 1 samedi 28 novembre 10h")
    (sent,) = letters(console.advance("1d"))
    assert "réunion" in sent["text"]
    assert "bilan" not in sent["text"]


def test_what_was_called_off_is_not_told(console):
    console.advance("1d9h")
    console.say("/rappel supprimer 1")
    assert letters(console.advance("1d")) == []


def test_a_reminder_that_repeats_is_told_after_an_outage_over_its_hour(console):
    console.say("/rappel ici chaque lundi à 8h : permanence")
    console.say(":stop")
    console.advance("2d")
    outputs = console.say(":start")
    (sent,) = letters(outputs) or letters(console.advance("1h"))
    assert "permanence" in sent["text"]
