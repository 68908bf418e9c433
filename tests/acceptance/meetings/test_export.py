"""The meetings of a channel as a table, for reports."""

import base64
import csv
import io

import pytest

from tests.acceptance.console import of_kind, plain, said


@pytest.fixture
def console(open_console):
    console = open_console(channel="loire-42", user="jeanne")
    console.say(":role jeanne coordinator")
    return console


def table(answer):
    (file,) = answer["files"]
    text = file.get("text") or base64.b64decode(file["base64"]).decode("utf-8-sig")
    rows = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";")
    return file["name"], [{plain(name): plain(cell) for name, cell in row.items()} for row in rows]


def test_who_coordinates_has_dates_attendance_and_satisfaction_and_no_names(console):
    assert "pas encore de rencontre" in said(console, "/rencontre export")
    console.say("/rencontre fixer Réunion de réseau ; mardi 1er décembre 14h-16h ; lieu : Feurs ; 2 places")
    console.say("/rencontre fixer =1+1 ; mardi 12 janvier")
    (first,) = [one for one in of_kind(console.outputs, "post") if "**Réunion de réseau**" in one["text"]]
    for name in ("lea", "paul", "nadia"):
        console.say(f":as {name}")
        console.click("Je viens", first)
    assert "Seules les personnes qui coordonnent" in said(console, "/rencontre export")
    console.advance("11d")
    for name, score in (("lea", "8"), ("paul", "9"), ("nadia", "8")):
        console.say(f":as {name}")
        console.say(f"/rencontre bilan {score}")
    console.advance("10d")
    console.say(":as jeanne")
    answer = console.ask("/rencontre export")
    name, rows = table(answer)
    assert name == "rencontres-de-loire-42.csv"
    assert [row["Date"] for row in rows] == ["2026-12-01", "2027-01-12"]
    held, coming = rows
    assert (held["Jour"], held["Début"], held["Fin"], held["État"]) == (
        "mardi",
        "14:00",
        "16:00",
        "a eu lieu",
    )
    assert (held["Places"], held["Viennent"], held["Liste d’attente"]) == ("2", "2", "1")
    assert (held["Avis"], held["Satisfaction (1 à 10)"]) == ("3", "8,3")
    assert (coming["Titre"], coming["État"], coming["Avis"]) == ("'=1+1", "à venir", "")
    assert not any(name in answer["files"][0]["text"] for name in ("lea", "paul", "nadia"))
    name, rows = table(console.ask("/rencontre export 2026"))
    assert (name, len(rows)) == ("rencontres-de-loire-42-2026.csv", 1)
    assert len(table(console.ask("/rencontre export 4e trimestre 2026"))[1]) == 1
    assert "Aucune rencontre à cette période" in said(console, "/rencontre export octobre")


def test_in_private_only_who_coordinates_the_network_has_all_that_is_not_private(console):
    console.say("/rencontre fixer Réunion de réseau ; mardi 1er décembre 14h")
    console.say(":in @bot")
    answer = console.say("/rencontre export")
    assert answer[0]["files"] or "coordonnent tout le réseau" in plain(answer[0]["text"])
    console.say(":as lea")
    assert "coordonnent tout le réseau" in said(console, "/rencontre export")
