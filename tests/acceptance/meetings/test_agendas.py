"""The agenda of a meeting: anybody proposes, who organises orders it, and the day before it is posted."""

import pytest

from tests.acceptance.console import fields, of_kind, plain, said

FIXED = "/rencontre fixer Réunion de réseau ; mardi 8 décembre 14h-16h"


@pytest.fixture
def console(open_console):
    return open_console(channel="loire-42", user="jeanne")


def agenda(outputs):
    """Return the agenda that was posted, or changed there, last."""
    texts = [plain(one["text"]) for one in outputs if one["kind"] in ("post", "update")]
    return [text for text in texts if "Ordre du jour" in text][-1]


def test_items_wait_for_a_meeting_then_are_ordered_timed_and_published(console):
    console.say(":as lea")
    waits = said(console, "/rencontre ordre-du-jour ajouter question : qui accueille en mars ? (10 min)")
    assert "attend la prochaine rencontre du canal : « Question : qui accueille en mars ? »" in waits
    console.say(":as jeanne")
    console.say(FIXED)
    console.say("/rencontre odj ajouter besoin d'aide sur les impôts, 1h")
    console.say("/rencontre ordre du jour ajouter le budget")
    shown = said(console, ":click De quoi s’agit-il ?=info")
    assert "Info : le budget" in shown
    assert "au n° 1" in said(console, "/rencontre odj 3 en tête")
    timed = said(console, "/rencontre odj 1 : 55 min")
    assert "Durée prévue : 2 h 05 sur 2 heures." in timed
    assert "C’est 5 minutes de plus que la rencontre" in timed
    posted = agenda(console.say("/rencontre odj publier"))
    assert posted.splitlines() == [
        "**Ordre du jour de « Réunion de réseau »**, mardi 8 décembre 2026 de 14 h à 16 h",
        "1. Info : le budget (jeanne, 55 minutes)",
        "2. Question : qui accueille en mars ? (lea, 10 minutes)",
        "3. besoin d'aide sur les impôts (jeanne, 1 heure)",
        "Durée prévue : 2 h 05 sur 2 heures.",
    ]
    assert "1. Info : le budget" in agenda(console.say("/rencontre odj 3 avant 2"))
    assert "impôts" not in agenda(console.say("/rencontre odj retirer 2"))
    assert "3. besoin d'aide" in agenda(console.say("/rencontre odj remettre"))


def test_everybody_changes_what_is_theirs_and_nothing_else(console):
    console.say(FIXED)
    console.say("/rencontre odj ajouter le budget")
    console.say(":as lea")
    console.say("/rencontre odj ajouter idée : un café")
    for line in ("monter 2", "retirer 1", "1 : 10 min", "publier", "reporter 1", "modifier 1 : autre chose"):
        assert "Seules la personne" in said(console, f"/rencontre odj {line}")
    assert "thé" in said(console, "/rencontre odj modifier 2 : un thé")
    (form,) = of_kind(console.say("/rencontre odj modifier 2"), "form")
    assert fields(form)["text"]["value"] == "un thé"
    console.say(":as jeanne")
    console.say("/rencontre odj 2 : une tisane")
    console.say(":as lea")
    (again,) = of_kind(console.submit(text="un chocolat"), "form")
    assert "« une tisane »" in plain(fields(again)["text"]["error"])
    assert "Idée : un chocolat" in "".join(plain(one["text"]) for one in console.submit(text="un chocolat"))
    assert "Retiré de l’ordre du jour" in said(console, "/rencontre odj supprimer 2")


def test_semicolons_part_items_only_where_somebody_says_so(console):
    console.say(FIXED)
    console.say(":as lea")
    one = console.say("/rencontre odj : besoin, un PC ; un écran ; un clavier")
    assert "« Besoin : un PC ; un écran ; un clavier »" in plain(one[0]["text"])
    shown = plain(console.click("En faire 3 points")[0]["text"])
    assert "1. Besoin : un PC (lea)\n2. un écran (lea)\n3. un clavier (lea)" in shown
    assert "En faire" not in str(console.click("agenda-split", one[0]))
    console.say("/rencontre agenda add question: who comes? ; idea: a coffee")
    assert "4. Question : who comes? (lea)\n5. Idée : a coffee (lea)" in said(console, "/rencontre odj")
    assert "Plusieurs points correspondent" in said(console, "/rencontre odj retirer mon point")
    console.say("/rencontre odj retirer 1, 2, 3 et 4")
    assert "Retiré de l’ordre du jour : « Idée : a coffee »" in said(
        console, "/rencontre odj annuler mon point"
    )
    assert "Aucun point de cet ordre du jour n’est de toi" in said(
        console, "/rencontre odj retirer mon point"
    )


