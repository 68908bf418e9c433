"""Reminders for a colleague: asked once, who accepts, declines or blocks."""

import pytest

from tests.acceptance.console import button_names, plain
from tests.acceptance.reminders.telling import rings, said, texts, to


@pytest.fixture
def asked(console):
    """A console where Camille asked to remind Paul tomorrow at 9:00, and Paul is about to answer."""
    console.say(":as paul")
    console.say(":as camille")
    console.say("/rappel @paul demain 9h envoyer le bilan")
    console.say(":as paul")
    return console


def test_a_colleague_is_asked_and_nothing_rings_before_they_accept(asked):
    confirmation, question = asked.outputs[:2]
    assert "Pour : @paul, en message privé. Il me faut d’abord son accord" in plain(confirmation["text"])
    assert (question["kind"], question["to"]) == ("dm", "@paul")
    assert plain(question["text"]).split("\n") == [
        "@camille voudrait te rappeler : envoyer le bilan",
        "Quand : dimanche 22 novembre 2026 à 9 h.",
        "Si tu acceptes, je ne te redemanderai pas pour les prochains rappels de @camille.",
    ]
    assert button_names(question) == ["accept", "accept-once", "decline", "block"]

    outputs = asked.say(":advance 1d")
    assert [output for output in outputs if "⏰" in output["text"]] == []
    (told,) = to(outputs, "@camille")
    assert told.startswith("@paul n’a pas accepté à temps ton rappel du dimanche 22 novembre 2026 à 9 h")
    assert "envoyer le bilan" in told
    (closed,) = [output for output in outputs if output["kind"] == "update"]
    assert (closed["edits"], closed["buttons"]) == (question["id"], [])


def test_an_accepted_reminder_rings_at_the_colleague(asked):
    answer, told = asked.say(":click Accepter")
    assert (answer["kind"], answer["buttons"]) == ("update", [])
    assert "Tu acceptes les rappels de @camille." in plain(answer["text"])
    assert to([told], "@camille") == [
        "@paul accepte ton rappel du dimanche 22 novembre 2026 à 9 h : envoyer le bilan"
    ]
    (ring,) = rings(asked, "1d")
    assert ring["to"] == "@paul"
    assert plain(ring["text"]) == "⏰ Rappel de la part de @camille : envoyer le bilan"
    assert "Ne plus recevoir de rappels de @camille" in plain(ring["buttons"][-1]["label"])
    assert "Fait par @paul." in said(asked, ":click Fait")


def test_accepting_once_lets_the_next_one_be_asked(asked):
    asked.say(":click Juste cette fois")
    asked.say(":as camille")
    outputs = asked.say("/rappel @paul lundi 9h relire le bilan")
    assert any("voudrait te rappeler" in text for text in to(outputs, "@paul"))
    assert [plain(ring["text"]) for ring in rings(asked, "3d")] == [
        "⏰ Rappel de la part de @camille : envoyer le bilan"
    ]


def test_there_is_one_question_at_a_time(asked):
    asked.say(":as camille")
    (confirmation,) = asked.say("/rappel @paul lundi 9h relire le bilan")
    assert "après sa réponse à ma question précédente" in plain(confirmation["text"])
    asked.say(":as paul")
    outputs = asked.say(":click Juste cette fois")
    assert any("relire le bilan" in text for text in to(outputs, "@paul"))
    asked.say(":click Accepter")
    assert [plain(ring["text"]) for ring in rings(asked, "3d")] == [
        "⏰ Rappel de la part de @camille : envoyer le bilan",
        "⏰ Rappel de la part de @camille : relire le bilan",
    ]


def test_a_refusal_is_respected_for_a_month_and_can_be_taken_back(asked):
    asked.say(":as camille")
    asked.say("/rappel @paul lundi 9h relire le bilan")
    asked.say(":as paul")
    outputs = asked.say(":click Refuser")
    assert [text.split(" : ")[-1] for text in to(outputs, "@camille")] == [
        "envoyer le bilan",
        "relire le bilan",
    ]
    asked.say(":as camille")
    (refused,) = asked.say("/rappel @paul lundi 9h insister")
    assert (refused["kind"], refused["code"]) == ("error", "prefers_not")
    asked.say(":as paul")
    assert "@camille : aucune question jusqu’au lundi 21 décembre" in said(asked, "/rappel bloqués")
    asked.say(":click Me redemander pour @camille")
    asked.say(":as camille")
    assert any("voudrait" in text for text in to(asked.say("/rappel @paul lundi 9h insister"), "@paul"))
    asked.say(":as paul")
    asked.say(":click Refuser")
    asked.say(":advance 31d")
    asked.say(":as camille")
    assert any("voudrait" in text for text in to(asked.say("/rappel @paul lundi 9h insister"), "@paul"))


def test_an_owner_hears_that_a_colleague_could_not_be_asked_in_time(asked):
    asked.say(":as camille")
    asked.say("/rappel modifier 1 mardi 9h")
    asked.say("/rappel @paul lundi 9h relire le bilan")
    (told,) = to(asked.say(":advance 2d"), "@camille")
    assert told.startswith("Je n’ai pas pu demander à temps à @paul")


def test_one_answer_accepts_all_that_wait(asked):
    asked.say(":as camille")
    asked.say("/rappel @paul lundi 9h relire le bilan")
    asked.say(":as paul")
    asked.say(":click Accepter")
    assert len(rings(asked, "3d")) == 2


