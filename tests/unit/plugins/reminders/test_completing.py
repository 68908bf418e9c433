"""The numbers of one's own reminders, offered while somebody types."""

from datetime import timedelta

import pytest

from bot.app import load_plugins
from bot.chat.incoming import Completion, Press
from bot.config import Config
from tests.fakes.bot import author, channel, scene


@pytest.fixture
async def stage(tmp_path):
    reminders = load_plugins(Config(), ["plugins.reminders"]).plugins["reminders"]
    async with scene(tmp_path, reminders) as opened:
        for text in ("demain 9h appeler la CAF", "jeudi 14h voir *Élodie*", "chaque mardi 10h permanence"):
            await opened.say(f"/rappel {text}")
        yield opened


async def numbers(stage, verb: str, typed: str = "", who: str = "camille") -> dict[str, str]:
    offered = await stage.platform.host.complete(
        Completion(
            author=author(who),
            location=channel("general"),
            root="rappel",
            verb=verb,
            argument="number",
            typed=typed,
        )
    )
    return {option.value: str(option.label).replace("\u00a0", " ") for option in offered}


async def test_ones_own_reminders_are_offered_the_next_one_first(stage):
    assert await numbers(stage, "supprimer") == {
        "1": "1 – appeler la CAF, mardi 24 novembre 2026 à 9 h",
        "3": "3 – permanence, mardi 24 novembre 2026 à 10 h",
        "2": "2 – voir Élodie, jeudi 26 novembre 2026 à 14 h",
    }


async def test_those_of_others_are_not_offered_nor_anything_to_a_stranger(stage):
    await stage.say("/rappel demain 9h arroser", user="lea")
    assert list((await numbers(stage, "supprimer", who="lea")).values()) == [
        "1 – arroser, mardi 24 novembre 2026 à 9 h"
    ]
    assert await numbers(stage, "supprimer", who="stranger") == {}


@pytest.mark.parametrize("typed", ["2", "n°2", "#2", "elodie", "Élo", "elodei"])
async def test_they_are_found_by_number_or_by_words(stage, typed):
    assert list(await numbers(stage, "modifier", typed)) == ["2"]


async def test_each_command_offers_those_that_it_can_change(stage):
    await stage.say("/rappel pause 2")
    assert await numbers(stage, "reprendre") == {"2": "2 – voir Élodie, en pause"}
    assert list(await numbers(stage, "pause")) == ["1", "3"]
    assert list(await numbers(stage, "reporter")) == ["1", "3"]
    assert list(await numbers(stage, "modifier")) == ["1", "3", "2"]


async def test_one_that_rang_can_still_be_postponed_and_one_that_is_done_cannot(stage):
    await stage.advance(timedelta(hours=23, minutes=5))
    assert list(await numbers(stage, "reporter")) == ["3", "2", "1"]
    assert (await numbers(stage, "reporter"))["1"] == "1 – appeler la CAF, a sonné"
    [ring] = [outgoing for _at, outgoing in stage.platform.attempts if "CAF" in str(outgoing.post.text)]
    [done] = [button for button in ring.post.buttons if button.name == "done"]
    await stage.receive(
        Press(
            author=author("camille"),
            location=channel("general"),
            plugin="reminders",
            action="done",
            arguments=done.arguments,
        )
    )
    assert list(await numbers(stage, "reporter")) == ["3", "2"]


async def test_a_long_text_leaves_its_date_in_sight(stage):
    await stage.say(f"/rappel vendredi 9h {'très ' * 40}important")
    label = (await numbers(stage, "supprimer", "4"))["4"]
    assert label.endswith("…, vendredi 27 novembre 2026 à 9 h")
    assert len(label) <= 100


async def test_a_delay_stays_one_when_postponing(stage):
    offered = await stage.platform.host.complete(
        Completion(
            author=author("camille"),
            location=channel("general"),
            root="rappel",
            verb="reporter",
            argument="when",
            typed="2h",
        )
    )
    assert next((option.value, option.label) for option in offered) == ("2h", "2h → 2 heures plus tard")
