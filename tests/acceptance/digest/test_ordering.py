"""The order of a draft: items and sections are moved, by buttons and in words, in this one letter."""

import re

import pytest

from tests.acceptance.console import button_names, of_kind, plain

MOVE = "Déplacer un élément ou une rubrique"
COMING = ("réunion", "permanence", "marché", "bilan")


@pytest.fixture
def console(open_console):
    """A Saturday; the letter of loire-42 goes on Monday, with four dates and a new card."""
    console = open_console(user="jeanne")
    console.say(":role jeanne coordinator in loire-42")
    for day, what in zip(("mardi", "mercredi", "jeudi", "vendredi"), COMING, strict=True):
        console.say(f"/rappel ici {day} 14h {what}")
    publish(console, "léa")
    console.say("/lettre programmer chaque lundi à 9h")
    return console


def publish(console, who):
    """Have somebody publish a card, of which the letter tells in its last section."""
    console.say(f":as {who}")
    console.say("/annuaire je sais faire du FALC")
    console.click("publish")
    console.say(":as jeanne")


def drafts(outputs):
    return [one for one in outputs if "**Brouillon.**" in one["text"]]


def draft(console):
    """The draft, as the evening before shows it."""
    (found,) = drafts(console.advance("1d9h"))
    return found


def letters(outputs):
    return [one for one in of_kind(outputs, "post") if one["text"].startswith("**Lettre n°")]


def order(shown):
    """The dates in the order in which something shows them."""
    return re.findall("|".join(COMING), plain(shown["text"]))


def number(shown, what):
    """The number of an item in a draft."""
    (found,) = re.findall(rf"^(\d+)\. .*{what}", plain(shown["text"]), re.MULTILINE)
    return found


def options(shown, label=MOVE):
    (menu,) = [menu for menu in shown["menus"] if menu["label"] == label]
    return {plain(option["label"]): option["value"] for option in menu["options"]}


def choose(console, shown, what):
    """Choose what to move: the label of the option holds it."""
    (value,) = [value for label, value in options(shown).items() if what in label]
    return drafts(console.say(f":click {MOVE}={value}"))[-1]


def test_items_of_a_draft_have_numbers_and_those_of_a_letter_none(console):
    shown = draft(console)
    assert [number(shown, what) for what in COMING] == ["1", "2", "3", "4"]
    (sent,) = letters(console.advance("1d"))
    assert not re.search(r"^\d+\. ", sent["text"], re.MULTILINE)
    assert re.search(r"^- ", sent["text"], re.MULTILINE)


def test_an_item_goes_down_up_to_the_end_and_to_the_top_by_buttons(console):
    shown = choose(console, draft(console), "réunion")
    assert "n° 1, « mardi 24 novembre 2026 à 14 h : réunion »" in plain(shown["text"])
    shown = drafts(console.say(":click Descendre"))[-1]
    assert order(shown)[-4:] == ["permanence", "réunion", "marché", "bilan"]
    shown = drafts(console.say(":click À la fin"))[-1]
    assert order(shown)[-4:] == ["permanence", "marché", "bilan", "réunion"]
    shown = drafts(console.say(":click Monter"))[-1]
    assert order(shown)[-4:] == ["permanence", "marché", "réunion", "bilan"]
    shown = drafts(console.say(":click En tête"))[-1]
    assert order(shown)[-4:] == list(COMING)
    assert "Cela vient déjà en premier" in plain(console.say(":click Monter")[0]["text"])
    shown = drafts(console.say(":click Terminé"))[-1]
    assert "draft-up" not in button_names(shown)


def test_a_letter_goes_as_its_draft_was_ordered_and_the_next_one_by_its_settings(console):
    shown = choose(console, draft(console), "Rubrique « À venir »")
    shown = drafts(console.say(":click À la fin"))[-1]
    assert plain(shown["text"]).index("léa") < plain(shown["text"]).index("réunion")
    assert number(shown, "réunion") == "2"
    (sent,) = letters(console.advance("1d"))
    assert plain(sent["text"]).index("léa") < plain(sent["text"]).index("réunion")
    console.say("/rappel ici le 4 décembre à 9h fête")
    publish(console, "paul")
    (sent,) = letters(console.advance("7d"))
    assert plain(sent["text"]).index("fête") < plain(sent["text"]).index("paul")


def test_a_draft_that_is_filled_up_later_keeps_its_order(console):
    console.advance("1h")
    (shown,) = drafts(console.say("/lettre brouillon"))
    choose(console, shown, "Rubrique « À venir »")
    console.say(":click À la fin")
    publish(console, "paul")
    console.advance("1d9h")
    (sent,) = letters(console.advance("1d"))
    assert plain(sent["text"]).index("paul") < plain(sent["text"]).index("réunion")


