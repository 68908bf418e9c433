"""What becomes of a survey when a meeting moves, the bot was stopped or somebody goes; and of many."""

import pytest
from sqlalchemy import delete, insert, update

from bot.store.tables import SettingRow
from tests.acceptance.console import button_names, of_kind, plain, said
from tests.fakes.databases import executed

QUESTION = "qu’en as-tu pensé"
MEETING = "/rencontre fixer Réunion de réseau ; mardi 8 décembre 14h-16h"


@pytest.fixture
def console(open_console):
    console = open_console(channel="loire-42", user="jeanne")
    console.say(MEETING)
    console.say(":as lea")
    console.click("Je viens")
    console.say(":as jeanne")
    return console


def asked(outputs):
    """Return who was asked what they thought, and when."""
    return [(one["to"], one["at"][5:16]) for one in outputs if QUESTION in one["text"]]


def rate(console, **answers):
    for name, opinion in answers.items():
        console.say(f":as {name}")
        assert "est noté" in said(console, f"/rencontre bilan {opinion}")


def wants(tmp_path, **habits):
    """Have all channels want something around their meetings."""
    ((place,),) = executed(tmp_path, "SELECT id FROM place WHERE name = 'loire-42'")
    of_the_place = {"scope": "place", "scope_id": str(place), "name": "meetings:habits"}
    executed(tmp_path, delete(SettingRow).filter_by(**of_the_place))
    executed(tmp_path, insert(SettingRow).values(network_id=1, value=habits, **of_the_place))


def test_it_follows_a_meeting_that_moves_and_goes_with_one_that_is_cancelled(console):
    console.say("/rencontre modifier jeudi 17 décembre 18h-19h")
    assert asked(console.advance("26d")) == []
    assert asked(console.advance("24h")) == [("@lea", "12-18T09:00"), ("loire-42", "12-18T09:00")]
    console.say("/rencontre fixer Atelier ; samedi 19 décembre 14h")
    console.say(":as lea")
    console.click("Je viens")
    console.say(":as jeanne")
    console.say("/rencontre annuler Atelier")
    console.click("Annuler la rencontre")
    assert asked(console.advance("3d")) == []


def test_after_whole_days_it_is_the_next_morning_and_a_channel_may_want_it_otherwise(console, tmp_path):
    console.say("/rencontre annuler")
    console.click("Annuler la rencontre")
    console.say("/rencontre fixer Séminaire ; du 1er au 2 décembre")
    assert asked(console.advance("15d")) == [("loire-42", "12-03T09:00")]
    wants(tmp_path, survey_minutes=30)
    console.say("/rencontre fixer Point ; mardi 8 décembre 10h")
    assert asked(console.advance("3d")) == [("loire-42", "12-08T12:30")]
    console.say("/rencontre fixer Café ; mardi 15 décembre 10h")
    executed(
        tmp_path,
        update(SettingRow).where(SettingRow.name == "meetings:habits").values(value={"survey_minutes": None}),
    )
    assert asked(console.advance("7d")) == []
    assert "On ne demande plus d’avis sur « Café »" in said(console, "/rencontre bilan 8")


def test_after_an_outage_people_are_asked_late_and_after_days_only_if_who_organises_wants_it(console):
    console.advance("10d")
    console.say(":stop")
    console.advance("8d")
    late = console.say(":start")
    assert asked(late) == [("@lea", "12-09T10:00"), ("loire-42", "12-09T10:00")]
    assert "Je n’ai pas pu te le demander plus tôt" in plain(of_kind(late, "dm")[-1]["text"])
    console.say("/rencontre fixer Atelier ; vendredi 18 décembre 14h")
    console.say(":stop")
    console.advance("14d")
    back = console.say(":start")
    assert asked(back) == []
    (told,) = [
        one
        for one in of_kind(back, "dm")
        if "j’étais à l’arrêt pendant plusieurs jours" in plain(one["text"])
    ]
    assert told["to"] == "@jeanne"
    assert "Atelier" in told["text"]
    assert asked(console.click("Demander maintenant", told)) == [("loire-42", "12-23T10:00")]
    assert asked(console.click("survey-now", told)) == []


def test_who_is_erased_takes_their_answer_along_while_it_is_known_whose_it_is(console):
    console.advance("18d")
    rate(console, lea="2 rien", paul="8", karim="9", mia="10 bravo")
    console.say(":as lea")
    console.say("/maillage mes-données")
    console.click("Tout effacer")
    console.click("Tout effacer, pour de bon")
    console.say(":as jeanne")
    (told,) = [plain(one["text"]) for one in console.advance("8d") if "Les avis sur" in one["text"]]
    assert "9 sur 10 en moyenne, 3 réponses" in told
    assert "- bravo" in told
    assert "rien" not in told.partition("mélangés")[2]


