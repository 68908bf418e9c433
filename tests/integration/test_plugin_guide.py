"""The plugin of `docs/plugins.md`, written from the page, loaded and used."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import pytest

from bot import chat
from bot import plugin as contract
from bot.language.messages import _, escape
from bot.language.ranking import rank
from bot.store.settings import get_setting, set_setting
from tests.fakes.bot import scene

GUIDE = (Path(__file__).parents[2] / "docs" / "plugins.md").read_text(encoding="utf-8")
PROGRAM = Path(sys.executable).with_name("maillage")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The files of the page, as it says to lay them out."""
    folder = tmp_path_factory.mktemp("guide")
    for name, _language, content in re.findall(
        r"^`([^`\n]+)`[^\n]*:\n\n```(\w+)\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL
    ):
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, encoding="utf-8")
    (folder / "config.toml").write_text('[plugins]\nfolder = "my-plugins"\n', encoding="utf-8")
    return folder


def run(folder: Path, *words: str, typed: str = "") -> str:
    ran = subprocess.run(
        [PROGRAM, *words], cwd=folder, input=typed, capture_output=True, text=True, timeout=120, check=True
    )
    return ran.stdout


def test_the_page_names_its_files(folder):
    assert sorted(str(file.relative_to(folder)) for file in folder.rglob("*.*") if file.is_file()) == [
        "config.toml",
        "my-plugins/pause_cafe/__init__.py",
        "my-plugins/pause_cafe/locale/fr.po",
    ]
    assert '```toml\n[plugins]\nfolder = "my-plugins"\n' in GUIDE


def test_the_plugin_of_the_page_works_as_the_page_tells(folder):
    told = re.search(r"\$ maillage (console[^\n]*)\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)
    shown = run(folder, *told.group(1).split(), typed=told.group(2))
    assert "camille propose un café, dimanche 22 novembre 2026 à 10\u00a0h." in shown.replace(
        "\u202f", "\u00a0"
    )
    assert "Tu es la première personne à venir." in shown
    assert "Le café est dans cinq minutes, avec une personne qui vient." in shown


def test_it_is_listed_with_its_commands(folder):
    listed = run(folder, "plugins")
    assert "coffee" in listed
    assert "/café" in listed
    assert "maillage coffee-rules" in listed


def test_its_sub_command_is_one_of_the_terminal(folder):
    assert run(folder, "coffee-rules") == "A break is called 5 minutes before it begins.\n"
    assert "coffee-rules" in run(folder, "coffee-rules", "--help")


def short_examples() -> contract.Plugin:
    """Return a plugin that declares all that the page shows besides its whole plugin."""
    plugin = contract.Plugin("short", _("Short"))
    names = {name: getattr(module, name) for module in (chat, contract) for name in module.__all__}
    names |= {"plugin": plugin, "_": _, "escape": escape, "rank": rank, "get_setting": get_setting}
    names["Annotated"] = Annotated
    whole, *short = re.findall(r"^```python\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)
    assert "Coffee breaks" in whole
    for example in short:
        exec(example, names)
    return plugin


async def test_the_short_examples_declare_what_the_page_says(tmp_path):
    plugin = short_examples()
    assert [command.name for command in plugin.commands] == ["fiche créer", "salle"]
    assert {name: shortcut.on for name, shortcut in plugin.shortcuts.items()} == {
        "praise": "message",
        "invite": "member",
    }
    async with scene(tmp_path, plugin) as stage:
        async with stage.store.unit() as session:
            await set_setting(session, 1, "rooms", ["Salle bleue", "Éléphant", "*Étoile*"])
        typing = chat.Completion(
            author=chat.Author(id="1", username="lea"),
            location=chat.Location("fake", "general", "general", community="team"),
            root="salle",
            argument="room",
            typed="e",
        )
        offered = await stage.bot.dispatcher.complete(typing)
    assert [(option.value, option.label) for option in offered] == [
        ("Éléphant", "Éléphant"),
        ("*Étoile*", "*Étoile*"),
        ("Salle bleue", "Salle bleue"),
    ]
