"""`maillage directory`: files and questions from a terminal, for people and for programs."""

import io
import json
import sqlite3
from contextlib import closing

import pytest

from bot.store.reindexing import made_with
from tests.unit.plugins.directory.people_asked import DATA, line, table


@pytest.fixture
def ask(maillage, monkeypatch):
    def run(*words: str, given: str = ""):
        monkeypatch.setattr("sys.stdin", io.StringIO(given))
        return maillage("directory", *words, "--data-dir", "data")

    return run


@pytest.fixture
def cards(tmp_path):
    file = tmp_path / "cards.csv"
    file.write_text(table(line("ana", competences="Pix", code_insee="42187"), line("bob", visibilite="?")))
    return str(file)


def test_an_import_names_what_is_wrong_and_does_the_rest(ask, cards):
    ran = ask("import", cards)
    assert ran.code == 1
    assert "1 nouvelle fiche" in ran.out
    assert "ligne 3" in ran.err.replace("\u202f", " ").replace("\xa0", " ")


def test_a_dry_run_in_json_gives_each_problem_and_writes_nothing(ask, cards):
    said = json.loads(ask("import", cards, "--dry-run", "--json").out)
    assert (said["dry_run"], said["created"]) == (True, 1)
    assert [(one["line"], one["kind"]) for one in said["problems"]] == [(3, "unknown_visibility")]
    assert json.loads(ask("search", "Pix", "--json").out) == {"people": [], "none": True}


def test_who_sees_a_card_may_be_written_with_its_accents(ask, tmp_path):
    written = [line("ana", visibilite="Réseau"), line("bob", visibilite="masqué")]
    (tmp_path / "cards.csv").write_text(table(*written), encoding="utf-8")
    ran = ask("import", "cards.csv")
    assert (ran.code, "2 nouvelles fiches" in ran.out) == (0, True)


def test_a_search_says_who_and_why(ask, cards):
    ask("import", cards)
    [found] = json.loads(ask("search", "Pix", "--json").out)["people"]
    assert found["account"] == "ana"
    assert 0 < found["score"] <= 1
    assert "Pix" in found["why"]
    assert "Ana" in ask("search", "Pix").out
    assert ask("search", "Pix", "--asker", "ana").out.startswith("Personne")


def test_an_asker_whom_nobody_knows_is_named(ask, cards):
    ask("import", cards)
    ran = ask("search", "Pix", "--asker", "zoe", "--json")
    assert ran.code == 1
    assert "zoe" in json.loads(ran.out)["error"]


def test_each_line_of_json_gets_its_answer_and_a_bad_one_stops_nothing(ask, cards):
    ask("import", cards)
    lines = [
        '{"text": "Pix"}',
        "{",
        '{"text": 3}',
        '{"text": "Pix", "asker": "zoe"}',
        '{"text": "voile", "asker": null}',
    ]
    answers = [
        json.loads(one) for one in ask("search", "--jsonl", given="\n".join(lines) + "\n").out.splitlines()
    ]
    assert [one["none"] for one in answers] == [False, True, True, True, True]
    assert ["error" in one for one in answers] == [False, True, True, True, False]


def test_what_is_exported_is_what_was_imported(ask, tmp_path):
    ask("import", str(DATA / "cards.csv"))
    assert ask("export", "out.csv").code == 0
    given = sorted((DATA / "cards.csv").read_text(encoding="utf-8").splitlines()[1:])
    assert sorted((tmp_path / "out.csv").read_text(encoding="utf-8").splitlines()[1:]) == given
    assert ask("export").out.splitlines() == (tmp_path / "out.csv").read_text(encoding="utf-8").splitlines()


def test_those_whose_cards_are_exported_can_see_that_they_were(ask, maillage, cards, tmp_path):
    ask("import", cards)
    database = tmp_path / "data" / "maillage.db"
    with closing(sqlite3.connect(database)) as changed, changed:
        changed.execute(
            "INSERT INTO member (network_id, name, created_at, waited_days) VALUES (1, 'Ana', 0, 0)"
        )
        changed.execute("UPDATE directory_card SET member_id = 1 WHERE account = 'ana'")
    for _again in range(2):
        assert ask("export", "out.csv").code == 0
    with closing(sqlite3.connect(database)) as read:
        [(member, who, what)] = read.execute("SELECT member_id, who_id, what FROM access_log")
    assert (member, who) == (1, None)
    assert what.startswith("ta fiche")


def test_a_file_that_cannot_be_read_is_named(ask):
    ran = ask("import", "nowhere.csv")
    assert ran.code == 1
    assert "nowhere.csv" in ran.err


def test_an_index_that_lost_a_card_is_noticed_and_written_anew(ask, maillage, cards, tmp_path):
    ask("import", cards)
    with closing(sqlite3.connect(next(tmp_path.rglob("maillage.db")))) as database, database:
        database.execute("DELETE FROM search_directory")
    checked = maillage("db", "check", "--data-dir", "data")
    assert checked.code == 1
    assert "db reindex" in checked.out + checked.err
    assert json.loads(ask("search", "Pix", "--json").out)["none"]
    assert maillage("db", "reindex", "--data-dir", "data").code == 0
    assert maillage("db", "check", "--data-dir", "data").code == 0
    assert [one["account"] for one in json.loads(ask("search", "Pix", "--json").out)["people"]] == ["ana"]


def test_what_is_imported_into_a_new_database_is_known_to_be_this_versions(ask, cards, tmp_path):
    ask("import", cards)
    with closing(sqlite3.connect(next(tmp_path.rglob("maillage.db")))) as database:
        kept = database.execute("SELECT made_with, done_to FROM indexed WHERE name = 'search_directory'")
        assert kept.fetchall() == [(made_with("plugins.directory"), None)]


def test_a_blank_or_long_line_gets_its_own_answer(ask, cards):
    ask("import", cards)
    lines = ["", json.dumps({"text": "Pix " + "et aussi " * 50_000}), "   ", '{"text": "Pix"}']
    answers = [
        json.loads(one) for one in ask("search", "--jsonl", given="\n".join(lines) + "\n").out.splitlines()
    ]
    assert ["error" in one for one in answers] == [True, False, True, False]


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("[skill.truc\n", "ligne 1"),
        ("[skill.truc", "à la fin"),
        ("[truc]\n", "truc"),
        ('[skills]\nx = "y"\n', "skills.x"),
    ],
)
def test_the_check_of_lists_names_what_is_wrong_in_the_words_for_skills(maillage, tmp_path, written, told):
    (tmp_path / "lists").mkdir()
    (tmp_path / "lists" / "skills.toml").write_text(written, encoding="utf-8")
    (tmp_path / "config.toml").write_text('[plugins]\nlexicon = "lists"\n', encoding="utf-8")
    ran = maillage("lexicon", "check", "--config", "config.toml", "--data-dir", "data")
    assert ran.code == 1
    assert ran.err.startswith("skills.toml")
    assert "–" not in ran.err
    assert told in ran.err
    assert "Expected" not in ran.err


def test_the_check_of_lists_names_a_folder_that_is_not_there(maillage, tmp_path):
    (tmp_path / "config.toml").write_text('[plugins]\nlexicon = "nowhere"\n', encoding="utf-8")
    ran = maillage("lexicon", "check", "--config", "config.toml", "--data-dir", "data")
    assert ran.code == 1
    assert "nowhere" in ran.err
