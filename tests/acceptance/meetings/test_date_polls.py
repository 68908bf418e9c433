"""A date is chosen together: from one line to the end of the vote."""

import pytest

from tests.acceptance.console import fields, of_kind, plain, said

LINE = (
    "/rencontre proposer Réunion de réseau ; mardi 8 décembre 14h-16h ; jeudi 10 décembre 10h à Feurs"
    " ; clôture vendredi 4 décembre 18h ; lieu : salle des fêtes ; 12 places"
)

NOBODY_YET = "Personne n’a encore répondu, sur 3 personnes."


@pytest.fixture
def console(open_console):
    console = open_console(channel="loire-42", user="jeanne")
    for name in ("lea", "paul", "jeanne"):
        console.say(f":as {name}")
        console.say("/rencontre")
    return console


def poll(outputs):
    """Return the post of a poll, as it was last shown."""
    posts = [one for one in outputs if one["to"] == "loire-42" and "**Réunion de réseau**" in one["text"]]
    return plain(posts[-1]["text"])


def vote(console, name, **answers):
    console.say(f":as {name}")
    console.click("Voter")
    return [*console.submit(**answers), *console.advance("2s")]


def test_a_line_becomes_a_poll_that_says_all_of_it(console):
    post = poll(console.say(LINE))
    assert post.splitlines() == [
        "**Réunion de réseau** : quelle date te convient ?",
        "Lieu : salle des fêtes",
        "12 places",
        "1. mardi 8 décembre 2026 de 14 h à 16 h : 0 oui",
        "2. jeudi 10 décembre 2026 à 10 h (à Feurs) : 0 oui",
        f"On peut voter jusqu’au vendredi 4 décembre 2026 à 18 h. {NOBODY_YET}",
    ]


def test_votes_are_counted_changed_and_shown_with_their_names(console):
    console.say(LINE)
    post = poll(vote(console, "lea", date1="oui", date2="si besoin"))
    assert "1. mardi 8 décembre 2026 de 14 h à 16 h : 1 oui (lea)" in post
    assert "en tête" not in post
    assert "à Feurs) : 0 oui, 1 si besoin (lea)" in post
    post = poll(vote(console, "paul", date1="non", date2="oui"))
    assert "de 14 h à 16 h : 1 oui (lea), 1 non (paul)" in post
    assert "à Feurs) : 1 oui (paul), 1 si besoin (lea) (en tête)" in post
    assert "2 personnes ont répondu." in post
    console.say(":as lea")
    (form,) = of_kind(console.click("Voter"), "form")
    assert {name: field["value"] for name, field in fields(form).items()} == {
        "date1": "yes",
        "date2": "if_need_be",
    }
    post = poll([*console.submit(date1="", date2=""), *console.advance("2s")])
    assert "1 personne a répondu." in post


def test_the_deadline_closes_it_and_nobody_votes_any_more(console):
    console.say(LINE)
    vote(console, "lea", date1="oui")
    console.click("Voter")
    post = poll(console.advance("14d"))
    assert "Le vote est clos depuis le vendredi 4 décembre 2026 à 18 h. 1 personne a répondu." in post
    (late,) = of_kind(console.submit(date1="non"), "error")
    assert "clos depuis le vendredi 4 décembre 2026 à 18 h" in plain(late["text"])


def test_what_is_wrong_is_asked_for_in_the_form_and_nothing_is_lost(console):
    (form,) = of_kind(
        console.say("/rencontre proposer Réunion ; mardi 30 février 14h ; jeudi 10h ; 12 places ; Feurs"),
        "form",
    )
    shown = fields(form)
    assert shown["title"]["value"] == "Réunion"
    assert shown["dates"]["value"] == "mardi 30 février 14h\njeudi 10h"
    assert shown["where"]["value"] == "Feurs"
    assert "est-ce le lieu" in plain(shown["where"]["error"])
    assert "30/02" in plain(shown["dates"]["error"])
    assert shown["rest"]["value"] == "12 places"
    outputs = console.submit(title="Réunion de réseau", dates="mardi 14h ; jeudi 10h", where="Feurs")
    assert "Lieu : Feurs" in poll(outputs)


def test_a_line_votes_in_words_or_opens_the_ballot(console):
    (none,) = console.say("/rencontre voter")
    assert "Aucun vote n’est ouvert ici" in plain(none["text"])
    console.say(LINE)
    (form,) = of_kind(console.say("/rencontre voter"), "form")
    assert form["form"]["title"] == "Ton vote"
    console.say(":cancel")
    console.say(":as lea")
    (form,) = of_kind(console.say("/sondage voter"), "form")
    assert form["form"]["title"] == "Ton vote"


