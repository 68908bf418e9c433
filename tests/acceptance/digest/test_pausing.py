"""A pause that ends by itself shows as long as it lasts, and can be ended before."""

import pytest

from tests.acceptance.console import button_names, plain, said


@pytest.fixture
def console(open_console):
    console = open_console(user="jeanne")
    console.say(":role jeanne coordinator in loire-42")
    console.say("/lettre programmer chaque lundi à 9h")
    console.say("/lettre pause jusqu’au 15 janvier")
    return console


def test_the_pause_and_its_end_are_shown_with_the_button_that_ends_it(console):
    shown = console.ask("/lettre")
    assert "En pause jusqu’au lundi 18 janvier 2027 à 9 h : `/lettre reprendre`" in plain(shown["text"])
    assert "resume" in button_names(shown)
    assert "pause" not in button_names(shown)
    console.say(":in @maillage")
    assert "en pause jusqu’au lundi 18 janvier 2027" in plain(console.ask("/lettre")["text"])


def test_resumed_before_it_comes_on_its_next_date_and_no_pause_is_shown(console):
    (answer,) = console.click("Reprendre", console.ask("/lettre"))
    assert "lundi 23 novembre 2026" in plain(answer["text"])
    assert "En pause" not in answer["text"]
    assert "pause" in button_names(answer)


def test_once_it_is_over_nothing_is_said_of_it(console):
    console.advance("60d")
    shown = console.ask("/lettre")
    assert "En pause" not in shown["text"]
    assert "pause" in button_names(shown)


@pytest.fixture
def monday(open_console):
    """A Saturday; the letter of loire-42 goes each Monday."""
    console = open_console(user="jeanne")
    console.say(":role jeanne coordinator in loire-42")
    console.say("/lettre programmer chaque lundi à 9h")
    return console


def test_a_pause_that_leaves_out_nothing_says_so(monday):
    answer = said(monday, "/lettre pause jusqu’à demain")
    assert "Rien n’est sauté" in answer
    assert "La prochaine part lundi 23 novembre 2026 à 9 h" in answer
    assert "En pause" not in said(monday, "/lettre")


@pytest.mark.parametrize(
    ("days", "next_one"),
    [
        ("la semaine prochaine", "lundi 30 novembre 2026"),
        ("en novembre", "lundi 7 décembre 2026"),
        ("du 22 novembre au 4 janvier", "lundi 11 janvier 2027"),
        ("entre le 22 novembre et le 4 janvier", "lundi 11 janvier 2027"),
    ],
)
def test_a_pause_may_be_said_by_its_days(monday, days, next_one):
    assert f"la prochaine part {next_one} à 9 h" in said(monday, f"/lettre pause {days}")


@pytest.mark.parametrize(
    ("days", "last"),
    [("du 20 décembre au 4 janvier", "lundi 4 janvier 2027"), ("en août", "mardi 31 août 2027")],
)
def test_a_pause_that_begins_after_a_letter_is_refused_with_what_to_type_then(monday, days, last):
    answer = said(monday, f"/lettre pause {days}")
    assert "la lettre prévue lundi 23 novembre 2026 à 9 h part avant" in answer
    assert f"`/lettre pause jusqu’au {last}`" in answer
    monday.advance("30d")
    assert "La lettre fait une pause" in said(monday, f"/lettre pause jusqu’au {last}")


@pytest.mark.parametrize("typed", ["annuler la prochaine", "sauter", "passer cette fois"])
def test_one_letter_is_left_out_and_those_after_it_come(monday, typed):
    answer = said(monday, f"/lettre {typed}")
    assert "La lettre prévue lundi 23 novembre 2026 à 9 h ne part pas." in answer
    assert "lundi 30 novembre 2026 à 9 h" in answer
    standing = said(monday, "/lettre")
    assert "En pause" not in standing
    assert "- lundi 30 novembre 2026 à 9 h" in standing
    assert "23 novembre" not in standing


def test_another_one_than_the_next_cannot_be_left_out_so(monday):
    assert "ne saute que la prochaine lettre" in said(monday, "/lettre sauter le 30 novembre")
    assert "lundi 23 novembre 2026" in said(monday, "/lettre")


def test_a_rhythm_that_has_ended_is_said_to_have_and_is_not_paused(monday):
    monday.say("/lettre programmer chaque lundi à 9h 2 fois")
    monday.advance("10d")  # both had nothing to tell
    shown = monday.ask("/lettre")
    assert "Son rythme est terminé" in shown["text"]
    assert "dernière fois" not in shown["text"]
    assert "pause" not in button_names(shown)
    assert "Le rythme de cette lettre est terminé." in said(monday, "/lettre pause")
