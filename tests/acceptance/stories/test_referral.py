"""Who can help: a need leads to a service, to colleagues, and to the channel, without details of anybody."""

import pytest_asyncio

NEED = "Mme Dupont (06 12 34 56 78) veut refaire sa carte grise"
WITHOUT_DETAILS = "Mme (nom) (téléphone) veut refaire sa carte grise"


@pytest_asyncio.fixture(loop_scope="session")
async def posted(camille, karim):
    """What everybody sees once Camille asked the channel."""
    await camille.uses("quipeut", "aider", besoin=NEED)
    await camille.sees("carte grise", button="Demander au canal")
    await camille.presses("Demander au canal")
    form = await camille.form()
    assert form["text"].value == WITHOUT_DETAILS
    await camille.fills({"text": WITHOUT_DETAILS})
    await camille.sees("J’ai posé la question dans")
    return await karim.sees(
        f"{camille.handle} cherche de l’aide. « {WITHOUT_DETAILS} »", button="Je peux aider"
    )


async def test_a_need_is_answered_to_who_asked_alone(camille, karim):
    await camille.uses("quipeut", "aider", besoin="refaire une carte grise")
    answer = await camille.sees("**Préfecture", "carte grise", button="Ce n’est pas ça")
    assert answer.alone or answer.place is None
    await karim.does_not_see("carte grise")


async def test_a_plain_sentence_in_the_dm_is_a_need(camille):
    await camille.writes("une dame voudrait apprendre à envoyer des photos")
    await camille.sees("**Conseiller numérique**", button="Demander au canal")


async def test_danger_is_answered_by_numbers_alone(camille):
    await camille.writes("son mari la frappe")
    answer = await camille.sees("D’abord, appeler", "3919")
    assert answer.buttons == ("Dire ce qu’il faut d’autre",)


async def test_who_can_help_is_made_known_to_who_asked_and_to_all(camille, karim, posted):
    assert posted.place == karim.here.id
    await karim.presses("Je peux aider")
    await karim.sees("Merci !", "sait que tu peux aider")
    told = await camille.sees("peut t’aider", button="Ça m’a aidé")
    assert told.place is None
    changed = await karim.sees(f"{karim.handle} propose son aide.")
    assert changed.id == posted.id
    await camille.presses("Ça m’a aidé", on=told)
    settled = await karim.sees(f"C’est réglé, grâce à {karim.handle}.")
    assert (settled.id, settled.buttons) == (posted.id, ())
    asked = await karim.sees(f"{camille.handle} dit que ton aide a servi.", button="Non")
    assert asked.place is None
    await karim.presses("Non", on=asked)
    await karim.sees("je n’en garde rien")


async def test_two_colleagues_who_press_at_once_are_both_told_once(town, camille, karim, posted):
    await karim.presses_twice("Je peux aider")
    await karim.sees("Merci !")
    await camille.sees("peut t’aider", button="Ça m’a aidé")
    await camille.does_not_see("peut t’aider")


async def test_what_helped_is_shown_to_who_has_the_same_need_later(town, camille, karim, posted):
    await karim.presses("Je peux aider")
    await camille.sees("peut t’aider")
    await camille.presses("Ça m’a aidé")
    await karim.sees("ton aide a servi", button="Écrire la réponse")
    await karim.presses("Écrire la réponse")
    words = f"avec {town.now():%H%M%S%f} agents de France services"
    await karim.fills({"text": f"Ça marche {words}, voir Mme Durand"})
    await karim.sees("Je la montrerai avec ton nom", "voir Mme (nom)")
    await camille.uses("quipeut", "aider", besoin="Mme veut refaire sa carte grise")
    await camille.sees("Déjà répondu par", "agents de France services")
    await karim.uses("quipeut", "réponses")
    await karim.sees("Je garde 1 réponse de toi")
    await karim.chooses("Retirer une réponse", "N° 1")
    await karim.sees("C’est retiré.")


async def test_without_an_answer_it_is_asked_once_more_then_it_waits_for_the_meeting(
    town, camille, karim, posted
):
    await town.advance(hours=48)
    again = await karim.sees("Nouvel appel", f"{camille.handle} cherche toujours de l’aide")
    assert again.id != posted.id
    await karim.sees("Cette question est reposée plus bas.")
    await town.advance(hours=48)
    await camille.sees("rejoint les questions ouvertes")
    await karim.uses("quipeut", "questions")
    await karim.sees("1 question ouverte", "veut refaire sa carte grise")
    await camille.uses("quipeut", "questions")
    await camille.sees("1 question ouverte")
    await camille.chooses("Ouvrir une question", "N° 1")
    shown = await camille.sees("veut refaire sa carte grise", button="Reprendre")
    await camille.presses("C’est réglé", on=shown)
    await camille.sees("c’est réglé")
    await karim.sees("C’est réglé.")


async def test_a_question_survives_a_restart(town, camille, karim, posted):
    await town.restart()
    await karim.presses("Je peux aider")
    await camille.sees("peut t’aider")
