"""What people are told when they ask what the bot can do, or ask it something that it cannot."""

import pytest


@pytest.mark.parametrize("asked", ["aide", "que sais tu faire ?", "help", "Bonjour !"])
async def test_whoever_asks_in_the_dm_is_told_what_there_is(camille, asked):
    await camille.writes(asked)
    await camille.sees("`/rappel", "`/maillage préférences`", "la barre oblique est facultative")


async def test_a_member_is_shown_what_members_may_use_and_a_coordinator_all(camille, jeanne):
    await camille.uses("maillage", "aide")
    told = await camille.sees("`/maillage préférences`")
    assert "/maillage configurer" not in told.text
    assert told.alone
    await jeanne.uses("maillage", "aide")
    await jeanne.sees("`/maillage préférences`", "`/maillage configurer`", "`/maillage état`")


async def test_one_command_is_explained_with_its_arguments_and_examples(camille):
    await camille.uses("maillage", "aide", commande="rappel")
    page = await camille.sees("**Exemples**")
    assert "- QUAND : " in page.text
    assert "`/rappel liste`" in page.text


async def test_a_command_that_does_not_exist_is_told_with_the_nearest(camille):
    await camille.uses("maillage", "aide", commande="prefernces")
    await camille.sees("`/maillage préférences`")


async def test_an_unknown_command_is_told_where_it_was_typed(camille, place):
    await camille.asks_here("/rapel demain 9h payer")
    answer = await camille.sees("Est-ce `/rappel")
    assert answer.place == place.id


async def test_what_is_not_understood_in_the_dm_is_told_with_an_example(camille):
    await camille.writes("nimporte quoi")
    await camille.sees("Je n’ai pas compris.", "`/maillage aide`")


async def test_a_thank_you_gets_a_kind_word(camille):
    await camille.writes("merci !")
    await camille.sees("Avec plaisir")
