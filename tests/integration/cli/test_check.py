"""`maillage check`: whether the bot could run, for people and for programs."""

import json
import sqlite3
from pathlib import Path

import pytest


def checks(ran):
    document = json.loads(ran.out)
    return document["ok"], {check["name"]: check for check in document["checks"]}


def test_a_fresh_configuration_is_good(maillage):
    maillage("init", "--yes")
    ran = maillage("check")
    assert ran.code == 0
    assert ran.out.count("bon ") == len(ran.out.splitlines())
    ok, found = checks(maillage("check", "--json"))
    assert ok
    assert {check["state"] for check in found.values()} == {"ok"}


def test_checking_creates_nothing(maillage):
    maillage("init", "--yes")
    maillage("check")
    assert [path.name for path in Path().iterdir()] == ["config.toml"]


def test_every_mistake_is_named_with_its_file_its_key_and_what_is_expected(maillage):
    Path("config.toml").write_text(
        'consol = 1\n[network]\nzone = "Paris"\nlanguage = "de"\nterritory = 42\n'
        '[console]\nenabled = "oui oui"\n',
        encoding="utf-8",
    )
    wrong = maillage("check", "--config", "config.toml")
    assert wrong.code == 2
    for key, expected in {
        "network.zone": "Europe/Paris",
        "network.language": "fr, en",
        "network.territory": "guillemets",
        "console.enabled": "true",
        "consol": "console",
    }.items():
        assert any(
            "config.toml" in line and key in line and expected in line for line in wrong.out.splitlines()
        ), key
    ok, found = checks(maillage("check", "--json"))
    assert not ok
    assert found["configuration"]["state"] == "error"


@pytest.mark.parametrize("content", ["[network", "\xff"])
def test_a_file_that_is_no_toml_is_said_to_be_none(maillage, content):
    Path("config.toml").write_bytes(content.encode("latin-1"))
    wrong = maillage("check")
    assert (wrong.code, "config.toml" in wrong.out) == (2, True)


def test_a_file_that_does_not_exist_is_named(maillage):
    wrong = maillage("check", "--config", "nowhere.toml")
    assert (wrong.code, "nowhere.toml" in wrong.out) == (2, True)


def test_a_variable_stands_above_the_file_and_is_named_when_it_is_wrong(maillage, monkeypatch):
    maillage("init", "--yes")
    monkeypatch.setenv("MAILLAGE_LOG__LEVEL", "loud")
    wrong = maillage("check")
    assert (wrong.code, "MAILLAGE_LOG__LEVEL" in wrong.out) == (2, True)
    monkeypatch.setenv("MAILLAGE_LOG__LEVEL", "debug")
    monkeypatch.setenv("MAILLAGE_ROLES__ADMINS", "camille")
    wrong = maillage("check")
    assert (wrong.code, "MAILLAGE_ROLES__ADMINS" in wrong.out) == (2, True)


def test_a_plugin_that_does_not_load_is_named(maillage):
    Path("mine/broken").mkdir(parents=True)
    Path("mine/broken/__init__.py").write_text("plugin = 1 / 0\n", encoding="utf-8")
    Path("config.toml").write_text('[plugins]\nfolder = "mine"\n', encoding="utf-8")
    ok, found = checks(ran := maillage("check", "--json"))
    assert (ran.code, ok) == (1, False)
    assert "broken" in found["plugins"]["text"]
    assert "ZeroDivisionError" in found["plugins"]["text"]


def test_a_database_of_a_newer_version_is_an_error_that_says_why(maillage):
    maillage("init", "--yes")
    maillage("db", "upgrade")
    with sqlite3.connect("data/maillage.db") as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    database.close()
    ok, found = checks(ran := maillage("check", "--json"))
    assert (ran.code, ok) == (1, False)
    assert "9999" in found["database"]["text"]


def test_what_is_no_database_is_an_error(maillage):
    maillage("init", "--yes")
    Path("data").mkdir()
    Path("data/maillage.db").write_text("this is no database, only some text of mine " * 40, encoding="utf-8")
    ok, found = checks(ran := maillage("check", "--json"))
    assert (ran.code, ok, found["database"]["state"]) == (1, False, "error")


def test_a_plugin_that_fails_to_load_is_told_in_one_line(maillage):
    Path("my/plugins/broken_garden").mkdir(parents=True)
    Path("my/plugins/broken_garden/__init__.py").write_text("raise ValueError('no\\nrain')", encoding="utf-8")
    Path("config.toml").write_text('[plugins]\nfolder = "my/plugins"\n', encoding="utf-8")
    for command in ("check", "plugins"):
        ran = maillage(command)
        assert (ran.code, ran.err) == (1, ""), command
        assert "il échoue au chargement" in ran.out
        assert "ValueError: no" in ran.out
        assert "rain" not in ran.out


def test_a_folder_of_plugins_that_does_not_exist_is_a_mistake_of_the_configuration(maillage):
    Path("config.toml").write_text('[plugins]\nfolder = "nowhere"\n', encoding="utf-8")
    ran = maillage("check")
    assert (ran.code, ran.err) == (2, "")
    assert "ce dossier de plugins n’existe pas" in ran.out


@pytest.mark.parametrize("url", ["mysql://x", "postgresql+nothing://x/y", "maillage.db"])
def test_a_database_of_another_kind_is_a_mistake_of_the_configuration(maillage, url):
    Path("config.toml").write_text(f'[store]\nurl = "{url}"\n', encoding="utf-8")
    ran = maillage("check")
    assert (ran.code, ran.err) == (2, "")
    assert "config.toml" in ran.out
    assert "store.url" in ran.out
    assert "postgresql+asyncpg://" in ran.out


def test_a_command_of_a_plugin_that_cannot_be_loaded_is_answered_with_the_cause(maillage):
    broken = Path("mine/compost")
    broken.mkdir(parents=True)
    broken.joinpath("__init__.py").write_text("import a_module_that_is_not_there\n", encoding="utf-8")
    Path("config.toml").write_text('[plugins]\nfolder = "mine"\n', encoding="utf-8")
    ran = maillage("compost", "--config", "config.toml")
    assert ran.code == 2
    assert "compost" in ran.err
    assert "a_module_that_is_not_there" in ran.err