@pytest.mark.parametrize("where", ["loire-42", "@maillage"])
def test_a_draft_is_ordered_in_words_in_the_channel_or_where_it_is_read(console, where):
    draft(console)
    console.say(f":in {where}")
    outputs = console.say("/lettre brouillon descendre 1")
    said = "« mardi 24 novembre 2026 à 14 h : réunion » est maintenant au n° 2"
    assert any(said in plain(one["text"]) for one in outputs)
    assert order(drafts(outputs)[-1]) == ["permanence", "réunion", "marché", "bilan"]
    shown = drafts(console.say("/lettre brouillon 4 en tête"))[-1]
    assert order(shown) == ["bilan", "permanence", "réunion", "marché"]
    shown = drafts(console.say("/lettre brouillon 1 à la fin"))[-1]
    assert order(shown) == ["permanence", "réunion", "marché", "bilan"]
    shown = drafts(console.say("/lettre brouillon retirer 1"))[-1]
    assert order(shown) == ["réunion", "marché", "bilan"]
    outputs = console.say("/lettre brouillon rubrique annuaire en tête")
    said = "Les rubriques, maintenant : Dans l’annuaire et À venir"
    assert any(said in plain(one["text"]) for one in outputs)
    (sent,) = letters(console.advance("1d"))
    assert order(sent) == ["réunion", "marché", "bilan"]
    assert plain(sent["text"]).index("léa") < plain(sent["text"]).index("réunion")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("monter 1", "Cela vient déjà en premier"),
        ("descendre 9", "Le brouillon n’a pas d’élément de ce numéro : ils vont de 1 à 5"),
        ("rubrique recettes en tête", "Je ne connais pas de rubrique « recettes »"),
        ("bof", "Par exemple : `/lettre brouillon monter 3`"),
    ],
)
def test_what_cannot_be_done_is_said_and_changes_nothing(console, typed, said):
    draft(console)
    answer, *_form = console.say(f"/lettre brouillon {typed}")
    assert said in plain(answer["text"])
    (sent,) = letters(console.advance("1d"))
    assert order(sent) == list(COMING)


def test_without_a_draft_there_is_nothing_to_change(console):
    (answer,) = console.say("/lettre brouillon monter 2")
    assert "Il n’y a pas encore de brouillon" in plain(answer["text"])
    console.say(":in @maillage")
    (answer,) = console.say("/lettre brouillon monter 2")
    assert "Aucun brouillon n’attend ici" in plain(answer["text"])


def test_who_does_not_prepare_the_letter_orders_nothing(console):
    draft(console)
    console.say(":as paul")
    (answer,) = console.say("/lettre brouillon descendre 1")
    assert "Seules les personnes qui coordonnent" in answer["text"]


def test_what_two_coordinators_do_at_once_is_all_kept_and_both_see_it(console):
    console.say(":role karim coordinator in loire-42")
    jeannes = draft(console)
    choose(console, jeannes, "réunion")
    console.say(":as karim")
    (karims,) = drafts(console.say("/lettre brouillon"))
    choose(console, karims, "bilan")
    console.say(":click En tête")
    console.say(":as jeanne")
    choose(console, jeannes, "réunion")
    outputs = console.say(":click À la fin")
    seen = {one["edits"]: " ".join(order(one)[-4:]) for one in drafts(outputs)}
    assert seen == {shown["id"]: "bilan permanence marché réunion" for shown in (jeannes, karims)}
    console.say(":as karim")
    outputs = console.say("/lettre brouillon descendre 2")
    seen = {one["edits"]: " ".join(order(one)[-4:]) for one in drafts(outputs)}
    assert seen == {shown["id"]: "bilan marché permanence réunion" for shown in (jeannes, karims)}
    (sent,) = letters(console.advance("1d"))
    assert order(sent) == ["bilan", "marché", "permanence", "réunion"]


def test_items_go_beside_one_another_and_several_are_dropped_and_put_back_in_words(console):
    console.say("/lettre brouillon")
    said = {
        "échanger 1 et 4": ["bilan", "permanence", "marché", "réunion"],
        "4 avant 2": ["bilan", "réunion", "permanence", "marché"],
        "déplace le 1 après le 3": ["réunion", "permanence", "bilan", "marché"],
        "retirer 1 et 3": ["permanence", "marché"],
        "remettre 2": ["permanence", "bilan", "marché"],
        "remets": ["réunion", "permanence", "bilan", "marché"],
    }
    for typed, expected in said.items():
        (shown,) = drafts(console.say(f"/lettre brouillon {typed}"))
        assert order(shown)[: len(expected)] == expected, typed
    console.say("/lettre brouillon retirer 1, 2")
    asked = plain(console.ask("/lettre brouillon remettre")["text"])
    assert "Lequel faut-il remettre ?" in asked
    assert order({"text": asked}) == ["réunion", "permanence"]
    console.say("/lettre brouillon remettre 1")
    assert "Un élément reste dans sa rubrique" in console.ask("/lettre brouillon 1 après 4")["text"]
    console.say("/lettre brouillon remettre")
    assert "Rien n’a été retiré" in console.ask("/lettre brouillon remettre")["text"]
