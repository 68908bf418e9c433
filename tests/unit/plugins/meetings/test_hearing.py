"""What plain sentences say of coming, the agenda, hosting and surveys, and what is left to others."""

import time

import pytest

from plugins.directory.chatting import claims as claimed_by_directory
from plugins.meetings.spoken.hearing import heard
from plugins.referral.sentences import claims as claimed_by_referral
from plugins.reminders.sentences import claims as claimed_by_reminders


@pytest.mark.parametrize(
    ("sentence", "act", "line"),
    [
        ("je peux pas mardi finalement", "attendance", "je ne viens pas mardi"),
        ("Désolée, je ne pourrai pas venir jeudi", "attendance", "je ne viens pas jeudi"),
        ("je viens à la réunion de jeudi", "attendance", "je viens jeudi"),
        ("jserai la jeudi 3", "attendance", "je viens jeudi 3"),
        ("je viens peut-être à la reunion", "attendance", "peut-être"),
        ("en fait je viens", "attendance", "je viens"),
        ("ben si je viens jeudi", "attendance", "je viens jeudi"),
        ("je viens pas finalement j’ai un rdv", "attendance", "je ne viens pas"),
        ("je ne pourrai pas venir jeudi, mon fils est malade", "attendance", "je ne viens pas jeudi"),
        ("tu peux m’envoyer le compte rendu ?", "minutes", ""),
        ("I can't come on Thursday", "attendance", "je ne viens pas thursday"),
        ("je serai pas la finalement", "attendance", "je ne viens pas"),
        ("je viens", "attendance", "je viens"),
        ("j’ai un empêchement jeudi", "attendance", "je ne viens pas jeudi"),
        ("qui vient ?", "attendance", ""),
        ("on sera combien jeudi ?", "attendance", "jeudi"),
        ("who is coming?", "attendance", ""),
        ("mets à l’ordre du jour les mails frauduleux", "agenda", "ajouter les mails frauduleux"),
        ("rajoute Été 2027 a l odj stp", "agenda", "ajouter Été 2027"),
        (
            "mets les impôts à l’ordre du jour de jeudi",
            "agenda",
            "ajouter les impôts pour la réunion du jeudi",
        ),
        ("bonjour, je voudrais ajouter un point : qui paie ?", "agenda", "ajouter qui paie ?"),
        ("j’ai un point pour la réunion : le budget", "agenda", "ajouter le budget"),
        (
            "il faudrait parler du prêt de tablettes à la prochaine réunion",
            "agenda",
            "ajouter prêt de tablettes",
        ),
        ("je voudrais ajouter un point à l’ordre du jour", "agenda", "ajouter"),
        ("odj : les clés", "agenda", "ajouter les clés"),
        ("je voudrais ajouter un point à la prochaine réunion : les clés", "agenda", "ajouter les clés"),
        ("j’ai un point pour la réunion du 8 : le RGPD", "agenda", "ajouter le RGPD pour la réunion du 8"),
        ("une question pour la réunion : qui vient ?", "agenda", "ajouter question : qui vient ?"),
        ("pour la prochaine réunion, on pourrait parler du RGPD", "agenda", "ajouter RGPD"),
        ("on pourrait aborder le RGPD à la prochaine réunion ?", "agenda", "ajouter le RGPD"),
        ("je propose d’ajouter le RGPD à l’odj", "agenda", "ajouter le RGPD"),
        ("besoin : un relais jeudi, à l’ordre du jour", "agenda", "ajouter besoin : un relais jeudi"),
        ("mets à l’ordre du jour de mardi : le RGPD", "agenda", "ajouter le RGPD pour la réunion du mardi"),
        ("ajoute « le RGPD » à la réunion de mardi", "agenda", "ajouter le RGPD pour la réunion du mardi"),
        ("je propose un point sur le RGPD", "agenda", "ajouter le RGPD"),
        ("I would like to add an item to the next meeting: passwords", "agenda", "ajouter passwords"),
        ("j’ai une idée pour la réunion", "agenda", "ajouter"),
        ("enlève mon point de l’odj", "agenda", "retirer mon point"),
        ("je voudrais le compte-rendu", "minutes", ""),
        ("add phishing mails to the agenda", "agenda", "ajouter phishing mails"),
        ("y a quoi à l’ordre du jour ?", "agenda", ""),
        ("de quoi on parle jeudi", "agenda", "jeudi"),
        ("enlève mon point sur les mails", "agenda", "retirer les mails"),
        ("je peux accueillir la prochaine", "host", "moi"),
        ("j’accueille la prochaine réunion à Feurs", "host", "moi à Feurs"),
        ("qui accueille la prochaine ?", "host", ""),
        ("où est le compte rendu de la dernière réunion ?", "minutes", "la dernière"),
        ("9/10 super", "review", "9/10 super"),
        ("je change d’avis : 7/10", "review", "7/10"),
        ("je mets 8 à la réunion, très utile", "review", "8/10 très utile"),
        ("mets la réunion dans mon agenda", "calendar", ""),
    ],
)
def test_a_sentence_is_the_line_of_a_command(sentence, act, line):
    found = heard(sentence)
    assert found is not None
    assert (found.act, found.line) == (act, line)
    for others in (claimed_by_reminders, claimed_by_referral, claimed_by_directory):
        assert others(sentence) < found.surely


