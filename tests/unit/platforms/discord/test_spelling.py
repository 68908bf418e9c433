"""How commands are shown on Discord, where they are chosen and not typed."""

from __future__ import annotations

import pytest

from bot.app import load_plugins
from bot.config import Config
from bot.platforms.discord.spelling import Spelling


@pytest.fixture(scope="module")
def spell():
    return Spelling(load_plugins(Config()).plugins.values())


@pytest.mark.parametrize(
    ("typed", "used"),
    [
        ("/rappel demain 9h appeler la mairie", "/rappel créer quand: demain 9h texte: appeler la mairie"),
        (
            "/rappel @jeanne jeudi 10h le bilan",
            "/rappel créer pour: @jeanne quand: jeudi 10h texte: le bilan",
        ),
        ("/remind tomorrow 9:00 call Léa", "/remind create when: tomorrow 9:00 text: call Léa"),
        ("/rappel modifier 3 vendredi 10h", "/rappel modifier numéro: 3 quand: vendredi 10h"),
        ("/maillage help remind", "/maillage help command: remind"),
        ("/maillage aide", "/maillage aide"),
        ("/rappel", "/rappel créer"),
        ("/rappel QUAND TEXTE [POUR]", "/rappel créer"),
        ("/maillage aide [COMMANDE]", "/maillage aide"),
        ("/rappel demain", "/rappel créer"),
        ("/inconnu demain 9h", "/inconnu demain 9h"),
    ],
)
def test_a_command_is_spelled_with_its_verb_and_its_boxes(spell, typed, used):
    assert spell(f"Écris `{typed}`, puis attends.") == f"Écris `{used}`, puis attends."


def test_only_code_is_spelled_and_always_alike(spell):
    text = "/rappel demain 9h le pain, `demain 9h`, `http://example.org/rappel demain`"
    assert spell(text) == text
    assert spell("`/rappel 9h le pain`") == spell("`/rappel 9h le pain`")
