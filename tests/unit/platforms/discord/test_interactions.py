"""What people do on Discord is answered whatever happens: slow, at fault, late, or after a restart."""

import asyncio
import re
from datetime import timedelta

import pytest

from tests.fakes.discord import NotThereError, Permission
from tests.unit.platforms.discord.desk import desk

REPLY, THINK, QUIET, UPDATE, MODAL = 4, 5, 6, 7, 9
LONGER_THAN_A_TOKEN = timedelta(minutes=16)


@pytest.fixture
async def town(tmp_path):
    async with desk(tmp_path) as made:
        yield made
        assert (made.fake.violations, made.fake.interactions.unanswered) == ([], [])


async def slow(town, asked, handlers=1):
    """Have a handler that is held up take so long that its interaction is deferred."""
    await town.gate.held_up(handlers)
    town.platform.sleeper.wake()
    await town.fake.until(lambda: asked.interaction.answer is not None)
    return asked.interaction.answer


async def test_a_command_is_answered_to_the_person_alone(town):
    asked = await town.camille.command(town.general, "dire", text="bonjour")
    assert (asked.text, asked.is_ephemeral) == ("bonjour", True)
    assert town.camille.sees(town.general)
    assert not town.karim.sees(town.general)


async def test_a_public_answer_is_for_everyone(town):
    await town.camille.command(town.general, "publier", text="bonjour")
    assert [message.text for message in town.karim.sees(town.general)] == ["bonjour"]


async def test_an_answer_in_a_dm_stays(town):
    asked = await town.camille.command(town.camille.dm, "dire", text="bonjour")
    assert (asked.text, asked.is_ephemeral) == ("bonjour", False)
    assert town.platform.dms == [(town.camille.dm.id, asked.interaction.id)]


async def test_a_coordinator_keeps_their_rights_in_a_dm(town):
    role = town.loire.role("coordination", Permission.MANAGE_GUILD)
    refused = await town.camille.command(town.camille.dm, "réserver")
    town.loire.give_role(town.camille.user, role)
    assert (await town.camille.command(town.camille.dm, "réserver")).text == "réservé"
    assert (await town.camille.command(town.general, "réserver")).text == "réservé"
    assert refused.text != "réservé"


async def test_two_answers_are_two_messages_in_order(town):
    asked = await town.camille.command(town.general, "deux")
    await town.fake.until(lambda: len(asked.messages) == 2)
    assert asked.text == "un\ndeux"
    assert all(message.is_ephemeral for message in asked.messages)


async def test_a_long_answer_is_several_messages_and_nothing_of_it_is_lost(town):
    asked = await town.camille.command(town.general, "long")
    await town.fake.until(lambda: "8 mot" in asked.text)
    assert [number for number in range(9) if f"{number} mot" in asked.text] == list(range(9))


async def test_a_command_without_an_answer_says_that_it_is_done(town):
    asked = await town.camille.command(town.general, "rien")
    assert (asked.text, asked.is_ephemeral) == ("Fait.", True)


async def test_an_english_client_is_told_in_english(town):
    town.camille.user.locale = "en-US"
    assert (await town.camille.command(town.general, "nothing")).text == "Done."


async def test_a_crash_is_told_with_a_reference_and_without_its_insides(town):
    asked = await town.camille.command(town.general, "planter")
    assert "quelque chose s’est mal passé" in asked.text
    assert "secret words" not in asked.text


async def test_a_slow_handler_is_deferred_then_answered(town):
    town.gate.close()
    asked = await town.camille.command(town.general, "dire", text="enfin", wait=False)
    assert await slow(town, asked) == THINK
    town.gate.open()
    await asked.settled()
    assert (asked.text, asked.is_ephemeral, len(asked.messages)) == ("enfin", True, 1)


async def test_a_slow_handler_that_crashes_is_answered_all_the_same(town):
    town.gate.close()
    asked = await town.camille.command(town.general, "planter", wait=False)
    await slow(town, asked)
    town.gate.open()
    await asked.settled()
    assert "quelque chose s’est mal passé" in asked.text


async def test_a_slow_handler_without_an_answer_ends_the_wait(town):
    town.gate.close()
    asked = await town.camille.command(town.general, "rien", wait=False)
    await slow(town, asked)
    town.gate.open()
    await asked.settled()
    assert asked.text == "Fait."


async def test_a_slow_public_answer_reaches_everyone_though_nobody_announced_it(town):
    town.gate.close()
    asked = await town.camille.command(town.general, "publier", text="enfin", wait=False)
    await slow(town, asked)
    assert asked.is_ephemeral
    town.gate.open()
    await town.karim.reads(town.general, "enfin")
    assert [message.text for message in town.camille.sees(town.general)] == ["enfin"]


