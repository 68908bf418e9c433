"""Who prepares a letter: whoever coordinates its channel as they act, not as they were shown the draft."""

import pytest

from tests.acceptance.console import of_kind, plain

SCHEDULED = "/lettre programmer chaque lundi à 9h"
REFUSED = "Seules les personnes qui coordonnent ce canal"


@pytest.fixture
def console(open_console):
    console = open_console(user="jeanne")
    console.say(":role jeanne coordinator in loire-42")
    console.say("/rappel ici mardi 14h réunion de réseau")
    console.say("/rappel ici le 4 décembre à 9h rendre le bilan")
    console.say(SCHEDULED)
    return console


def drafts(outputs):
    return [one for one in of_kind(outputs, "dm") if "**Brouillon.**" in one["text"]]


def letters(outputs):
    return [one for one in of_kind(outputs, "post") if one["text"].startswith("**Lettre n°")]


@pytest.mark.parametrize("where", ["loire-42", "@maillage"])
@pytest.mark.parametrize(
    "press",
    [
        "Retirer un élément=1",
        "Déplacer un élément ou une rubrique=2",
        "Écrire un éditorial",
        "Reporter",
        "Ne pas envoyer cette fois",
        "Envoyer maintenant",
    ],
)
def test_who_does_not_coordinate_any_more_does_nothing_to_the_draft_that_they_were_shown(
    console, press, where
):
    (draft,) = drafts(console.advance("1d9h"))
    console.say(":role jeanne member in loire-42")
    console.say(f":in {where}")
    (answer,) = console.say(f":click {press} on {draft['id']}")
    assert REFUSED in answer["text"]
    (sent,) = letters(console.advance("1d"))
    assert sent["text"].index("réunion de réseau") < sent["text"].index("rendre le bilan")


def test_a_form_that_was_open_when_the_role_was_lost_saves_nothing(console):
    drafts(console.advance("1d9h"))
    console.say(":click Écrire un éditorial")
    console.say(":role jeanne member in loire-42")
    assert REFUSED in console.submit(text="Bonjour")[0]["text"]
    (sent,) = letters(console.advance("1d"))
    assert "Bonjour" not in sent["text"]


@pytest.mark.parametrize("line", ["programmer", "programmer bof", "reporter", "reporter bof", "réglages"])
def test_no_form_is_opened_for_who_may_not_prepare_the_letter(console, line):
    console.say(":as paul")
    (answer,) = console.say(f"/lettre {line}")
    assert (answer["kind"], answer["form"]) == ("error", None)
    assert REFUSED in answer["text"]


@pytest.mark.parametrize("line", ["programmer", "programmer chaque lundi à 9h", "reporter", "réglages"])
def test_in_private_one_is_told_where_a_letter_is_programmed(console, line):
    console.say(":in @maillage")
    (answer,) = console.say(f"/lettre {line}")
    assert "tape cela dans le canal auquel elle est destinée" in plain(answer["text"])


def test_once_who_programmed_it_has_left_the_others_of_the_channel_are_shown_the_draft(console):
    console.say(":role karim coordinator in loire-42")
    console.say(":role agnès coordinator")
    console.say(":role fatou coordinator in veille-42")
    console.say(":leave jeanne")
    console.say(":in veille-42")
    console.say(":leave jeanne")
    found = drafts(console.advance("1d9h"))
    assert {one["to"] for one in found} == {"@karim", "@agnès"}
    console.say(":as karim")
    (asked,) = console.click("Ne pas envoyer cette fois", next(one for one in found if one["to"] == "@karim"))
    assert "lundi 23 novembre 2026" in plain(asked["text"])
    console.click("Oui, ne pas l’envoyer", asked)
    assert letters(console.advance("1d")) == []


def test_once_nobody_is_left_to_prepare_it_the_letter_goes_all_the_same(console):
    console.say(":leave jeanne")
    assert drafts(console.advance("1d9h")) == []
    assert len(letters(console.advance("1d"))) == 1


def test_once_who_programmed_it_coordinates_no_more_the_draft_goes_to_who_does_now(console):
    console.say(":role karim coordinator in loire-42")
    assert "à jeanne, en message privé" in plain(console.ask("/lettre")["text"])
    console.say(":role jeanne member in loire-42")
    assert "aux personnes qui coordonnent ce canal" in plain(console.ask("/lettre")["text"])
    assert {one["to"] for one in drafts(console.advance("1d9h"))} == {"@karim"}


def test_where_nobody_coordinates_the_channel_any_more_it_goes_to_the_networks_coordinators(console):
    console.say(":role agnès coordinator")
    console.say(":role jeanne member in loire-42")
    assert {one["to"] for one in drafts(console.advance("1d9h"))} == {"@agnès"}
