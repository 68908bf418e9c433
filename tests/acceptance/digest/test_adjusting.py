"""The settings of a letter and its editorial, typed rather than filled in."""

import pytest

from tests.acceptance.console import fields, of_kind, plain, said


@pytest.fixture
def console(open_console):
    console = open_console(channel="rhone-69", user="jeanne")
    console.say("/lettre")
    for place in ("loire-42", "rhone-69"):
        console.say(f":role jeanne coordinator in {place}")
    console.say(":in loire-42")
    console.say("/lettre programmer chaque jeudi à 10h")
    return console


def sections(text):
    """Return what a letter says of its sections."""
    return next(line for line in text.splitlines() if line.startswith("- Rubriques"))


def test_sections_are_changed_in_words_and_the_others_stay(console):
    assert "Liens partagés (5), Du côté des flux (12)" in sections(said(console, "/lettre réglages liens 5"))
    told = sections(said(console, "/lettre reglages liens : 4 puis flux 3"))
    assert "À venir (8), Liens partagés (4), Du côté des flux (3), Encore sans réponse (5)" in told
    assert "annuaire" not in sections(said(console, "/lettre rubriques sans l'annuaire"))
    told = sections(said(console, "/lettre rubrique annuaire en tête"))
    assert "éléments : Dans l’annuaire (6), À venir (8), " in told
    assert "À venir" not in sections(said(console, "/lettre réglages pas de rubrique à venir"))
    told = sections(said(console, "/lettre réglages avec à venir 2 ; flux en tête"))
    assert "éléments : Du côté des flux (3), Dans l’annuaire (6), À venir (2), " in told
    assert "éléments : Liens partagés (4), Du côté des flux (3)" in sections(
        said(console, "/lettre réglages mettre les liens en premier")
    )
    assert "Donne un nombre de 0 à 20" in said(console, "/lettre réglages liens 500")
    assert "Je ne connais pas de rubrique « météo »" in said(console, "/lettre réglages météo 3")


def test_what_is_misspelt_leads_to_a_line_that_works(console):
    asked = said(console, "/lettre section liens 5 puis flux 3")
    assert "`/lettre réglages liens 5 puis flux 3`" in asked
    assert "Liens partagés (5), Du côté des flux (3)" in said(console, "/lettre réglages liens 5 puis flux 3")
    assert "Du côté des flux (2), À venir (8)" in said(console, "/lettre réglages flux 2 en tête")


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("brouillon 2 jours avant à 9h", "- Brouillon : 2 jours avant à 9 h"),
        ("le brouillon : le mardi à midi", "- Brouillon : le mardi précédent à 12 h"),
        ("brouillon à 8h", "- Brouillon : la veille à 8 h"),
        ("sans brouillon", "- Brouillon : aucun"),
        ("brouillon=aucun", "- Brouillon : aucun"),
    ],
)
def test_the_draft_comes_when_it_is_said_to(console, typed, shown):
    told = said(console, f"/lettre réglages {typed}")
    assert "C’est enregistré" in told
    assert shown in said(console, "/lettre")


def test_when_the_draft_comes_is_asked_for_where_it_is_not_understood_and_nothing_changes(console):
    assert "Quand le brouillon doit-il arriver" in said(console, "/lettre réglages brouillon au printemps")
    assert "- Brouillon : la veille à 18 h" in said(console, "/lettre")


@pytest.mark.parametrize("typed", ["même vide", "meme si elle est vide", "si vide : le dire", "vide oui"])
def test_an_empty_letter_goes_where_that_is_wanted_and_no_more_once_it_is_not(console, typed):
    assert "- Sans rien à signaler : elle part quand même" in said(console, f"/lettre réglages {typed}")
    sent = [one for one in console.advance("7d") if one["text"].startswith("**Lettre n°")]
    assert len(sent) == 1
    never = "/lettre réglages ne pas envoyer la lettre quand elle est vide"
    assert "- Sans rien à signaler : elle ne part pas" in said(console, never)
    assert [one for one in console.advance("7d") if one["text"].startswith("**Lettre n°")] == []


def test_it_goes_to_other_channels_and_no_more(console):
    for typed in ("aussi dans rhone-69", "canaux : rhone-69", "rhone-69"):
        assert "rhone-69" in said(console, f"/lettre réglages {typed}").split("- Quand")[0]
        assert "rhone-69" not in said(console, "/lettre réglages plus dans #rhone-69").split("- Quand")[0]
    for typed in ("réglages aussi dans isere-38", "canaux #isere-38", "réglages ~isere-38"):
        assert "Je ne connais pas de canal «" in said(console, f"/lettre {typed}")


def test_what_is_not_understood_is_answered_with_what_may_be_typed(console):
    answer = said(console, "/lettre réglages fais-la plus jolie")
    assert "« liens 5 »" in answer
    assert "`/lettre réglages`" in answer
    console.say(":as karim")
    assert "Seules les personnes qui coordonnent" in said(console, "/lettre réglages liens 5")


def test_an_editorial_is_typed_and_one_that_is_there_is_not_lost(console):
    assert "L’éditorial figure dans le brouillon" in said(console, "/lettre édito Bonjour à toutes et tous !")
    outputs = console.say("/lettre éditorial Et bienvenue à Léa.")
    (form,) = of_kind(outputs, "form")
    assert fields(form)["text"]["value"] == "Bonjour à toutes et tous !\n\nEt bienvenue à Léa."
    console.submit(text="Bonjour à toutes et tous, et bienvenue à Léa !")
    (sent,) = [one for one in console.advance("7d") if one["text"].startswith("**Lettre n°")]
    assert "Bonjour à toutes et tous, et bienvenue à Léa !" in plain(sent["text"])
