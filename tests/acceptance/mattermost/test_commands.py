"""Slash commands: what is answered, to whom, and where."""

import pytest

from tests.acceptance.mattermost.people import buttons, said
from tests.acceptance.mattermost.targets import IS_REAL, target
from tests.acceptance.mattermost.town import Home, town_of


async def test_a_slash_command_is_answered_to_who_typed_it_and_nothing_is_posted(town, camille, karim):
    answer = await camille.asks("/rappel demain 9h payer la facture")
    assert "C’est noté, rappel n° 1 : payer la facture" in said(answer)
    assert buttons(answer) == ["Corriger", "Annuler", "Me le rappeler ici"]
    await town.process.settled()
    assert await karim.read_here() == []
    assert await camille.read_apart() == []


@pytest.mark.parametrize(
    "line", ["/RAPPEL liste", "/rappels LISTE", "/rappel  liste ", "/rappel  list", "/reminder list"]
)
async def test_a_command_has_other_words_and_forgives_capitals_and_spaces(camille, line):
    assert "aucun rappel" in said(await camille.asks(line))


async def test_every_command_says_in_the_list_of_the_server_what_it_does(town, server):
    listed = await server.admin.get("/commands", team_id=town.home.team["id"], custom_only="true")
    known = {command["trigger"]: command for command in listed}
    assert {"rappel", "rappels", "reminder", "maillage", "kermesse", "fair", "fete"} <= set(known)
    reminder = known["rappel"]
    assert reminder["auto_complete"]
    assert "liste" in reminder["auto_complete_hint"]
    assert reminder["auto_complete_desc"]


async def test_a_slip_in_a_verb_is_answered_with_what_may_be_meant(camille):
    await camille.asks("/rappel lundi 9h relancer la CAF")
    question = await camille.asks("/rappel suprimer 1 demain")
    assert buttons(question) == ["Supprimer le rappel 1", "Créer ce rappel"]


async def test_a_refused_argument_is_explained_and_the_form_opens_with_what_was_typed(camille):
    await camille.runs("/rappel le 45 à 9h payer la facture")
    assert "la date 45 n’existe pas" in said(await camille.sees_alone())
    dialog = await camille.sees_dialog()
    assert "La date 45 n’existe pas" in dialog.content["introduction_text"]
    assert "payer la facture" in dialog.field("text")["default"]
    assert await camille.fills_in(dialog, when="demain 9h", text="payer la facture") == {}
    assert "C’est noté, rappel n° 1 : payer la facture" in said(await camille.hears())


async def test_an_answer_for_all_is_posted_as_the_bot(town, camille, karim):
    await camille.runs("/kermesse citer venez nombreux")
    post = await karim.sees()
    assert said(post) == "Quoted: venez nombreux"
    assert (post["user_id"], post["root_id"]) == (town.home.bot["id"], "")


async def test_a_command_in_the_dm_of_the_bot_is_answered_there(camille):
    await camille.person.execute(camille.dm, "/rappel demain 9h payer", team_id=camille.team)
    answer = await camille.hears()
    assert said(answer).startswith("C’est noté, rappel n° 1 : payer")
    await camille.presses(answer, "Annuler")
    assert "supprimé" in said(await camille.sees_changed(answer))


async def test_a_command_in_the_dm_of_two_people_is_answered_to_who_typed_it(camille, karim):
    between = await camille.person.direct(karim.id)
    await camille.person.execute(between, "/rappel demain 9h payer", team_id=camille.team)
    answer = await camille.sees_alone(between)
    assert "C’est noté, rappel n° 1 : payer" in said(answer)
    assert await karim.person.read(between) == []


@pytest.mark.skipif(IS_REAL, reason="the version of a real server is what it is")
async def test_a_newer_server_tells_the_thread_and_the_answer_for_all_goes_there(tmp_path):
    async with target("11.1.0") as server, town_of(tmp_path, await Home.found(server)) as town:
        place = await town.home.channel()
        camille = await town.home.person("camille", place)
        question = await camille.says("Qui vient à la kermesse ?")
        await camille.runs("/kermesse voter", under=question["id"])
        poll = await camille.sees()
        assert poll["root_id"] == question["id"]
        await camille.presses(poll, "Pour")
        assert said(await camille.sees_changed(poll)) == "Une kermesse ? 1 voix"
        answer = await camille.asks("/rappel liste", under=question["id"])
        assert answer["root_id"] == question["id"]


async def test_on_any_server_a_command_typed_in_a_thread_is_answered(camille):
    question = await camille.says("Qui vient à la kermesse ?")
    assert "aucun rappel" in said(await camille.asks("/rappel liste", under=question["id"]))
