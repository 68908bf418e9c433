"""A meeting whose date is known is announced at once, from a line or from a form."""

import pytest

from tests.acceptance.console import fields, of_kind, plain

LINE = "/rencontre fixer Réunion de réseau ; mardi 8 décembre 14h-16h ; lieu : salle des fêtes ; 12 places"


@pytest.fixture
def console(open_console):
    return open_console(channel="loire-42", user="jeanne")


def announced(outputs):
    """Return what the last post in the channel says, line by line."""
    return plain(of_kind(outputs, "post")[-1]["text"]).splitlines()


def test_a_line_is_announced_with_a_file_for_calendars(console):
    outputs = console.say(LINE)
    assert announced(outputs)[:2] == [
        "**Réunion de réseau** : mardi 8 décembre 2026 de 14 h à 16 h",
        "Lieu : salle des fêtes",
    ]
    (file,) = of_kind(outputs, "post")[-1]["files"]
    assert "SUMMARY:Réunion de réseau" in file["text"]


def test_what_is_missing_or_wrong_is_asked_for_and_nothing_is_lost(console):
    (form,) = of_kind(console.say("/rencontre fixer Réunion ; mardi 14h ou jeudi 10h ; 12 places"), "form")
    shown = fields(form)
    assert (shown["title"]["value"], shown["seats"]["value"]) == ("Réunion", "12")
    assert "`/rencontre proposer`" in plain(shown["date"]["error"])
    (wrong,) = of_kind(console.submit(date="hier"), "error")
    assert "dans le passé" in plain(wrong["text"])
    assert "**Réunion** : mardi 24 novembre 2026 à 14 h" in announced(console.submit(date="mardi 14h"))
    (form,) = of_kind(console.say("/rencontre fixer Réunion ; le 31 novembre ; clôture vendredi"), "form")
    assert "31/11" in plain(fields(form)["date"]["error"])
    (form,) = of_kind(console.say("/rencontre fixer Réunion ; mardi ; clôture vendredi"), "form")
    assert "pas de vote à clore" in plain(fields(form)["date"]["error"])


def test_it_is_announced_where_people_are(console):
    console.say(":in @bot")
    (refused,) = console.say(LINE)
    assert "dans un canal" in plain(refused["text"])


def test_one_line_announces_a_meeting_in_several_channels(console):
    console.say(":in rhone-69")
    console.say("/rencontre")
    console.say(":in loire-42")
    line = "/rencontre fixer Bilan ; mardi 8 décembre 14h-16h ; aussi dans"
    refused = plain(console.say(f"{line} #nulle-part")[-1]["text"])
    assert "Je ne connais pas de canal « nulle-part »" in refused
    outputs = console.say(f"{line} #rhone-69")
    assert "C’est annoncé ici, et dans rhone-69." in plain(" ".join(one["text"] for one in outputs))
    assert len([one for one in of_kind(outputs, "post") if one["text"].startswith("**Bilan**")]) == 2
