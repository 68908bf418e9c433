"""`maillage watch`: lists of feeds in and out, and how the feeds are."""

import json
import sqlite3
from contextlib import closing

import pytest

from bot.cli import run_command
from tests.acceptance.console import plain

OPML = """<?xml version="1.0"?><opml version="2.0"><head><title>x</title></head><body>
<outline text="Le *Journal*" type="rss" xmlUrl="https://journal.example/feed.xml"/>
<outline text="double" type="rss" xmlUrl="http://www.journal.example/feed.xml/"/>{more}</body></opml>"""
WRONG = '<outline text="faux" type="rss" xmlUrl="javascript:alert(1)"/>'


@pytest.fixture
def watch(open_console, tmp_path, capsys):
    """Return a function that runs `maillage watch` on data in which one channel is known."""
    console = open_console()
    console.say("/veille flux")
    console.close()
    capsys.readouterr()

    def run(*arguments):
        code = run_command(["watch", *map(str, arguments), "--data-dir", str(tmp_path)])
        said = capsys.readouterr()
        return code, plain(said.out), plain(said.err)

    return run


@pytest.fixture
def listed(tmp_path):
    """Return a function that writes a list of feeds."""

    def write(more=""):
        file = tmp_path / "feeds.opml"
        file.write_text(OPML.format(more=more), encoding="utf-8")
        return file

    return write


def test_a_list_is_imported_for_the_only_channel(watch, listed):
    code, said, _wrong = watch("import", listed())
    assert code == 0
    assert "1 flux suivi désormais, pour la lettre. Rien d’ancien n’est publié." in said
    assert "1 était déjà suivi." in said
    code, said, _wrong = watch("feeds", "--json")
    (feed,) = json.loads(said)["feeds"]
    assert (feed["channel"], feed["number"], feed["title"]) == ("loire-42", 1, "Le *Journal*")
    assert (feed["url"], feed["mode"], feed["state"]) == (
        "https://journal.example/feed.xml",
        "letter",
        "active",
    )
    assert "Le *Journal*" in watch("feeds")[1]


def test_what_is_refused_is_told_with_its_reason_and_the_rest_is_taken(watch, listed):
    code, said, _wrong = watch("import", listed(WRONG), "--channel", "Loire-42", "--json")
    assert code == 1
    told = json.loads(said)
    assert told["followed"] == ["Le *Journal*"]
    assert [("javascript:alert(1)" in one["why"]) for one in told["refused"]] == [True]
    assert watch("import", listed(WRONG))[2].startswith("- ligne")


def test_when_a_feed_was_read_is_said_in_the_zone_of_the_network(watch, listed, tmp_path, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    watch("import", listed())
    with closing(sqlite3.connect(tmp_path / "maillage.db")) as database, database:
        database.execute("UPDATE watch_feed SET last_success_at = '2026-11-23 09:00:00.000000'")
    assert "lundi 23 novembre 2026 à 10 h" in plain(watch("feeds")[1])


def test_what_is_exported_can_be_imported_again(watch, listed, tmp_path):
    watch("import", listed())
    code, said, _wrong = watch("export", tmp_path / "out.opml")
    assert (code, said.strip()) == (0, "1 flux écrit.")
    assert "https://journal.example/feed.xml" in watch("export")[1]
    assert "1 était déjà suivi." in watch("import", tmp_path / "out.opml")[1]


def test_a_channel_that_is_not_known_is_refused_with_those_that_are(watch, listed):
    code, _said, wrong = watch("import", listed(), "--channel", "rhone")
    assert code != 0
    assert "Je ne connais pas de canal rhone" in wrong
    assert "loire-42" in wrong


@pytest.mark.parametrize("content", ["", "<html></html>", "rien"])
def test_a_file_that_is_no_list_of_feeds_changes_nothing(watch, tmp_path, content):
    file = tmp_path / "feeds.opml"
    file.write_text(content)
    code, _said, wrong = watch("import", file)
    assert code != 0
    assert wrong.strip()
    assert watch("feeds")[1].strip() == "Aucun flux n’est suivi."
