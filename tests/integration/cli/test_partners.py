"""`maillage partners import`: a file becomes cards, again and again, and what is wrong is told."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.acceptance.console import plain
from tests.integration.cli.conftest import Ran
from tests.unit.plugins.partners.invented import as_csv, as_json, place, service, structure

FOLDER = ("--data-dir", "data")


def cards(query: str = "SELECT name FROM partner ORDER BY id") -> list[tuple]:
    with closing(sqlite3.connect("data/maillage.db")) as opened:
        return opened.execute(query).fetchall()


@pytest.fixture
def run_import(maillage):
    """Import a file with these bytes; return what the command printed, read from JSON."""

    def run(content: bytes, *options: str, code: int = 0) -> dict:
        Path("file").write_bytes(content)
        ran = maillage("partners", "import", "file", "--json", *options, *FOLDER)
        assert (ran.code, ran.err) == (code, "")
        return json.loads(ran.out)

    return run


def test_places_become_cards_once_and_change_with_their_source(run_import):
    first = run_import(as_csv([place(1), place(2), place(3)]))
    assert (first["format"], first["added"], first["left_out"]) == ("lieux-mediation-numerique", 3, 0)
    again = run_import(as_csv([place(1), place(2, nom="Un autre nom")], ";", "cp1252"))
    assert (again["added"], again["changed"], again["unchanged"]) == (0, 1, 1)
    assert again["missing"] == ["Point numérique 3"]
    assert cards() == [("Point numérique 1",), ("Un autre nom",), ("Point numérique 3",)]


def test_a_dry_run_changes_nothing(run_import):
    report = run_import(as_csv([place(1)]), "--dry-run")
    assert (report["dry_run"], report["added"]) == (True, 1)
    assert cards() == []


def test_bad_lines_are_told_and_stop_nothing_else(run_import):
    report = run_import(as_csv([place(1, nom=""), place(2, telephone="?"), place(3)]), code=1)
    assert [(one["line"], one["field"], one["left_out"]) for one in report["problems"]] == [
        (2, "nom", True),
        (3, "telephone", False),
    ]
    assert (report["added"], report["left_out"], len(cards())) == (2, 1, 2)


def test_people_read_what_is_wrong(maillage):
    Path("file").write_bytes(
        as_csv([place(1, services="Aide aux démarches administrative"), place(2, id="")])
    )
    ran = maillage("partners", "import", "file", *FOLDER)
    assert ran.code == 1
    ran = Ran(ran.code, plain(ran.out), plain(ran.err))
    assert "Ligne 2, champ services, « Aide aux démarches administrative »" in ran.err
    assert "la plus proche est « Aide aux démarches administratives »" in ran.err
    assert "Ligne 3, champ id" in ran.err
    assert "La ligne est laissée de côté." in ran.err
    assert "Ajoutés : 1" in ran.out


def test_a_file_that_is_none_is_refused_and_so_is_one_that_is_not_there(maillage):
    Path("file").write_bytes(b"bonjour")
    refused = maillage("partners", "import", "file", "--json", *FOLDER)
    assert (refused.code, json.loads(refused.out)["ok"]) == (1, False)
    missing = maillage("partners", "import", "nulle-part", *FOLDER)
    assert (missing.code, "nulle-part" in missing.err) == (1, True)


def test_services_are_attached_to_their_structures(run_import):
    lonely = run_import(as_json([service(1)]), code=1)
    assert (lonely["problems"][0]["field"], lonely["added"]) == ("structure_id", 0)
    run_import(as_json([structure(1), structure(2)]))
    report = run_import(as_json([service(1, of=1), service(2, of=1), service(3, of=9)]), code=1)
    assert (report["format"], report["added"], report["left_out"]) == ("data-inclusion-services", 2, 1)
    again = run_import(as_json([service(1, of=1), service(2, of=2)]))
    assert (again["changed"], again["unchanged"]) == (1, 1)
    attached = "SELECT partner_id, name FROM partner_service ORDER BY name"
    assert cards(attached) == [(1, "Service 1"), (2, "Service 2")]


def test_personal_data_stays_out_of_the_database_unless_it_is_asked_for(run_import):
    rows = [place(1, telephone="+33612345678", courriels="marie.durand@exemple.fr")]
    without = run_import(as_csv(rows))
    assert without["personal_data_left_out"] == {"names": 0, "emails": 1, "mobile_numbers": 1}
    assert cards("SELECT phones, emails FROM partner") == [("[]", "[]")]
    run_import(as_csv(rows), "--with-personal-data")
    assert "marie.durand" in cards("SELECT emails FROM partner")[0][0]


def test_a_card_removed_here_is_not_brought_back_and_what_was_corrected_here_is_kept(run_import):
    run_import(as_csv([place(1), place(2)]))
    with closing(sqlite3.connect("data/maillage.db")) as opened, opened:
        opened.execute("UPDATE partner SET removed_at = '2026-11-01' WHERE id = 1")
        opened.execute(
            "UPDATE partner SET phones = '[\"0477000000\"]', changed = '[\"phones\"]' WHERE id = 2"
        )
    report = run_import(as_csv([place(1, nom="Autre"), place(2, nom="Autre", telephone="+33477112233")]))
    assert report["changed"] == 2
    assert cards("SELECT name, phones, removed_at IS NULL FROM partner ORDER BY id") == [
        ("Autre", "[]", 0),
        ("Autre", '["0477000000"]', 1),
    ]
