"""What is too long for the database is said to be, on each of them, and nothing is lost unsaid."""

from datetime import timedelta

import pytest

from bot.app import load_plugins
from bot.chat.forms import FormView
from bot.config import Config
from tests.fakes.bot import scene

TOO_LONG = "J’accepte 2000 caractères au plus\N{NO-BREAK SPACE}: raccourcis un peu."
LINK = f"https://visio.example.org/{'a' * 2100}"


@pytest.fixture
async def stage(tmp_path):
    async with scene(tmp_path, *load_plugins(Config()).plugins.values()) as opened:
        yield opened


async def wrong(stage, line):
    """Return what is wrong with the fields of the form that a line opens."""
    (form,) = await stage.say(line)
    assert isinstance(form, FormView)
    return [field.error for field in form.fields if field.error]


async def test_a_link_too_long_is_asked_for_again_wherever_it_is_typed(stage):
    for begun in ("fixer Réunion ; mardi 8 décembre 14h", "série chaque jeudi 10h ; Café"):
        assert await wrong(stage, f"/rencontre {begun} ; {LINK}") == [TOO_LONG]
        await stage.say(f"/rencontre {begun}")
    assert await wrong(stage, f"/rencontre modifier Réunion ; {LINK}") == [TOO_LONG]
    assert await wrong(stage, f"/rencontre série changer {LINK}") == [TOO_LONG]


async def test_no_guest_of_a_meeting_is_left_out_unsaid(stage):
    await stage.say("/rencontre fixer Réunion ; mardi 8 décembre 14h")
    await stage.advance(timedelta(days=30))
    names = ", ".join(f"Prénom Nom{number}" for number in range(100))
    (refused,) = await stage.say(f"/rencontre compte-rendu présents : {names}")
    assert "il y en a 1000 au plus" in refused.text