def test_only_who_made_it_or_coordinates_closes_it(console):
    console.say(LINE)
    console.say(":as lea")
    (refused,) = console.click("Gérer")
    assert "Seules la personne qui a créé ce sondage" in plain(refused["text"])
    console.say(":as jeanne")
    console.click("Gérer")
    console.click("Clore le vote")
    assert "Le vote est clos" in poll(console.click("Clore maintenant"))
    assert "Le vote est clos" not in said(console, "/rencontre")


def test_the_post_says_what_came_of_the_vote(console):
    console.say(LINE)
    vote(console, "lea", date1="oui", date2="oui")
    vote(console, "paul", date1="non", date2="oui")
    closed = poll(console.advance("14d"))
    assert "La personne qui a créé ce sondage choisit maintenant la date, qui sera annoncée ici." in closed
    console.say(":as jeanne")
    console.say(":in @bot")
    decided = poll(console.click("Retenir jeudi 10 décembre 2026 à 10 h (à Feurs)")[:2])
    assert "2. jeudi 10 décembre 2026 à 10 h (à Feurs) : 2 oui (lea, paul) (date retenue)" in decided
    assert "en tête" not in decided
    assert "choisit maintenant" not in decided


def test_a_vote_that_nobody_answered_is_opened_again_from_the_question(console):
    console.say(LINE)
    outputs = console.advance("14d")
    assert "Le vote est clos depuis le vendredi 4 décembre 2026 à 18 h. Personne n’a répondu." in poll(
        outputs
    )
    asked = [one for one in of_kind(outputs, "dm") if one["to"] == "@jeanne"][-1]
    assert "est clos, et personne n’a répondu : choisis tout de même une date" in plain(asked["text"])
    console.say(":in @bot")
    assert "On peut voter jusqu’au" in poll([*console.click("Rouvrir"), *console.advance("2s")])


def test_a_ballot_says_whose_clocks_its_hours_are_on_where_those_are_not_the_poll_s(console):
    console.say(LINE)
    console.say(":as lea")
    console.say("/maillage préférences")
    console.submit(zone="America/Cayenne")
    (form,) = of_kind(console.click("Voter"), "form")
    asked = [plain(field["help"]) for field in fields(form).values()]
    assert asked == [
        "mardi 8 décembre 2026 de 10 h à 12 h, heure de Cayenne",
        "jeudi 10 décembre 2026 à 6 h, heure de Cayenne (à Feurs)",
    ]
    console.say(":as jeanne")
    (managed, *_more) = console.click("Gérer")
    assert "on peut voter jusqu’au vendredi 4 décembre 2026 à 18 h." in plain(managed["text"])
    console.say(":as lea")
    (listed, *_more) = console.say("/rencontre")
    assert "on vote jusqu’au vendredi 4 décembre 2026 à 14 h, heure de Cayenne" in plain(listed["text"])


def test_who_forgets_to_decide_is_asked_again_and_finds_it_in_the_list(console):
    console.say(
        "/rencontre proposer Pot ; mardi 15 décembre 14h ; jeudi 17 décembre 15h ; clôture 4 décembre 18h"
    )
    vote(console, "lea", date1="oui")
    outputs = console.advance("30d")
    asked = [one for one in of_kind(outputs, "dm") if "n’a toujours pas de date" in plain(one["text"])]
    assert [(one["to"], one["at"][:16]) for one in asked] == [
        ("@jeanne", "2026-12-06T09:00"),
        ("@jeanne", "2026-12-13T09:00"),
        ("@jeanne", "2026-12-17T15:00"),
    ]
    assert "toutes ses dates sont passées : proposes-en d’autres." in plain(asked[-1]["text"])
    assert [button["label"] for button in asked[-1]["buttons"]] == ["Proposer d’autres dates"]
    shown = [plain(one["text"]) for one in outputs if one["to"] == "loire-42"][-1]
    assert shown.endswith("Toutes ses dates sont passées, et aucune n’a été choisie.")


def test_an_anonymous_vote_whose_dates_have_passed_is_begun_anew(console):
    console.say("/rencontre proposer Pot ; mardi 15 décembre 14h ; jeudi 17 décembre 15h ; anonyme")
    vote(console, "lea", date1="oui")
    told = plain(of_kind(console.advance("30d"), "dm")[-1]["text"])
    assert "Dans son canal : `/rencontre proposer Pot ; …`" in told


def test_a_date_that_is_chosen_is_asked_about_no_more(console):
    console.say(
        "/rencontre proposer Pot ; mardi 15 décembre 14h ; jeudi 17 décembre 15h ; clôture 4 décembre 18h"
    )
    vote(console, "lea", date1="oui")
    console.advance("14d")
    assert "pas encore choisie" in said(console, "/rencontre")
    (others,) = console.say("/rencontre")
    assert others["buttons"] == []
    console.say(":as jeanne")
    console.say("/rencontre")
    console.click("Choisir la date : Pot")
    console.click("Retenir mardi 15 décembre 2026 à 14 h")
    assert not [one for one in console.advance("9d") if "toujours pas de date" in plain(one["text"] or "")]
