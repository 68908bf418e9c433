"""After a meeting: who came says what they thought of it, and nobody learns who said what."""

import pytest

from tests.acceptance.console import button_names, fields, of_kind, plain, said
from tests.fakes.databases import executed, rows_of_all

MEETING = "/rencontre fixer Réunion de réseau ; mardi 8 décembre 14h-16h"
SCORES = [str(score) for score in range(1, 11)]


@pytest.fixture
def console(open_console):
    console = open_console(channel="loire-42", user="jeanne")
    console.say(MEETING)
    for name, answer in (("lea", "Je viens"), ("paul", "Peut-être"), ("karim", "Je ne viens pas")):
        console.say(f":as {name}")
        console.click(answer)
    return console


def texts(outputs, to):
    """Return the survey's messages to a person or a channel, with ordinary spaces."""
    return [plain(one["text"]) for one in outputs if one["to"] == to and "Réunion de réseau" in one["text"]]


def rate(console, name, line):
    console.say(f":as {name}")
    return said(console, line)


def test_two_hours_after_the_end_those_who_came_are_asked_and_one_press_answers(console):
    console.advance("17d")
    asked = console.advance("8h")
    assert [one["to"] for one in asked if "qu’en as-tu pensé" in one["text"]] == ["@lea", "@paul", "loire-42"]
    (to_lea,) = [one for one in of_kind(asked, "dm") if one["to"] == "@lea"]
    assert to_lea["at"] == "2026-12-08T18:00:00+01:00"
    assert button_names(to_lea) == [*SCORES, "comment"]
    assert "C’est anonyme : personne ne voit qui a répondu quoi" in plain(to_lea["text"])
    console.say(":as lea")
    for _press in range(2):
        (thanks,) = console.click("8/10", to_lea)
        assert "mardi 15 décembre 2026 à 18 h" in plain(thanks["text"])
        assert "8/10" not in thanks["text"]
    (form,) = of_kind(console.click("Ajouter un commentaire", to_lea), "form")
    assert fields(form)["score"]["value"] == "8"
    console.submit(score="9", comment="Très utile")
    (form,) = of_kind(console.click("Ajouter un commentaire", to_lea), "form")
    assert {name: field["value"] for name, field in fields(form).items()} == {
        "score": "9",
        "comment": "Très utile",
    }


def test_results_come_at_the_end_to_the_channel_and_the_rest_to_who_organises(console):
    console.advance("18d")
    for name, line in (
        ("lea", "/rencontre bilan 9 Utile *et* convivial, @channel"),
        ("paul", "/rencontre bilan huit sur dix"),
        ("karim", "/rencontre bilan 4/10 trop long"),
        ("karim", "/rencontre bilan 5/10"),
    ):
        assert "est noté" in rate(console, name, line)
    console.say(":as jeanne")
    before = said(console, "/rencontre bilan")
    assert "on peut répondre jusqu’au mardi 15 décembre 2026" in before
    assert "sur 10" not in before
    outputs = console.advance("10d")
    (shown,) = texts(outputs, "loire-42")
    assert shown.startswith(
        "**Réunion de réseau**, mardi 8 décembre 2026 de 14 h à 16 h : 7,3 sur 10 en moyenne"
    )
    (told,) = texts(outputs, "@jeanne")
    assert "Les notes : 1 fois 9, 1 fois 8, 1 fois 5." in told
    assert " 9 █ 1\n 8 █ 1\n 7 0\n" in told
    comments = told.partition("Les commentaires, mélangés :\n")[2].splitlines()
    assert sorted(comments) == ["- Utile \\*et\\* convivial, @\u200bchannel", "- trop long"]
    assert "commentaires" in said(console, "/rencontre bilan réunion")
    console.say(":as lea")
    assert said(console, "/rencontre bilan 8 décembre") == (
        "Réunion de réseau, mardi 8 décembre 2026 : 7,3 sur 10 en moyenne, 3 réponses"
    )
    assert "7,3" in said(console, "/rencontre bilan 8 décembre 2026")
    assert "terminé depuis le mardi 15 décembre 2026" in said(console, "/rencontre bilan 10")


def test_who_organises_ends_it_once_three_people_answered_and_nobody_else_does(console):
    console.advance("18d")
    for name, score in (("lea", 9), ("paul", 8)):
        rate(console, name, f"/rencontre bilan {score}")
    console.say(":as jeanne")
    (listed,) = console.say("/rencontre bilan")
    assert "Clore et lire les résultats" not in [one["label"] for one in listed["buttons"]]
    rate(console, "karim", "/rencontre bilan 4 trop long")
    assert "Clore et lire les résultats" not in [one["label"] for one in console.outputs[-1]["buttons"]]
    console.say(":as jeanne")
    (listed,) = console.say("/rencontre bilan")
    outputs = console.click("Clore et lire les résultats", listed)
    (told,) = [plain(one["text"]) for one in of_kind(outputs, "reply")]
    assert "7 sur 10 en moyenne" in told
    assert "trop long" in told
    assert "7 sur 10 en moyenne" in texts(outputs, "loire-42")[-1]
    console.say(":as lea")
    assert "terminé depuis" in said(console, "/rencontre bilan 10")
    console.say(":as jeanne")
    (again,) = console.click("Clore et lire les résultats", listed)
    assert "terminé depuis" in plain(again["text"])
    assert texts(console.advance("10d"), "@jeanne") == []


