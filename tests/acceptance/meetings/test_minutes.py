"""The minutes of a meeting: written in a form or line by line, shown before they are published."""

import pytest

from tests.acceptance.console import fields, of_kind, plain, said

FIXED = "/rencontre fixer Réunion de réseau ; mardi 8 décembre 14h-16h ; lieu : salle des fêtes"


def agreed(console):
    """A meeting with three items to which Léa and Paul say that they come, and that is over."""
    console.say(FIXED)
    console.say("/rencontre odj ajouter question : qui accueille en mars ? (10 min)")
    console.say("/rencontre odj ajouter le budget")
    console.say("/rencontre odj ajouter idée : un café")
    for name in ("lea", "paul"):
        console.say(f":as {name}")
        console.click("Je viens")
    console.say(":as jeanne")
    return console.advance("17d6h30m")


@pytest.fixture
def console(open_console):
    return open_console(channel="loire-42", user="jeanne")


def test_they_are_asked_for_when_a_meeting_ends_and_written_in_a_form(console):
    (asked,) = [one for one in of_kind(agreed(console), "dm") if "terminée" in one["text"]]
    assert asked["at"].startswith("2026-12-08T16:00")
    (form,) = of_kind(console.click("Écrire le compte-rendu"), "form")
    assert fields(form)["people"]["value"] == "lea, paul"
    kept = console.submit(people="Lea et Karim Benali", became1="non traité", decision2="adopté à main levée")
    text = plain(kept[0]["text"])
    assert "prochaine rencontre, dès qu’il y en aura une : « Question : qui accueille en mars ? »" in text
    assert "2 personnes présentes : lea, Karim Benali" in text
    assert "2. le budget (jeanne)\n   Décision : adopté à main levée" in text


def test_nothing_is_posted_before_it_was_shown_and_what_is_left_comes_again(console):
    agreed(console)
    console.say(":in loire-42")
    assert "1. Question" in said(console, "/rencontre compte-rendu traité 1")
    console.say("/rencontre cr décision 2 : adopté")
    shown = console.say("/rencontre cr publier")
    assert not of_kind(shown, "post")
    assert "Voici ce que le canal verra" in shown[0]["text"]
    assert "ils reviendront à la prochaine rencontre : « Idée : un café »" in plain(shown[0]["text"])
    (post,) = of_kind(console.click("Publier maintenant"), "post")
    assert plain(post["text"]).splitlines() == [
        "## Compte-rendu de « Réunion de réseau »",
        "mardi 8 décembre 2026 de 14 h à 16 h, salle des fêtes",
        "",
        "Organisation : jeanne.",
        "2 personnes présentes : lea, paul",
        "",
        "### Ce qui a été traité",
        "",
        "1. Question : qui accueille en mars ? (jeanne)",
        "2. le budget (jeanne)",
        "   Décision : adopté",
        "",
        "### Ce qui revient à la prochaine rencontre",
        "",
        "3. Idée : un café (jeanne)",
    ]
    assert "1. Idée : un café" in said(console, "/rencontre odj")
    (changed,) = of_kind(console.say("/rencontre cr traité 3"), "update")
    assert "revient" not in changed["text"]
    assert "Rien n’y figure" in said(console, "/rencontre odj")
    console.say(":as lea")
    (given,) = [one for one in console.say("/rencontre cr fichier") if one["files"]]
    assert given["files"][0]["name"] == "compte-rendu-2026-12-08-reunion-de-reseau.md"
    text = plain(given["files"][0]["text"])
    assert text.startswith("# Compte-rendu de « Réunion de réseau »\n")
    assert (
        "1. Question : qui accueille en mars ? (jeanne)\n2. le budget (jeanne)  \n   Décision : adopté"
        in text
    )
    assert "Seules la personne" in said(console, "/rencontre cr traité 3")