def test_items_are_proposed_in_plain_sentences_of_a_private_message(console):
    console.say(FIXED)
    console.say(":as lea")
    console.say(":in loire-42")
    console.say(":in @bot")
    for line, text in (
        ("je voudrais ajouter un point à la prochaine réunion : les mots de passe", "les mots de passe"),
        (
            "une question pour la réunion du 8 : qui a un vidéoprojecteur ?",
            "Question : qui a un vidéoprojecteur ?",
        ),
        ("pour la prochaine réunion, j’aimerais qu’on parle de FranceConnect", "FranceConnect"),
        ("besoin : un relais jeudi, à l’ordre du jour", "Besoin : un relais jeudi"),
    ):
        assert f"« {text} »" in said(console, line)
    console.say(":in loire-42")
    assert "« la CAF »" in said(
        console, "/rencontre ajouter un point à l’ordre du jour de la réunion : la CAF"
    )
    assert "5. la CAF (lea)" in said(console, "/rencontre odj")
    (form,) = of_kind(console.say("/rencontre odj besoin d’aide sur les impôts"), "form")
    assert fields(form)["topic"]["value"] == "need"


def test_who_organises_puts_items_in_order_in_many_words(console):
    console.say(FIXED)
    for item in ("le budget", "un café", "la charte"):
        console.say(f"/rencontre odj ajouter {item}")
    said(console, "/rencontre odj ordre : 3, 1")
    said(console, "/rencontre odj 1 15min, 2 10'")
    shown = said(console, "/rencontre odj mettre 3 en 2")
    assert (
        "1. la charte (jeanne, 15 minutes)\n2. un café (jeanne)\n3. le budget (jeanne, 10 minutes)" in shown
    )
    console.say("/rencontre odj retirer le café")
    console.say("/rencontre odj retirer la charte")
    assert "« un café » est de nouveau" in said(console, "/rencontre odj remettre le café")
    assert "déjà à l’ordre du jour" in said(console, "/rencontre odj ajouter Un café !")
    assert "Reporté à la prochaine rencontre" in said(console, "/rencontre odj reporter tout")
    assert "Rien n’y figure" in said(console, "/rencontre odj")


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("monter 7", "Aucun point n’a ce numéro : l’ordre du jour a 1 point."),
        ("0 : 10 min", "Aucun point n’a ce numéro"),
        ("1 après 1", "un seul et même point"),
        ("remettre", "Rien n’a été retiré"),
        ("ajouter un café pour la réunion du 9 décembre", "Voici celles qui sont prévues"),
        ("ajouter le budget", "déjà à l’ordre du jour"),
        ("besoins", "Aucun besoin n’attend de réponse"),
    ],
)
def test_what_cannot_be_is_answered_with_what_to_do(console, line, answer):
    console.say(FIXED)
    console.say("/rencontre odj ajouter le budget")
    assert answer in said(console, f"/rencontre odj {line}")


def test_what_is_no_order_or_too_long_comes_back_in_the_form(console):
    console.say(FIXED)
    (form,) = of_kind(console.say("/rencontre odj parler du café @channel"), "form")
    assert fields(form)["text"]["value"] == "parler du café @channel"
    (form,) = of_kind(console.say(f"/rencontre odj ajouter {'café ' * 1000}"), "form")
    assert "500 au plus" in plain(fields(form)["text"]["error"])
    (form,) = of_kind(console.submit(text="un café", time="bientôt"), "form")
    assert "15 min" in plain(fields(form)["time"]["error"])
    console.submit(text="un café", topic="idée", time="1h")
    assert "Idée : un café (jeanne, 1 heure)" in said(console, "/rencontre odj")


def test_it_is_shown_to_who_organises_then_posted_by_itself(console):
    console.say(FIXED)
    console.say("/rencontre odj ajouter le budget")
    outputs = console.advance("15d22h")
    (shown,) = [one for one in of_kind(outputs, "dm") if "Ordre du jour" in one["text"]]
    assert "publié tout seul lundi 7 décembre 2026 à 9 h" in plain(shown["text"])
    assert not [one for one in of_kind(outputs, "post") if "Ordre du jour" in one["text"]]
    assert "1. le budget" in agenda(console.advance("1d"))


def test_a_meeting_that_moves_keeps_its_agenda_and_a_cancelled_one_hands_it_on(console):
    console.say(FIXED)
    console.say("/rencontre fixer Bilan ; jeudi 14 janvier 14h-16h")
    console.say("/rencontre odj ajouter le budget")
    console.say("/rencontre odj ajouter la charte pour la réunion du 14 janvier")
    console.say("/rencontre odj publier")
    assert "mercredi 9 décembre" in agenda(
        console.say("/rencontre modifier 8 décembre ; mercredi 9 décembre 10h-12h")
    )
    console.say("/rencontre annuler 9 décembre")
    assert "attend la prochaine rencontre" in "".join(
        plain(one["text"]) for one in of_kind(console.click("Annuler la rencontre"), "update")
    )
    shown = said(console, "/rencontre odj")
    assert "1. la charte" in shown
    assert "2. le budget" in shown


def test_who_is_erased_leaves_the_agenda_and_what_they_proposed_stays(console):
    console.say(FIXED)
    console.say(":as lea")
    console.say("/rencontre odj ajouter le budget")
    console.say(":as jeanne")
    assert "1. le budget (lea)" in agenda(console.say("/rencontre odj publier"))
    console.say(":as lea")
    console.say(":in @bot")
    console.say("/maillage mes-données")
    console.click("ask-to-erase")
    assert agenda(console.click("erase-data")).endswith("\n1. le budget")
