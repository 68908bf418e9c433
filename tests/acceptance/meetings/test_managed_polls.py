"""A poll is changed while people vote: nothing they said is lost or counted for what they did not say."""

import pytest

from tests.acceptance.console import fields, of_kind, plain, said

LINE = (
    "/rencontre proposer Réunion de réseau ; mardi 8 décembre 14h-16h ; jeudi 10 décembre 10h"
    " ; clôture vendredi 4 décembre 18h"
)


@pytest.fixture
def console(open_console):
    console = open_console(channel="loire-42", user="jeanne")
    for name in ("lea", "paul", "jeanne"):
        console.say(f":as {name}")
        console.say("/rencontre")
    console.say(LINE)
    return console


def post(outputs, channel="loire-42"):
    """Return the poll as it is shown last."""
    shown = [one for one in outputs if one["to"] == channel and "**Réunion de réseau**" in one["text"]]
    return plain(shown[-1]["text"])


def vote(console, name, **answers):
    console.say(f":as {name}")
    console.click("Voter")
    return [*console.submit(**answers), *console.advance("2s")]


def answer(outputs):
    return plain(next(one for one in outputs if one["kind"] in ("reply", "error"))["text"])


def test_who_manages_sees_who_has_not_answered_and_a_coordinator_how_many(console):
    vote(console, "lea", date1="oui")
    console.say(":as jeanne")
    shown = answer(console.click("Gérer"))
    assert "2 personnes n’ont pas répondu : jeanne, paul." in shown
    console.say(":role paul coordinator")
    console.say(":as paul")
    shown = answer(console.click("Gérer"))
    assert "2 personnes n’ont pas répondu." in shown
    assert "paul" not in shown


def test_those_who_voted_are_told_once_what_changed_and_asked_about_moved_dates(console):
    vote(console, "lea", date1="oui", date2="si besoin")
    console.say(":as jeanne")
    assert "Date ajoutée : vendredi 11 décembre 2026 à 10 h." in answer(
        console.say("/rencontre dates ajouter vendredi 11 10h")
    )
    outputs = console.say("/rencontre dates déplacer mardi 8 au mercredi 9")
    assert "mardi 8 décembre 2026 de 14 h à 16 h devient mercredi 9 décembre 2026 de 14 h à 16 h." in answer(
        outputs
    )
    assert "1. mercredi 9 décembre 2026 de 14 h à 16 h : 0 oui, 1 sans réponse" in post(outputs)
    assert "à 17 h" in answer(console.say("/rencontre dates décaler mercredi 9 à 15h"))
    assert "Date retirée" in answer(console.say("/rencontre dates retirer 2"))
    outputs = console.click("Remettre jeudi 10 décembre 2026 à 10 h")
    assert "jeudi 10 décembre 2026 à 10 h : 0 oui, 1 si besoin (lea)" in post(outputs)
    (told,) = of_kind(console.advance("10m"), "dm")
    assert told["to"] == "@lea"
    assert plain(told["text"]).splitlines()[1:3] == [
        "- ajoutée : vendredi 11 décembre 2026 à 10 h",
        "- mardi 8 décembre 2026 de 14 h à 16 h devient mercredi 9 décembre 2026 de 15 h à 17 h",
    ]
    console.say(":as lea")
    (form,) = of_kind(console.click("Voir mon vote"), "form")
    (moved,) = [one for one in fields(form).values() if one["label"].startswith("mer")]
    assert moved["value"] in (None, "")
    assert "tu avais dit « oui »" in plain(moved["help"])
    assert not of_kind(console.advance("1h"), "dm")


def test_an_answer_is_taken_back_by_itself_or_with_all_others(console):
    vote(console, "lea", date1="oui", date2="non")
    assert "1 sans réponse" not in post(vote(console, "paul", date1="oui", date2="oui"))
    outputs = vote(console, "paul", date1="pas de réponse")
    assert "14 h à 16 h : 1 oui (lea), 1 sans réponse" in post(outputs)
    outputs = [*console.click("Retirer mon vote"), *console.advance("2s")]
    assert "jeudi 10 décembre 2026 à 10 h : 0 oui, 1 non (lea)" in post(outputs)
    assert "1 personne a répondu." in post(outputs)
    assert not [one for one in vote(console, "lea", date1="oui") if one["to"] == "loire-42" and one["edits"]]


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ("ajouter mardi 8 décembre 14h-16h", "déjà proposée"),
        ("ajouter hier 14h", "« hier 14h »"),
        ("ajouter patate", "« patate »"),
        ("retirer patate", "Aucune date de ce sondage ne correspond à « patate »"),
        ("retirer 1 et 2", "au moins une date"),
        ("déplacer mardi 8", "De quelle date à quelle autre"),
        ("clôture vendredi 11 décembre", "la dernière date sera déjà passée"),
        ("places beaucoup", "Combien y a-t-il de places"),
        ("peut-être", "Qu’est-ce qui change"),
    ],
)
def test_what_cannot_be_changed_is_said_and_changes_nothing(console, typed, wrong):
    (refused,) = of_kind(console.say(f"/rencontre dates {typed}"), "error")
    assert wrong in plain(refused["text"])
    assert "« Réunion de réseau »" in said(console, "/rencontre dates")


