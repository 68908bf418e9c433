"""What somebody types about a person is written nowhere: neither into the database nor into the log."""

import io

import pytest

from bot.logs import configure_log
from tests.acceptance.referral.conftest import Town

WORDS = ("Dupont-Zélie", "06 12 34 56 78", "zelie@exemple.fr", "42A98765")
TYPED = "Mme Dupont-Zélie (06 12 34 56 78, zelie@exemple.fr, dossier n° 42A98765) veut refaire sa carte grise"


def kept(folder, *words) -> list[str]:
    """What of these words any file in a folder holds, whatever its kind."""
    held = b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())
    return [word for word in words if word.encode() in held]


@pytest.fixture
def log():
    """The log, told all that can be told."""
    stream = io.StringIO()
    configure_log("debug", "text", stream)
    return stream


@pytest.fixture
def folder(tmp_path, open_console, log):
    """The folder of a bot to whom it was typed in every way."""
    console = open_console(user="jeanne", now="2026-11-23T10:00")
    console.say(":role jeanne coordinator")
    console.say("/maillage configurer")
    console.say(":submit territory=Loire; zone=Paris")
    town = Town(console)
    town.say("camille", f"/quipeut {TYPED}")
    town.say("camille", f"@maillage {TYPED}")
    town.write("camille", TYPED)
    town.say("camille", f"/annuaire qui peut aider {TYPED}")
    town.say("camille", f"/annuaire chercher {TYPED}")
    town.say("camille", f"/annuaire je m’occupe de rien pour {TYPED}")
    town.say("camille", f"/annuaire retirer {TYPED}")
    town.write("camille", f"/quipeut {TYPED}")
    town.write("camille", ":click more")
    town.write("camille", f":submit text={TYPED}")
    town.write("camille", ":click ask")
    town.write("camille", f":submit text={TYPED}")
    town.write("camille", ":submit text=refaire une carte grise")
    post = next(one for one in reversed(console.outputs) if one["kind"] == "post")
    town.say("karim", f":reply {post['id']} {TYPED}")
    town.write("camille", ":click helped")
    town.write("karim", ":click write")
    town.write("karim", f":submit text={TYPED}; under=named")
    town.say("camille", f"/quipeut son mari la frappe, {TYPED}")
    assert console.close() == 0
    return tmp_path


def test_what_was_typed_is_in_no_file(folder):
    assert kept(folder, "refaire une carte grise", "(téléphone)") == [
        "refaire une carte grise",
        "(téléphone)",
    ]
    assert kept(folder, *WORDS) == []


def test_what_was_typed_is_not_in_the_log(folder, log):
    assert log.getvalue()
    assert [word for word in WORDS if word in log.getvalue()] == []
