"""Linking accounts and communities, as the terminal shows it: there is one chat network there."""

import re

from tests.acceptance.console import plain


def test_a_code_is_given_with_what_to_type_and_until_when(console):
    answer = console.ask("/maillage lier")
    text = plain(answer["text"])
    assert re.search(r"`/maillage lier [2-9A-Z]{3}-[2-9A-Z]{3}-[2-9A-Z]{3}`", text)
    assert "samedi 21 novembre 2026" in text
    assert "10 h 10" in text


def test_a_code_is_refused_by_the_account_that_made_it(console):
    code = re.search(r"lier ([2-9A-Z-]{11})", console.ask("/maillage lier")["text"])
    assert console.ask(f"/maillage lier {code.group(1)}")["code"] == "same_account"


def test_who_has_one_account_has_nothing_to_undo(console):
    assert "un seul compte, camille" in plain(console.ask("/maillage délier")["text"])


def test_a_community_is_joined_by_coordinators_only(console):
    assert console.ask("/maillage lier communauté")["code"] == "not_allowed"
    console.say(":role camille coordinator")
    assert "rejoigne le réseau" in plain(console.ask("/maillage lier communauté")["text"])
    assert console.ask("/maillage délier communauté")["code"] == "configured"


def test_the_help_shows_how_to_link(console):
    text = plain(console.ask("/maillage aide lier")["text"])
    assert "/maillage lier K7M-4QR-XJ2" in text


def test_an_english_reader_is_told_english_words_to_type(console):
    console.say("/maillage préférences")
    console.say(":submit language=en")
    assert "`/maillage link " in console.ask("/maillage link")["text"]
