"""Which plain sentences are about meetings, and which are left to others."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.language.moments import Reading
from plugins.meetings.overview.asking import claims
from plugins.meetings.overview.sentences import asked, wished
from plugins.referral.sentences import claims as claimed_by_referral

PARIS = ZoneInfo("Europe/Paris")
MONDAY = Reading(datetime(2026, 11, 23, 10, tzinfo=PARIS), PARIS, territory="departement:42")


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        ("Quand est la prochaine réunion ?", "when"),
        ("Bonjour, quand a lieu la prochaine réunion de réseau svp ?", "when"),
        ("la prochaine rencontre c’est quand", "when"),
        ("est-ce qu’il y a une réunion en décembre ?", "when"),
        ("mes prochaines rencontres", "when"),
        ("when is the next meeting?", "when"),
        ("quels sondages attendent ma réponse ?", "polls"),
        ("il faut organiser une rencontre", "wish"),
        ("trouver une date de réunion", "wish"),
        ("I would like to organise a meeting on Tuesday or Thursday", "wish"),
        ("je veux faire un sondage", "poll"),
    ],
)
def test_what_is_asked_of_meetings_is_claimed(sentence, wanted):
    assert asked(sentence) == wanted
    assert claims(sentence) > 0.9


@pytest.mark.parametrize(
    "sentence",
    [
        "rappelle-moi d’organiser une réunion mardi",
        "demain 9h réunion",
        "merci pour la réunion",
        "n’oublie pas de me rappeler la réunion",
        "comment organiser une visioconférence ?",
        "une dame veut participer à une réunion zoom",
        "qui peut aider à organiser une réunion sur les impôts",
        "quand est la prochaine lettre ?",
        "j’organise des réunions avec les aidants",
        "une famille voudrait organiser une réunion avec l’école",
        "réunion " * 500,
    ],
)
def test_what_is_for_others_is_left_to_them(sentence):
    assert claims(sentence) == 0


@pytest.mark.parametrize(
    ("sentence", "title", "dates"),
    [
        ("je voudrais organiser une réunion mardi ou jeudi", "Réunion", ["mardi", "jeudi"]),
        (
            "on voudrait proposer une réunion de réseau mardi 14h, jeudi 10h",
            "Réunion de réseau",
            ["mardi 14h", "jeudi 10h"],
        ),
        (
            "peux-tu fixer une rencontre sur la parentalité le mardi 8 décembre de 14h à 16h ?",
            "Rencontre sur la parentalité",
            ["mardi 8 décembre de 14h à 16h"],
        ),
        ("il faut organiser une réunion `rm` ; x", "Réunion rm x", []),
    ],
)
def test_a_wish_has_a_title_and_dates(sentence, title, dates):
    assert wished(sentence, MONDAY) == (title, dates)


@pytest.mark.parametrize(
    "sentence",
    [
        *("sondage ?", "comment je vote", "Comment on vote au sondage ?", "où je vote ?", "j’ai voté ?"),
        *(
            "je veux changer mon vote",
            "modifier ma réponse",
            "est-ce que j’ai déjà répondu ?",
            "voir mon bulletin",
        ),
        *("je me suis trompée dans mon vote", "je n’arrive pas à voter", "how do I vote?", "change my vote"),
    ],
)
def test_who_wonders_how_to_vote_is_shown_the_votes(sentence):
    assert asked(sentence) == "voting"
    assert claims(sentence) > 0.9


@pytest.mark.parametrize(
    "sentence",
    [
        "c’est où déjà ?",
        "c quand ?",
        "on se retrouve où ?",
        "c’est à quelle heure au fait ?",
        "ça se passe où",
    ],
)
def test_where_or_when_alone_is_most_likely_about_what_is_planned(sentence):
    assert asked(sentence) == "where"
    assert claims(sentence) == 0.6
    assert claimed_by_referral(sentence) < 0.6


@pytest.mark.parametrize(
    "sentence",
    [
        *(
            "comment voter par procuration ?",
            "où voter dimanche ?",
            "un usager veut changer sa réponse",
            "c’est où la CAF ?",
        ),
        *("je veux voter aux élections", "modifier ma fiche", "c’est quand la lettre ?"),
    ],
)
def test_other_votes_and_places_are_left_to_others(sentence):
    assert asked(sentence) == ""
