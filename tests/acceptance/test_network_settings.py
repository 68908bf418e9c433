"""Settings of the network and of its channels, by those who may change them."""

import pytest

from tests.acceptance.console import button_names, fields, plain


@pytest.fixture
def console(open_console):
    console = open_console(channel="974-la-reunion", user="jeanne")
    console.say(":role jeanne coordinator")
    return console


def test_the_name_of_a_channel_proposes_its_territory(console):
    form = fields(console.ask("/maillage configurer"))
    assert form["territory"]["value"] == "La Réunion (974)"
    assert form["zone"]["value"] == "Paris"
    assert [form[name]["label"] for name in form] == [
        "Nom du réseau",
        "Fuseau horaire",
        "Langue",
        "Territoire du canal",
    ]


def test_a_channel_follows_the_hour_of_its_territory_and_the_others_that_of_the_network(console):
    console.say("/maillage configurer")
    saved, _features = console.say(":submit name=Réseau outre-mer")[:2]
    text = plain(saved["text"])
    assert "Réseau : Réseau outre-mer" in text
    assert "Fuseau horaire du réseau : `Europe/Paris` (il y est 10 h)" in text
    assert "celui de son territoire, `Indian/Reunion` (il y est 13 h)" in text
    assert "`Indian/Reunion`" in zone_of(console)
    console.say(":in general")
    assert "`Europe/Paris`" in zone_of(console)


def zone_of(console):
    """Return the line of the time zone that holds for the person where they are."""
    console.say("/maillage préférences")
    lines = plain(console.ask(":submit")["text"]).splitlines()
    return next(line for line in lines if "Fuseau horaire" in line)


def test_the_territory_of_a_channel_may_be_extended_to_the_whole_network(console):
    console.say("/maillage configurer")
    saved = console.say(":submit")[0]
    assert button_names(saved)[0] == "spread"
    assert "La Réunion (974)" in console.ask(":click spread")["text"]
    console.say(":in general")
    assert "`Indian/Reunion`" in zone_of(console)


def test_an_emptied_zone_is_that_of_the_territory(console):
    console.say("/maillage configurer")
    saved = console.say(":submit zone=")[0]
    assert "Fuseau horaire du réseau : `Indian/Reunion`" in plain(saved["text"])


@pytest.mark.parametrize(
    ("typed", "key"),
    [("La Réunion", "Indian/Reunion"), ("martinique", "America/Martinique"), ("Paris", "Europe/Paris")],
)
def test_a_zone_is_understood_as_people_say_it(console, typed, key):
    console.say("/maillage configurer")
    saved = console.say(f":submit zone={typed}; territory=")[0]
    assert f"Fuseau horaire du réseau : `{key}`" in plain(saved["text"])


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("zone=Pariss", "Est-ce Paris"),
        ("zone=qwertyuiop", "Donne une ville ou un territoire"),
        ("territory=loirre", "Loire (42)"),
        ("territory=qwertyuiop", "comme Loire ou 42"),
        ("name=", "Nom du réseau"),
    ],
)
def test_a_mistake_is_explained_and_the_form_opens_again_with_what_was_typed(console, typed, said):
    console.say("/maillage configurer")
    problem, form = console.say(f":submit {typed}")
    assert (problem["kind"], problem["code"]) == ("error", "invalid_form")
    assert said in plain(problem["text"])
    name, _, value = typed.partition("=")
    assert (fields(form)[name]["value"] or "") == value
    assert fields(form)["territory" if name != "territory" else "zone"]["value"]


def test_the_network_may_speak_english_from_now_on(console):
    console.say("/maillage configurer")
    saved = console.say(":submit language=en; territory=42")[0]
    assert "Language of the network: English" in saved["text"]
    assert "Territory of the channel 974-la-reunion: Loire (42)" in saved["text"]
    assert "What I can do for you here" in console.ask("/maillage help")["text"]


def test_a_channel_may_be_set_apart_by_a_coordinator_of_the_whole_network(console):
    console.say("/maillage configurer")
    console.say(":submit")
    assert set(fields(console.ask(":click configure-channel"))) == {"territory", "zone", "language"}
    saved = console.ask(":submit zone=Mayotte; language=en")
    assert "Time zone of this channel: `Indian/Mayotte`" in saved["text"]
    console.say(":in general")
    assert "Ce que je peux faire" in console.ask("/maillage aide")["text"]


def test_the_coordinator_of_one_channel_sets_that_channel_only(console):
    console.say(":as paul")
    console.say(":role paul coordinator in 974-la-reunion")
    assert set(fields(console.ask("/maillage configurer"))) == {"territory", "zone", "language"}
    saved = plain(console.ask(":submit")["text"])
    assert "celui de son territoire, `Indian/Reunion`" in saved
    assert "se règlent avec quelqu’un qui le coordonne en entier" in saved
    console.say(":in general")
    assert console.ask("/maillage configurer")["code"] == "not_allowed"
    console.say(":in @bot")
    assert console.ask("maillage configurer")["code"] == "not_allowed"


def test_in_a_private_message_the_network_alone_is_set(console):
    console.say(":in @bot")
    form = fields(console.ask("maillage configurer"))
    assert form["territory"]["label"] == "Territoire du réseau"
    saved = console.say(":submit territory=réunion; zone=")[0]
    assert "Territoire : La Réunion (974)" in plain(saved["text"])
    assert "Fuseau horaire du réseau : `Indian/Reunion`" in plain(saved["text"])


def test_settings_survive_a_restart(open_console, console):
    console.say("/maillage configurer")
    console.say(":submit name=Réseau de La Réunion")
    console.say(":stop")
    console.say(":start")
    form = fields(console.ask("/maillage configurer"))
    assert form["name"]["value"] == "Réseau de La Réunion"
    console.say(":as nouvelle")
    assert "Réseau de La Réunion" in console.ask("/maillage aide")["text"]


def test_the_status_says_how_the_bot_is_doing(console):
    text = plain(console.ask("/maillage état")["text"])
    assert "Version " in text
    assert "Fonctions actives : Réseau et réglages" in text
    assert "Choses à faire plus tard : 0" in text
    assert "Erreurs depuis mon démarrage : aucune" in text
