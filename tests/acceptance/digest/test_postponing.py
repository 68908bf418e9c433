"""Postponing a letter: to an hour, or by so much of time, counted from when it was to go."""

import pytest

from tests.acceptance.console import plain


@pytest.fixture
def console(open_console):
    """A Saturday; a letter goes on Monday at 9:00, and its draft is there."""
    console = open_console(user="jeanne")
    console.say(":role jeanne coordinator in loire-42")
    console.say("/rappel ici mardi 14h réunion de réseau")
    console.say("/lettre programmer chaque lundi à 9h")
    console.say("/lettre brouillon")
    return console


def said(outputs):
    return plain(outputs[0]["text"]).replace("\u202f", " ").replace("\u00a0", " ")


def letters(outputs):
    return [one for one in outputs if one["kind"] == "post" and one["text"].startswith("**Lettre n°")]


def test_by_an_hour_it_goes_an_hour_later_and_says_on_which_day(console):
    assert "La lettre partira lundi 23 novembre 2026 à 10 h" in said(
        console.say("/lettre reporter d'une heure")
    )
    assert "à 12 h" in said(console.say("/lettre reporter 2h")), "counted from when it was to go"
    assert "mardi 24 novembre 2026 à 12 h" in said(console.say("/lettre reporter d’un jour"))
    assert letters(console.advance("3d")) == []
    assert len(letters(console.advance("4h"))) == 1


def test_an_hour_of_the_day_is_one(console):
    assert "lundi 23 novembre 2026 à 11 h" in said(console.say("/lettre reporter lundi à 11h"))


def test_it_is_advanced_by_as_much_but_never_into_the_past(console):
    assert "lundi 23 novembre 2026 à 8 h" in said(console.say("/lettre avancer d'une heure"))
    assert "est déjà passé" in said(console.say("/lettre avancer de 3 jours"))


def test_the_form_of_the_draft_reads_the_same(console):
    (draft,) = [one for one in console.outputs if "**Brouillon.**" in one["text"]]
    console.click("Reporter", draft)
    assert "lundi 23 novembre 2026 à 11 h" in said(console.submit(when="2 heures"))