async def test_a_command_that_is_declared_public_thinks_in_public(town):
    town.gate.close()
    asked = await town.camille.command(town.general, "annoncer", text="enfin", wait=False)
    await slow(town, asked)
    assert not asked.is_ephemeral
    town.gate.open()
    await asked.settled()
    assert [message.text for message in town.karim.sees(town.general)] == ["enfin"]


async def test_a_form_opens_and_is_answered(town):
    asked = await town.camille.command(town.general, "écrire")
    answer = await town.camille.fill(asked.modal, {"text": "pain"})
    assert (answer.text, answer.is_ephemeral) == ("pain par commande", True)


async def test_a_form_that_comes_too_late_waits_behind_a_button(town):
    town.gate.close()
    asked = await town.camille.command(town.general, "écrire", wait=False)
    assert await slow(town, asked) == THINK
    town.gate.open()
    await asked.settled()
    pressed = await town.camille.press(asked.message, asked.message.buttons[0])
    answer = await town.camille.fill(pressed.modal, {"text": "pain"})
    assert answer.text == "pain par commande"


async def test_a_form_that_is_wrong_comes_back_with_what_was_typed(town):
    asked = await town.camille.command(town.general, "sonner", text="le pain", when="un jour peut-être")
    assert asked.interaction.answer == MODAL
    assert asked.modal.values
    answer = await town.camille.fill(asked.modal, {"when": "mercredi quand je veux"})
    again = await town.camille.press(answer.message, answer.message.buttons[0])
    assert "le pain" in again.modal.values.values()
    done = await town.camille.fill(again.modal, {"when": "demain 9h"})
    assert "le pain pour moi" in done.text


async def test_what_is_wrong_is_said_under_the_form_as_well(town):
    asked = await town.camille.command(town.general, "sonner", text="le pain", when="un jour peut-être")
    await town.fake.until(lambda: asked.interaction.follow_ups)
    assert asked.messages[0].is_ephemeral


async def test_a_press_changes_the_message(town):
    shown = await town.camille.command(town.general, "montrer")
    pressed = await town.camille.press(shown.message, "Compter")
    assert pressed.interaction.answer == UPDATE
    assert shown.message.text == "compté 1"
    await town.camille.press(shown.message, "Compter")
    assert shown.message.text == "compté 2"


async def test_a_slow_press_shows_nothing_and_changes_the_message_then(town):
    shown = await town.camille.command(town.general, "montrer")
    town.gate.close()
    pressed = await town.camille.press(shown.message, "Compter", wait=False)
    assert await slow(town, pressed) == QUIET
    assert shown.message.text == "choisis"
    town.gate.open()
    await town.fake.until(lambda: shown.message.text == "compté 1")


async def test_two_presses_at_once_are_both_answered(town):
    shown = await town.camille.command(town.general, "montrer")
    town.gate.close()
    first = await town.camille.press(shown.message, "Compter", wait=False)
    second = await town.camille.press(shown.message, "Compter", wait=False)
    await town.gate.held_up(1)
    town.gate.open()
    await asyncio.gather(first.settled(), second.settled())
    assert shown.message.text == "compté 1"


async def test_a_choice_is_answered_also_one_that_is_long(town):
    shown = await town.camille.command(town.general, "montrer")
    assert (await town.camille.choose(shown.message, "", "Alpha")).text == "choisi a"
    assert (await town.camille.choose(shown.message, "", "Bêta")).text == "choisi ééé"


async def test_a_button_that_is_past_its_end_is_refused(town):
    shown = await town.camille.command(town.general, "montrer")
    town.clock.jump(timedelta(hours=2))
    asked = await town.camille.press(shown.message, "Périmé")
    assert "trop ancien" in asked.text
    assert asked.is_ephemeral


async def test_a_button_works_after_a_restart(town):
    shown = await town.camille.command(town.camille.dm, "montrer")
    await town.stop()
    town.clock.jump(timedelta(days=3))
    await town.start()
    await town.camille.press(shown.message, "Compter")
    assert shown.message.text == "compté 1"


async def test_a_form_that_was_open_while_the_bot_restarted_can_be_handed_in(town):
    shown = await town.camille.command(town.general, "montrer")
    pressed = await town.camille.press(shown.message, "Écrire")
    await town.stop()
    await town.start()
    answer = await town.camille.fill(pressed.modal, {"text": "pain"})
    assert answer.text == "pain par bouton"


async def test_a_button_of_somebody_else_is_answered_kindly(town):
    shown = await town.camille.command(town.general, "montrer")
    button = next(item for row in shown.message.components for item in row["components"] if item.get("label"))
    for custom_id in ("of another bot", "m1~gone~away~~~~", "m1k~zzzz"):
        button["custom_id"] = custom_id
        asked = await town.camille.press(shown.message, custom_id)
        assert "rien n’a été fait" in asked.text.lower() or "n’est plus" in asked.text


