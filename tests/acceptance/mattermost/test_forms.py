"""Dialogs: forms filled in at once or in steps, refused with what was typed kept."""

import pytest

from tests.acceptance.mattermost.people import buttons, said
from tests.fakes.mattermost import NotThereError


async def test_a_command_with_nothing_opens_its_form_and_the_answer_comes_by_dm(camille):
    await camille.runs("/rappel")
    dialog = await camille.sees_dialog()
    assert [field["name"] for field in dialog.fields] == ["whom", "when", "text", "where"]
    refused = await camille.fills_in(dialog, text="payer la facture", when="le 45")
    assert set(refused["errors"]) == {"when"}
    assert await camille.read_apart() == []
    assert await camille.fills_in(dialog, text="payer la facture", when="demain 9h") == {}
    assert said(await camille.hears()).startswith("C’est noté, rappel n° 1 : payer la facture")


async def test_a_required_field_is_required(camille):
    await camille.runs("/rappel")
    dialog = await camille.sees_dialog()
    with pytest.raises(NotThereError, match="required"):
        await camille.fills_in(dialog, when="demain 9h")


async def test_a_colleague_who_does_not_exist_is_told_at_their_field(camille):
    await camille.runs("/rappel")
    dialog = await camille.sees_dialog()
    refused = await camille.fills_in(dialog, whom="@persone", text="payer", when="demain 9h")
    assert set(refused["errors"]) == {"whom"}


async def test_a_form_written_in_a_dm_opens_by_its_button(camille):
    answer = await camille.tells("rappel")
    assert buttons(answer) == ["Ouvrir le formulaire"]
    await camille.presses(answer, "Ouvrir le formulaire")
    dialog = await camille.sees_dialog()
    assert await camille.fills_in(dialog, apart=True, text="payer la facture", when="demain 9h") == {}
    assert said(await camille.hears()).startswith("C’est noté, rappel n° 1 : payer la facture")


async def test_a_refused_line_in_a_dm_is_explained_with_a_button_that_opens_the_form(camille):
    answer = await camille.tells("rappel le 45 à 9h payer la facture")
    assert "la date 45 n’existe pas" in said(answer)
    assert buttons(answer) == ["Corriger"]
    await camille.presses(answer, "Corriger")
    dialog = await camille.sees_dialog()
    assert "payer la facture" in dialog.field("text")["default"]


async def fill_in_first_step(person):
    await person.runs("/kermesse inscription")
    first = await person.sees_dialog()
    assert first.content["introduction_text"] == "Étape 1 sur 2"
    assert first.content["submit_label"] == "Continuer"
    assert [field["name"] for field in first.fields] == ["name", "town", "stall", "helpers", "indoors"]
    values = {"name": "Zoé", "town": "Feurs", "stall": "Peche", "helpers": "3", "indoors": True}
    values["stall"] = first.field("stall")["options"][1]["value"]
    assert await person.fills_in(first, **values) == {}
    going_on = await person.hears()
    assert buttons(going_on) == ["Continuer"]
    return going_on


async def test_a_form_too_long_for_one_dialog_goes_on_by_dm(camille):
    going_on = await fill_in_first_step(camille)
    await camille.presses(going_on, "Continuer")
    second = await camille.sees_dialog()
    assert second.content["introduction_text"] == "Étape 2 sur 2"
    assert [field["name"] for field in second.fields] == ["needs", "remark"]
    assert await camille.fills_in(second, apart=True, needs="une table", remark="à l’ombre") == {}
    assert said(await camille.hears()) == "Zoé / Feurs / peche / 3 / True / une table / à l’ombre"


async def test_a_mistake_found_at_the_end_leads_back_to_its_step_with_what_was_typed(camille):
    going_on = await fill_in_first_step(camille)
    await camille.presses(going_on, "Continuer")
    await camille.fills_in(await camille.sees_dialog(), apart=True, needs="une table", remark="non")
    back = await camille.hears()
    assert "Not in that town." in said(back)
    await camille.presses(back, buttons(back)[0])
    first = await camille.sees_dialog()
    assert first.field("name")["default"] == "Zoé"
    assert "Not in that town." in first.content["introduction_text"]


async def test_a_wrong_number_is_refused_in_its_own_step(camille):
    await camille.runs("/kermesse inscription")
    first = await camille.sees_dialog()
    refused = await camille.fills_in(first, name="Zoé", town="Feurs", helpers="beaucoup")
    assert set(refused["errors"]) == {"helpers"}


async def test_nobody_goes_on_with_the_form_of_somebody_else(camille, karim):
    going_on = await fill_in_first_step(camille)
    await camille.presses(going_on, "Continuer")
    second = await camille.sees_dialog()
    refused = await karim.fills_in(second, apart=True, needs="une table", remark="")
    assert "Je ne reconnais pas ce formulaire" in refused["error"]
