"""`maillage meetings export`: the table of meetings, from a terminal."""

import csv
import io

import pytest

from bot.cli import run_command
from tests.acceptance.console import Console
from tests.fakes.databases import of_a_file

pytestmark = of_a_file


@pytest.fixture
def meetings(capfd, monkeypatch, tmp_path):
    """Run `maillage meetings export` on a folder with two meetings in two channels."""
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "fr_FR.UTF-8")
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "data"
    folder.mkdir()
    console = Console(folder, user="jeanne", channel="loire-42")
    console.say("/rencontre fixer Réunion de réseau ; mardi 1er décembre 14h-16h ; lieu : Feurs")
    console.say(":in rhone-69")
    console.say("/rencontre fixer Atelier ; 12 janvier 10h")
    console.close()
    capfd.readouterr()

    def run(*words):
        code = run_command(["meetings", "export", *words, "--data-dir", str(folder)])
        said = capfd.readouterr()
        return code, said.out, said.err

    return run


def titles(text):
    return [row["Titre"] for row in csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";")]


def test_meetings_are_written_by_period_and_channel(meetings, tmp_path):
    code, out, _err = meetings()
    assert (code, titles(out)) == (0, ["Réunion de réseau", "Atelier"])
    assert titles(meetings("--period", "2027")[1]) == ["Atelier"]
    assert titles(meetings("--channel", "loire-42")[1]) == ["Réunion de réseau"]
    code, out, _err = meetings("-o", str(tmp_path / "table.csv"))
    assert code == 0
    assert "2 rencontres écrites dans" in out.replace("\xa0", " ")
    assert titles((tmp_path / "table.csv").read_text(encoding="utf-8")) == ["Réunion de réseau", "Atelier"]


def test_what_cannot_be_is_said(meetings):
    code, out, err = meetings("--channel", "ailleurs")
    assert (code, out) == (1, "")
    assert "loire-42" in err
    code, _out, err = meetings("--period", "octobre 2025")
    assert code == 1
    assert "Aucune rencontre" in err