def test_a_vote_that_ended_goes_on_when_it_may(console):
    vote(console, "lea", date1="oui")
    console.advance("13d")
    console.say(":as jeanne")
    assert "On peut voter" in post(console.say("/rencontre dates ajouter vendredi 11 décembre 10h"))
    console.say("/rencontre dates clore")
    assert "Le vote est clos" in post(console.click("Clore maintenant"))
    assert "clos à la main" in answer(console.say("/rencontre dates ajouter samedi 12 décembre 10h"))
    assert "On peut voter" in post(console.say("/rencontre dates rouvrir"))


def test_all_dates_pass_and_who_made_it_is_told_what_to_do(console):
    console.say("/rencontre dates clôture mercredi 9 décembre 12h")
    console.say("/rencontre dates retirer jeudi 10")
    assert "a passé" not in post(console.outputs)
    outputs = console.advance("18d")
    assert "Le vote est clos" in post(outputs)
    asked = [one for one in of_kind(outputs, "dm") if "clos" in one["text"]]
    assert "dates sont passées" in plain(asked[-1]["text"])
    assert "Proposer d’autres dates" in [button["label"] for button in asked[-1]["buttons"]]


def test_a_date_is_chosen_at_once_by_one_of_two_who_decide(console):
    vote(console, "lea", date2="oui")
    console.say(":role paul coordinator")
    for name in ("paul", "jeanne"):
        console.say(f":as {name}")
        console.click("Gérer")
        console.click("Choisir une date")
    asked = [one for one in console.outputs if one["kind"] == "reply" and one["menus"]]
    outputs = console.click("Retenir jeudi 10 décembre 2026 à 10 h", on=asked[-1])
    assert "Le vote est clos" in plain("".join(one["text"] for one in outputs))
    assert [one for one in of_kind(outputs, "post") if one["files"]]
    console.say(":as paul")
    late = console.click("Retenir jeudi 10 décembre 2026 à 10 h", on=asked[0])
    assert "Une date est déjà retenue" in plain(late[-1]["text"])


def test_one_poll_stands_in_several_channels(console):
    console.say(":in rhone-69")
    console.say("/rencontre")
    console.say(":in loire-42")
    outputs = console.say("/rencontre dates aussi dans #rhone-69")
    assert "seul et même sondage" in answer(outputs)
    assert "0 oui" in post(outputs, "rhone-69")
    console.say(":in rhone-69")
    outputs = vote(console, "karim", date1="oui")
    assert "1 oui (karim)" in post(outputs)
    assert "1 oui (karim)" in post(outputs, "rhone-69")
    console.say(":in loire-42")
    console.say(":as jeanne")
    assert "y est déjà" in answer(console.say("/rencontre dates aussi dans rhone-69"))
    console.say(":as paul")
    console.say(":in secret")
    console.say("/rencontre")
    console.say(":in loire-42")
    console.say(":as jeanne")
    assert "ne peut être ajouté que par" in answer(console.say("/rencontre dates aussi dans secret"))


def test_the_channel_of_the_same_territory_on_another_server_is_offered(console):
    console.say(":role jeanne admin")
    for community in ("serveur-b", "serveur-a"):
        console.say(f":on {community}")
        console.say(":in loire")
        console.say(":role jeanne admin")
        console.say("/maillage configurer")
        console.submit(name="Loire", language="fr", territory="Loire")
    (reply, *_posts) = console.say(
        "/rencontre proposer Atelier ; mardi 8 décembre 14h ; jeudi 10 décembre 10h"
    )
    (offered,) = [one for one in reply["buttons"] if one["label"].startswith("Publier aussi dans loire")]
    outputs = console.click(offered["label"])
    assert "seul et même sondage" in plain(outputs[0]["text"])
    assert len(of_kind(outputs, "post")) == 1
    console.say(":on serveur-b")
    console.say(":in loire")
    assert "Atelier" in said(console, "/rencontre dates")


def test_a_coordinator_closes_the_poll_of_somebody_else_who_is_asked_to_choose(console):
    vote(console, "lea", date1="oui", date2="oui")
    console.say(":role paul coordinator")
    console.say(":as paul")
    console.click("Gérer")
    (asked,) = console.click("Clore le vote")
    outputs = console.click("Clore maintenant", on=asked)
    (question,) = of_kind(outputs, "dm")
    assert question["to"] == "@jeanne"
    assert "2 dates ont aussi peu de « non » et autant de « oui »" in plain(question["text"])
    late = console.click("Clore maintenant", on=asked)
    assert "clos depuis" in plain(late[-1]["text"]) or "bouton" in plain(late[-1]["text"])


def test_nobody_sees_results_that_are_hidden_by_choosing_a_date(console):
    console.say("/rencontre proposer Secret ; 8 décembre 14h ; 10 décembre 10h ; anonyme")
    console.say(":as lea")
    console.click("Voter")
    console.submit(date3="oui")
    console.say(":as jeanne")
    (panel,) = [one for one in console.click("Gérer") if one["kind"] == "reply"]
    assert "Choisir une date" not in [button["label"] for button in panel["buttons"]]


def test_a_form_that_was_open_meanwhile_takes_nothing_back(console):
    console.click("Gérer")
    console.click("Changer le reste")
    assert "Lieu : Roanne" in post(console.say("/rencontre dates lieu : Roanne"))
    shown = post(console.submit(seats="12"))
    assert "Lieu : Roanne" in shown
    assert "12 places" in shown
