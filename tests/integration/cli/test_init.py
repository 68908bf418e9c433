"""`maillage init`: from answers to a file that works."""

import stat
import tomllib
from pathlib import Path

from bot.config import load


def test_the_proposals_make_a_configuration_that_can_be_run(maillage):
    done = maillage("init", "--yes")
    assert done.code == 0
    assert load(Path("config.toml")).console.enabled
    assert stat.S_IMODE(Path("config.toml").stat().st_mode) == 0o600
    assert "maillage check" in done.out
    assert "maillage run" in done.out


def test_answers_are_written_and_the_time_zone_is_the_one_of_the_territory(maillage):
    answers = "Réseau de l’île\nreunion\n\nfr\nmes données\nconsole:camille\n"
    done = maillage("init", answers=answers)
    written = tomllib.loads(Path("config.toml").read_text(encoding="utf-8"))
    assert done.code == 0
    assert written["network"] == {
        "name": "Réseau de l’île",
        "language": "fr",
        "zone": "Indian/Reunion",
        "territory": "974",
    }
    assert written["store"] == {"data_dir": "mes données"}
    assert written["roles"] == {"admins": ["console:camille"]}


def test_what_is_not_understood_is_asked_again_with_the_nearest(maillage):
    done = maillage("init", answers="R\nloir\nloire\nParis\nfr\n\nsans deux points\n\n")
    assert "Loire (42)" in done.out
    assert "console:camille" in done.out
    assert tomllib.loads(Path("config.toml").read_text(encoding="utf-8"))["network"]["territory"] == "42"


def test_options_answer_beforehand(maillage):
    maillage(
        "init",
        "--yes",
        "--name",
        "N",
        "--territory",
        "2a",
        "--lang",
        "en",
        "--data-dir",
        "d",
        "--config",
        "c/x.toml",
    )
    written = tomllib.loads(Path("c/x.toml").read_text(encoding="utf-8"))
    assert written["network"]["territory"] == "2A"
    assert written["network"]["language"] == "en"
    assert "The configuration of Maillage" in Path("c/x.toml").read_text(encoding="utf-8")


def test_a_wrong_option_is_refused_and_writes_nothing(maillage):
    wrong = maillage("init", "--yes", "--territory", "Atlantide")
    assert wrong.code == 2
    assert "Atlantide" in wrong.err
    assert not Path("config.toml").exists()


def test_a_file_that_exists_is_left_alone_unless_it_is_said(maillage):
    Path("config.toml").write_text("# mine\n", encoding="utf-8")
    assert maillage("init", "--yes").code == 1
    assert maillage("init", answers="non\n").code == 1
    assert Path("config.toml").read_text(encoding="utf-8") == "# mine\n"
    assert maillage("init", answers="oui\n").code == 0
    assert maillage("init", "--yes", "--force").code == 0


def test_any_name_survives_its_way_through_the_file(maillage):
    name = 'Un "réseau" \\ avec\ttout \x7f ce qui gêne'
    assert maillage("init", "--yes", "--name", name).code == 0
    assert load(Path("config.toml")).network.name == name.strip()
