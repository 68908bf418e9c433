"""A pause that ends by itself shows as long as it lasts, and can be ended before."""

import pytest

from tests.acceptance.console import button_names, plain


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
