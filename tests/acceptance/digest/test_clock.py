"""When letters go: by the clock of their channel, and late after an outage, which is said right."""

import pytest

from tests.acceptance.console import of_kind, plain


@pytest.fixture
def console(open_console):
    """A Saturday; the letter of loire-42 goes each Monday at nine in Paris."""
    console = open_console(user="jeanne")
    console.say(":role jeanne coordinator")
    console.say("/rappel ici le 18 décembre à 9h : fête")
    console.say("/lettre programmer chaque lundi à 9h")
    return console


def letters(outputs):
    return [one for one in of_kind(outputs, "post") if "**Lettre n°" in one["text"]]


def to_la_réunion(console):
    console.say("/maillage configurer")
    console.submit(name="Réseau", zone="Paris", language="fr", territory="974")


def test_a_letter_follows_its_channel_to_another_zone(console):
    to_la_réunion(console)
    assert "lundi 23 novembre 2026 à 9 h" in plain(console.ask("/lettre")["text"])
    (sent,) = letters(console.advance("3d"))
    assert sent["at"].startswith("2026-11-23T06:00:00+01:00")


def test_a_draft_that_waits_follows_as_well(console):
    console.advance("1d9h")
    to_la_réunion(console)
    (sent,) = letters(console.advance("1d"))
    assert sent["at"].startswith("2026-11-23T06:00:00+01:00")
    assert letters(console.advance("1d")) == []


def test_a_network_that_is_set_to_another_zone_takes_the_letters_along(console):
    console.say("/maillage configurer")
    console.submit(name="Réseau", zone="La Réunion", language="fr", territory="")
    (sent,) = letters(console.advance("3d"))
    assert sent["at"].startswith("2026-11-23T06:00:00+01:00")


def test_after_three_missed_mondays_the_letter_is_that_of_the_third_and_stays_marked_late(console):
    console.say(":stop")
    console.advance("17d")
    (sent,) = letters(console.say(":start")) or letters(console.advance("1h"))
    text = plain(sent["text"])
    assert "C’était prévu lundi 7 décembre 2026" in text or "lundi 7 décembre 2026 à 9 h" in text
    assert "23 novembre" not in text
    assert "vaut aussi pour les 2 précédentes" in text
    again = console.ask("/lettre historique 1")
    assert "était prévue lundi 7 décembre 2026 à 9 h : elle est partie en retard" in plain(again["text"])
    (answer,) = console.click("En Markdown", again)
    assert "elle est partie en retard" in plain(answer["files"][0]["text"])
