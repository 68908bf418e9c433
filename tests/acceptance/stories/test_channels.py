"""Reminders for a whole channel, and what is said there."""

import pytest_asyncio


@pytest_asyncio.fixture(loop_scope="session")
async def set_here(town, camille):
    """Camille set a reminder for everybody here, tomorrow at nine."""
    await camille.uses("rappel", "créer", pour="ici", quand="demain 9h", texte="réunion d’équipe")
    await camille.sees(f"Où : dans {camille.here.name}, pour tout le monde, de la part de {camille.handle}.")


async def test_a_channel_is_reminded_for_all_to_see(town, camille, karim, place, set_here):
    zoe = await town.person("zoe", await town.channel("ailleurs"))
    await town.advance(hours=23)
    for person in (camille, karim):
        ring = await person.sees(f"⏰ Rappel de {camille.handle} : réunion d’équipe")
        assert (ring.place, ring.alone) == (place.id, False)
    await zoe.does_not_see("réunion")


async def test_only_its_owner_and_coordinators_may_touch_it(town, camille, karim, place, set_here):
    lea = await town.person("lea", place, coordinator=True)
    await town.advance(hours=23)
    await karim.sees("⏰ Rappel de")
    await karim.presses("Fait")
    await karim.sees("coordonne")
    await lea.sees("⏰ Rappel de")
    await lea.presses("Fait")
    done = await camille.sees(f"Fait par {lea.handle}.")
    assert done.buttons == ()


async def test_others_see_it_in_the_list_and_cannot_change_it(town, camille, karim, set_here):
    await karim.uses("rappel", "liste")
    await karim.sees("Tu n’as aucun rappel")
    listed = await karim.sees(f"A – {town.spelled(9)} : réunion d’équipe (posé par {camille.handle})")
    assert listed.buttons == ()
    await karim.uses("rappel", "supprimer", numéro="A")
    await karim.sees("coordonne")


async def test_a_coordinator_changes_it_by_its_letter(town, karim, place, set_here):
    lea = await town.person("lea", place, coordinator=True)
    await lea.uses("rappel", "supprimer", numéro="A")
    await lea.sees("supprimé : réunion d’équipe")
    await town.advance(days=1)
    await karim.does_not_see("⏰")


async def test_the_owner_postpones_it_for_all(town, camille, karim, set_here):
    await town.advance(hours=23)
    await camille.sees("⏰ Rappel de")
    await camille.presses("Dans une heure")
    await karim.sees(f"Reporté au {town.spelled(10, days=0)}.")
    await town.advance(hours=1)
    await karim.sees("⏰ Rappel de", "réunion d’équipe")


async def test_ones_own_reminder_may_ring_here_for_all_to_see(town, camille, karim, place):
    await camille.uses("rappel", "créer", quand="demain 9h", texte="relancer la CAF")
    await camille.sees("Où : en message privé, pour toi.")
    await camille.presses("Me le rappeler ici")
    await camille.sees(f"Où : dans {place.name}, pour toi.")
    await town.advance(days=1)
    ring = await camille.sees(f"⏰ Rappel pour {camille.handle} : relancer la CAF")
    assert ring.place == place.id
    await karim.sees("⏰ Rappel pour")


async def test_who_mentions_the_bot_is_answered_there(town, camille, karim, place):
    await camille.asks_here("rappelle-moi demain à 9h de relancer la mairie")
    answer = await camille.sees("C’est noté, rappel n° 1 : relancer la mairie")
    assert answer.place == place.id


async def test_what_is_not_understood_in_a_mention_is_told_there(camille, place):
    await camille.asks_here("nimporte quoi")
    answer = await camille.sees("Je n’ai pas compris.")
    assert answer.place == place.id


async def test_what_is_said_without_the_bot_is_not_its_business(town, camille, karim):
    await camille.says("rappelle-moi demain à 9h de relancer la mairie")
    await karim.says("bonjour")
    await camille.asks_here("mes rappels")
    await camille.sees("Tu n’as aucun rappel")
    await karim.does_not_see("C’est noté")
    await karim.does_not_see("Bonjour")
