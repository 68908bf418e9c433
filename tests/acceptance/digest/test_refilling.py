"""A draft that waits is filled up: one without a rhythm when somebody turns to it, one that is postponed."""

import pytest

from tests.acceptance.console import of_kind, plain


@pytest.fixture
def console(open_console):
    """A Saturday."""
    console = open_console(user="jeanne")
    console.say(":role jeanne coordinator in loire-42")
    console.say("/rappel ici le 10 décembre à 14h réunion de réseau")
    return console


def drafts(outputs):
    return [one for one in of_kind(outputs, "dm") if "**Brouillon.**" in one["text"]]


def letters(outputs):
    return [one for one in of_kind(outputs, "post") if one["text"].startswith("**Lettre n°")]


def something_comes_up(console, after="3d"):
    console.advance(after)
    console.say("/rappel ici le 4 décembre à 9h rendre le bilan")


def test_the_draft_of_a_letter_without_a_rhythm_is_filled_up_and_dated_when_it_is_asked_for(console):
    console.say("/lettre brouillon")
    something_comes_up(console)
    for line in ("/lettre aperçu", "/lettre envoyer"):
        shown = plain(console.say(line)[0]["text"])
        assert "rendre le bilan" in shown
        assert "mardi 24 novembre 2026" in shown
    (draft,) = drafts(console.say("/lettre brouillon"))
    assert "rendre le bilan" in draft["text"]
    assert draft["text"].index("rendre le bilan") < draft["text"].index("réunion de réseau"), "by their dates"


def test_what_came_since_it_was_shown_is_shown_before_it_is_sent(console):
    (draft,) = drafts(console.say("/lettre brouillon"))
    something_comes_up(console)
    outputs = console.click("Envoyer maintenant", draft)
    assert letters(outputs) == []
    assert any("rendre le bilan" in one["text"] for one in outputs if one["edits"] == draft["id"])
    (sent,) = letters(console.click("Envoyer maintenant", draft))
    assert "rendre le bilan" in sent["text"]


def test_what_was_dropped_stays_dropped_and_what_was_ordered_stays_so(console):
    console.say("/rappel ici le 11 décembre à 14h permanence au marché")
    console.say("/rappel ici le 12 décembre à 14h formation")
    console.say("/lettre brouillon")
    console.say("/lettre brouillon retirer 3")
    console.say("/lettre brouillon 2 en tête")
    something_comes_up(console)
    (draft,) = drafts(console.say("/lettre brouillon"))
    assert "formation" not in draft["text"]
    order = [draft["text"].index(what) for what in ("permanence", "réunion de réseau", "rendre le bilan")]
    assert order == sorted(order)


def test_an_empty_draft_of_a_letter_with_a_rhythm_is_filled_up_too(open_console):
    console = open_console(user="jeanne")
    console.say(":role jeanne coordinator in loire-42")
    console.say("/lettre programmer chaque lundi à 9h")
    (draft,) = drafts(console.say("/lettre brouillon"))
    assert "rien à signaler" in draft["text"]
    something_comes_up(console, after="1h")
    (draft,) = drafts(console.say("/lettre brouillon"))
    assert "rendre le bilan" in draft["text"]


def test_a_section_that_is_chosen_meanwhile_comes_into_it(console):
    console.say("/lettre brouillon")
    console.say("/lettre réglages")
    console.submit(sections="À venir : 0\nDans l’annuaire : 5")
    console.say(":as paul")
    console.say("/annuaire je sais faire du FALC")
    console.click("publish")
    console.say(":as jeanne")
    (draft,) = drafts(console.say("/lettre brouillon"))
    assert "paul : FALC" in plain(draft["text"])


def test_a_letter_that_is_postponed_by_days_is_filled_up_and_shown_anew_before_it_goes(console):
    console.say("/lettre programmer chaque lundi à 9h")
    (draft,) = drafts(console.advance("1d9h"))
    console.click("Reporter", draft)
    console.submit(when="de 3 jours")
    something_comes_up(console, "2d")
    (again,) = drafts(console.advance("1d"))
    assert "rendre le bilan" in again["text"]
    assert "jeudi 26 novembre 2026" in plain(again["text"])
    (sent,) = letters(console.advance("1d"))
    assert "rendre le bilan" in sent["text"]
    assert "réunion de réseau" in sent["text"]


def test_a_letter_by_hand_that_was_given_an_hour_is_shown_anew_the_evening_before(console):
    console.say("/lettre brouillon")
    console.say("/lettre reporter de 5 jours")
    something_comes_up(console)
    (again,) = drafts(console.advance("1d12h"))
    assert "rendre le bilan" in again["text"]
    (sent,) = letters(console.advance("1d"))
    assert "rendre le bilan" in sent["text"]