def test_several_things_are_said_in_one_line_and_what_is_not_understood_is_told(console):
    agreed(console)
    console.say(":in loire-42")
    text = said(
        console, "/rencontre cr traité 1, blabla, décision 2 : adopté ; décision 9 : rien ; présents : Zoé"
    )
    assert text.startswith(
        "Aucun point n’a ce numéro : l’ordre du jour avait 3 points.\n"
        "Je n’ai pas compris « blabla ».\nLe reste est noté."
    )
    assert (
        "1. Question : qui accueille en mars ? (jeanne)\n2. le budget (jeanne)\n   Décision : adopté" in text
    )
    assert "1 personne présente : Zoé" in text
    assert "Voici ce que le canal verra" in said(console, "/rencontre cr non traité 3, publier")


def test_two_who_write_at_once_lose_nothing(console):
    agreed(console)
    console.say(":in loire-42")
    console.say("/rencontre cr remplir")
    console.say("/rencontre cr décision 2 : reporté d’un mois")
    (again,) = of_kind(console.submit(decision2="adopté"), "form")
    assert "« reporté d’un mois »" in plain(fields(again)["decision2"]["error"])
    assert "Décision : adopté" in "".join(
        plain(one["text"] or "") for one in console.submit(decision2="adopté")
    )


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("décision 9 : rien", "l’ordre du jour avait 3 points"),
        ("traité 0", "l’ordre du jour avait 3 points"),
        ("blabla", "Je n’ai pas compris « blabla ».\nQue faut-il noter ?"),
        (f"décision 1 : {'a' * 2001}", "Cela fait 2001 caractères, et il y en a 2000 au plus"),
        ("du 8 décembre", "Compte-rendu de « Réunion de réseau »"),
    ],
)
def test_what_cannot_be_is_answered_with_what_to_do(console, line, answer):
    assert "Aucune rencontre n’a encore eu lieu ici" in said(console, "/rencontre cr")
    agreed(console)
    console.say(":in loire-42")
    assert answer in said(console, f"/rencontre cr {line}")


def test_items_of_which_nobody_wrote_anything_wait_for_one_press(console):
    agreed(console)
    console.say(":in loire-42")
    console.say("/rencontre fixer Bilan ; jeudi 14 janvier 14h-16h")
    console.say("/rencontre odj ajouter le budget")
    console.say(":as lea")
    assert "Personne n’a encore noté" not in said(console, "/rencontre odj")
    console.say(":as jeanne")
    shown = console.say("/rencontre odj")
    assert "Personne n’a encore noté ce que sont devenus des points de « Réunion de réseau »" in plain(
        shown[0]["text"]
    )
    left = console.click("Voir ce qui reste")[0]
    assert "1. Question : qui accueille en mars ?" in plain(left["text"])
    (asked,) = [one for one in of_kind(console.advance("5d"), "dm") if "Personne n’a noté" in one["text"]]
    assert asked["to"] == "@jeanne"
    assert asked["at"].startswith("2026-12-11T09:00")
    one = plain(console.click("Reporter un point=un café", asked)[0]["text"])
    assert one.startswith("À l’ordre du jour de « Bilan », jeudi 14 janvier 2027")
    assert "« Idée : un café »\nPersonne n’a noté" in one
    rest = plain(console.click("Tout reporter", asked)[0]["text"])
    assert "« Question : qui accueille en mars ? », « le budget »" in rest
    again = console.click("Tout reporter", left)
    assert "il ne reste rien à reporter" in plain(again[0]["text"])
    agenda = said(console, "/rencontre odj")
    assert [line.split(" (")[0] for line in agenda.splitlines()[1:4]] == [
        "1. le budget",
        "2. Idée : un café",
        "3. Question : qui accueille en mars ?",
    ]
    console.say("/rencontre cr traité 2, 3")
    assert "1. le budget (jeanne)\n2. Question" in said(console, "/rencontre odj")


def test_nobody_is_asked_once_minutes_say_it(console):
    agreed(console)
    console.say(":in loire-42")
    console.say("/rencontre cr tout traité")
    assert not [one for one in of_kind(console.advance("5d"), "dm") if "Personne n’a noté" in one["text"]]


