"""The plugin of `docs/plugins.md`, written from the page, loaded and used."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

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
