"""Which plain sentences are for reminders."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.reminders.sentences import PERHAPS, SURELY, claims


@pytest.mark.parametrize(
    "sentence",
    [
        "rappelle-moi demain à 9h de relancer la CAF",
        "Rappelle moi d'appeler le maire",
        "rapelle moi lundi",
        "rappel moi lundi de payer",
        "RAPPELEZ-MOI lundi de payer",
        "bonjour, peux-tu me rappeler de payer la cantine",
        "n'oublie pas de me rappeler la réunion",
        "fais-moi penser à prendre le vidéoprojecteur",
        "faites nous penser à la visio",
        "mets-moi un rappel pour lundi",
        "crée un rappel lundi 9h : visio",
        "pense-bête : acheter du papier",
        "rappelle à @paul d’envoyer le bilan",
        "remind me to call the town hall",
        "Please remind @paul to send the report",
        "set a reminder for Monday",
    ],
)
def test_what_asks_for_a_reminder_is_claimed_surely(sentence):
    assert claims(sentence) == SURELY


@pytest.mark.parametrize(
    "sentence", ["demain 9h appeler la CAF", "appeler la CAF lundi", "tous les mardis à 10h saisir les CRA"]
)
def test_a_moment_with_something_to_do_is_claimed_perhaps(sentence):
    assert claims(sentence) == PERHAPS


@pytest.mark.parametrize(
    "sentence",
    [
        "merci pour la réunion",
        "rappel liste",
        "qui peut aider à Feurs ?",
        "demain 9h",
        "bonjour",
        "je rappelle le maire",
    ],
)
def test_the_rest_is_left_to_others(sentence):
    assert claims(sentence) == 0


@given(st.text(max_size=200))
def test_any_text_has_a_claim(text):
    assert claims(text) in (0, PERHAPS, SURELY)
