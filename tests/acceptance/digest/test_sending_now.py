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


def test_the_letter_that_it_takes_the_place_of_is_named_and_the_next_one_said(console):
    console.say("/lettre programmer chaque lundi à 9h")
    console.advance("1d9h")
    asked = next(one for one in console.say("/lettre envoyer") if one["buttons"])
    assert "à la place de la lettre prévue lundi 23 novembre 2026 à 9" in plain(asked["text"])
    assert "loire-42, dimanche 22 novembre 2026" in plain(asked["text"]), "as it will be dated"
    outputs = console.click("Envoyer maintenant", asked)
    assert len(letters(outputs)) == 1
    said = next(plain(one["text"]) for one in outputs if one["edits"] == asked["id"])
    assert "La prochaine : lundi 30 novembre 2026 à 9" in said.replace("\u00a0", " ")
    assert letters(console.advance("1d")) == []


def test_one_that_is_sent_besides_takes_no_date(console):
    console.say("/lettre programmer chaque lundi à 9h")
    asked = console.ask("/lettre envoyer")
    assert "à la place" not in asked["text"]
    outputs = console.click("Envoyer maintenant", asked)
    said = next(plain(one["text"]) for one in outputs if one["edits"] == asked["id"])
    assert "La prochaine : lundi 23 novembre 2026 à 9" in said.replace("\u00a0", " ")


def test_a_draft_is_not_thrown_away_by_a_slip(console):
    console.say("/lettre programmer chaque lundi à 9h")
    console.advance("1d9h")
    (asked,) = console.click("Ne pas envoyer cette fois")
    assert "seront perdus" in plain(asked["text"])
    assert len(letters(console.advance("1d"))) == 1, "nobody said yes"
