"""What is corrected after the draft was shown goes out as it is now, and what was told comes once."""

import pytest

from tests.acceptance.console import of_kind, plain


@pytest.fixture
def console(open_console):
    """A Sunday evening: the draft of the letter of Monday tells what Paul can do."""
    console = open_console(user="jeanne")
    console.say(":role jeanne coordinator in loire-42")
    console.say(":as paul")
    console.say("/annuaire je sais faire du FALC et du tableur")
    console.click("publish")
    console.say(":as jeanne")
    console.say("/lettre programmer chaque lundi à 9h")
    (console.draft,) = [one for one in console.advance("1d9h") if "**Brouillon.**" in one["text"]]
    assert "paul : FALC, tableur" in plain(console.draft["text"])
    return console


def letters(outputs):
    return [one for one in of_kind(outputs, "post") if one["text"].startswith("**Lettre n°")]


def as_paul(console, line, *more):
    console.say(":as paul")
    for one in (line, *more):
        console.say(one)
    console.say(":as jeanne")


def test_a_skill_that_is_taken_off_a_card_is_told_by_no_letter(console):
    as_paul(console, "/annuaire retirer tableur")
    assert "tableur" not in console.say("/lettre aperçu")[0]["text"]
    (sent,) = letters(console.advance("1d"))
    assert "paul : FALC" in plain(sent["text"])
    assert "tableur" not in sent["text"]


def test_so_is_one_that_is_taken_off_after_others_were_told_of_it(console):
    console.advance("1d")
    as_paul(console, "/annuaire je sais aussi faire de la retouche photo et de la vidéo", ":click publish")
    (draft,) = [one for one in console.advance("6d") if "**Brouillon.**" in one["text"]]
    assert "retouche photo" in draft["text"]
    as_paul(console, "/annuaire retirer retouche photo")
    (sent,) = letters(console.advance("1d"))
    assert "vidéo" in sent["text"]
    assert "retouche photo" not in sent["text"]


def test_a_card_that_is_hidden_meanwhile_is_not_told(console):
    as_paul(console, "/annuaire visibilité personne")
    assert letters(console.advance("1d")) == []


def test_what_is_corrected_once_it_was_told_is_no_news(console):
    assert len(letters(console.advance("1d"))) == 1
    as_paul(console, "/annuaire retirer tableur")
    assert not any("Nouveau" in one["text"] for one in letters(console.advance("7d")))
