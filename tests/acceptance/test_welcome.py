"""How newcomers are welcomed: once, after a while, and never in a crowd."""

import pytest

from bot.cli import run_command
from tests.acceptance.console import button_names, fields, of_kind, plain


@pytest.fixture
def console(open_console):
    """A console whose channel is bound to the Loire, with a coordinator."""
    console = open_console(channel="loire-42", user="jeanne", now="2026-11-23T10:00")
    console.say(":role jeanne coordinator")
    console.say("/maillage configurer")
    console.say(":submit territory=Loire; zone=Paris")
    console.advance("2d")
    return console


def greetings(outputs):
    return [plain(one["text"]) for one in outputs if one["kind"] == "dm" and "Bienvenue" in one["text"]]


def test_a_newcomer_is_told_what_the_network_is_who_coordinates_it_and_what_is_on(console):
    console.say("/rappel ici jeudi 14h café visio du réseau")
    assert greetings(console.say(":join karim")) == []
    [greeting] = greetings(console.advance("11m"))
    assert "Bienvenue karim !" in greeting
    assert "territoire : Loire" in greeting
    assert "jeanne en assure la coordination" in greeting
    assert "jeudi 26 novembre 2026 à 14 h : café visio du réseau" in greeting
    assert "/annuaire je sais faire de la retouche photo" in greeting
    assert greetings(console.advance("400d")) == []


def test_who_is_configured_as_administrator_coordinates_too(open_console, tmp_path):
    config = tmp_path / "config.toml"
    config.write_text('[roles]\nadmins = ["console:maud"]\n', encoding="utf-8")
    console = open_console(channel="loire-42", user="maud", now="2026-11-23T10:00", config=config)
    console.say("/maillage configurer")
    console.say(":submit territory=Loire; zone=Paris")
    console.advance("2d")
    console.say(":join karim")
    [greeting] = greetings(console.advance("11m"))
    assert "maud en assure la coordination" in greeting


def test_nobody_is_welcomed_twice_however_often_they_come_and_go(console):
    console.say(":join karim")
    assert len(greetings(console.advance("1h"))) == 1
    console.say(":leave karim")
    console.say(":join karim")
    console.say(":in loire-2")
    console.say(":join karim")
    assert greetings(console.advance("1h")) == []


def test_somebody_who_left_again_is_not_written_to_and_is_welcomed_if_they_come_back(console):
    console.say(":join karim")
    console.say(":leave karim")
    assert greetings(console.advance("1h")) == []
    console.say(":join karim")
    assert len(greetings(console.advance("1h"))) == 1


def test_many_who_are_added_at_once_are_left_in_peace_and_who_comes_later_is_welcomed(console):
    for number in range(6):
        console.say(f":join ajout{number}")
        console.advance("1m")
    assert greetings(console.advance("1d")) == []
    console.say(":join karim")
    assert len(greetings(console.advance("1h"))) == 1


def test_many_who_are_added_to_many_channels_at_once_are_left_in_peace(console):
    for number in range(6):
        console.say(f":in loire-{number}")
        console.say("/maillage configurer")
        console.say(":submit territory=Loire; zone=Paris")
        console.say(f":join ajout{number}")
    assert greetings(console.advance("1d")) == []


def test_who_leaves_in_the_night_is_not_greeted_in_the_morning(console):
    console.advance("12h")
    console.say(":join karim")
    console.advance("30m")
    console.say(":leave karim")
    assert greetings(console.advance("1d")) == []


def test_whoever_joins_a_channel_without_territory_or_has_been_here_for_long_is_not_welcomed(console):
    console.say(":in general")
    console.say(":join karim")
    assert greetings(console.advance("3d")) == []
    console.say(":in loire-42")
    console.say(":join karim")
    assert greetings(console.advance("1h")) == []


def test_a_newcomer_is_introduced_only_once_they_accept_and_can_change_their_mind(console):
    console.say(":join karim")
    console.advance("1h")
    console.say(":as karim")
    form = of_kind(console.click("introduce"), "form")[0]
    assert list(fields(form)) == ["text"]
    accepted = console.submit(text="Conseiller à Roanne, *passionné* de photo")[0]
    assert "La prochaine lettre te présente ainsi : Conseiller à Roanne" in plain(accepted["text"])
    assert button_names(accepted) == ["withdraw"]
    withdrawn = console.click("withdraw")[0]
    assert "la lettre ne te présente pas" in plain(withdrawn["text"])


def test_who_wants_to_be_left_in_peace_gets_nothing_that_they_did_not_ask_for(console):
    console.say(":join karim")
    console.advance("1h")
    console.say(":as karim")
    told = console.click("peace")[0]
    assert "je ne t’écris plus de moi-même" in plain(told["text"])
    form = fields(of_kind(console.say("/maillage préférences"), "form")[0])
    assert form["daily_cap"]["value"] == "0"


CARD = (
    "compte,nom,structure,commune,code_insee,perimetre,competences,specificites,appetences,publics,"
    "langues,disponibilites,visibilite\n{who},Karim Z.,,Roanne,42187,,FALC,,,,,,reseau\n"
)


def import_card(tmp_path, who):
    file = tmp_path / "cards.csv"
    file.write_text(CARD.format(who=who), encoding="utf-8")
    assert run_command(["directory", "import", str(file), "--data-dir", str(tmp_path)]) == 0


def test_a_newcomer_for_whom_a_card_was_imported_gets_one_message_that_says_it_all(console, tmp_path):
    import_card(tmp_path, "karim")
    console.say("/rappel ici jeudi 14h café visio du réseau")
    outputs = [*console.say(":join karim"), *console.advance("3d")]
    [told] = [one for one in outputs if one["kind"] == "dm" and one["to"] == "@karim"]
    text = plain(told["text"])
    assert "a importé une fiche à ton nom" in text
    assert "Compétences : FALC" in text
    assert "jeanne en assure la coordination" in text
    assert "jeudi 26 novembre 2026 à 14 h : café visio du réseau" in text
    assert "`/maillage préférences` quand je peux t’écrire" in text
    assert text.count("Responsable de ce que je garde sur toi") == 1
    assert button_names(told) == ["right", "edit", "refuse"]


def test_nobody_who_has_a_card_is_asked_to_write_one(console):
    console.say(":join karim")
    console.say(":as karim")
    console.say("/annuaire je sais faire du FALC")
    console.click("publish")
    [greeting] = greetings(console.advance("11m"))
    assert "écris ta fiche" not in greeting
    assert "`/annuaire fiche` la montre" in greeting


def test_nobody_who_refused_a_card_is_asked_to_write_one(console, tmp_path):
    import_card(tmp_path, "karim")
    console.say(":in general")
    console.say(":as karim")
    console.say("/maillage aide")
    console.say("/annuaire fiche")
    console.click("refuse")
    console.say(":in loire-42")
    console.say(":join karim")
    [greeting] = greetings(console.advance("11m"))
    assert "fiche" not in greeting
    assert "/maillage aide" in greeting


def test_the_first_message_says_who_is_responsible_and_what_one_can_do(console):
    console.say(":join karim")
    [greeting] = greetings(console.advance("11m"))
    assert "Responsable de ce que je garde sur toi" in greeting
    assert "/maillage mes-données" in greeting