def test_where_a_channel_wants_names_people_are_told_so_before(console, tmp_path):
    wants(tmp_path, survey_shows_names=True)
    outputs = console.advance("18d")
    (post,) = [one for one in outputs if one["kind"] == "post" and QUESTION in one["text"]]
    assert "Ce n’est pas anonyme" in plain(post["text"])
    rate(console, lea="6 trop long", paul="8", karim="9")
    console.say(":as jeanne")
    (told,) = [plain(one["text"]) for one in console.advance("8d") if "Les avis sur" in one["text"]]
    assert told.endswith("Les réponses :\n- lea : 6/10, trop long\n- paul : 8/10\n- karim : 9/10")
    console.say(":as lea")
    looked = "\n".join(plain(one["text"]) for one in console.say("/maillage mes-données"))
    assert "ce que tu as pensé d’une rencontre" in looked


def test_the_last_meetings_are_listed_with_a_trend_that_the_data_bear(console):
    console.advance("18d")
    rate(console, lea="5", paul="5", karim="6")
    days = (("12 janvier", 35), ("9 février", 28), ("9 mars", 28), ("13 avril", 35))
    for number, (day, wait) in enumerate(days):
        console.say(":as jeanne")
        console.say(f"/rencontre fixer Réunion {number} ; {day} 2027 14h-16h")
        console.advance(f"{wait}d")
        rate(console, lea=str(6 + number), paul=str(6 + number), karim=str(7 + number))
    console.advance("8d")
    console.say(":as lea")
    shown = plain(console.ask("/rencontre bilan")["text"])
    assert "- Réunion 3, mardi 13 avril 2027 : 9,3 sur 10 en moyenne, 3 réponses" in shown.splitlines()[1]
    assert "En hausse depuis le mardi 8 décembre 2026." in shown
    assert "08/12 █████▌ 5,3" in shown
    chosen = console.say(":click Choisir une rencontre=Réunion 2, mardi 9 mars 2027 de 14 h à 16 h")
    assert "8,3 sur 10" in plain(chosen[0]["text"])
    assert "Les notes" not in plain(chosen[0]["text"])


def test_of_two_meetings_the_one_is_meant_whose_title_stands_there_and_a_dm_knows_ones_own(console):
    console.say("/rencontre fixer Atelier ; mercredi 9 décembre 10h-11h")
    console.advance("19d")
    shown = console.ask("/rencontre bilan")
    assert (button_names(shown), len(shown["menus"])) == ([], 1)
    for opinion in ("8 Réunion de réseau", "Réunion de réseau : 9 bien", "7"):
        title = "Atelier" if opinion == "7" else "Réunion de réseau"
        assert f"ton avis sur « {title} » est noté" in said(console, f"/rencontre bilan {opinion}")
    console.say(":in @bot")
    assert "ton avis sur « Atelier »" in said(console, "/rencontre bilan 7")  # jeanne organises it
    console.say(":as lea")
    console.say(":in @bot")
    assert "ton avis sur « Réunion de réseau »" in said(console, "/rencontre bilan 7")
    console.say(":as mia")
    console.say(":in @bot")
    assert "donne ton avis dans son canal" in said(console, "/rencontre bilan 7")


def test_the_chart_is_that_of_the_series_where_there_is_one(open_console):
    console = open_console(channel="loire-42", user="jeanne")
    console.say("/rencontre série chaque 1er mardi du mois 14h-16h ; titre : Réunion de réseau")
    console.advance("11d")
    rate(console, lea="5", paul="6", karim="7")
    console.say("/rencontre fixer Atelier ; vendredi 11 décembre 10h")
    console.advance("10d")
    rate(console, lea="10", paul="10", karim="10")
    console.advance("25d")
    rate(console, lea="8", paul="8", karim="9")
    console.advance("8d")
    shown = plain(console.ask("/rencontre bilan")["text"])
    assert "- Atelier, vendredi 11 décembre 2026 : 10 sur 10 en moyenne" in shown
    assert shown.endswith(
        "De la série « Réunion de réseau » :\n```\n01/12 ██████ 6\n05/01 ████████▌ 8,3\n```"
    )


def test_the_channel_of_an_early_answer_is_asked_all_the_same(console):
    console.advance("17d")
    console.advance("5h")
    rate(console, lea="8 parti tôt", paul="7")
    outputs = console.advance("4h")
    assert asked(outputs) == [("@lea", "12-08T18:00"), ("loire-42", "12-08T18:00")]
    (post,) = [one for one in outputs if one["to"] == "loire-42"]
    console.say(":as karim")
    console.click("10/10", post)
    console.advance("8d")
    assert "8,3 sur 10 en moyenne, 3 réponses" in said(console, "/rencontre bilan")
    assert button_names(console.outputs[-1]) == []