@pytest.mark.parametrize(
    "sentence",
    [
        "merci pour la réunion",
        "demain 9h réunion",
        "rappelle-moi de mettre les mails à l’ordre du jour",
        "mets un rappel pour la réunion",
        "je peux pas",
        "je peux pas payer ma facture",
        "je ne viens pas à bout du dossier CAF",
        "je viens de Feurs",
        "je suis présente à Feurs le mardi",
        "je peux pas, j’ai piscine",
        "je viens de Feurs, j’ai une voiture",
        "je peux accueillir des stagiaires",
        "qui vient aider à Feurs ?",
        "qui peut aider une dame à venir ?",
        "un usager vient jeudi",
        "9/10 rdv 14h CAF",
        "ajoute Pix à ma fiche",
        "supprime ma fiche",
        "enlève la veille",
        "quel est le lien de partage",
        "je cherche un compte-rendu médical",
        "c’est quoi l’agenda partagé ?",
        "",
    ],
)
def test_what_is_for_others_is_left_to_them(sentence):
    assert heard(sentence) is None


def test_long_gaps_and_many_words_are_read_at_once():
    began = time.perf_counter()
    for sentence in (
        "mets " + "a " * 290,
        "qui vient " + "merci " * 90,
        "bonjour " * 70,
        "je peux pas " * 40,
    ):
        heard(sentence)
    assert time.perf_counter() - began < 0.5


@pytest.mark.parametrize(
    "sentence", ["oui", "non", "ok !", "Oui, d’accord.", "présent", "je suis pas sûr", "je sais pas encore"]
)
def test_an_answer_alone_is_claimed_less_surely_than_by_anybody_else(sentence):
    found = heard(sentence)
    assert found is not None
    assert (found.act, found.surely) == ("alone", 0.1)


@pytest.mark.parametrize(
    "sentence", ["ok pour le 14", "mardi oui, jeudi non", "jeudi si besoin", "toutes sauf le 8"]
)
def test_what_is_said_of_dates_is_a_vote_rather_than_a_card_or_a_reminder(sentence):
    found = heard(sentence)
    assert found is not None
    assert found.act == "dates"
    for others in (claimed_by_reminders, claimed_by_referral, claimed_by_directory):
        assert others(sentence) < found.surely


@pytest.mark.parametrize("sentence", ["8", "je mets 8", "note : 10", "j’ai mis 7 !"])
def test_a_score_alone_is_one_if_it_is_anything(sentence):
    found = heard(sentence)
    assert found is not None
    assert (found.act, found.surely) == ("review", 0.1)
