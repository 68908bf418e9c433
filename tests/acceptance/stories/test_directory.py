"""The directory: cards in a sentence or a form, colleagues found, pauses, what is asked in private."""

import pytest

from tests.acceptance.stories.stage import new_word


@pytest.mark.parametrize(
    "sentence",
    [
        "je sais faire de la retouche photo, j’aimerais apprendre Blender et je suis dispo le mardi",
        "Je maîtrise la retouche photo. J'ai envie d'apprendre Blender, dispo le mardi",
        "jsais faire de la retouche photo, jaimerais aprendre Blender, dispo le mardi",
    ],
)
async def test_a_sentence_becomes_a_card_once_it_is_accepted(camille, sentence):
    await camille.uses("annuaire", "dire", phrase=sentence)
    shown = await camille.sees("Voici ce que j’ai compris :")
    assert "Compétences : retouche photo" in shown.text
    assert "Aimerait apprendre ou participer : Blender" in shown.text
    assert "Disponibilités : le mardi" in shown.text
    assert "Rien n’est publié sans ton accord." in shown.text
    assert shown.buttons == ("Publier", "Corriger", "Annuler")
    await camille.uses("annuaire", "fiche")
    await camille.sees("Tu n’as pas encore de fiche")
    await camille.presses("Publier")
    await camille.sees("C’est publié, merci.")
    await camille.presses("Voir ma fiche")
    card = await camille.sees("Visible par : tout le réseau", "retouche photo")
    assert "Confirmée le" in card.text


async def test_a_plain_sentence_in_private_is_enough(camille):
    await camille.writes("je sais réparer des ordinateurs et je parle arabe")
    shown = await camille.sees("Voici ce que j’ai compris :", "réparer des ordinateurs")
    assert "Langues : arabe" in shown.text
    await camille.presses("Annuler")
    await camille.sees("rien n’est publié")


async def test_a_button_pressed_twice_publishes_once(camille):
    await camille.uses("annuaire", "dire", phrase="je sais faire du FALC")
    await camille.sees("Voici ce que j’ai compris :")
    await camille.presses_twice("Publier")
    await camille.sees("C’est publié, merci.")


async def test_the_form_keeps_what_was_understood_and_asks_about_a_place_that_is_misspelt(camille):
    await camille.uses("annuaire", "dire", phrase="je sais faire du FALC, j’interviens sur Loire Forez")
    await camille.sees("Voici ce que j’ai compris :")
    await camille.presses("Corriger")
    await camille.fills({"Nom": "Camille Durand", "Commune": "Rouane"})
    await camille.sees("ne trouve pas de lieu « Rouane »")
    await camille.fills({"Commune": "Saint-Denis"})
    await camille.sees("« Saint-Denis » peut être plusieurs lieux. Est-ce")
    each_step = {"Publics": "seniors", "Contact préféré": "ici"}
    await camille.fills_in_steps({"Commune": "Roanne", "Compétences": "FALC, Pix", **each_step})
    card = await camille.sees("C’est publié, merci. Voici ta fiche :")
    assert "Camille Durand" in card.text
    assert "Commune : Roanne (42)" in card.text
    assert "Compétences : FALC, Pix" in card.text
    assert "Intervient : Loire Forez Agglomération" in card.text
    assert "Publics : seniors" in card.text


async def test_a_colleague_is_found_with_why_and_nobody_is_called_by_it(camille, karim):
    await karim.uses("annuaire", "dire", phrase="je m’appelle Karim Zed, je répare des robots martiens")
    await karim.sees("Voici ce que j’ai compris :")
    await karim.presses("Publier")
    await karim.sees("C’est publié")
    await camille.uses("annuaire", "chercher", mots="robots martiens")
    found = await camille.sees("Karim Zed", "robots martiens")
    assert found.alone
    assert not found.calls
    await camille.presses("Fiche de Karim Zed")
    await camille.sees("Compétences : réparer des robots martiens")
    await karim.does_not_see("martiens")


async def test_who_pauses_is_found_by_nobody_and_comes_back_by_themselves(town, camille, karim):
    tool = new_word()
    await karim.uses("annuaire", "dire", phrase=f"je sais jouer du {tool}")
    await karim.sees("Voici ce que j’ai compris :")
    await karim.presses("Publier")
    await karim.sees("C’est publié")
    await karim.uses("annuaire", "pause", **{"jusqu-à": "2 jours"})
    await karim.sees("Ta fiche est en pause")
    await camille.uses("annuaire", "chercher", mots=tool)
    await camille.sees("Je ne trouve personne pour cela")
    await town.advance(days=2, hours=1)
    await karim.sees("les collègues te trouvent de nouveau")
    await camille.uses("annuaire", "chercher", mots=tool)
    await camille.sees(tool, button=f"Fiche de {karim.handle.removeprefix('@')}")


async def test_a_hidden_card_looks_like_none(camille, karim):
    await karim.uses("annuaire", "dire", phrase="je sais faire du FALC")
    await karim.sees("Voici ce que j’ai compris :")
    await karim.presses("Publier")
    await karim.sees("C’est publié")
    await camille.uses("annuaire", "fiche", personne=karim.handle)
    await camille.sees("Compétences : FALC")
    await karim.uses("annuaire", "visibilité", qui="personne")
    await karim.sees("Visible par : personne d’autre que toi")
    await camille.uses("annuaire", "fiche", personne=karim.handle)
    await camille.sees("Je n’ai pas de fiche de")


async def test_a_card_is_erased_by_two_presses(camille):
    await camille.uses("annuaire", "dire", phrase="je sais faire du FALC")
    await camille.sees("Voici ce que j’ai compris :")
    await camille.presses("Publier")
    await camille.sees("C’est publié")
    await camille.uses("annuaire", "effacer")
    await camille.sees("Faut-il effacer ta fiche ?")
    await camille.presses("Effacer ma fiche")
    await camille.sees("Ta fiche est effacée")
    await camille.uses("annuaire", "fiche")
    await camille.sees("Tu n’as pas encore de fiche")


async def test_two_cards_are_drawn_for_everybody_to_see(camille, karim):
    for person in (camille, karim):
        await person.uses("annuaire", "dire", phrase="je sais faire du FALC")
        await person.sees("Voici ce que j’ai compris :")
        await person.presses("Publier")
        await person.sees("C’est publié")
    await camille.uses("annuaire", "piocher")
    drawn = await camille.sees("Deux fiches à présenter", button="En piocher deux autres")
    assert not drawn.alone
    assert not drawn.calls
    await karim.sees("Deux fiches à présenter")


async def test_coverage_is_a_table_and_a_file(camille):
    await camille.uses("annuaire", "dire", phrase="je m’appelle Camille Loire, je couvre Loire Forez")
    await camille.sees("Voici ce que j’ai compris :")
    await camille.presses("Publier")
    await camille.sees("C’est publié")
    await camille.uses("annuaire", "couverture", département="Loire")
    shown = await camille.sees("Qui couvre quoi : Loire")
    assert "Roannais Agglomération" in shown.text
    files = await camille.opens_files(shown)
    assert ";42147;" in files["couverture-42.csv"].decode("utf-8-sig")


async def test_what_is_said_to_the_bot_in_a_channel_is_answered_to_its_author_alone(camille, karim):
    await camille.asks_here("annuaire je sais faire de la poterie")
    await camille.sees("Voici ce que j’ai compris", "poterie")
    await karim.does_not_see("poterie")
