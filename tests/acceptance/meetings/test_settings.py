"""A channel chooses what is done around its meetings; those already planned follow."""

import pytest

from tests.acceptance.console import fields, of_kind, plain, said


@pytest.fixture
def console(open_console):
    console = open_console(channel="loire-42", user="jeanne")
    console.say(":role jeanne coordinator in loire-42")
    console.say("/rencontre fixer Réunion ; mardi 8 décembre 14h")
    return console


def reminded(outputs):
    return [one["at"][5:16] for one in of_kind(outputs, "post") if "Rappel : " in plain(one["text"])]


def test_one_line_changes_the_reminders_of_what_is_planned_already(console):
    assert said(console, "/rencontre réglages rappels 3, 1 à 8h ; alarme 1h avant").splitlines() == [
        "Autour des rencontres de ce canal :",
        "- Rappels : 3 jours avant, la veille, à 8 h.",
        "- Alarme dans les agendas : 1 heure avant.",
        "- Ordre du jour publié : la veille.",
        "- Bilan demandé aux personnes : 2 heures après sa fin, anonyme.",
    ]
    (file,) = console.click("Pour mon agenda")[0]["files"]
    assert "TRIGGER:-PT1H" in file["text"]
    assert reminded(console.advance("20d")) == ["12-05T08:00", "12-07T08:00"]


def test_the_form_holds_what_is_and_what_is_wrong_changes_nothing(console):
    (form,) = of_kind(console.say("/rencontre réglages"), "form")
    shown = {name: plain(field["value"]) for name, field in fields(form).items()}
    assert shown == {
        "days": "7, 1, 0",
        "hour": "9 h",
        "alarm": "30 minutes",
        "agenda": "1",
        "survey": "2 heures",
    }
    (wrong,) = of_kind(console.submit(days="sept", alarm="demain"), "error")
    assert "combien de jours avant" in plain(wrong["text"])
    (saved,) = console.submit(days="", alarm="", agenda="2")
    assert "- Rappels : jamais." in plain(saved["text"])
    assert "2 heures après sa fin, avec les noms." in said(console, "/rencontre réglages bilan avec les noms")
    (form,) = of_kind(console.say("/rencontre réglages"), "form")
    assert plain(fields(form)["survey"]["value"]) == "2 heures, avec les noms"
    (saved,) = console.submit(survey="3h, avec les noms")
    assert "3 heures après sa fin, avec les noms." in plain(saved["text"])
    assert reminded(console.advance("20d")) == []


def test_only_who_coordinates_changes_them_and_what_is_unknown_is_said(console):
    (unknown,) = console.say("/rencontre réglages plus de café")
    assert "« rappels 7, 2, 0 à 8h »" in plain(unknown["text"])
    console.say(":as lea")
    (refused,) = console.say("/rencontre réglages sans rappel")
    assert refused["kind"] == "error"
