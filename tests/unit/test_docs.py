"""The documentation says what there is, all of it, and nothing else."""

import re
import tomllib
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import typer
from babel.messages.pofile import read_po

from bot.cli import COMMANDS
from bot.cli.discord import discord
from bot.cli.discord_setup import ENVIRONMENT_VARIABLE as DISCORD_VARIABLE
from bot.cli.mattermost import ENVIRONMENT_VARIABLE, mattermost
from bot.cli.template import configuration_text, section_of
from bot.config import BUILT_IN_PLUGINS, Config
from bot.counting import COUNTED, TIMED
from bot.language.folding import fold
from bot.language.moments import Reading, Refused, Understood, read
from bot.platforms.mattermost.commands import slash_commands
from bot.platforms.mattermost.limits import MAX_ELEMENTS, MAX_LABEL, MAX_TITLE
from bot.plugin import events
from bot.runtime.host import PluginHost
from bot.secrets import Secrets
from bot.sections import MattermostServer
from bot.web.metrics import MEASURED
from bot.web.throttle import CHANNEL, PERSON

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
README = (ROOT / "README.md").read_text(encoding="utf-8")
ADMINISTRATION = (ROOT / "docs" / "administration.md").read_text(encoding="utf-8")
PLUGINS = (ROOT / "docs" / "plugins.md").read_text(encoding="utf-8")
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
    explained = re.findall(r"^\| ([a-z0-9_.-]+) \| .{10,} \|$", README, re.MULTILINE)
    needed = [re.match(r"[A-Za-z0-9_.-]+?(?=[<>=\[])", item).group() for item in PROJECT["dependencies"]]
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


def section(title: str) -> str:
    """Return what stands under a heading of the administration, up to the next one of its level or above."""
    heading = re.search(rf"^(##+) {re.escape(title)}$", ADMINISTRATION, re.MULTILINE)
    assert heading is not None, title
    rest = ADMINISTRATION[heading.end() :]
    following = re.search(rf"^#{{2,{len(heading[1])}}} ", rest, re.MULTILINE)
    return rest[: following.start()] if following else rest


def blocks(language: str, text: str) -> list[str]:
    fences = re.findall(rf"^( *)```{language}\n(.*?)^ *```", text, re.MULTILINE | re.DOTALL)
    return [re.sub(rf"^{indent}", "", block, flags=re.MULTILINE) for indent, block in fences]


def test_every_metric_is_documented_and_no_other():
    documented = re.findall(r"^\| `(maillage_[a-z_]+)` \|", section("Watching over it"), re.MULTILINE)
    assert sorted(documented) == sorted({**COUNTED, **TIMED, **MEASURED})
    assert set(re.findall(r"maillage_[a-z_]+", ADMINISTRATION)) == set(documented)


def test_every_option_of_the_mattermost_commands_is_documented_and_no_other():
    commands = typer.main.get_group(mattermost).commands
    options = {name: {o for item in command.params for o in item.opts} for name, command in commands.items()}
    table = set(re.findall(r"^\| `(--[a-z-]+)` \|", section("In one command"), re.MULTILINE))
    assert table == options["install"]
    assert set(re.findall(r"`(--[a-z-]+)`", section("Checking"))) <= options["check"]
    used = re.findall(r"maillage mattermost ([a-z]+)((?: [^`\n]|\\\n)*)", ADMINISTRATION)
    assert {name for name, _arguments in used} == set(commands)
    for name, arguments in used:
        assert set(re.findall(r"--[a-z-]+", arguments)) <= options[name]
    assert f"`{ENVIRONMENT_VARIABLE}`" in ADMINISTRATION


def test_every_option_of_the_discord_commands_is_documented_and_no_other():
    commands = typer.main.get_group(discord).commands
    options = {
        name: {o for item in command.params for o in (*item.opts, *item.secondary_opts)}
        for name, command in commands.items()
    }
    table = set(re.findall(r"^\| `(--[a-z-]+)` \|", section("Installing on Discord"), re.MULTILINE))
    assert table == options["install"]
    assert set(re.findall(r"`(--[a-z-]+)`", section("Checking Discord"))) <= options["check"]
    assert set(re.findall(r"maillage discord ([a-z]+)", ADMINISTRATION)) == set(commands)
    assert f"`{DISCORD_VARIABLE}`" in ADMINISTRATION


def test_the_manual_way_names_every_slash_command(host):
    triggers = [command.trigger for command in slash_commands(host.plugins.values())]
    by_hand = section("By hand, without an administrator’s token")
    words = by_hand.partition("trigger words:")[2].partition(".")[0]
    assert CODE.findall(words) == triggers
    (secrets,) = [block for block in blocks("toml", by_hand) if "token" in block]
    known = Secrets(**tomllib.loads(secrets)).mattermost["mattermost"]
    assert [key.partition("/")[2] for key in known.commands] == triggers


def test_the_servers_of_the_examples_can_be_configured():
    (example,) = blocks("toml", section("In one command"))
    servers = [MattermostServer(**values) for values in tomllib.loads(example)["mattermost"]]
    assert [server.name for server in servers] == ["mattermost", "region"]


def test_the_reverse_proxies_forward_the_callbacks_and_nothing_else():
    text = section("Behind a reverse proxy")
    (nginx,) = blocks("nginx", text)
    (caddy,) = blocks("caddy", text)
    assert re.findall(r"location (\S+) \{\s+(?:#.*\s+)?(\w+)", nginx) == [
        ("/mattermost/", "proxy_pass"),
        ("/", "return"),
    ]
    assert "proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;" in nginx
    assert re.findall(r"handle(?: (\S+))? \{\s+(\w+)", caddy) == [
        ("/mattermost/*", "reverse_proxy"),
        ("", "respond"),
    ]


def test_what_the_checks_say_is_what_is_quoted():
    catalogue = ROOT / "bot" / "language" / "locale" / "fr.po"
    with catalogue.open("rb") as file:
        sentences = [message.id for message in read_po(file) if isinstance(message.id, str)]
    quoted = re.findall(r"^\| “(.+?)” \|", section("When something is wrong"), re.MULTILINE)
    assert len(quoted) > 25
    for words in quoted:
        parts = [part.strip() for part in words.split("…") if part.strip()]
        assert any(all(part in sentence for part in parts) for sentence in sentences), words


def test_the_limits_on_those_who_ask_for_much_are_the_documented_ones():
    person, channel = f"{PERSON.burst} slash commands", f"a channel {CHANNEL.burst}"
    text = " ".join(section("Outages").split())
    assert person in text
    assert f"{channel}, then {CHANNEL.per_second:.0f} a second" in text


def test_the_events_and_limits_of_mattermost_are_told_to_authors_of_plugins():
    declared = {
        name for name, value in vars(events).items() if getattr(value, "__module__", "") == events.__name__
    }
    assert declared <= set(re.findall(r"`(\w+)`", PLUGINS))
    text = " ".join(PLUGINS.split())
    assert MAX_TITLE == MAX_LABEL
    assert f"{MAX_TITLE} bytes" in text
    assert f"{MAX_ELEMENTS} fields" in text


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_headings_that_are_linked_exist(document):
    text = document.read_text(encoding="utf-8")
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    anchors = {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}
    assert set(re.findall(r"\]\(#([^)]+)\)", text)) <= anchors


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
