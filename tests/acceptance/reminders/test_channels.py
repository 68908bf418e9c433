"""Reminders for everybody in a channel, and who may touch them."""

import pytest

from tests.acceptance.console import button_names, plain
from tests.acceptance.reminders.telling import rings, said, to


@pytest.fixture
def set_here(console):
    """A console where Camille set a reminder for everybody in loire-42, tomorrow at 9:00."""
    answer = console.ask("/rappel ici demain 9h réunion d’équipe")
    assert "Où : dans loire-42, pour tout le monde, de la part de @camille." in plain(answer["text"])
    return console


def test_everybody_sees_what_is_set_in_a_channel_but_only_its_owner_and_coordinators_may_change_it(set_here):
    set_here.say(":as paul")
    own, here = set_here.say("/rappel liste")
    assert "aucun rappel" in own["text"]
    assert plain(here["text"]).split("\n") == [
        "1 rappel posé par d’autres pour tout le monde dans loire-42 :",
        "A – dimanche 22 novembre 2026 à 9 h : réunion d’équipe (posé par @camille)",
    ]
    assert here["buttons"] == []

    set_here.say(":role paul coordinator in loire-42")
    _own, here = set_here.say("/rappel liste")
    assert button_names(here) == ["remove-a", "edit-a", "pause-a"]
    set_here.say(":click Modifier A")
    assert "lundi 23 novembre 2026 à 14 h" in said(set_here, ":submit when=lundi 14h")
    set_here.say("/rappel liste")
    assert set_here.say(":click Supprimer A")[0]["kind"] == "update"
    assert rings(set_here, "5d") == []


def test_the_letter_that_a_list_shows_can_be_typed_by_those_who_may(set_here):
    set_here.say(":as paul")
    assert set_here.ask("/rappel supprimer A")["code"] == "not_allowed"
    assert set_here.ask("/rappel supprimer B")["code"] == "unknown_reminder"
    set_here.say(":role paul coordinator in loire-42")
    assert "lundi 23 novembre 2026 à 14 h" in said(set_here, "/rappel modifier A lundi 14h")
    assert "supprimé : réunion d’équipe" in said(set_here, "/rappel supprimer a")


def test_ones_own_channel_reminder_is_listed_once(set_here):
    assert said(set_here, "/rappel liste").count("réunion d’équipe") == 1


def test_others_may_not_press_the_buttons_of_a_channel_reminder(set_here):
    (ring,) = rings(set_here, "1d")
    set_here.say(":as paul")
    for button in ("Fait", "Dans une heure", "Autre moment"):
        refused = set_here.ask(f":click {button}")
        assert (refused["kind"], refused["code"]) == ("error", "not_allowed")
        assert "coordonne" in refused["text"]
    set_here.say(":role paul coordinator in loire-42")
    done = set_here.ask(":click Fait")
    assert done["edits"] == ring["id"]
    assert plain(done["text"]).endswith("Fait par @paul.")


def test_a_coordinator_of_another_channel_may_not_either(set_here):
    rings(set_here, "1d")
    set_here.say(":role paul coordinator in rhone-69")
    set_here.say(":as paul")
    assert set_here.ask(":click Fait")["code"] == "not_allowed"


def test_the_owner_hears_that_a_channel_cannot_be_reached(set_here):
    set_here.say(":fail loire-42")
    outputs = set_here.say(":advance 10d")
    (told,) = to(outputs, "@camille")
    assert told == (
        "Je n’ai pas pu publier ton rappel dans loire-42, et j’ai cessé d’essayer : réunion d’équipe"
    )


def test_a_series_that_cannot_be_posted_is_paused_and_its_owner_hears_of_it_once(console):
    console.say(":in #loire-42")
    console.say("/rappel ici tous les jours à 9h réunion d’équipe")
    console.say(":fail loire-42")
    told = [text for text in to(console.say(":advance 12d"), "@camille") if "pas pu publier" in text]
    (once,) = told
    assert once == (
        "Je n’ai pas pu publier ton rappel dans loire-42, et j’ai cessé d’essayer : réunion d’équipe\n"
        "Il est en pause. Pour le relancer : `/rappel reprendre 1`."
    )
    assert "en pause" in said(console, "/rappel liste")


def test_a_channel_that_fails_for_a_while_gets_its_reminder_once(set_here):
    set_here.say(":fail loire-42 2")
    assert [ring["to"] for ring in rings(set_here, "2d")] == ["loire-42"]


def test_here_in_a_private_message_means_oneself(console):
    console.say(":in @bot")
    assert "Où : en message privé, pour toi." in said(console, "/rappel ici demain 9h relancer la CAF")
