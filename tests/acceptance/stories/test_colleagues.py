"""Reminders for a colleague, who is asked first: and accepts, declines or blocks."""

import pytest_asyncio


@pytest_asyncio.fixture(loop_scope="session")
async def question(town, camille, karim):
    """What Karim is asked once Camille wants to remind him tomorrow at nine."""
    await camille.uses("rappel", "créer", pour=karim.handle, quand="demain 9h", texte="envoyer le bilan")
    answer = await camille.sees("C’est noté, rappel n° 1 : envoyer le bilan")
    assert f"Pour : {karim.handle}, en message privé." in answer.text
    asked = await karim.sees(f"{camille.handle} voudrait te rappeler : envoyer le bilan")
    assert asked.place is None
    assert asked.buttons == (
        "Accepter", "Juste cette fois", "Refuser", f"Ne plus recevoir de rappels de {camille.handle}",
    )  # fmt: skip
    return asked


async def test_a_colleague_who_accepts_is_reminded_and_asked_no_more(town, camille, karim, question):
    await karim.presses("Accepter")
    await karim.sees(f"Tu acceptes les rappels de {camille.handle}.")
    await camille.sees(f"{karim.handle} accepte ton rappel", "envoyer le bilan")
    await camille.uses("rappel", "créer", pour=karim.handle, quand="demain 10h", texte="relire le bilan")
    await camille.sees("C’est noté, rappel n° 2 : relire le bilan")
    await town.advance(days=1)
    await karim.sees(f"⏰ Rappel de la part de {camille.handle} : envoyer le bilan")
    await karim.sees(f"⏰ Rappel de la part de {camille.handle} : relire le bilan")
    await camille.does_not_see("⏰")
    await karim.does_not_see("voudrait")


async def test_a_colleague_who_declines_is_left_alone(town, camille, karim, question):
    await karim.presses("Refuser")
    await karim.sees("Tu as refusé")
    await camille.sees(f"{karim.handle} n’a pas accepté", "envoyer le bilan")
    await town.advance(days=1)
    await karim.does_not_see("⏰")
    await camille.uses("rappel", "créer", pour=karim.handle, quand="demain 10h", texte="insister")
    await camille.sees(f"{karim.handle} préfère")
    await karim.does_not_see("insister")


async def test_a_colleague_who_blocks_hears_no_more_until_they_unblock(town, camille, karim, question):
    await karim.presses(f"Ne plus recevoir de rappels de {camille.handle}")
    await karim.sees(f"Tu ne recevras plus de rappels de {camille.handle}.")
    await camille.sees(f"{karim.handle} n’a pas accepté")
    await camille.uses("rappel", "créer", pour=karim.handle, quand="demain 10h", texte="relire le bilan")
    refused = await camille.sees(karim.handle)
    assert "bloqu" not in refused.text
    assert "C’est noté" not in refused.text
    await karim.does_not_see("relire")
    await karim.uses("rappel", "bloqués")
    await karim.sees(f"{camille.handle} : aucun rappel.")
    await karim.presses(f"Débloquer {camille.handle}")
    await karim.sees("personne")
    await camille.uses("rappel", "créer", pour=karim.handle, quand="demain 10h", texte="relire le bilan")
    await karim.sees(f"{camille.handle} voudrait te rappeler : relire le bilan")


async def test_a_question_pressed_twice_is_answered_once(town, camille, karim, question):
    await karim.presses_twice("Accepter")
    await karim.sees(f"Tu acceptes les rappels de {camille.handle}.")
    await camille.sees(f"{karim.handle} accepte ton rappel")
    await camille.does_not_see("accepte ton rappel")


async def test_a_question_that_is_withdrawn_cannot_be_answered_any_more(camille, karim, question):
    await camille.uses("rappel", "supprimer", numéro="1")
    await camille.sees("Rappel n° 1 supprimé")
    closed = await karim.sees("plus rien à répondre")
    assert (closed.id, closed.buttons) == (question.id, ())


async def test_a_sentence_in_the_dm_asks_a_colleague_too(town, camille, karim):
    await karim.writes("bonjour")
    await karim.sees("Bonjour")
    await camille.writes(f"rapelle à {karim.handle} d'envoyer le bilan demain 9h")
    await camille.sees("C’est noté, rappel n° 1 : envoyer le bilan", f"Pour : {karim.handle}")
    await karim.sees(f"{camille.handle} voudrait te rappeler : envoyer le bilan")


async def test_a_colleague_whom_nobody_knows_is_told_at_once(camille):
    await camille.writes("rappelle à @persone d’envoyer le bilan demain 9h")
    await camille.sees("Je ne connais personne", "@persone")
