"""Letters and drafts that somebody asks for at one and the same instant, as on a clock that stands still."""

import pytest

from tests.acceptance.console import of_kind, plain


@pytest.fixture
def console(open_console):
    console = open_console(user="jeanne")
    console.say(":role jeanne coordinator in loire-42")
    console.say("/rappel ici mardi 14h réunion de réseau")
    return console


def letters(outputs):
    return [one for one in of_kind(outputs, "post") if one["text"].startswith("**Lettre n°")]


def drafts(outputs):
    return [one for one in of_kind(outputs, "dm") if "**Brouillon.**" in one["text"]]


def test_two_letters_are_sent_by_hand_at_one_instant(console):
    (first,) = letters(console.click("Envoyer maintenant", console.ask("/lettre envoyer")))
    console.say("/rappel ici mercredi 15h permanence au marché")
    (second,) = letters(console.click("Envoyer maintenant", console.ask("/lettre envoyer")))
    assert "réunion de réseau" in first["text"]
    assert "permanence au marché" in second["text"]
    console.say("/rappel ici jeudi 15h rendre le bilan")
    (draft,) = drafts(console.say("/lettre brouillon"))
    assert "rendre le bilan" in draft["text"]
    assert "réunion de réseau" not in draft["text"]


def test_a_draft_is_asked_for_twice_at_one_instant(console):
    (first,) = drafts(console.say("/lettre brouillon"))
    outputs = console.say("/lettre brouillon")
    assert len(drafts(outputs)) == 1
    assert any("plus bas" in one["text"] for one in outputs if one["edits"] == first["id"])
    assert len(drafts(console.say("/lettre brouillon"))) == 1


def test_a_card_that_is_shown_at_that_instant_is_told(console):
    console.say(":as paul")
    console.say("/annuaire je sais faire du FALC")
    console.click("publish")
    console.say(":as jeanne")
    (sent,) = letters(console.click("Envoyer maintenant", console.ask("/lettre envoyer")))
    assert "paul : FALC" in plain(sent["text"])
