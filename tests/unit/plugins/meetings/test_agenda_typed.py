"""What people type for an agenda, and what it means."""

import pytest

from bot.language.reordering import Beside, Change, Side, Step
from plugins.meetings.agenda.items import Typed, parts_of, read_item
from plugins.meetings.agenda.models import Topic
from plugins.meetings.agenda.naming import Ambiguous, numbered, with_own
from plugins.meetings.agenda.typed import (
    Add,
    Needs,
    Ordered,
    Postpone,
    Publish,
    Rewrite,
    Show,
    Timed,
    Unclear,
    Words,
    read_numbers,
    read_wanted,
)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("question : qui anime en mars ?", Typed("qui anime en mars ?", Topic.QUESTION)),
        ("Besoin d'aide sur les impôts", Typed("Besoin d'aide sur les impôts", Topic.NEED)),
        ("idée - un café, 1h", Typed("un café", Topic.IDEA, 60)),
        ("pratique à partager : le bus numérique (15 min)", Typed("le bus numérique", Topic.PRACTICE, 15)),
        ("Info : la CAF ferme", Typed("la CAF ferme", Topic.NEWS)),
        ("Comment gérer les retards ?", Typed("Comment gérer les retards ?", Topic.QUESTION)),
        ("budget 20 min", Typed("budget", None, 20)),
        ("parler du retard de 10 min", Typed("parler du retard de 10 min")),
        ("réunion avec la CAF à 14h", Typed("réunion avec la CAF à 14h")),
        ("idées reçues : la fracture", Typed("idées reçues : la fracture", Topic.IDEA)),
        ("Budget : le point", Typed("Budget : le point")),
        ("15 min", Typed("15 min")),
        ("info, la CAF ferme ; penser aux usagers", Typed("la CAF ferme ; penser aux usagers", Topic.NEWS)),
        ("question qui a un vidéoprojecteur ?", Typed("qui a un vidéoprojecteur ?", Topic.QUESTION)),
        ("question des clés USB", Typed("question des clés USB", Topic.QUESTION)),
        ("idée un café", Typed("un café", Topic.IDEA)),
        ("j'ai besoin d'un PC", Typed("j'ai besoin d'un PC", Topic.NEED)),
    ],
)
def test_an_item_says_what_it_is_and_how_long_it_takes(typed, expected):
    assert read_item(typed) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", Show()),
        ("du jour", Show()),
        ("publier", Publish()),
        ("Poster l’ordre du jour !", Publish()),
        ("besoins sans réponse", Needs()),
        ("reporter 2, 3", Postpone((2, 3))),
        ("repousser le point 2 à la prochaine", Postpone((2,))),
        ("reporter 2 à la réunion suivante", Postpone((2,))),
        ("reporter le 1 au 17 décembre", Postpone((1,), "17 decembre")),
        ("supprimer tout", Unclear()),
        ("monter", Unclear()),
        ("2", Rewrite(2, "")),
        ("monter 3", Change(Step.UP, 3)),
        ("retirer 1 et 3", Change(None, 1, others=(3,))),
        ("3 : 15 min", Timed(((3, 15),))),
        ("3: 15", Timed(((3, 15),))),
        ("3 : 1h30", Timed(((3, 90),))),
        ("durée 3 : sans durée", Timed(((3, None),))),
        ("1 : 10 min, 2 : 5 min et 3 : 1h", Timed(((1, 10), (2, 5), (3, 60)))),
        ("3 15 min", Timed(((3, 15),))),
        ("modifier 3 : autre chose", Rewrite(3, "autre chose")),
        ("2 : besoin", Rewrite(2, "besoin")),
        ("modifier 2", Rewrite(2, "")),
        ("1 15min, 2 10 mn, 3 = 5'", Timed(((1, 15), (2, 10), (3, 5)))),
        ("ajouter 3 : 15 min", Timed(((3, 15),))),
        ("mettre le 5 en position 2", Change(None, 5, beside=Beside(2, Side.BEFORE))),
        ("placer 2 à la place du 5", Change(None, 2, beside=Beside(5, Side.AFTER))),
        ("ordre : 3, 1, 2", Ordered((3, 1, 2))),
        ("reporter tout", Postpone(())),
        ("dépublier", Unclear()),
        ("publier stp", Publish()),
        ("4 en 2e", Change(None, 4, beside=Beside(2, Side.BEFORE))),
        ("1 -> 15 min", Timed(((1, 15),))),
        ("la réunion du 8 décembre", Words("la réunion du 8 décembre")),
        ("parler du budget", Words("parler du budget")),
    ],
)
def test_a_line_for_an_agenda_is_understood(typed, expected):
    assert read_wanted(typed) == expected


