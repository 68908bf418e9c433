"""The plugin of `docs/plugins.md`, written from the page, loaded and used."""

import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import pytest
from sqlalchemy import ForeignKey, MetaData, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from bot import chat, territory
from bot import plugin as contract
from bot.language.messages import _, escape
from bot.language.ranking import rank
from bot.store import personal
from bot.store.settings import get_setting, set_setting
from bot.store.tables import MemberRow, NetworkRow
from bot.territory.mentioning import mentions
from tests.fakes.bot import scene

GUIDE = (Path(__file__).parents[2] / "docs" / "plugins.md").read_text(encoding="utf-8")
ROANNE, LOIRE = territory.Area.parse("commune:42187"), territory.Area.parse("departement:42")
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


def of_places() -> dict[str, Any]:
    """Return what the lines about places need: the territory, and an asker who works in the Loire."""
    names = {name: getattr(territory, name) for name in territory.__all__}
    names["mentions"] = mentions
    return names | {"near": (LOIRE,), "area": ROANNE, "other": LOIRE}


def of_tables() -> dict[str, Any]:
    """Return what the table of the page needs; it stands beside the bot's own, which it leaves alone."""

    class Base(DeclarativeBase):
        metadata = MetaData()

    for row in (NetworkRow, MemberRow):
        row.__table__.to_metadata(Base.metadata)
    names = {
        name: getattr(personal, name) for name in ("Basis", "Category", "Erasure", "Personal", "declares")
    }
    of_sqlalchemy = {"ForeignKey": ForeignKey, "Mapped": Mapped, "Text": Text, "mapped_column": mapped_column}
    return names | of_sqlalchemy | {"Base": Base}


def short_examples() -> dict[str, Any]:
    """Return what is declared by all that the page shows besides its whole plugin, by name."""
    names = {name: getattr(module, name) for module in (chat, contract) for name in module.__all__}
    names |= {"plugin": contract.Plugin("short", _("Short")), "Annotated": Annotated, "Mapping": Mapping}
    names |= {"_": _, "escape": escape, "rank": rank, "get_setting": get_setting}
    names |= of_places() | of_tables()
    whole, *short = re.findall(r"^```python\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)
    assert "Coffee breaks" in whole
    for example in short:
        exec(example, names)
    return names


def test_the_lines_about_places_give_what_stands_beside_them():
    lines = re.findall(r"^(\w+)(\(.*\)) {2}# (.*)$", GUIDE, re.MULTILINE)
    given = {name: eval(name + arguments, of_places()) for name, arguments, _said in lines}
    assert set(given) == {"find", "mentions", "contains", "nearness", "name_of"}
    assert given["find"][0] == territory.Area.parse("commune:42218")
    (mention,) = given["mentions"]
    assert ROANNE in mention.areas
    assert given["contains"] is True
    assert given["nearness"] is territory.Level.DEPARTEMENT
    assert f'"{given["name_of"]}"' in {name: said for name, _arguments, said in lines}["name_of"]


def test_the_table_of_the_page_says_all_that_it_holds_of_people():
    table = short_examples()["VoteRow"].__table__
    assert isinstance(personal.declared(table), personal.Personal)
    assert personal.mistakes(table) == []


async def test_the_short_examples_declare_what_the_page_says(tmp_path):
    plugin = short_examples()["plugin"]
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
