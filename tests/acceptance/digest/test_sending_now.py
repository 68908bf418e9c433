"""Sending a letter at once: what goes is what was shown, or it is shown again."""

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


def test_what_came_after_the_preview_is_shown_before_it_is_sent(console):
    asked = console.ask("/lettre envoyer")
    console.say("/rappel ici mercredi 9h fermeture exceptionnelle")
    outputs = console.click("Envoyer maintenant", asked)
    assert letters(outputs) == []
    (again,) = outputs
    assert "a changé entre-temps" in plain(again["text"])
    assert "fermeture exceptionnelle" in again["text"]
    (sent,) = letters(console.click("Envoyer maintenant", again))
    assert "fermeture exceptionnelle" in sent["text"]


def test_what_did_not_change_is_sent_at_once_however_late(console):
    asked = console.ask("/lettre envoyer")
    console.advance("2h")
    assert len(letters(console.click("Envoyer maintenant", asked))) == 1


def test_a_draft_in_which_a_date_moved_is_shown_again_before_it_is_sent(console):
    console.say("/lettre programmer chaque lundi à 9h")
    (draft,) = [one for one in console.advance("1d9h") if "**Brouillon.**" in one["text"]]
    console.say("/rappel modifier 1 jeudi 26 novembre 14h")
    outputs = console.click("Envoyer maintenant", draft)
    assert letters(outputs) == []
    assert any("26 novembre" in one["text"] for one in outputs)
    assert any("a changé entre-temps" in plain(one["text"]) for one in outputs)
    (sent,) = letters(console.click("Envoyer maintenant", draft))
    assert "26 novembre" in sent["text"]
