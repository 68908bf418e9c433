"""What is coming again and again, and what is moved to and fro: each is told once as it is."""

import pytest

from tests.acceptance.console import of_kind, plain


@pytest.fixture
def console(open_console):
    """A Saturday; the letter of loire-42 goes each Monday, a meeting is each Tuesday, and one in December."""
    console = open_console(user="jeanne")
    console.say(":role jeanne coordinator in loire-42")
    console.say("/rappel ici chaque mardi à 14h : point hebdo")
    console.say("/rappel ici vendredi 18 décembre 14h : plénière")
    console.say("/lettre programmer chaque lundi à 9h")
    return console


def letter_after(console, span):
    """Return the one letter that goes in a span of time, as people read it."""
    (sent,) = [one for one in of_kind(console.advance(span), "post") if "**Lettre n°" in one["text"]]
    return plain(sent["text"])


def preview(console):
    (shown,) = console.say("/lettre aperçu")
    return plain(shown["text"])


def test_what_recurs_is_told_once_with_its_rhythm(console):
    assert "- chaque mardi à 14 h : point hebdo" in letter_after(console, "2d")
    assert "point hebdo" not in preview(console)
    console.say("/rappel modifier 1 chaque jeudi à 14h")
    assert "- chaque jeudi à 14 h : point hebdo" in letter_after(console, "7d")


def test_what_recurs_and_was_dropped_comes_back_in_no_draft(console):
    (draft,) = [one for one in console.advance("1d9h") if "**Brouillon.**" in one["text"]]
    (menu,) = [menu for menu in draft["menus"] if menu["label"] == "Retirer un élément"]
    (dropped,) = [one["value"] for one in menu["options"] if "point" in one["label"]]
    console.say(f":click Retirer un élément={dropped}")
    assert "point hebdo" not in letter_after(console, "1d")
    console.say("/rappel modifier 1 chaque jeudi à 14h")
    assert "point hebdo" not in preview(console)


def test_what_is_moved_there_and_back_is_corrected_both_times(console):
    assert "vendredi 18 décembre 2026 à 14 h : plénière" in letter_after(console, "2d")
    console.say("/rappel modifier 2 jeudi 17 décembre 14h")
    assert "jeudi 17 décembre 2026 à 14 h : plénière" in letter_after(console, "7d")
    console.say("/rappel modifier 2 vendredi 18 décembre 14h")
    assert "vendredi 18 décembre 2026 à 14 h : plénière" in letter_after(console, "7d")
    assert "plénière" not in preview(console)
