"""The documentation says what there is, all of it, and nothing else."""

import re
import tomllib
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.cli import COMMANDS
from bot.cli.template import configuration_text, section_of
from bot.config import BUILT_IN_PLUGINS, Config
from bot.language.folding import fold
from bot.language.moments import Reading, Refused, Understood, read
from bot.runtime.host import PluginHost

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
README = (ROOT / "README.md").read_text(encoding="utf-8")
ADMINISTRATION = (ROOT / "docs" / "administration.md").read_text(encoding="utf-8")
GUIDE = (ROOT / "docs" / "guide.fr.md").read_text(encoding="utf-8")
CODE = re.compile(r"`([^`]+)`")
DOCUMENTS = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]


@pytest.fixture(scope="module")
def host():
    host = PluginHost()
    host.load(BUILT_IN_PLUGINS)
    assert host.errors == []
    return host


def settings() -> set[str]:
    return {
        f"{section}.{key}"
        for section, field in Config.model_fields.items()
        for key in section_of(field)[0].model_fields
    }


def test_the_readme_has_two_commands_one_that_tries_and_one_that_tests():
    blocks = re.findall(r"^```\w*\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
    assert len(blocks) == 2
    assert all(block.count("\n") == 1 for block in blocks)
    tries, tests = blocks
    assert tries.rstrip().endswith("maillage demo")
    assert tests.rstrip().endswith("pytest")
    for command in blocks:
        assert command.startswith("python3 -m venv .venv && .venv/bin/pip install ")


def test_the_readme_says_why_each_dependency_is_there():
    explained = re.findall(r"^\| ([a-z_-]+) \| .{10,} \|$", README, re.MULTILINE)
    needed = [re.match(r"[A-Za-z0-9_-]+", item).group() for item in PROJECT["dependencies"]]
    assert sorted(explained) == sorted(needed)
    for tool in PROJECT["optional-dependencies"]["dev"]:
        assert re.match(r"[A-Za-z0-9_-]+", tool).group() in README


def test_every_setting_is_documented_and_no_other():
    assert set(re.findall(r"^\| `([a-z]+\.[a-z_]+)` \|", ADMINISTRATION, re.MULTILINE)) == settings()


def test_the_example_holds_every_setting_with_its_default():
    example = (ROOT / "config.example.toml").read_text(encoding="utf-8")
    assert example == configuration_text({}, "fr")


def test_every_command_of_the_guide_exists(host):
    typed = re.findall(r"`(/[^`]+)`|^(/.+)$", GUIDE, re.MULTILINE)
    assert typed
    for line in (inside or alone for inside, alone in typed):
        word, _space, rest = line.removeprefix("/").partition(" ")
        root = host.root(word)
        assert root is not None, line
        if word == "maillage":
            assert root.verb(rest.split()[0]) is not None, line


def test_every_command_is_in_the_guide(host):
    lines = fold(GUIDE)
    missing = [
        command.name
        for plugin in host.plugins.values()
        for command in plugin.commands
        if fold(f"/{command.name}") not in lines
    ]
    assert missing == []


def test_every_command_of_the_terminal_is_documented_and_no_other():
    documented = set()
    for document in DOCUMENTS:
        text = document.read_text(encoding="utf-8")
        documented |= set(re.findall(r"(?:^|[`/ ])maillage ([a-z-]+)(?=[`\s])", text, re.MULTILINE))
    written = {name for name in documented if name in COMMANDS}
    assert written == set(COMMANDS)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_between_documents_lead_somewhere(document):
    text = document.read_text(encoding="utf-8")
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", text):
        assert (document.parent / target).exists(), target


def test_paths_and_versions_that_are_named_exist():
    for name in re.findall(
        r"`((?:bot|plugins|migrations|docs|tests)/[\w./]*)`",
        "\n".join(document.read_text(encoding="utf-8") for document in DOCUMENTS),
    ):
        assert (ROOT / name).exists(), name


NOW = datetime(2026, 11, 21, 10, 0, tzinfo=ZoneInfo("Europe/Paris"))
READING = Reading(now=NOW, zone=ZoneInfo("Europe/Paris"))
TIMES = GUIDE.partition("## Dire quand")[2].partition("\n## ")[0]
DOUBTFUL = TIMES.partition("**S’il y a un doute")[2]


@pytest.mark.parametrize(
    "typed", [text for row in re.findall(r"^\|(.*?)\|", TIMES, re.MULTILINE) for text in CODE.findall(row)]
)
def test_a_time_of_the_guide_is_understood_as_a_whole(typed):
    found = read(typed, READING)
    assert isinstance(found, Understood)
    assert found.rest == ""


@pytest.mark.parametrize("typed", re.findall(r"« (.+?) »", DOUBTFUL))
def test_a_doubtful_time_of_the_guide_is_refused(typed):
    assert isinstance(read(typed, READING), Refused)
