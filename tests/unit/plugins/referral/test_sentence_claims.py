"""Which plain sentences are needs: beside those that are reminders, and those that are neither."""

from pathlib import Path

import pytest

from plugins.referral.sentences import VAGUE, claims
from plugins.reminders.sentences import claims as claims_reminder


@pytest.mark.parametrize(
    "sentence",
    [
        "qui peut aider à refaire une carte grise ?",
        "une dame voudrait apprendre à envoyer des photos",
        "un monsieur a perdu sa carte vitale",
        "besoin d'aide pour un dossier RSA",
        "comment faire une demande de logement social à Feurs",
        "demain un monsieur vient pour sa carte grise, qui peut m'aider ?",
        "who can help with a driving licence?",
        "carte grise",
    ],
)
def test_a_need_is_claimed_more_surely_than_as_a_reminder(sentence):
    assert claims(sentence) > claims_reminder(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "rappelle-moi demain à 9h de relancer la CAF pour la carte grise",
        "rappelle moi d'appeler le 115 pour ce monsieur",
        "demain 9h appeler la CAF",
        "appeler la CAF lundi",
        "tous les mardis à 10h permanence impôts",
    ],
)
def test_what_asks_for_a_reminder_stays_one(sentence):
    assert claims_reminder(sentence) > claims(sentence)


@pytest.mark.parametrize(
    "sentence", ["merci", "bonjour", "merci beaucoup !", "ok à demain", "super réunion", ""]
)
def test_chat_is_not_claimed(sentence):
    assert claims(sentence) == 0


@pytest.mark.parametrize(
    "sentence",
    [
        "un problème",
        "j’ai besoin d’aide",
        "les papiers",
        "un usager",
        "ça marche pas",
        "une démarche",
        "help",
    ],
)
def test_what_is_too_vague_is_a_need_to_be_asked_about(sentence):
    assert 0 < claims(sentence) <= VAGUE


@pytest.mark.parametrize("sentence", ["nimporte quoi", "blabla", "zorglub", "asdf qsdf", "xyzzy plugh"])
def test_what_has_no_word_of_any_need_is_none(sentence):
    assert claims(sentence) == 0


@pytest.mark.parametrize(
    "sentence", ["son mari la frappe", "il veut se suicider", "mon voisin me menace avec un couteau"]
)
def test_danger_is_claimed_so_surely_that_no_command_comes_before_it(sentence):
    assert claims(sentence) > 0.9


OWN_NEED = """
[need.macrame]
codes = ["fcsf"]
fr = "La Passerelle montre comment nouer."
en = "La Passerelle shows how to tie knots."
phrases = ["macramé ancien"]
"""


class Lists:
    """The words that a network adds, in a file."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def find(self, name):
        return self.file if name == "needs" else None

    def missing(self):
        return None


def test_a_need_that_the_network_adds_is_claimed_as_the_others(tmp_path):
    file = tmp_path / "needs.toml"
    file.write_text(OWN_NEED, encoding="utf-8")
    sentence = "qui connaît le macramé ancien ?"
    assert claims(sentence, Lists(file)) > claims(sentence)
