"""The commands that look after the data: `db`, `backup`, `restore`."""

import json
import shutil
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

from bot.store.backup import copy_out

NOON = ("--now", "2026-11-21T12:00", "--data-dir", "data", "--lang", "fr")


@pytest.fixture(scope="module")
def first_folder(tmp_path_factory, chat):
    """A console's folder, with one reminder."""
    folder = tmp_path_factory.mktemp("console") / "data"
    chat(":in @bot", "/rappel demain 9h relancer la CAF", options=(*NOON[:2], "--data-dir", str(folder)))
    return folder


@pytest.fixture
def reminders(first_folder):
    """A copy of that folder, under `data`."""
    shutil.copytree(first_folder, "data")


def texts(database: Path = Path("data/maillage.db")) -> list[str]:
    """Return what the reminders say."""
    with closing(sqlite3.connect(database)) as opened:
        return [text for (text,) in opened.execute("SELECT text FROM reminder ORDER BY id")]


def add_reminder(text: str) -> None:
    with closing(sqlite3.connect("data/maillage.db")) as opened, opened:
        columns = [row[1] for row in opened.execute("PRAGMA table_info(reminder)") if row[1] != "id"]
        values = ["?" if name == "text" else "number + 1" if name == "number" else name for name in columns]
        opened.execute(
            f"INSERT INTO reminder ({', '.join(columns)}) SELECT {', '.join(values)} FROM reminder", (text,)
        )


def test_a_copy_that_is_put_back_brings_back_what_was_there(maillage, reminders):
    copied = maillage("backup", "copy.db", "--data-dir", "data")
    assert (copied.code, "copy.db" in copied.out) == (0, True)
    assert stat.S_IMODE(Path("copy.db").stat().st_mode) == 0o600
    add_reminder("autre chose")
    restored = maillage("restore", "copy.db", "--data-dir", "data")
    assert restored.code == 0
    assert texts() == ["relancer la CAF"]
    kept = list(Path("data").glob("maillage.db.before-restore-*"))
    assert len(kept) == 1
    assert kept[0].name in restored.out
    assert texts(kept[0]) == ["relancer la CAF", "autre chose"]


def test_what_rang_since_the_copy_rings_again(maillage, chat, reminders):
    maillage("backup", "copy.db", "--data-dir", "data")
    assert "relancer" in chat(":advance 1d", options=NOON)
    maillage("restore", "copy.db", "--data-dir", "data")
    assert "relancer" in chat(":advance 1d", options=NOON)


def test_a_copy_is_put_back_in_a_folder_that_does_not_exist_yet(maillage, reminders):
    maillage("backup", "copy.db", "--data-dir", "data")
    restored = maillage("restore", "copy.db", "--data-dir", "elsewhere", "--json")
    assert json.loads(restored.out)["previous"] is None
    assert texts(Path("elsewhere/maillage.db")) == ["relancer la CAF"]


def test_answers_for_programs_are_one_document(maillage, reminders):
    document = json.loads(maillage("backup", "copy.db", "--data-dir", "data", "--json").out)
    assert document["ok"]
    assert document["bytes"] == Path("copy.db").stat().st_size
    again = maillage("backup", "copy.db", "--data-dir", "data", "--json")
    assert (again.code, json.loads(again.out)["ok"]) == (1, False)
    assert again.err == ""


def test_a_copy_replaces_no_file_unless_it_is_said(maillage, reminders):
    Path("copy.db").write_text("mine", encoding="utf-8")
    assert maillage("backup", "copy.db", "--data-dir", "data").code == 1
    assert Path("copy.db").read_text(encoding="utf-8") == "mine"
    assert maillage("backup", "copy.db", "--data-dir", "data", "--force").code == 0
    assert maillage("backup", "data", "--data-dir", "data", "--force").code == 1


def test_a_copy_that_cannot_be_written_leaves_nothing_behind(maillage, reminders):
    failed = maillage("backup", "no/such/folder/copy.db", "--data-dir", "data")
    assert (failed.code, "no/such/folder" in failed.err) == (1, True)
    assert sorted(path.name for path in Path().iterdir()) == ["data"]


