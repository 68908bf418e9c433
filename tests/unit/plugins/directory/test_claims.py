"""Which plain sentences are for the directory, beside what the referral and the reminders make of them."""

import pytest

from plugins.directory.chatting import claims
from plugins.network.personal import asks_for_data
from plugins.referral.sentences import claims as claims_need
from plugins.reminders.sentences import claims as claims_reminder

CARDS = [
    "supprime ma fiche",
    "supprime-moi de l’annuaire",
    "mets ma fiche en pause jusqu’au 5 janvier",
    "mets-moi en pause jusqu’à lundi",
    "mets ma fiche en pause 3 jours",
    "pause une semaine",
    "pause jusqu’à noel",
    "peux-tu modifier ma fiche svp",
    "ma fiche est toujours à jour",
    "erase my card",
    "je sais faire de la retouche photo",
    "je répare des imprimantes",
    "j’aimerais apprendre la LSF",
    "je voudrais apprendre à souder",
    "I would like to learn sign language",
    "je suis conseillère numérique à Roanne",
    "je travaille à Feurs",
    "qui sait faire du FALC ?",
    "qui parle arabe ?",
    "who speaks Turkish?",
]
NEEDS = [
    "c pr 1 mr ki a pa recu sa carte vital",
    "je remplis un dossier CAF avec une dame, ça bloque",
    "je gère les dossiers CAF pour ma mère, elle n’a plus d’aide",
    "je connais une dame qui a perdu sa carte vitale, qui peut aider ?",
    "une dame voudrait apprendre à lire",
    "j’accompagne un monsieur qui veut une carte grise",
    "qui peut aider pour une carte grise ?",
    "je suis à la rue ce soir",
    "je voudrais mourir",
]


@pytest.mark.parametrize("sentence", CARDS)
def test_what_concerns_ones_card_or_colleagues_is_for_the_directory(sentence):
    assert claims(sentence) > max(claims_need(sentence), claims_reminder(sentence))


@pytest.mark.parametrize("sentence", NEEDS)
def test_a_need_told_in_the_first_person_is_no_card(sentence):
    assert claims_need(sentence) > claims(sentence)


@pytest.mark.parametrize(
    "sentence", ["efface mes données", "montre-moi mes données", "que sais-tu sur moi ?"]
)
def test_who_asks_for_their_data_is_shown_them(sentence):
    assert asks_for_data(sentence) > max(claims(sentence), claims_need(sentence), claims_reminder(sentence))


@pytest.mark.parametrize("sentence", ["il a perdu ses données", "effacer les données d’un téléphone"])
def test_data_of_others_are_a_need(sentence):
    assert asks_for_data(sentence) == 0
