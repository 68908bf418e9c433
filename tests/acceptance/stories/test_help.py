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


async def test_what_is_not_understood_in_the_dm_is_told_with_what_each_plugin_offers(camille):
    await camille.writes("nimporte quoi")
    told = await camille.sees("Je n’ai pas compris.", "`/maillage aide`", button="Chercher dans l’annuaire")
    for offered in ("`/quipeut ", "`/annuaire chercher", "`/partenaire ", "« rappelle-moi demain"):
        assert offered in told.text
    await camille.presses("Chercher dans l’annuaire")
    await camille.sees("Je ne trouve personne pour cela : nimporte quoi")


async def test_what_is_not_understood_is_asked_in_the_channel_by_one_press_without_details(camille, karim):
    await camille.asks_here("zorglub plouf 06 12 34 56 78")
    await camille.sees("Je n’ai pas compris.", button="Demander au canal")
    await camille.presses("Demander au canal")
    await camille.fills({"text": (await camille.form())["text"].value})
    await camille.sees("J’ai posé la question dans")
    await karim.sees(f"{camille.handle} cherche de l’aide. « zorglub plouf (téléphone) »")


async def test_a_thank_you_gets_a_kind_word(camille):
    await camille.writes("merci !")
    await camille.sees("Avec plaisir")