def test_a_declined_reminder_does_not_ring(asked):
    asked.say(":click Refuser")
    assert asked.ask(":click Accepter")["kind"] == "error"
    assert rings(asked, "2d") == []
    asked.say(":as camille")
    assert "aucun rappel" in said(asked, "/rappel liste")


def test_a_colleague_may_stop_a_recurring_reminder_that_they_had_accepted(console):
    console.say(":as paul")
    console.say(":as camille")
    console.say("/rappel @paul tous les jours à 9h saluer")
    console.say(":as paul")
    console.say(":click Accepter")
    assert len(rings(console, "1d")) == 1
    outputs = console.say(":click Ne plus recevoir de rappels de @camille")
    assert any("n’a pas accepté" in text for text in to(outputs, "@camille"))
    assert rings(console, "3d") == []


def test_only_the_person_asked_may_answer(asked):
    asked.say(":as camille")
    assert asked.ask(":click Accepter")["code"] == "no_such_button"


def test_a_question_at_night_waits_for_the_morning(open_console):
    console = open_console(now="2026-11-21T22:00:00+01:00")
    console.say(":as paul")
    console.say(":as camille")
    assert to(console.say("/rappel @paul lundi 9h envoyer le bilan"), "@paul") == []
    (question,) = [output for output in console.say(":advance 12h") if output["to"] == "@paul"]
    assert "voudrait te rappeler" in question["text"]


def test_a_reminder_that_would_come_before_its_question_is_refused(open_console):
    console = open_console(now="2026-11-21T22:00:00+01:00")
    console.say(":as paul")
    console.say(":as camille")
    (refused,) = console.say("/rappel @paul demain 7h prendre les clés")
    assert (refused["kind"], refused["code"]) == ("error", "asked_too_late")
    assert "avant le dimanche 22 novembre 2026 à 8 h" in plain(refused["text"])
    assert "aucun rappel" in said(console, "/rappel liste")
    assert "je le lui demanderai le dimanche 22 novembre 2026 à 8 h." in said(
        console, "/rappel @paul demain 9h prendre les clés"
    )


def test_a_change_is_asked_about_again_unless_everything_is_accepted(asked):
    asked.say(":click Juste cette fois")
    asked.say(":as camille")
    outputs = asked.say("/rappel modifier 1 lundi 9h")
    assert any("voudrait te rappeler" in text for text in to(outputs, "@paul"))
    assert "pas encore accepté" in said(asked, "/rappel liste")


def test_a_change_before_the_answer_changes_the_question(asked):
    asked.say(":as camille")
    outputs = asked.say("/rappel modifier 1 envoyer les deux bilans")
    (question,) = [output for output in outputs if output["kind"] == "update"]
    assert question["edits"] == asked.outputs[1]["id"]
    assert "envoyer les deux bilans" in question["text"]


def test_a_reminder_that_a_colleague_postpones_rings_again_at_them(asked):
    asked.say(":click Accepter")
    rings(asked, "23h")
    assert "Reporté au lundi 23 novembre 2026 à 9 h." in said(asked, ":click Demain 9 h")
    (again,) = rings(asked, "1d")
    assert again["to"] == "@paul"


def test_a_colleague_named_in_the_text_can_become_the_addressee(console):
    console.say(":as paul")
    console.say(":as camille")
    answer = console.ask("/rappel demain 9h demander à @paul le bilan")
    assert "pour toi" in answer["text"]
    outputs = console.say(":click Le rappeler plutôt à @paul")
    assert "Pour : @paul, en message privé." in texts(outputs)[0]
    assert any("voudrait te rappeler" in text for text in to(outputs, "@paul"))


def test_an_unknown_colleague_is_refused(console):
    refused = console.ask("/rappel @personne demain 9h envoyer le bilan")
    assert (refused["kind"], refused["code"]) == ("error", "unknown_member")


def test_a_reminder_for_oneself_by_name_needs_no_consent(console):
    assert "pour toi" in said(console, "/rappel @camille demain 9h envoyer le bilan")


def test_the_list_says_what_colleagues_set_and_what_still_waits(asked):
    assert "Posés pour toi" not in said(asked, "/rappel liste")
    asked.say(":as camille")
    assert "(pour @paul, pas encore accepté)" in said(asked, "/rappel liste")
    asked.say(":as paul")
    asked.say(":click Accepter")
    listed = said(asked, "/rappel liste")
    assert "Posés pour toi par des collègues :" in listed
    assert "A – dimanche 22 novembre 2026 à 9 h : envoyer le bilan (posé par @camille)" in listed
    update, stopped, told = asked.say(":click Arrêter A")
    assert "Posés pour toi" not in update["text"]
    assert plain(stopped["text"]) == "Arrêté : envoyer le bilan"
    assert "n’a pas accepté" in told["text"]
    assert rings(asked, "2d") == []


def test_the_owner_hears_that_a_colleague_cannot_be_reached(asked):
    asked.say(":click Accepter")
    asked.say(":fail paul")
    outputs = asked.say(":advance 10d")
    assert any("n’ai pas pu remettre ton rappel à @paul" in text for text in to(outputs, "@camille"))


def test_the_owner_hears_that_a_colleague_cannot_be_asked(console):
    console.say(":as paul")
    console.say(":as camille")
    console.say(":fail paul")
    outputs = console.say("/rappel @paul dans 20 jours envoyer le bilan")
    outputs += console.say(":advance 10d")
    assert any("n’ai pas pu demander à @paul d’accepter" in text for text in to(outputs, "@camille"))
