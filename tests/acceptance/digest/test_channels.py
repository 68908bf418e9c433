"""The channels of a letter: which one is meant where several have the same name."""

import pytest

from tests.acceptance.console import fields, plain

SCHEDULED = "/lettre programmer chaque lundi à 9h"


def coordinated(console, community, channel):
    """Have Jeanne coordinate a channel of a community, which the bot knows then."""
    console.say(f":on {community}")
    console.say(f":in {channel}")
    console.say(f":role jeanne coordinator in {channel}")
    console.say("/lettre")


@pytest.fixture
def console(open_console):
    """A network of three communities, each with the channels `loire` and `annonces`, but for one."""
    console = open_console(user="jeanne", channel="loire")
    for community in ("Forez", "Gier"):
        coordinated(console, community, "loire")
        coordinated(console, community, "annonces")
    console.say(":on maillage")
    console.say(":in loire")
    console.say(":role jeanne coordinator in loire")
    console.say(SCHEDULED)
    return console


def submitted(console, places):
    console.say("/lettre réglages")
    return console.submit(places=places)[0]


@pytest.mark.parametrize("name", ["loire", "annonces"])
def test_of_several_channels_of_a_name_one_is_asked_which(console, name):
    answer = submitted(console, name)
    text = plain(answer["text"])
    assert f"plusieurs canaux s’appellent « {name} »" in text
    assert f"{name} (Forez), {name} (Gier)" in text
    assert "(Gier)" not in console.ask("/lettre")["text"]


@pytest.mark.parametrize("name", ["loire", "annonces"])
def test_the_community_says_which_and_is_shown(console, name):
    assert f"{name} (Gier)" in plain(submitted(console, f"#{name} (gier)")["text"])
    (form,) = console.say("/lettre réglages")
    assert fields(form)["places"]["value"] == f"{name} (Gier)"
    console.submit(places=fields(form)["places"]["value"])
    shown = plain(console.ask("/lettre")["text"])
    assert f"{name} (Gier)" in shown
    assert "(Forez)" not in shown


def test_the_one_of_the_letters_own_community_is_meant_first(console):
    coordinated(console, "maillage", "annonces")
    console.say(":in loire")
    assert "annonces (maillage)" in plain(submitted(console, "annonces")["text"]).lower()


def test_both_of_a_name_can_be_added(console):
    shown = plain(submitted(console, "loire (Forez), loire (Gier)")["text"])
    assert "loire (Forez)" in shown
    assert "loire (Gier)" in shown


def test_of_those_of_a_name_the_one_is_meant_that_the_person_coordinates(console):
    console.say(":on Roannais")
    console.say(":in seul")
    console.say(":as paul")
    console.say("/lettre")
    console.say(":on Pilat")
    console.say(":as jeanne")
    console.say(":in seul")
    console.say(":role jeanne coordinator in seul")
    console.say("/lettre")
    console.say(":on maillage")
    console.say(":in loire")
    assert "seul (Pilat)" in plain(submitted(console, "seul")["text"])
