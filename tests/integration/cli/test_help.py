"""What `--help`, `--version` and mistakes on the command line answer."""

import os
import subprocess
import sys

import pytest

from bot import __version__
from bot.cli import COMMANDS

HEAVY = {
    "rich",
    "babel",
    "pydantic",
    "sqlalchemy",
    "alembic",
    "structlog",
    "holidays",
    "prompt_toolkit",
    "dateutil",
}


def test_help_lists_every_command_in_the_language_of_the_terminal(maillage, monkeypatch):
    french = maillage("--help")
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    english = maillage("--help")
    assert (french.code, english.code) == (0, 0)
    for name, (fr, en) in COMMANDS.items():
        assert f"  {name} " in french.out
        assert f"  {name} " in english.out
        assert fr.split()[0] in french.out
        assert en.split()[0] in english.out
    assert "Afficher cette page" in french.out
    assert "Show this page" in english.out


def test_help_imports_nothing_that_takes_time():
    code = "import sys; from bot.cli import run_command; run_command(['--help']); print(*sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not HEAVY & {name.partition(".")[0] for name in ran.stdout.splitlines()[-1].split()}


def test_a_console_is_ready_without_what_only_some_need(tmp_path):
    code = (
        "import io, sys; from bot.cli import run_command; sys.stdin = io.TextIOWrapper(io.BytesIO()); "
        "run_command(['console', '--data-dir', sys.argv[1]]); print(*sys.modules)"
    )
    bare = {name: value for name, value in os.environ.items() if not name.startswith("MAILLAGE_")}
    ran = subprocess.run(
        [sys.executable, "-c", code, tmp_path], capture_output=True, text=True, check=True, env=bare
    )
    loaded = set(ran.stdout.splitlines()[-1].split())
    assert "bot.app" in loaded
    packages = {name.partition(".")[0] for name in loaded}
    assert not {"alembic", "rich", "structlog", "babel", "holidays", "dateutil", "Stemmer"} & packages
    assert not {"lxml", "can_ada", "brotli", "feedparser", "jinja2", "markdown_it", "icalendar"} & packages
    assert not {"pydantic_settings", "argparse", "dotenv"} & packages
    assert not {"sqlalchemy.dialects.postgresql", "aiohttp", "discord", "phonenumbers"} & loaded
    assert (
        not {
            "bot.language.moments.expressions",
            "bot.language.moments.lexicon",
            "bot.language.moments.understanding",
            "bot.language.moments.values",
            "bot.store.candidates",
            "bot.territory.mentioning",
            "plugins.digest.orders",
            "plugins.directory.asking",
            "plugins.directory.claiming",
            "plugins.directory.coverage",
            "plugins.directory.files",
            "plugins.directory.importing",
            "plugins.directory.ranking",
            "plugins.directory.recognising",
            "plugins.directory.sentences",
            "plugins.directory.situations",
            "plugins.meetings.agenda.typed",
            "plugins.meetings.minutes.typed",
            "plugins.meetings.overview.sentences",
            "plugins.meetings.series.doing",
            "plugins.meetings.series.planning",
            "plugins.meetings.series.typed",
            "plugins.meetings.settings.wishes",
            "plugins.meetings.spoken.hearing",
            "plugins.meetings.survey.trend",
            "plugins.meetings.spoken.wishes",
            "plugins.partners.importing",
            "plugins.partners.personal",
            "plugins.partners.reading",
            "plugins.referral.details",
            "plugins.referral.engine",
            "plugins.referral.learned",
            "plugins.referral.lexicon",
            "plugins.referral.redacting",
            "plugins.watch.feeds.beginning",
            "plugins.watch.feeds.importing",
            "plugins.watch.feeds.rounds",
            "plugins.watch.pages.looking",
            "plugins.watch.questions",
            "plugins.watch.reading.lenient",
            "plugins.watch.saying",
        }
        & loaded
    )


def test_the_version_is_told(maillage):
    assert maillage("--version").out == f"maillage {__version__}\n"


@pytest.mark.parametrize(
    "name", [*COMMANDS, "db upgrade", "db check", "mattermost install", "mattermost check"]
)
def test_every_command_explains_itself_in_french(maillage, name):
    page = maillage(*name.split(), "--help")
    assert page.code == 0
    assert "Montrer cette page." in page.out
    for english in ("Show", "Folder", "file", "Print", "Time zone", "required", "default"):
        assert english not in page.out, page.out


def test_a_command_that_does_not_exist_is_answered_with_the_nearest(maillage):
    wrong = maillage("chek")
    assert wrong.code == 2
    assert "check" in wrong.err
    assert "chek" in wrong.err
    assert wrong.out == ""


def test_a_wrong_verb_of_a_group_is_answered_with_the_nearest(maillage):
    wrong = maillage("db", "chek")
    assert (wrong.code, "check" in wrong.err) == (2, True)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("backup",), "FILE"),
        (("backup", "x", "--dat-dir", "y"), "--data-dir"),
        (("backup", "x", "--data-dir"), "--data-dir"),
        (("backup", "x", "y"), "maillage backup --help"),
        (("console", "--now", "bientôt"), "2026-11-21T10:00"),
        (("console", "--tz", "Parris"), "Paris"),
        (("console", "--lang", "de"), "fr"),
        (("when", "demain", "--lang", "de"), "fr"),
        (("backup", "x"), "--data-dir DIR"),
    ],
)
def test_a_mistake_on_the_command_line_is_a_sentence_and_exit_code_2(maillage, words, said):
    wrong = maillage(*words)
    assert wrong.code == 2
    assert said in wrong.err
    assert "Traceback" not in wrong.err


def test_an_unexpected_error_is_an_apology_with_a_reference_that_stands_in_the_log(maillage, monkeypatch):
    def explode(*_args, **_options):
        secret = "what somebody wrote"
        raise RuntimeError(f"broken, with {len(secret)} characters")

    monkeypatch.setattr("bot.cli.target.configured", explode)
    monkeypatch.setattr("bot.cli.plugins.configured", explode)
    broken = maillage("plugins")
    *log, apology = broken.err.strip().splitlines()
    reference = apology.rstrip(".").split()[-1]
    assert broken.code == 1
    assert any(f"reference={reference}" in line for line in log)
    assert any("RuntimeError: broken" in line for line in log)
    assert "what somebody wrote" not in apology


def test_an_interruption_ends_with_130(maillage, monkeypatch):
    def interrupt(*_args, **_options):
        raise KeyboardInterrupt

    monkeypatch.setattr("bot.cli.plugins.configured", interrupt)
    assert maillage("plugins").code == 130


@pytest.mark.parametrize("name", ["upgrade", "check"])
def test_the_commands_on_the_database_say_in_french_what_they_are_for(maillage, name):
    page = maillage("db", name, "--help").out
    assert "base de données" in page
    assert "database" not in page
