"""Partners: their cards are written, found, checked and corrected; the relation stays with coordinators."""

import pytest

from tests.acceptance.stories.stage import new_word


@pytest.fixture
def mark():
    """A word of this story alone: its partners are in a network that others share."""
    return new_word()


async def adds(person, name, commune="Roanne", **more):
    await person.uses("partenaire", "ajouter", nom=name)
    await person.fills_in_steps({"commune": commune, **more, "pour quoi": "Demander à l’accueil"})
    return await person.sees("la fiche est là pour tout le monde", name)


async def test_a_partner_that_a_member_adds_is_found_by_all_near_the_place(town, camille, karim, mark):
    card = await adds(
        camille,
        f"CCAS de Riorges {mark}",
        "Riorges",
        téléphone="04 77 23 62 00",
        horaires="Mo-Fr 09:00-12:00,14:00-17:00",
    )
    assert "Type : CCAS ou CIAS (action sociale)" in card.text
    assert "Horaires : du lundi au vendredi de 9 h à 12 h et de 14 h à 17 h" in card.text
    await karim.uses("partenaire", "chercher", mots=f"CCAS {mark}", près="Riorges")
    found = await karim.sees(f"CCAS de Riorges {mark}", "Riorges (42)", "04 77 23 62 00")
    assert "Parce que : dans la commune même, Riorges." in found.text
    await karim.chooses("Voir une fiche", f"CCAS de Riorges {mark}")
    await karim.sees("Téléphone : 04 77 23 62 00", f"Vérifiée le {town.spelled(0, days=0).split(' à ')[0]}")


async def test_three_partners_are_shown_at_a_time(town, camille, karim, mark):
    for number in (1, 2):
        await adds(camille, f"Fablab Étoile {mark} {number}", "Feurs")
        await adds(karim, f"Fablab Lune {mark} {number}", "Feurs")
    await camille.uses("partenaire", "chercher", mots=f"fablab {mark}", près="Feurs")
    first = await camille.sees("4 partenaires, trois par trois", "Page 1 sur 2.")
    assert first.text.count("Fablab") == 3
    await camille.presses("Suivants")
    second = await camille.sees("Page 2 sur 2.")
    assert second.text.count("Fablab") == 1
    await camille.presses("Précédents")
    await camille.sees("Page 1 sur 2.")


async def test_a_card_is_checked_by_one_press(town, camille, karim, mark):
    await adds(camille, f"Mission locale du Roannais {mark}")
    await karim.uses("partenaire", "vérifier", nom=f"mission locale du roannais {mark}")
    card = await karim.sees(
        "la fiche est notée comme vérifiée aujourd’hui", f"Mission locale du Roannais {mark}"
    )
    assert f"par {karim.handle}" in card.text
    await karim.presses("Toujours vrai")
    await karim.sees("Tu as déjà vérifié cette fiche aujourd’hui")


async def test_what_is_wrong_with_a_card_is_told_to_coordinators(town, jeanne, camille, karim, mark):
    await adds(camille, f"Point Justice de Roanne {mark}")
    await karim.uses("partenaire", "modifier", nom=f"Point Justice de Roanne {mark}")
    await karim.sees("La personne qui a créé la fiche et les coordinateurs peuvent la modifier.")
    await karim.uses("partenaire", "signaler", nom=f"Point Justice de Roanne {mark}")
    await karim.fills({"ce qui ne va pas": "Le numéro a changé @all"})
    await karim.sees("la coordination le verra sous la fiche")
    await jeanne.uses("partenaire", "fiche", nom=f"Point Justice de Roanne {mark}")
    await jeanne.presses("Relation et notes")
    told = await jeanne.sees("Signalée 1 fois", f"{karim.handle} signale : Le numéro a changé")
    assert not told.calls
    await jeanne.presses("Modifier la fiche")
    await jeanne.fills_in_steps({"téléphone": "04 77 44 00 00", "pour quoi": "Demander à l’accueil"})
    await jeanne.sees("C’est enregistré.", "Téléphone : 04 77 44 00 00")


