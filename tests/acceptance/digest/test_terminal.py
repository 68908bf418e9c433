"""`maillage digest export`: which letter is meant, where it is written, and what is said if it cannot be."""

import subprocess
import sys
from email import message_from_string
from pathlib import Path

import pytest

from bot.cli import run_command
from tests.acceptance.console import Console

SCHEDULED = "/lettre programmer chaque lundi à 9h"


@pytest.fixture(autouse=True)
def a_french_terminal(monkeypatch, tmp_path):
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "fr_FR.UTF-8")
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def digest(capfd):
    """Run `maillage digest export` on a folder of data, its own by default."""

    def run(*words, data="data"):
        code = run_command(["digest", "export", *words, "--data-dir", str(data)])
        said = capfd.readouterr()
        return code, said.out, said.err

    return run


def send_letters(folder):
    """Have two communities with a channel of the same name send letters; one goes also elsewhere."""
    console = Console(folder, user="jeanne", channel="loire")
    for community in ("Forez", "Gier"):
        console.say(f":on {community}")
        for channel in ("annonces", "loire"):
            console.say(f":in {channel}")
            console.say(f":role jeanne coordinator in {channel}")
            console.say("/lettre")
        console.say(f"/rappel ici mardi 14h réunion du {community}")
        console.say(SCHEDULED)
    console.say("/lettre réglages")
    console.submit(places="annonces (Gier)")
    console.advance("3d")
    console.close()


@pytest.fixture
def letters(tmp_path, capfd):
    folder = tmp_path / "data"
    folder.mkdir()
    send_letters(folder)
    capfd.readouterr()


def test_of_two_channels_of_a_name_one_says_which(digest, letters):
    code, _out, said = digest("--channel", "loire")
    assert code == 1
    assert "Écris lequel : loire (Forez), loire (Gier)." in said.replace("\u00a0", " ")
    for community in ("Forez", "Gier"):
        code, out, _said = digest("--channel", f"loire ({community})")
        assert code == 0
        assert f"réunion du {community}" in out


def test_a_channel_that_only_receives_the_letter_of_another_has_it(digest, letters):
    code, out, _said = digest("--channel", "annonces")
    assert code == 0
    assert "réunion du Gier" in out


def test_without_a_channel_those_that_have_a_letter_are_named(digest, letters):
    code, _out, said = digest()
    assert code == 1
    assert "annonces, loire (Forez), loire (Gier)" in said
    assert "rhone" in digest("--channel", "rhone")[2]


def test_a_folder_that_has_no_data_is_left_alone(digest, tmp_path):
    code, _out, said = digest(data="nulle-part")
    assert code == 2
    assert "nulle-part n’existe pas" in said
    assert not Path("nulle-part").exists()
    Path("vide").mkdir()
    code, _out, said = digest(data="vide")
    assert code == 2
    assert "pas de données de Maillage dans le dossier vide" in said
    assert list(Path("vide").iterdir()) == []


@pytest.mark.parametrize("name", ["lettre.htm", "lettre.HTML"])
def test_a_page_may_be_called_as_people_call_pages(digest, letters, name):
    assert digest("--channel", "annonces", "-o", name)[0] == 0
    assert Path(name).read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_what_cannot_be_written_is_said_in_french(digest, letters):
    code, _out, said = digest("--channel", "annonces", "-o", "pas-la/lettre.md")
    assert code == 1
    assert "Je ne peux pas écrire pas-la/lettre.md : il n’y a pas de fichier" in said.replace("\u00a0", " ")


def test_a_full_disk_is_said_also_of_standard_output(digest, letters):
    program = Path(sys.executable).with_name("maillage")
    with Path("/dev/full").open("wb") as full:  # it takes nothing, as a full disk does
        ran = subprocess.run(
            [program, "digest", "export", "--channel", "annonces", "--data-dir", "data"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=120,
            check=False,
        )
    assert ran.returncode == 1
    assert (
        ran.stderr.replace("\u00a0", " ")
        == "Je ne peux pas écrire la sortie standard : le disque est plein.\n"
    )


def test_no_two_installations_give_a_mail_the_same_id(digest, letters, tmp_path, capfd):
    (tmp_path / "other").mkdir()
    console = Console(tmp_path / "other", user="jeanne", channel="loire", now="2026-11-21T10:00:01+01:00")
    console.say(":role jeanne coordinator in loire")
    console.say("/rappel ici mardi 14h réunion")
    console.say(SCHEDULED)
    console.advance("3d")
    console.close()
    capfd.readouterr()
    ids = set()
    for options, data in ((("--channel", "loire (Forez)"), "data"), ((), "other")):
        for _again in range(2):
            code, out, _said = digest("--format", "eml", *options, data=data)
            assert code == 0
            ids.add(message_from_string(out)["Message-ID"])
    assert len(ids) == 2
