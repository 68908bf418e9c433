"""The letter of a channel is removed: nothing comes any more, what was sent stays, and its numbers go on."""

import pytest

from tests.acceptance.console import button_names, of_kind, plain

SCHEDULED = "/lettre programmer chaque lundi à 9h"


@pytest.fixture
def console(open_console):
    """A letter that went once to two channels, with something left to tell, and its next draft shown."""
    console = open_console(user="jeanne")
    console.say(":in veille-42")
    console.say(":role jeanne coordinator in veille-42")
    console.say("/lettre")
    console.say(":in loire-42")
    console.say(":role jeanne coordinator in loire-42")
    console.say("/rappel ici mardi 14h réunion de réseau")
    console.say(SCHEDULED)
    console.say("/lettre réglages")
    console.submit(places="veille-42")
    assert len(letters(console.advance("3d"))) == 2
    console.say("/rappel ici le 4 décembre à 9h rendre le bilan")
    console.say("/rappel ici le 18 décembre à 9h préparer la fête")
    (console.draft,) = [one for one in console.advance("5d12h") if "**Brouillon.**" in one["text"]]
    return console


def letters(outputs):
    return [one for one in of_kind(outputs, "post") if one["text"].startswith("**Lettre n°")]


def remove(console):
    asked = console.ask("/lettre retirer")
    assert button_names(asked) == ["remove", "pause"]
    return console.click("Retirer la lettre", asked)


def test_removing_asks_first_and_says_what_stays(console):
    text = plain(console.ask("/lettre supprimer")["text"])
    assert "Retirer cette lettre ?" in text
    assert "loire-42 et veille-42" in text
    assert "Le brouillon en attente ne partira pas." in text
    assert "`/lettre historique` en donne la liste" in text
    assert "une pause suffit" in text
    assert len(letters(console.advance("1d"))) == 2


def test_a_letter_that_is_removed_comes_no_more_and_its_draft_is_withdrawn(console):
    said = [plain(one["text"]) for one in remove(console)]
    assert any("Ce brouillon est retiré" in text for text in said)
    assert any("elle reprendra au n° 2" in text for text in said)
    assert of_kind(console.advance("30d"), "dm") == []
    assert [one for one in console.outputs if one["text"].startswith("**Lettre n°\u00a02")] == []


@pytest.mark.parametrize("channel", ["loire-42", "veille-42"])
def test_what_was_sent_is_read_again_in_all_its_channels(console, channel):
    remove(console)
    console.say(f":in {channel}")
    shown = plain(console.ask("/lettre")["text"])
    assert "Ce canal n’a pas de lettre" in shown
    assert "`/lettre historique` donne la liste des lettres envoyées" in shown
    assert "N° 1, envoyée lundi 23 novembre 2026" in plain(console.ask("/lettre historique")["text"])
    letter = console.ask("/lettre historique 1")
    assert "réunion de réseau" in letter["text"]
    (answer,) = console.click("En Markdown", letter)
    assert "réunion de réseau" in answer["files"][0]["text"]


def test_programmed_again_it_goes_on_with_its_numbers_and_tells_nothing_twice(console):
    (menu,) = [menu for menu in console.draft["menus"] if menu["label"] == "Retirer un élément"]
    (dropped,) = [one["value"] for one in menu["options"] if "rendre le bilan" in one["label"]]
    console.say(f":click Retirer un élément={dropped}")
    remove(console)
    said, _draft = console.say(SCHEDULED)
    assert "loire-42" in said["text"]
    assert "veille-42" not in said["text"]
    (sent,) = letters(console.advance("3d"))
    assert "Lettre n°\u00a02" in sent["text"]
    assert "préparer la fête" in sent["text"]
    assert "réunion de réseau" not in sent["text"]
    assert "rendre le bilan" not in sent["text"]


def test_a_channel_whose_letter_was_removed_may_receive_another_ones(console):
    remove(console)
    console.say(":in veille-42")
    console.say(SCHEDULED)
    console.say("/lettre réglages")
    console.submit(places="loire-42")
    console.say(":in loire-42")
    assert "Lettre — veille-42" in console.ask("/lettre")["text"]


def test_old_buttons_bring_nothing_back(console):
    standing = console.ask("/lettre")
    remove(console)
    for label in ("Aperçu", "Envoyer maintenant", "Mettre en pause", "Réglages", "Retirer"):
        (answer,) = console.click(label, standing)
        assert "Ce canal n’a plus de lettre" in answer["text"], label
    assert letters(console.advance("30d")) == []


def test_only_who_coordinates_removes_it(console):
    asked = console.ask("/lettre retirer")
    console.say(":as paul")
    for typed in ("retirer", "pause", "pause tant qu'il fait beau", "pause du 20 décembre au 4 janvier"):
        (refused,) = console.say(f"/lettre {typed}")
        assert "Seules les personnes qui coordonnent" in refused["text"]
    (answer,) = console.click("Retirer la lettre", asked)
    assert answer["kind"] == "error"
    assert len(letters(console.advance("1d"))) == 2


def test_in_private_it_is_not_told_any_more(console):
    remove(console)
    console.say(":in @maillage")
    assert "loire-42" not in console.ask("/lettre")["text"]