async def test_who_administers_the_chat_is_told_what_is_wrong_with_a_card(town, jeanne, camille, karim, mark):
    await jeanne.uses("maillage", "état")
    await jeanne.sees("Rappels")
    await adds(camille, f"Maison de l’emploi {mark}")
    await karim.uses("partenaire", "signaler", nom=f"Maison de l’emploi {mark}")
    await karim.fills({"ce qui ne va pas": "Fermée depuis juin"})
    await karim.sees("la coordination le verra sous la fiche")
    await jeanne.sees("signale une erreur sur la fiche", f"Maison de l’emploi {mark}", "Fermée depuis juin")
    await jeanne.presses("Toujours vrai")
    await jeanne.sees("notée comme vérifiée aujourd’hui")
    await camille.does_not_see("Fermée depuis juin")


async def test_the_relation_and_the_notes_are_for_coordinators_alone(town, jeanne, camille, mark):
    await adds(camille, f"Régie Quartier Neuf {mark}")
    await camille.uses("partenaire", "relation", nom=f"Régie Quartier Neuf {mark}")
    await camille.sees("Cela ne t’est pas ouvert ici")
    await jeanne.uses("partenaire", "note", nom=f"Régie Quartier Neuf {mark}")
    await jeanne.fills({"note": f"Rencontrée au forum {mark}z"})
    await jeanne.sees(f"Rencontrée au forum {mark}z", "pas encore précisée")
    await jeanne.chooses("Où nous en sommes", "rencontre faite")
    await jeanne.sees("rencontre faite")
    await camille.uses("partenaire", "chercher", mots=f"{mark}z")
    await camille.sees("Je ne connais aucun partenaire")
    await camille.uses("partenaire", "fiche", nom=f"Régie Quartier Neuf {mark}")
    card = await camille.sees(f"Régie Quartier Neuf {mark}", "Vérifiée le")
    assert f"{mark}z" not in card.text
    assert "rencontre faite" not in card.text
    assert "Relation et notes" not in card.buttons


async def test_a_coordinator_removes_a_note(town, jeanne, camille, mark):
    await adds(camille, f"Espace Jeunesse {mark}")
    for note in (f"Voir avec l’accueil {mark}z", f"Très réactifs {mark}y"):
        await jeanne.uses("partenaire", "note", nom=f"Espace Jeunesse {mark}")
        await jeanne.fills({"note": note})
        await jeanne.sees(note)
    await jeanne.chooses("Retirer une note", f"Voir avec l’accueil {mark}z")
    asked = await jeanne.sees("Retirer cette note sur", f"{mark}z")
    assert f"{mark}y" not in asked.text
    await jeanne.presses("Garder la note")
    await jeanne.sees(f"Voir avec l’accueil {mark}z", f"Très réactifs {mark}y")
    await jeanne.chooses("Retirer une note", f"Voir avec l’accueil {mark}z")
    await jeanne.presses("Retirer la note")
    left = await jeanne.sees(f"Très réactifs {mark}y")
    assert f"{mark}z" not in left.text


async def test_a_coordinator_removes_a_card_and_puts_it_back(town, jeanne, camille, mark):
    await adds(camille, f"Atelier Vélo Bleu {mark}", "Montbrison")
    await jeanne.uses("partenaire", "fiche", nom=f"Atelier Vélo Bleu {mark}")
    card = await jeanne.sees(f"Atelier Vélo Bleu {mark}", "Vérifiée le")
    assert "Retirer la fiche" in card.buttons
    assert camille.handle not in card.text.replace(f"par {camille.handle}", "")
    await jeanne.presses("Retirer la fiche")
    await jeanne.sees(f"La fiche de Atelier Vélo Bleu {mark} est retirée.")
    await camille.uses("partenaire", "chercher", mots=mark)
    await camille.sees(f"Je ne connais aucun partenaire pour « {mark} ».")
    await jeanne.presses("Remettre")
    await jeanne.sees("La fiche est remise en place.")
    await camille.uses("partenaire", "fiche", nom=f"Atelier Vélo Bleu {mark}")
    await camille.sees(f"Atelier Vélo Bleu {mark}", "Montbrison")


async def test_a_name_that_several_partners_have_asks_which(town, camille, mark):
    await adds(camille, f"Ressourcerie Lilas {mark}", "Feurs")
    await adds(camille, f"Ressourcerie Lilas {mark}", "Boën-sur-Lignon")
    await camille.uses("partenaire", "fiche", nom=f"Ressourcerie Lilas {mark}")
    await camille.sees("2 partenaires peuvent correspondre")
    await camille.chooses("Voir une fiche", f"Ressourcerie Lilas {mark}, Feurs")
    await camille.sees(f"Ressourcerie Lilas {mark}", "Adresse : 42110 Feurs")
