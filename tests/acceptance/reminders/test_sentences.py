"""Plain sentences in a private message: the slash is optional."""

import pytest

from tests.acceptance.console import button_names, fields, plain
from tests.acceptance.reminders.telling import rings, said, to


@pytest.fixture
def dm(console):
    """A console in the private message with the bot."""
    console.say(":in @bot")
    return console


@pytest.mark.parametrize(
    "sentence",
    [
        "rappelle-moi demain à 9h de relancer la CAF",
        "rappelle moi de relancer la CAF demain à 9h",
        "Rappelle-moi de relancer la CAF demain 9h",
        "rapelle moi demain 9h de relancer la CAF",
        "peux-tu me rappeler de relancer la CAF demain à 9h ?",
        "n’oublie pas de me rappeler de relancer la CAF demain à 9h",
        "fais-moi penser à relancer la CAF demain 9h",
        "mets-moi un rappel demain 9h : relancer la CAF",
        "pense-bête : relancer la CAF demain 9h",
        "remind me tomorrow at 9 am to relancer la CAF",
    ],
)
def test_a_sentence_sets_a_reminder(dm, sentence):
    answer = dm.ask(sentence)
    assert answer["kind"] == "reply"
    first, when, where = plain(answer["text"]).split("\n")
    assert first.startswith("C’est noté, rappel n° 1 : relancer la CAF")
    assert when == "Quand : dimanche 22 novembre 2026 à 9 h."
    assert where == "Où : en message privé, pour toi."
    assert len(rings(dm, "1d")) == 1


def test_a_sentence_without_a_date_asks_when_and_keeps_the_text(dm):
    question = dm.ask("rappelle-moi d’appeler le maire")
    assert plain(question["text"]) == "appeler le maire\nQuand veux-tu que je te le rappelle ?"
    assert button_names(question) == ["draft-tomorrow", "draft-monday", "other"]
    assert rings(dm, "1h") == []
    answer = dm.ask(":click Lundi 9 h")
    assert answer["edits"] == question["id"]
    assert "Quand : lundi 23 novembre 2026 à 9 h." in plain(answer["text"])
    assert "appeler le maire" in answer["text"]
    assert dm.ask(":click Corriger")["kind"] == "form"


def test_the_other_moment_of_a_sentence_is_typed_in_a_form(dm):
    dm.say("rappelle-moi d’appeler le maire")
    (form,) = dm.say(":click Autre moment")
    assert fields(form)["text"]["value"] == "appeler le maire"
    assert not fields(form)["when"]["value"]
    error, _form = dm.say(":submit when=bientôt")
    assert error["code"] == "invalid_form"
    assert "C’est noté, rappel n° 1 : appeler le maire" in said(dm, ":submit when=jeudi 10h")


def test_a_date_that_cannot_be_does_not_lose_the_sentence(dm):
    question = dm.ask("rappelle-moi le 31 février de payer la cantine")
    assert "payer la cantine" in question["text"]
    assert "31/02" in question["text"]
    assert "C’est noté" in said(dm, ":click Demain 9 h")


def test_a_draft_is_not_a_reminder_yet(dm):
    dm.say("rappelle-moi d’appeler le maire")
    assert "aucun rappel" in said(dm, "/rappel liste")
    assert rings(dm, "30d") == []


def test_a_plain_moment_is_asked_about_first(dm):
    question = dm.ask("demain 9h appeler la CAF")
    assert plain(question["text"]) == (
        "appeler la CAF\nVeux-tu que je te le rappelle le dimanche 22 novembre 2026 à 9 h ?"
    )
    assert rings(dm, "1h") == []
    assert "C’est noté, rappel n° 1 : appeler la CAF" in said(dm, ":click Oui")
    assert len(rings(dm, "1d")) == 1


def test_a_plain_moment_that_is_no_reminder_sets_nothing(dm):
    dm.say("demain 9h appeler la CAF")
    assert said(dm, ":click Non") == "D’accord, je n’enregistre rien."
    assert rings(dm, "2d") == []


def test_a_plain_moment_answered_too_late_says_so(dm):
    dm.say("demain 9h appeler la CAF")
    dm.say(":advance 2d")
    assert dm.ask(":click Oui")["code"] == "time_passed"


def test_a_sentence_for_a_colleague_asks_them(console):
    console.say(":as paul")
    console.say(":as camille")
    console.say(":in @bot")
    outputs = console.say("rappelle à @paul d’envoyer le bilan demain 9h")
    assert "Pour : @paul" in plain(outputs[0]["text"])
    assert any("voudrait te rappeler : envoyer le bilan" in text for text in to(outputs, "@paul"))


def test_a_sentence_that_is_no_reminder_is_not_taken_for_one(dm):
    answer = dm.ask("merci beaucoup pour ton aide")
    assert (answer["kind"], answer["code"]) == ("error", "not_understood")


def test_a_command_without_its_slash_works_too(dm):
    assert "C’est noté" in said(dm, "rappel demain 9h relancer la CAF")
    assert "Tu as 1 rappel" in said(dm, "rappel liste")


def test_a_sentence_in_a_channel_is_left_alone(console):
    assert console.say("rappelle-moi demain à 9h de relancer la CAF") == []


def test_a_sentence_without_a_text_asks_what_and_keeps_the_moment(dm):
    question = dm.ask("rappelle-moi demain à 8h")
    assert plain(question["text"]) == "Que faut-il te rappeler le dimanche 22 novembre 2026 à 8 h ?"
    (form,) = dm.say(":click L’écrire")
    assert plain(fields(form)["when"]["value"]) == "dimanche 22 novembre 2026 à 8 h"
    answer = said(dm, ":submit text=relancer la CAF")
    assert "C’est noté, rappel n° 1 : relancer la CAF" in answer
    assert "Quand : dimanche 22 novembre 2026 à 8 h." in answer
    assert dm.ask("rappelle-moi")["code"] == "missing_argument"


def test_a_series_accepted_late_goes_on_with_the_next_ring_to_come(dm):
    dm.say("tous les jours à 9h ouvrir l’EPN")
    dm.say(":advance 3d")
    assert "Prochaine fois : mercredi 25 novembre 2026 à 9 h." in said(dm, ":click Oui")
    assert len(rings(dm, "1d")) == 1


@pytest.mark.parametrize("sentence", ["mes rappels", "liste", "Liste de mes rappels", "my reminders"])
def test_a_sentence_lists_the_reminders(dm, sentence):
    dm.say("rappel lundi 9h relancer la CAF")
    assert "Tu as 1 rappel" in said(dm, sentence)


@pytest.mark.parametrize("sentence", ["supprime le rappel 1", "annule le rappel 1", "delete reminder 1"])
def test_a_sentence_removes_a_reminder(dm, sentence):
    dm.say("rappel lundi 9h relancer la CAF")
    assert said(dm, sentence) == "Rappel n° 1 supprimé : relancer la CAF"
    assert dm.ask(sentence)["code"] == "unknown_reminder"


@pytest.mark.parametrize(
    "sentence", ["reporte le rappel 1 à mardi 9h", "postpone reminder 1 to Tuesday 9:00"]
)
def test_a_sentence_postpones_a_reminder(dm, sentence):
    dm.say("rappel lundi 9h relancer la CAF")
    assert "reporté au mardi 24 novembre 2026 à 9 h" in said(dm, sentence)


def test_a_thank_you_gets_a_kind_word(dm):
    assert said(dm, "Merci !") == "Avec plaisir !"
