"""Letters of two channels of one territory: each says of which channel it is."""

import pytest

from tests.acceptance.console import said


@pytest.fixture
def console(open_console):
    console = open_console(user="jeanne")
    console.say(":role jeanne coordinator")
    for channel in ("loire", "mineurs"):
        console.say(f":in {channel}")
        console.say("/maillage configurer")
        console.submit(name="Réseau", language="fr", territory="Loire")
    return console


def test_the_channel_is_named_where_another_one_of_the_territory_has_a_letter(console):
    console.say(":in loire")
    assert "**Lettre — Loire**" in said(console, "/lettre programmer chaque lundi à 9h")
    console.say(":in mineurs")
    assert "**Lettre — Loire (mineurs)**" in said(console, "/lettre programmer chaque mardi à 9h")
    console.say("/rappel ici vendredi 27 novembre 10h : bilan")
    assert "— Loire (mineurs), " in said(console, "/lettre aperçu")
    console.say(":in @maillage")
    listed = said(console, "/lettre")
    assert "- Loire (loire) : " in listed
    assert "- Loire (mineurs) : " in listed
    console.say(":in mineurs")
    console.click("Retirer la lettre", console.ask("/lettre retirer"))
    console.say(":in loire")
    assert "**Lettre — Loire**" in said(console, "/lettre")