def damaged(copy: Path) -> None:
    content = bytearray(copy.read_bytes())
    content[4096 : len(content) // 2] = b"\x55" * (len(content) // 2 - 4096)
    copy.write_bytes(content)


def newer(copy: Path) -> None:
    with closing(sqlite3.connect(copy)) as database, database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")


def orphaned(copy: Path) -> None:
    with closing(sqlite3.connect(copy)) as database, database:
        database.execute("DELETE FROM network")


def foreign(copy: Path) -> None:
    copy.unlink()
    with closing(sqlite3.connect(copy)) as database, database:
        database.execute("CREATE TABLE recipe (name TEXT)")


def text(copy: Path) -> None:
    copy.write_text("Bonjour " * 400, encoding="utf-8")


@pytest.mark.parametrize("spoil", [damaged, newer, orphaned, foreign, text, Path.unlink])
def test_a_copy_that_is_not_good_is_refused_and_changes_nothing(maillage, reminders, spoil):
    maillage("backup", "copy.db", "--data-dir", "data")
    spoil(Path("copy.db"))
    before = sorted(path.name for path in Path("data").iterdir() if not path.name.endswith(("-wal", "-shm")))
    refused = maillage("restore", "copy.db", "--data-dir", "data")
    assert refused.code == 1
    assert "copy.db" in refused.err or "9999" in refused.err
    assert sorted(p.name for p in Path("data").iterdir() if not p.name.endswith(("-wal", "-shm"))) == before
    assert texts() == ["relancer la CAF"]


def test_a_damaged_database_can_be_replaced_by_a_good_copy(maillage, reminders):
    maillage("backup", "copy.db", "--data-dir", "data")
    damaged(Path("data/maillage.db"))
    assert maillage("db", "check", "--data-dir", "data").code == 1
    assert maillage("backup", "other.db", "--data-dir", "data").code == 1
    assert not Path("other.db").exists()
    assert maillage("restore", "copy.db", "--data-dir", "data").code == 0
    assert maillage("db", "check", "--data-dir", "data").code == 0
    assert texts() == ["relancer la CAF"]


def test_a_sound_database_has_the_tables_that_are_declared(maillage, reminders):
    assert maillage("db", "check", "--data-dir", "data").code == 0
    document = json.loads(maillage("db", "check", "--data-dir", "data", "--json").out)
    assert (document["ok"], document["differences"]) == (True, [])


def test_tables_that_are_not_the_declared_ones_are_named(maillage, reminders):
    with closing(sqlite3.connect("data/maillage.db")) as database, database:
        database.execute("ALTER TABLE setting ADD COLUMN more TEXT")
        database.execute("CREATE TABLE recipe (name TEXT)")
    ran = maillage("db", "check", "--data-dir", "data")
    assert ran.code == 1
    assert "more" in ran.out
    assert "recipe" in ran.out


def test_a_folder_without_a_database_is_brought_up_to_date_once(maillage):
    first = json.loads(maillage("db", "upgrade", "--data-dir", "data", "--json").out)
    second = json.loads(maillage("db", "upgrade", "--data-dir", "data", "--json").out)
    assert first["applied"]
    assert first["revision"] == first["applied"][-1]
    assert (second["applied"], second["revision"]) == ([], first["revision"])
    assert maillage("db", "check", "--data-dir", "data").code == 0


def test_a_database_of_a_newer_version_is_refused_with_the_reason(maillage, reminders):
    newer(Path("data/maillage.db"))
    for words in (("db", "upgrade"), ("db", "check"), ("backup", "copy.db")):
        refused = maillage(*words, "--data-dir", "data")
        assert (refused.code, "9999" in refused.err) == (1, True), words


def test_a_folder_that_does_not_exist_is_named(maillage):
    wrong = maillage("backup", "copy.db", "--data-dir", "nowhere")
    assert (wrong.code, "nowhere" in wrong.err) == (2, True)


def test_the_data_of_a_configuration_are_found_beside_it(maillage, tmp_path):
    maillage("init", "--yes", "--config", "there/config.toml")
    assert maillage("db", "upgrade", "--config", "there/config.toml").code == 0
    assert (tmp_path / "there" / "data" / "maillage.db").is_file()
    assert maillage("backup", "copy.db", "--config", "there/config.toml").code == 0


def test_another_database_is_left_to_its_own_tools(maillage):
    Path("config.toml").write_text(
        '[store]\nurl = "postgresql+asyncpg://u:p@localhost/m"\n', encoding="utf-8"
    )
    Path("data").mkdir()
    refused = maillage("backup", "copy.db")
    assert (refused.code, "outils" in refused.err) == (1, True)


@pytest.mark.parametrize("words", [("db", "upgrade"), ("console",), ("run",)])
def test_a_file_that_is_no_database_is_said_to_be_none(maillage, words):
    maillage("init", "--yes")
    Path("data").mkdir()
    Path("data/maillage.db").write_text("Bonjour " * 400, encoding="utf-8")
    options = ("--data-dir", "data") if words == ("console",) else ()
    refused = maillage(*words, *options)
    assert (refused.code, "Traceback" in refused.err) == (1, False)
    assert "ce n’est pas une base de données" in refused.err


def test_a_folder_that_cannot_be_made_is_named(maillage):
    Path("file").write_text("", encoding="utf-8")
    refused = maillage("db", "upgrade", "--data-dir", "file/data")
    assert (refused.code, "file/data" in refused.err) == (2, True)


def test_copying_tells_how_far_it_is(maillage, reminders):
    seen = []
    copy_out(Path("data/maillage.db"), Path("copy.db"), lambda left, total: seen.append((left, total)))
    assert seen[-1][0] == 0
    assert seen[-1][1] > 0


@pytest.mark.parametrize("words", [("db", "check"), ("db", "upgrade"), ("plugins",), ("check",)])
def test_a_warning_does_not_mix_with_the_document(maillage, words):
    maillage("init", "--yes")
    maillage("db", "upgrade")
    Path("mine/broken").mkdir(parents=True)
    Path("mine/broken/__init__.py").write_text("plugin = 1 / 0\n", encoding="utf-8")
    text = (
        Path("config.toml").read_text(encoding="utf-8").replace('# folder = "my-plugins"', 'folder = "mine"')
    )
    Path("config.toml").write_text(text, encoding="utf-8")
    ran = maillage(*words, "--json")
    assert isinstance(json.loads(ran.out), dict)
    assert "ZeroDivisionError" in (ran.out if words in (("plugins",), ("check",)) else ran.err)


def test_who_was_erased_since_the_copy_is_erased_again(maillage, chat):
    chat("bonjour", options=(*NOON, "--in", "@bot", "--as", "lea"))
    maillage("backup", "copy.db", "--data-dir", "data")
    chat(
        "/maillage mes-données",
        ":click Tout effacer",
        ":click Tout effacer, pour de bon",
        options=(*NOON, "--in", "@bot", "--as", "lea"),
    )
    restored = maillage("restore", "copy.db", "--data-dir", "data", "--json")
    assert json.loads(restored.out)["erased_again"] == 1
    with closing(sqlite3.connect("data/maillage.db")) as opened:
        assert opened.execute("SELECT count(*) FROM account").fetchone() == (0,)
