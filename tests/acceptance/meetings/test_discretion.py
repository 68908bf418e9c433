"""A meeting of a private and of a public channel: nobody is named where nobody could know that they came."""

import pytest

from tests.acceptance.console import of_kind, plain, said
from tests.fakes.databases import executed

FIXED = "/rencontre fixer Réunion ; mardi 8 décembre 14h-16h ; aussi dans #bureau"


@pytest.fixture
def console(open_console, tmp_path):
    """Jeanne is in both channels, Léa only in the private one, Paul only in the public one."""
    console = open_console(channel="loire-42", user="jeanne")
    console.say("/rencontre")
    console.say(":in bureau")
    console.say("/rencontre")
    made_private = "UPDATE place SET is_private = true WHERE name = 'bureau' RETURNING name"
    assert executed(tmp_path, made_private) == [("bureau",)]
    console.say(":in loire-42")
    return console


def seen(outputs, channel):
    """Return what was posted, or changed, in a channel last."""
    return plain(
        [one["text"] for one in outputs if one["to"] == channel and one["kind"] in ("post", "update")][-1]
    )


def test_minutes_and_agendas_name_in_a_channel_only_whom_it_may_know_of(console):
    announced = of_kind(console.say(FIXED), "post")
    there = {one["to"]: one for one in announced}
    assert set(there) == {"loire-42", "bureau"}
    console.say(":in bureau")
    console.say(":as lea")
    console.say("/rencontre odj ajouter le budget")
    console.click("Je viens", there["bureau"])
    console.say(":as jeanne")
    console.say(":in loire-42")
    console.say(":as paul")
    console.say("/rencontre odj ajouter un café")
    console.click("Je viens", there["loire-42"])
    assert "lea" not in said(console, "/rencontre odj")
    console.say(":as jeanne")
    assert "1. le budget (lea)\n2. un café (paul)" in said(console, "/rencontre odj")
    published = console.say("/rencontre odj publier")
    assert "1. le budget\n2. un café (paul)" in seen(published, "loire-42")
    assert "1. le budget (lea)\n2. un café (paul)" in seen(published, "bureau")
    console.advance("17d8h")
    console.say("/rencontre cr traité 1 ; décision 1 : oui")
    assert "2 personnes avaient dit venir : lea, paul" in said(console, "/rencontre cr")
    before = said(console, "/rencontre cr publier")
    assert "2 personnes avaient dit venir : paul, 1 autre personne" in before
    assert "lea" not in before
    posted = console.click("Publier maintenant")
    assert "2 personnes présentes : paul, 1 autre personne" in seen(posted, "loire-42")
    assert "2 personnes présentes : lea, 1 autre personne" in seen(posted, "bureau")
    changed = console.say("/rencontre cr présents : Léa, Jeanne, Paul et Mme Durand")
    assert "4 personnes présentes : jeanne, paul, 2 autres personnes" in seen(changed, "loire-42")
    assert "4 personnes présentes : lea, jeanne, 2 autres personnes" in seen(changed, "bureau")
    assert "1. le budget (lea)" not in seen(changed, "loire-42")
    (whole,) = [one for one in console.say("/rencontre cr fichier") if one["files"]]
    assert "4 personnes présentes : lea, jeanne, paul, Mme Durand" in plain(whole["files"][0]["text"])
    console.say(":as paul")
    for place in ("loire-42", "@bot"):
        console.say(f":in {place}")
        (given,) = [one for one in console.say("/rencontre cr fichier") if one["files"]]
        assert "lea" not in given["files"][0]["text"]
        assert "Durand" not in given["files"][0]["text"]
        assert "lea" not in said(console, "/rencontre cr")


def test_where_no_channel_is_private_everybody_is_named(open_console):
    console = open_console(channel="loire-42", user="jeanne")
    console.say(":in rhone-69")
    console.say("/rencontre")
    console.say(":in loire-42")
    console.say(FIXED.replace("bureau", "rhone-69"))
    console.say(":as paul")
    console.click("Je viens")
    console.say(":as jeanne")
    console.advance("17d8h")
    console.say("/rencontre cr publier")
    posted = console.click("Publier maintenant")
    assert "1 personne présente : paul" in seen(posted, "rhone-69")


def test_who_votes_is_named_nowhere_once_one_channel_of_a_poll_is_private(open_console, tmp_path):
    console = open_console(channel="bureau", user="jeanne")
    console.say("/rencontre")
    console.say(":in loire-42")
    console.say("/sondage Où ? ; Feurs ; Roanne ; aussi dans #bureau")
    console.click("Feurs")
    assert "jeanne" in seen(console.outputs, "bureau")
    executed(tmp_path, "UPDATE place SET is_private = true WHERE name = 'bureau' RETURNING name")
    console.say(":as lea")
    console.say(":in bureau")
    console.click("Roanne")
    console.advance("1m")
    for channel in ("loire-42", "bureau"):
        text = seen(console.outputs, channel)
        assert "2 personnes ont répondu" in text
        assert "jeanne" not in text
        assert "lea" not in text
