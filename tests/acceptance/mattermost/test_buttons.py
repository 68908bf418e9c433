"""Buttons and menus: what a press does, whoever presses, and however often."""

import asyncio

from tests.acceptance.console import plain
from tests.acceptance.mattermost.people import buttons, said
from tests.fakes.mattermost import actions_of


async def test_two_people_who_press_at_once_both_count(town, camille, karim):
    await camille.runs("/kermesse voter")
    poll = await camille.sees()
    await asyncio.gather(camille.presses(poll, "Pour"), karim.presses(poll, "Pour"))
    await town.process.settled()
    (post,) = await karim.read_here()
    assert said(post) == "Une kermesse ? 2 voix"
    assert buttons(post) == ["Pour"]


async def test_a_changed_post_keeps_working_buttons(town, camille, karim):
    await camille.runs("/kermesse voter")
    poll = await camille.sees()
    for person in (camille, karim, camille):
        await person.presses(poll, "Pour")
        poll = await camille.sees_changed(poll)
    assert said(poll) == "Une kermesse ? 3 voix"


async def test_a_button_of_an_answer_that_one_person_sees_answers_that_person(town, camille):
    answer = await camille.asks("/kermesse choisir")
    await camille.presses(answer, "Dire")
    assert said(await camille.sees_alone()) == "Chut"
    await town.process.settled()
    assert await camille.read_here() == []


async def test_a_button_opens_a_form(camille):
    answer = await camille.asks("/kermesse choisir")
    await camille.presses(answer, "Fiche")
    assert (await camille.sees_dialog()).title == "Registration"


async def test_menus_that_say_more_than_a_server_keeps_say_it_in_fewer_words(camille):
    await camille.runs("/kermesse tombola")
    raffle = await camille.sees()
    menus = {plain(one["name"]): [option["text"] for option in one["options"]] for one in actions_of(raffle)}
    assert [len(options) for options in menus.values()] == [25, 25, 25]
    assert all(option.startswith(f"{number}. Un lot de") for number, option in enumerate(menus["Trois"]))
    await camille.chooses(raffle, "Trois", menus["Trois"][24])
    assert said(await camille.sees_alone()) == "Tu tiens : 24"


async def test_what_follows_a_press_and_has_buttons_comes_as_a_dm_that_changes_in_place(camille):
    noted = await camille.asks("/rappel demain 9h payer la facture")
    await camille.presses(noted, "Annuler")
    followed = await camille.hears()
    assert "supprimé : payer la facture" in said(followed)
    assert buttons(followed) == ["Remettre"]
    await camille.presses(followed, "Remettre")
    assert "payer la facture" in said(await camille.sees_changed(followed))


async def test_somebody_else_does_not_press_the_buttons_of_ones_reminder(town, camille, karim):
    await camille.says(f"@{town.home.bot['username']} rappelle-moi lundi à 10h de relancer la mairie")
    answer = await karim.sees()
    await karim.presses(answer, "Annuler")
    assert said(await karim.sees_alone())
    await town.process.settled()
    assert "relancer la mairie" in said(await camille.asks("/rappel liste"))


async def test_buttons_for_which_a_server_has_no_room_are_choices_of_a_menu(camille):
    await camille.runs("/kermesse stands")
    booths = await camille.sees()
    *pressed, more = actions_of(booths)
    assert len(pressed) + len(more["options"]) == 30
    assert more["name"] == "D’autres choix"
    await camille.chooses(booths, more["name"], more["options"][-1]["text"])
    changed = await camille.sees_changed(booths)
    assert said(changed) == "Stand 29, choix None"
