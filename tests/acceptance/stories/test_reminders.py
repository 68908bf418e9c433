"""Reminders for oneself, from the first word to the last ring."""

import pytest


@pytest.mark.parametrize(
    "sentence",
    [
        "rappelle-moi demain à 9h de relancer la CAF",
        "rapelle moi demain a 9h de relancer la CAF",
        "peux-tu me rappeler de relancer la CAF demain à 9h ?",
    ],
)
async def test_a_sentence_in_the_dm_sets_a_reminder_that_rings_there_once(town, camille, sentence):
    tomorrow = town.spelled(9)
    await camille.writes(sentence)
    answer = await camille.sees("C’est noté, rappel n° 1 : relancer la CAF")
    assert f"Quand : {tomorrow}." in answer.text
    assert "Où : en message privé, pour toi." in answer.text
    await town.advance(days=1)
    ring = await camille.sees("⏰ Rappel : relancer la CAF")
    assert ring.place is None
    assert list(ring.buttons) == ["Fait", "Dans 10 minutes", "Dans une heure", "Demain 9 h", "Autre moment"]
    await town.advance(days=2)
    await camille.does_not_see("relancer la CAF")


async def test_a_command_sets_a_reminder_that_nobody_else_sees(town, camille, karim):
    await camille.uses("rappel", "créer", quand="demain 9h", texte="appeler la CAF")
    answer = await camille.sees("C’est noté, rappel n° 1 : appeler la CAF")
    assert f"Quand : {town.spelled(9)}." in answer.text
    assert answer.buttons == ("Corriger", "Annuler", "Me le rappeler ici")
    await karim.does_not_see("appeler la CAF")


async def test_a_sentence_without_a_date_asks_when_and_keeps_the_text(town, camille):
    monday_or_not = town.spelled(9)
    await camille.writes("rappelle moi d'appeller le maire")
    question = await camille.sees("appeller le maire", "Quand veux-tu que je te le rappelle ?")
    assert question.buttons == ("Demain 9 h", "Lundi 9 h", "Autre moment")
    await camille.presses("Demain 9 h")
    assert f"Quand : {monday_or_not}." in (await camille.sees("C’est noté, rappel n° 1")).text


async def test_a_date_that_cannot_be_is_explained_and_corrected_in_the_form(town, camille):
    await camille.uses("rappel", "créer", quand="le 31 février", texte="payer la cantine")
    await camille.sees("date 31/02 n’existe pas")
    form = await camille.form()
    assert form["texte"].value == "payer la cantine"
    assert form["quand"].value == "le 31 février"
    await camille.fills({"quand": "le 32"})
    await camille.sees("n’y trouve ni jour ni heure")
    form = await camille.form()
    assert form["texte"].value == "payer la cantine"
    assert form["quand"].value == "le 32"
    await camille.fills({"quand": "demain a 9h"})
    answer = await camille.sees("C’est noté, rappel n° 1 : payer la cantine")
    assert f"Quand : {town.spelled(9)}." in answer.text


async def test_a_command_alone_opens_a_form(town, camille):
    await camille.writes("rappel")
    form = await camille.form()
    assert form.labels == ["pour", "quand", "texte", "où"]
    await camille.fills({"texte": "payer la cantine", "quand": "demain 9h"})
    await camille.sees("C’est noté, rappel n° 1 : payer la cantine")


async def test_a_line_without_its_date_asks_for_it_and_keeps_the_text(town, camille):
    await camille.writes("rappel payer la cantine")
    await camille.sees("Il manque « quand »")
    form = await camille.form()
    assert form["texte"].value == "payer la cantine"
    await camille.fills({"quand": "demain 9h"})
    await camille.sees("C’est noté, rappel n° 1 : payer la cantine")


async def test_a_reminder_is_listed_edited_in_a_form_deleted_and_put_back(town, camille):
    await camille.uses("rappel", "créer", quand="demain 9h", texte="relancer la CAF")
    await camille.sees("C’est noté, rappel n° 1")
    await camille.uses("rappel", "liste")
    listed = await camille.sees("Tu as 1 rappel :")
    assert f"1 – {town.spelled(9)} : relancer la CAF" in listed.text
    await camille.presses("Modifier 1")
    form = await camille.form()
    assert form["texte"].value == "relancer la CAF"
    assert form["quand"].value == town.spelled(9)
    await camille.fills({"texte": "relancer la préfecture", "quand": "demain 14h"})
    changed = await camille.sees("C’est modifié, rappel n° 1 : relancer la préfecture")
    assert f"Quand : {town.spelled(14)}." in changed.text
    await camille.uses("rappel", "supprimer", numéro="1")
    await camille.sees("Rappel n° 1 supprimé : relancer la préfecture")
    await camille.presses("Remettre")
    await camille.sees("Rappel n° 1 remis : relancer la préfecture")
    await town.advance(days=2)
    await camille.sees("⏰ Rappel : relancer la préfecture")


async def test_a_deleted_reminder_does_not_ring(town, camille):
    await camille.uses("rappel", "créer", quand="demain 9h", texte="relancer la CAF")
    await camille.sees("C’est noté, rappel n° 1")
    await camille.presses("Annuler")
    await camille.sees("Rappel n° 1 supprimé : relancer la CAF")
    await town.advance(days=2)
    await camille.does_not_see("⏰")


