"""A draft on demand: for whoever prepares the letter, also where it has no rhythm."""

import pytest

from tests.acceptance.console import button_names, fields, of_kind, plain


@pytest.fixture
def console(open_console):
    console = open_console(user="jeanne")
    console.say(":role jeanne coordinator in loire-42")
    console.say("/rappel ici mardi 14h réunion de réseau")
    return console


def drafts(outputs):
    return [one for one in of_kind(outputs, "dm") if "**Brouillon.**" in one["text"]]


def letters(outputs):
    return [one for one in of_kind(outputs, "post") if one["text"].startswith("**Lettre n°")]


def test_the_draft_comes_at_once_with_its_buttons_and_the_letter_at_its_hour(console):
    console.say("/lettre programmer chaque lundi à 9h")
    outputs = console.say("/lettre brouillon")
    (draft,) = drafts(outputs)
    assert "réunion de réseau" in draft["text"]
    assert {"draft-send", "draft-editorial", "draft-postpone", "draft-skip"} == set(button_names(draft))
    assert any("messages privés" in one["text"] for one in of_kind(outputs, "reply"))
    (sent,) = letters(console.advance("3d"))
    assert "lundi 23 novembre 2026" in sent["text"]


def test_what_happens_until_its_usual_hour_comes_into_a_draft_that_was_wanted_before(console):
    console.say("/lettre programmer chaque lundi à 9h")
    (draft,) = drafts(console.say("/lettre brouillon"))
    console.say("/rappel ici le 4 décembre à 9h rendre le bilan")
    outputs = console.advance("1d9h")
    (again,) = drafts(outputs)
    assert "rendre le bilan" in again["text"]
    assert any("plus bas" in one["text"] for one in outputs if one["edits"] == draft["id"])
    (sent,) = letters(console.advance("1d"))
    assert "rendre le bilan" in sent["text"]


def test_asked_for_again_it_is_shown_again_and_the_first_is_none_any_more(console):
    console.say("/lettre programmer chaque lundi à 9h")
    (first,) = drafts(console.say("/lettre brouillon"))
    console.advance("1m")
    outputs = console.say("/lettre brouillon")
    assert len(drafts(outputs)) == 1
    assert any("plus bas" in one["text"] for one in outputs if one["edits"] == first["id"])


def test_a_letter_that_is_only_sent_by_hand_waits_in_its_draft(console):
    (draft,) = drafts(console.say("/lettre brouillon"))
    assert "quand on l’envoie" in draft["text"]
    assert letters(console.advance("2d")) == []
    (sent,) = letters(console.click("Envoyer maintenant", draft))
    assert "Lettre n°\u00a01" in sent["text"]


def test_one_that_is_sent_by_hand_may_be_given_an_hour(console):
    (draft,) = drafts(console.say("/lettre brouillon"))
    console.click("Reporter", draft)
    console.submit(when="lundi 10h")
    assert letters(console.advance("1d")) == []
    assert len(letters(console.advance("2d"))) == 1


def test_without_a_draft_of_its_own_a_letter_has_one_on_demand(console):
    console.say("/lettre programmer chaque lundi à 9h")
    console.say("/lettre réglages")
    console.submit(lead="aucun")
    console.say("/rappel ici le 4 décembre à 9h rendre le bilan")
    said = plain("".join(output["text"] for output in console.say("/lettre reporter lundi 11h")))
    assert "La lettre partira lundi 23 novembre 2026 à 11 h" in said
    assert "Le brouillon est dans tes messages privés" in said
    (sent,) = letters(console.advance("3d"))
    assert "rendre le bilan" in sent["text"]


@pytest.mark.parametrize("line", ["édito", "éditorial"])
def test_the_editorial_is_written_at_once(console, line):
    console.say("/lettre programmer chaque lundi à 9h")
    form = console.say(f"/lettre {line}")[0]
    assert fields(form)["text"]["value"] in ("", None)
    console.submit(text="Bonne semaine")
    (sent,) = letters(console.advance("3d"))
    assert "Bonne semaine" in sent["text"]
    console.say(f"/lettre {line}")


def test_who_does_not_prepare_it_has_a_look_and_writes_nothing(console):
    console.say("/lettre programmer chaque lundi à 9h")
    console.say(":as paul")
    (answer,) = console.say("/lettre brouillon")
    assert "Aperçu" in answer["text"]
    assert "Seules les personnes qui coordonnent" in console.say("/lettre éditorial")[0]["text"]
    assert drafts(console.outputs) == []


def test_a_paused_letter_has_no_draft(console):
    console.say("/lettre programmer chaque lundi à 9h")
    console.say("/lettre pause")
    assert "`/lettre reprendre`" in plain(console.ask("/lettre brouillon")["text"])