async def test_an_answer_after_fifteen_minutes_goes_by_dm(town):
    town.gate.close()
    asked = await town.camille.command(town.general, "dire", text="bien tard", wait=False)
    await slow(town, asked)
    town.clock.jump(LONGER_THAN_A_TOKEN)
    town.gate.open()
    await town.platform.interactions.finish(5)
    assert await town.sent() == ["bien tard"]


async def test_an_answer_that_discord_does_not_know_goes_by_dm(town):
    town.gate.close()
    await town.camille.command(town.general, "dire", text="perdu", wait=False)
    await town.gate.held_up(1)
    town.fake.faults.answer(404, "/callback", "POST", times=3)
    town.gate.open()
    await town.platform.interactions.finish(5)
    assert await town.sent() == ["perdu"]
    town.fake.interactions.all.clear()


async def test_an_answer_that_discord_refuses_goes_by_dm_and_the_person_is_told_so(town):
    town.fake.faults.answer(400, "/callback", "POST")
    asked = await town.camille.command(town.general, "dire", text="refusé")
    await town.platform.interactions.finish(5)
    assert asked.text == "Je te réponds en message privé."
    assert await town.sent() == ["refusé"]


async def test_an_answer_that_can_neither_be_shown_nor_saved_is_owned_up_to(town, monkeypatch):
    async def cannot_save(_incoming, answers):
        return list(answers)

    monkeypatch.setattr(town.platform.interactions.host, "resettle", cannot_save)
    town.fake.faults.answer(400, "/callback", "POST")
    asked = await town.camille.command(town.general, "dire", text="perdu")
    assert "quelque chose s’est mal passé" in asked.text


async def test_an_answer_that_was_taken_without_a_word_is_shown_once(town):
    town.fake.faults.drop("/callback", "POST")
    asked = await town.camille.command(town.general, "dire", text="bonjour")
    await town.platform.interactions.finish(5)
    assert [message.text for message in asked.messages] == ["bonjour"]
    assert await town.sent() == []


async def test_while_the_bot_starts_or_stops_it_says_so(town):
    host, town.platform.interactions.host = town.platform.interactions.host, None
    asked = await town.camille.command(town.general, "dire", text="bonjour")
    town.platform.interactions.host = host
    assert "Je démarre" in asked.text


async def test_a_flood_of_one_person_is_held_back_for_that_person_alone(town):
    said = [(await town.camille.command(town.general, "dire", text="bonjour")).text for _time in range(22)]
    assert said.count("bonjour") == 20
    assert "beaucoup à la fois" in said[-1]
    assert (await town.karim.command(town.general, "dire", text="bonjour")).text == "bonjour"
    town.platform.ticks += 2
    assert (await town.camille.command(town.general, "dire", text="bonjour")).text == "bonjour"


async def test_a_guild_in_no_network_is_told_how_to_join_and_nothing_is_kept(town):
    there = town.elsewhere.channel("général")
    asked = await town.camille.command(there, "dire", text="bonjour")
    assert "bonjour" not in asked.text
    assert asked.text


async def test_a_person_who_is_chosen_becomes_known_by_it(town):
    asked = await town.camille.command(
        town.general, "sonner", when="demain 9h", text="le pain", to=f"<@{town.karim.id}>"
    )
    assert asked.text == "le pain pour karim"


async def test_a_person_whose_name_is_typed_into_a_form_becomes_known_by_it(town):
    asked = await town.camille.command(town.general, "sonner", text="le pain", when="un jour peut-être")
    done = await town.camille.fill(asked.modal, {"when": "demain 9h", "to": "@karim"})
    assert done.text == "le pain pour karim"


async def test_somebody_whom_discord_does_not_tell_of_in_time_stays_unknown(town):
    town.fake.faults.answer(503, "/members/search", "GET", times=9)
    asked = await town.camille.command(town.general, "dire", text="bonjour @karim et a@b.fr")
    assert asked.text.replace("\u200b", "") == "bonjour @karim et a@b.fr"
    assert len(town.fake.seen("GET", "/guilds/{guild_id}/members/search")) <= 1


async def test_a_channel_that_is_chosen_is_found_among_others_of_its_name(town):
    first, second = (town.fake.world.add_channel(town.loire, "annonces") for _time in range(2))
    await town.told_of(first, second)
    answers = [
        (await town.camille.command(town.general, "lieu", place=channel)).text for channel in (first, second)
    ]
    assert len(set(answers)) == 2


async def test_a_message_that_is_chosen_names_whom_it_mentions(town):
    said = f"coucou {town.karim.user.mention} <:oui:1234567890123456789> <#{town.general.id}>"
    message = await town.camille.say(town.general, said)
    asked = await town.camille.message_menu(message, "Keep this")
    assert "coucou @karim :oui: #général" in asked.text.replace("\u200b", "")