def added(typed):
    wanted = read_wanted(typed)
    assert isinstance(wanted, Add)
    return [item.text for item in wanted.items], wanted.of


@pytest.mark.parametrize(
    ("typed", "texts", "of"),
    [
        ("ajouter parler du budget", ["parler du budget"], ""),
        ("ajoute un point : le budget", ["le budget"], ""),
        ("proposer idée : un café pour la réunion du 8 décembre", ["un café"], "8 décembre"),
        ("ajouter pour la réunion du 8 décembre : un café", ["un café"], "8 décembre"),
        ("ajouter un café pour la prochaine réunion", ["un café"], ""),
        ("ajouter\n- le budget\n- question : qui vient ?", ["le budget", "qui vient ?"], ""),
        ("question : qui vient ?", ["qui vient ?"], ""),
        ("ajouter acheter du café pour la réunion", ["acheter du café"], "réunion"),
        ("ajouter le bus (20 min) pour l'atelier", ["le bus"], "atelier"),
        ("ajouter pour le 17 décembre : démo de Canva", ["démo de Canva"], "17 décembre"),
        ("ajouter", [], ""),
        ("+ 3 ordinateurs à donner", ["3 ordinateurs à donner"], ""),
        (": info, la CAF ferme", ["la CAF ferme"], ""),
        ("ajoutr le RGPD", ["le RGPD"], ""),
        ("rajouter un point sur le RGPD", ["le RGPD"], ""),
        ("ajouter un point de vigilance", ["un point de vigilance"], ""),
        ("ajouter ?", [], ""),
        ("ajouter le RGPD pour la réunion du 8", ["le RGPD"], "le 8"),
        ("ajouter pour la prochaine réunion : un point sur l’ANCT", ["l’ANCT"], ""),
        ("ajouter le budget ; un café", ["le budget ; un café"], ""),
        ("ajouter info : la CAF ferme ; idée : un café", ["la CAF ferme", "un café"], ""),
        ("ajouter le budget 10 min ; un café 5 min", ["le budget", "un café"], ""),
    ],
)
def test_what_is_added_and_for_which_meeting(typed, texts, of):
    assert added(typed) == (texts, of)


def test_numbers_are_lists_and_ranges():
    assert read_numbers("1, 3-5 et 9") == (1, 3, 4, 5, 9)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("monter le budget", Change(Step.UP, 2)),
        ("mettre le budget en premier", Change(Step.TOP, 2)),
        ("retirer le café", Change(None, 1)),
        ("budget 2027 : 20 min", Timed(((2, 20),))),
        ("reporter la charte", None),
        ("remettre le budget", None),
        ("parler du budget", None),
        ("ajouter le budget", None),
        ("ajouter le budget 20 min", None),
        ("retirer un", None),
        ("mettre le budget en 1", Change(None, 2, beside=Beside(1, Side.BEFORE))),
    ],
)
def test_an_item_may_be_named_by_its_words(typed, expected):
    assert numbered(typed, ["Idée : un café", "le budget 2027"]) == expected


def test_of_several_items_that_are_named_alike_it_is_asked_which():
    texts = ["le RGPD", "le RGPD en 10 minutes", "la charte RGPD"]
    assert numbered("retirer le point sur le RGPD", texts) == Change(None, 1)
    assert numbered("retirer le point sur RGPD charte", texts) == Change(None, 3)
    assert numbered("retirer le RGPD", texts[1:]) == Ambiguous((1, 2))


@pytest.mark.parametrize(
    ("typed", "own", "expected"),
    [
        ("retirer mon point", [3], "retirer 3"),
        ("annule mon idée", [3], "retirer 3"),
        ("enlever mes points de l’ordre du jour", [1, 3], "enlever 1, 3"),
        ("modifier mon dernier point : un thé", [1, 3], "modifier 3 : un thé"),
        ("retirer mon point", [1, 3], Ambiguous((1, 3))),
        ("retirer mon point", [], Ambiguous(())),
        ("ajouter mon point", [3], None),
        ("mon point : un thé", [3], None),
        ("retirer mon point sur le budget", [3], None),
    ],
)
def test_ones_own_item_needs_no_number(typed, own, expected):
    assert with_own(typed, own, max(own, default=0)) == expected


def test_what_stands_between_semicolons_may_be_items():
    assert parts_of("info : la CAF ; ; un café (5 min)") == (
        Typed("la CAF", Topic.NEWS),
        Typed("un café", None, 5),
    )