def test_a_question_left_open_is_in_the_next_letter_until_it_is_treated(console):
    agreed(console)
    console.say(":in loire-42")
    console.say(":role jeanne coordinator")
    console.say("/rencontre cr non traité 1")
    letter = said(console, "/lettre aperçu")
    assert "Questions restées ouvertes" in letter
    assert "« qui accueille en mars ? », restée ouverte à « Réunion de réseau »" in letter
    console.say("/rencontre fixer Bilan ; jeudi 14 janvier 14h-16h")
    console.say("/rencontre odj retirer 1")
    assert "accueille" not in said(console, "/lettre aperçu")
    assert "n’a pas commencé" not in said(console, "/rencontre cr")


def test_who_publishes_is_told_which_letter_asks_the_questions_left_open(console):
    console.say(":role jeanne coordinator")
    agreed(console)
    console.say(":in loire-42")
    console.say("/rencontre cr traité 2, 3, publier")
    told = plain(console.click("Publier maintenant")[0]["text"])
    assert "loire-42 n’a pas de lettre qui poserait les questions restées ouvertes" in told
    console.say("/lettre programmer chaque vendredi 9h")
    console.say("/rencontre fixer Bilan ; jeudi 10 décembre 14h-16h")
    console.say("/rencontre odj ajouter question : qui a un vidéoprojecteur ?")
    console.advance("2d")
    console.say("/rencontre cr publier")
    told = plain(console.click("Publier maintenant")[0]["text"])
    assert (
        "La lettre de loire-42 pose les questions restées ouvertes, vendredi 11 décembre 2026 à 9 h." in told
    )
    assert "dès qu’elle a sa réponse : `/rencontre ordre-du-jour retirer 1`" in told
    draft = said(console, "/lettre aperçu")
    assert "« qui accueille en mars ? », restée ouverte à « Bilan »" in draft
    assert "vidéoprojecteur" in draft
    assert "vidéoprojecteur" in said(console, "/rencontre odj retirer le vidéoprojecteur")
    (letter,) = [
        plain(one["text"]) for one in of_kind(console.advance("17h"), "post") if "**Lettre n°" in one["text"]
    ]
    assert "accueille" in letter
    assert "vidéoprojecteur" not in letter


def test_a_need_that_has_its_answer_by_then_is_not_put_on_an_agenda(console):
    console.say(":as camille")
    console.say("/quipeut refaire une carte grise")
    console.click("Demander au canal")
    console.submit(text="refaire une carte grise")
    console.say(":as jeanne")
    console.say(FIXED)
    (shown,) = [one for one in of_kind(console.advance("15d8h"), "dm") if one["menus"]]
    console.say(":as paul")
    console.click("Je peux aider")
    console.say(":as jeanne")
    told = console.click("Ajouter un besoin sans réponse=refaire une carte grise", shown)
    assert "il a eu sa réponse depuis" in plain(told[0]["text"])
    assert "Rien n’y figure" in said(console, "/rencontre odj")


def test_a_need_without_an_answer_is_proposed_once(console):
    console.say(":as camille")
    console.say("/quipeut refaire une carte grise")
    console.click("Demander au canal")
    console.submit(text="refaire une carte grise")
    console.say(":as jeanne")
    console.say(FIXED)
    shown = [one for one in of_kind(console.advance("15d8h"), "dm") if one["menus"]]
    assert [one["to"] for one in shown] == ["@jeanne"]
    assert "Des besoins du canal restés sans réponse" in plain(shown[0]["text"])
    console.click("Ajouter un besoin sans réponse=refaire une carte grise")
    posted = console.advance("1d")
    assert any("1. Besoin : refaire une carte grise" in plain(one["text"]) for one in of_kind(posted, "post"))
    assert "Aucun besoin" in said(console, "/rencontre odj besoins")