async def test_a_robot_that_is_named_is_told_to_be_none_of_the_people(town):
    robot = town.fake.bot.mention
    asked = await town.camille.command(town.general, "sonner", when="demain 9h", text="x", to=robot)
    assert "robot" in asked.text


async def test_a_channel_is_no_colleague(town):
    channel = f"<#{town.general.id}>"
    asked = await town.camille.command(town.general, "sonner", when="demain 9h", text="x", to=channel)
    await town.fake.until(lambda: asked.interaction.follow_ups)
    assert "un ou une collègue" in asked.text


async def test_attached_files_are_read(town):
    asked = await town.camille.command(town.general, "lire", files=("liste.csv", b"a;b"))
    assert asked.text == "liste.csv:a;b"


async def test_a_file_that_is_too_large_is_refused(town):
    asked = await town.camille.command(town.general, "lire", files=("film.mp4", bytes(6 * 1024 * 1024)))
    assert re.search(r"film.mp4.*5 Mio", asked.text)


async def test_a_dismissed_answer_is_no_trouble(town):
    shown = await town.camille.command(town.general, "montrer")
    town.camille.restarts_client()
    with pytest.raises(NotThereError):
        await town.camille.press(shown.message, "Compter")


async def test_what_is_typed_is_completed_with_as_much_as_discord_shows(town):
    typed = await town.camille.complete(town.general, "chercher", option="word", typed="pa")
    assert typed.choices[:2] == ["pa 0", "pa 1"]
    assert (len(typed.choices), typed.values["pa 0"]) == (25, "pa0")


async def test_a_completer_that_is_slow_or_fails_offers_nothing(town):
    assert (await town.camille.complete(town.general, "chercher", option="word", typed="boum")).choices == []
    town.gate.close()
    typing = asyncio.create_task(town.camille.complete(town.general, "chercher", option="word", typed="pa"))
    await town.gate.held_up(2)
    town.platform.sleeper.wake()
    assert (await typing).choices == []


async def test_typing_without_end_is_offered_nothing_for_a_while(town):
    async def type_on():
        return (await town.camille.complete(town.general, "chercher", option="word", typed="pa")).choices

    offered = [await type_on() for _time in range(61)]
    assert all(offered[:60])
    assert offered[60] == []
    assert (await town.camille.command(town.general, "dire", text="bonjour")).text == "bonjour"


async def test_nothing_is_offered_while_the_bot_starts_or_in_a_guild_of_no_network(town):
    there = town.elsewhere.channel("général")
    assert (await town.camille.complete(there, "chercher", option="word", typed="pa")).choices == []
    town.platform.interactions.host = None
    assert (await town.camille.complete(town.general, "chercher", option="word", typed="pa")).choices == []


async def test_a_command_from_the_menu_of_a_message_gets_the_message(town):
    said = await town.karim.say(town.general, "un lien utile")
    asked = await town.camille.message_menu(said, "Keep this")
    link = f"https://discord.com/channels/{town.loire.id}/{town.general.id}/{said.id}"
    assert (asked.text, asked.is_ephemeral) == (f"karim: un lien utile {link}", True)
    asked = await town.karim.message_menu(said, "Keep this")
    assert asked.text == f"their own: un lien utile {link}"


async def test_a_command_from_a_menu_opens_a_form(town):
    said = await town.karim.say(town.general, "un lien utile")
    asked = await town.camille.message_menu(said, "Annotate this")
    assert asked.modal.values == {"text": "un lien utile"}
    assert (await town.camille.fill(asked.modal)).text == "un lien utile par menu"


async def test_a_command_from_the_menu_of_a_person_gets_the_person(town):
    assert (await town.camille.user_menu(town.general, town.karim, "Greet")).text == "bonjour karim"
    assert (await town.camille.user_menu(town.general, town.camille, "Greet")).text == "bonjour camille"


async def test_neither_a_robot_nor_who_left_is_greeted(town):
    assert "robot" in (await town.camille.user_menu(town.general, town.fake.bot, "Greet")).text
    town.karim.leave(town.loire)
    assert "n’est plus ici" in (await town.camille.user_menu(town.general, town.karim, "Greet")).text


async def test_a_menu_in_a_guild_of_no_network_does_nothing(town):
    there = town.elsewhere.channel("général")
    said = await town.camille.say(there, "un lien utile")
    assert "Je ne travaille pas" in (await town.camille.message_menu(said, "Keep this")).text


async def test_a_command_that_was_there_before_an_update_is_answered_kindly(town):
    data = {"id": "1", "name": "jadis", "type": 1, "options": []}
    for kind in ({}, {"type": 3, "target_id": "1"}):
        asked = await town.camille._ask(2, town.general, data | kind)
        assert "a changé" in asked.text
