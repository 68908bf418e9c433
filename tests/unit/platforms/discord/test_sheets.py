"""Forms of choices that are saved piece by piece: on Discord a message with menus, for one person alone."""

from datetime import timedelta

import pytest

from tests.fakes.discord.messages import walk
from tests.unit.platforms.discord.desk import desk

UPDATE, QUIET = 7, 6
NEXT, BEFORE, END = "Page suivante", "Page précédente", "Terminer"


@pytest.fixture
async def town(tmp_path):
    async with desk(tmp_path) as made:
        yield made
        assert (made.fake.violations, made.fake.interactions.unanswered) == ([], [])


async def begin(town):
    return (await town.camille.command(town.general, "choisir", month=9)).message


def chosen(message):
    """Return what the menus show as chosen."""
    options = [option for one in walk(message.components) for option in one.get("options") or []]
    return [option["label"] for option in options if option.get("default")]


async def test_thirty_choices_are_eight_pages_of_menus_and_each_choice_is_saved_at_once(town):
    sheet = await begin(town)
    assert sheet.is_ephemeral
    assert not town.karim.sees(town.general)
    assert sheet.menus == ["jour 1/9", "jour 2/9", "jour 3/9", "jour 4/9"]
    assert sheet.buttons == [NEXT, END]
    assert [row["components"][0]["type"] for row in sheet.components] == [3, 3, 3, 3, 2]
    asked = await town.camille.choose(sheet, "jour 2/9", "jour 2/9\xa0: oui")
    assert asked.interaction.answer == UPDATE
    assert chosen(sheet) == ["jour 2/9\xa0: oui"]
    assert "le jour 2\xa0: oui" in sheet.text
    assert "1 jours" in sheet.text
    for page in range(2, 9):
        await town.camille.press(sheet, NEXT)
        assert f"Étape {page} sur 8" in sheet.text
    assert (sheet.menus, sheet.buttons) == (["jour 29/9", "jour 30/9"], [BEFORE, END])
    await town.camille.choose(sheet, "jour 30/9", "no")
    await town.camille.press(sheet, BEFORE)
    await town.camille.press(sheet, END)
    assert (sheet.text, sheet.menus, sheet.buttons) == ("Days\xa0: 2 réponses sont enregistrées.", [], [])
    again = await begin(town)
    assert chosen(again) == ["jour 2/9\xa0: oui"]


async def test_it_goes_on_after_a_restart_and_long_after_it_was_opened(town):
    sheet = await begin(town)
    await town.stop()
    town.clock.jump(timedelta(days=40))
    await town.start()
    await town.camille.choose(sheet, "jour 1/9", "no")
    await town.camille.press(sheet, NEXT)
    assert "Étape 2 sur 8" in sheet.text


async def test_two_choices_at_once_are_both_saved_and_the_slow_one_is_acknowledged(town):
    sheet = await begin(town)
    town.gate.close()
    first = await town.camille.choose(sheet, "jour 1/9", "yes", wait=False)
    second = await town.camille.choose(sheet, "jour 3/9", "no", wait=False)
    await town.gate.held_up(1)
    town.platform.sleeper.wake()
    await town.fake.until(lambda: QUIET in (first.interaction.answer, second.interaction.answer))
    town.gate.open()
    await first.settled()
    await second.settled()
    await town.camille.press(sheet, NEXT)
    await town.camille.press(sheet, BEFORE)
    assert chosen(sheet) == ["jour 1/9\xa0: oui", "jour 3/9\xa0: non"]


async def test_in_a_dm_it_is_a_message_like_any_other(town):
    sheet = (await town.camille.command(town.camille.dm, "choisir", month=9)).message
    assert not sheet.is_ephemeral
    await town.camille.choose(sheet, "jour 4/9", "yes")
    assert chosen(sheet) == ["jour 4/9\xa0: oui"]
