"""The letter of a département tells of its people; that of a channel without a territory, of all."""

import pytest

from tests.acceptance.console import of_kind, plain


@pytest.fixture
def console(open_console):
    """Camille is in the Loire, Karim in Lille; Zoé says nothing of where she is."""
    console = open_console(user="jeanne")
    console.say(":role jeanne coordinator")
    for who, commune in (("camille", "42187"), ("karim", "59350"), ("zoé", "")):
        console.say(f":as {who}")
        console.say("/annuaire je sais faire du FALC")
        console.click("correct")
        console.submit(name=who, commune=commune)
    console.say(":as jeanne")
    return console


def letter(console):
    outputs = console.click("Envoyer maintenant", console.ask("/lettre envoyer"))
    (sent,) = [one for one in of_kind(outputs, "post") if one["text"].startswith("**Lettre n°")]
    return plain(sent["text"])


def test_a_channel_of_a_territory_is_told_of_those_who_are_there(console):
    console.say("/maillage configurer")
    console.submit(name="Loire", language="fr", territory="Loire")
    told = letter(console)
    assert "camille" in told
    assert "karim" not in told
    assert "zoé" in told, "nothing says that she is elsewhere"


def test_a_channel_without_one_is_told_of_all(console):
    console.say(":in entraide")
    told = letter(console)
    assert all(who in told for who in ("camille", "karim", "zoé"))