async def test_a_button_pressed_twice_does_its_work_once(town, camille):
    await camille.writes("rappelle-moi demain à 9h de payer la facture")
    await camille.sees("C’est noté, rappel n° 1")
    await camille.presses_twice("Annuler")
    await camille.sees("Rappel n° 1 supprimé : payer la facture")
    await camille.writes("mes rappels")
    await camille.sees("Tu n’as aucun rappel")


async def test_an_old_button_works_after_the_bot_was_stopped_and_started(town, camille):
    await camille.writes("rappelle-moi demain à 9h de payer la facture")
    confirmation = await camille.sees("C’est noté, rappel n° 1")
    await town.restart()
    await camille.presses("Annuler", on=confirmation)
    changed = await camille.sees("Rappel n° 1 supprimé : payer la facture")
    assert changed.id == confirmation.id
    assert changed.buttons == ("Remettre",)


async def test_the_buttons_of_a_reminder_that_was_deleted_meanwhile_say_so(town, camille):
    await camille.writes("rappelle-moi tous les jours à 9h d'ouvrir l'EPN")
    await camille.sees("C’est noté, rappel n° 1")
    await town.advance(days=1)
    ring = await camille.sees("⏰ Rappel : ouvrir l'EPN")
    await camille.writes("supprime le rappel 1")
    await camille.sees("Rappel n° 1 supprimé")
    await camille.presses("Fait", on=ring)
    await camille.sees("supprimé")


async def test_a_recurring_reminder_rings_each_time_and_says_when_it_comes_back(town, camille):
    await camille.uses("rappel", "créer", quand="tous les jours à 9h", texte="ouvrir l’EPN")
    answer = await camille.sees("C’est noté, rappel n° 1 : ouvrir l’EPN")
    assert f"Quand : tous les jours à 9 h. Prochaine fois : {town.spelled(9)}." in answer.text
    for _day in range(2):
        after = town.spelled(9, days=2)
        await town.advance(days=1)
        await camille.sees(
            "⏰ Rappel : ouvrir l’EPN", f"Ce rappel revient tous les jours à 9 h. Prochaine fois : {after}."
        )
    await camille.presses("Fait")
    assert (await camille.sees("Fait.")).buttons == ()
    await town.advance(days=1)
    await camille.sees("⏰ Rappel : ouvrir l’EPN")


async def test_a_ring_is_postponed_by_a_button_and_by_a_form(town, camille):
    await camille.writes("rappelle-moi demain à 9h de relancer la CAF")
    await camille.sees("C’est noté")
    await town.advance(hours=23)
    ring = await camille.sees("⏰ Rappel : relancer la CAF")
    await camille.presses("Dans une heure")
    later = await camille.sees("⏰ Rappel : relancer la CAF", f"Reporté au {town.spelled(10, days=0)}.")
    assert (later.id, later.buttons) == (ring.id, ())
    await town.advance(hours=1)
    again = await camille.sees("⏰ Rappel : relancer la CAF")
    assert again.id != ring.id
    await camille.presses("Autre moment")
    form = await camille.form()
    assert form.labels == ["quand"]
    await camille.fills({"quand": "hier"})
    await camille.sees("passé")
    await camille.fills({"quand": "demain 16h"})
    await camille.sees(f"Rappel n° 1 reporté au {town.spelled(16)} : relancer la CAF")
    await town.advance(days=2)
    await camille.sees("⏰ Rappel : relancer la CAF")


async def test_a_reminder_is_postponed_by_command(town, camille):
    await camille.writes("rappelle-moi demain à 9h de relancer la CAF")
    await camille.sees("C’est noté")
    await camille.uses("rappel", "reporter", numéro="1", quand="2 heures")
    await camille.sees(f"Rappel n° 1 reporté au {town.spelled(11)} : relancer la CAF")


async def test_a_paused_reminder_is_silent_until_it_is_resumed(town, camille):
    await camille.writes("rappelle-moi tous les jours à 9h d’ouvrir l’EPN")
    await camille.sees("C’est noté")
    await camille.uses("rappel", "pause", numéro="1")
    await camille.sees("en pause")
    await town.advance(days=2)
    await camille.does_not_see("⏰")
    await camille.uses("rappel", "reprendre", numéro="1")
    await camille.sees("ouvrir l’EPN")
    await town.advance(days=1)
    await camille.sees("⏰ Rappel : ouvrir l’EPN")


async def test_what_rang_while_the_bot_was_stopped_is_not_lost(town, camille):
    await camille.writes("rappelle-moi dans 2 heures de relancer la CAF")
    await camille.sees("C’est noté")
    await town.stop()
    await town.advance(hours=5)
    await town.start()
    await camille.sees("⏰ Rappel : relancer la CAF")
    await town.advance(days=1)
    await camille.does_not_see("⏰")


async def test_many_reminders_are_chosen_from_a_menu(town, camille):
    for number in range(1, 8):
        await camille.writes(f"rappelle-moi demain à {number + 8}h de voir le dossier {number}")
        await camille.sees(f"C’est noté, rappel n° {number}")
    await camille.uses("rappel", "liste")
    await camille.sees("Tu as 7 rappels :")
    await camille.chooses("Choisir un rappel", "3 – ")
    chosen = await camille.sees(f"3 – {town.spelled(11)} : voir le dossier 3", button="Modifier 3")
    assert chosen.buttons == ("Supprimer 3", "Modifier 3", "Pause 3")