def test_nothing_tells_who_said_what_once_it_is_over(console, tmp_path, caplog):
    console.advance("18d")
    (post,) = [one for one in console.outputs if one["kind"] == "post" and "anonyme" in one["text"]]
    sent = executed(tmp_path, "SELECT count(*) FROM delivery")
    for name, score in (("lea", "9"), ("paul", "8"), ("karim", "3")):
        console.say(f":as {name}")
        console.click("Ajouter un commentaire", post)
        console.submit(score=score, comment=f"phrase de {score}")
        console.click(f"{score}/10", post)
        console.say("/rencontre bilan 11 phrase rejetée")
        console.say(f"/rencontre bilan {score} phrase de {score}")
    assert executed(tmp_path, "SELECT count(*) FROM delivery") == sent
    console.advance("10d")
    holding = {table for table, row in rows_of_all(tmp_path) if "phrase" in str(row)}
    assert holding == {"meetings_survey_answer", "delivery"}
    counted = "SELECT secret, CAST(counts AS TEXT) FROM meetings_survey"
    assert executed(tmp_path, counted) == [(None, "[0, 0, 1, 0, 0, 0, 0, 1, 1, 0]")]
    kept = executed(tmp_path, "SELECT member_id, score FROM meetings_survey_answer")
    assert kept == [(None, None)] * 3
    told = (
        "SELECT name FROM delivery JOIN member ON member_id = member.id"
        " WHERE CAST(content AS TEXT) LIKE '%phrase%'"
    )
    assert executed(tmp_path, told) == [("jeanne",)]
    assert executed(tmp_path, "SELECT count(*) FROM draft") == [(0,)]
    assert executed(tmp_path, "SELECT count(*) FROM kept") == [(0,)]
    assert "phrase" not in caplog.text


def test_fewer_than_three_answers_are_not_told_nor_kept(console, tmp_path):
    console.advance("18d")
    rate(console, "lea", "/rencontre bilan 2 ennuyeux")
    rate(console, "paul", "/rencontre bilan 3")
    outputs = console.advance("10d")
    assert "moins de 3 personnes ont répondu" in texts(outputs, "loire-42")[0]
    (told,) = texts(outputs, "@jeanne")
    assert "moins de 3 personnes ont répondu" in told
    assert "ennuyeux" not in told
    assert executed(tmp_path, "SELECT count(*) FROM meetings_survey_answer") == [(0,)]
    assert executed(tmp_path, "SELECT counts FROM meetings_survey") == [(None,)]


def test_what_is_no_score_is_answered_and_what_was_written_with_it_is_kept(console):
    for line in ("/rencontre bilan 8", "/rencontre bilan très bien"):
        assert "rencontre" in rate(console, "lea", line)  # it has not begun
    console.advance("17d")
    console.advance("5h")  # it goes on
    for typed in ("11", "8,5", "0 nul", "-3", "8/20 pas mal", "9999999999999999999"):
        (asked,) = console.say(f"/rencontre bilan {typed}")
        assert "un nombre entier de 1 à 10" in plain(asked["text"])
        assert button_names(asked) == [*SCORES, "comment"]
    (form,) = of_kind(console.click("comment"), "form")
    assert fields(form)["comment"]["value"] == "pas mal"
    assert "4000 caractères" in said(console, f"/rencontre bilan 7 {'a' * 4000}")
    (form,) = of_kind(console.click("comment"), "form")
    assert {name: field["value"] for name, field in fields(form).items()} == {
        "score": "7",
        "comment": "pas mal",
    }
    (asked,) = console.say("/rencontre bilan très bien")
    assert "ajoute tes mots en commentaire" in plain(asked["text"])
    assert button_names(asked) == [*SCORES, "comment"]
    console.say("/rencontre bilan vraiment très bien organisé")  # a sentence is no title
    (form,) = of_kind(console.click("comment"), "form")
    assert fields(form)["comment"]["value"] == "vraiment très bien organisé"
    assert "Les avis sur les dernières rencontres" in said(console, "/rencontre bilan résultats")
    assert "est retiré : rien n’en est gardé" in said(console, "/rencontre bilan retirer ma note")
    assert "Tu n’as rien dit" in said(console, "/rencontre bilan annuler")
    (form,) = of_kind(console.click("comment"), "form")
    assert fields(form)["comment"]["value"] == ""
    assert of_kind(console.advance("4h"), "dm"), "all the same people are asked"
