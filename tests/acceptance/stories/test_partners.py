"""Partners: their cards are written, found, checked and corrected; the relation stays with coordinators."""


async def adds(person, name, commune="Roanne", **more):
    await person.uses("partenaire", "ajouter", nom=name)
    await person.fills_in_steps({"commune": commune, **more})
    return await person.sees("la fiche est là pour tout le monde", name)


async def test_a_partner_that_a_member_adds_is_found_by_all_near_the_place(town, camille, karim):
    card = await adds(
        camille,
        "CCAS de Riorges",
        "Riorges",
        téléphone="04 77 23 62 00",
        horaires="Mo-Fr 09:00-12:00,14:00-17:00",
    )
    assert "Type : CCAS ou CIAS (action sociale)" in card.text
    assert "Horaires : du lundi au vendredi de 9 h à 12 h et de 14 h à 17 h" in card.text
    await karim.uses("partenaire", "chercher", mots="CCAS", près="Riorges")
    found = await karim.sees("CCAS de Riorges", "Riorges (42)", "04 77 23 62 00")
    assert "Parce que : dans la commune même, Riorges." in found.text
    await karim.chooses("Voir une fiche", "CCAS de Riorges")
    await karim.sees("Téléphone : 04 77 23 62 00", f"Vérifiée le {town.spelled(0, days=0).split(' à ')[0]}")


async def test_three_partners_are_shown_at_a_time(town, camille):
    for number in range(1, 6):
        await adds(camille, f"Fablab Étoile {number}", "Feurs")
    await camille.uses("partenaire", "chercher", mots="fablab étoile", près="Feurs")
    first = await camille.sees("5 partenaires, trois par trois", "Page 1 sur 2.")
    assert first.text.count("Fablab Étoile") == 3
    await camille.presses("Suivants")
    second = await camille.sees("Page 2 sur 2.")
    assert second.text.count("Fablab Étoile") == 2
    await camille.presses("Précédents")
    await camille.sees("Page 1 sur 2.")


async def test_a_card_is_checked_by_one_press(town, camille, karim):
    await adds(camille, "Mission locale du Roannais")
    await karim.uses("partenaire", "vérifier", nom="mission locale du roannais")
    card = await karim.sees("la fiche est notée comme vérifiée aujourd’hui", "Mission locale du Roannais")
    assert f"par {karim.handle}" in card.text
    await karim.presses("Toujours vrai")
    await karim.sees("la fiche est notée comme vérifiée aujourd’hui")


async def test_what_is_wrong_with_a_card_is_told_to_coordinators(town, jeanne, camille, karim):
    await jeanne.writes("bonjour")
    await jeanne.sees("Bonjour")
    await adds(camille, "Point Justice de Roanne")
    await karim.uses("partenaire", "modifier", nom="Point Justice de Roanne")
    await karim.sees("La personne qui a créé la fiche et les coordinateurs peuvent la modifier.")
    await karim.uses("partenaire", "signaler", nom="Point Justice de Roanne")
    await karim.fills({"ce qui ne va pas": "Le numéro a changé @all"})
    await karim.sees("les coordinateurs sont prévenus")
    told = await jeanne.sees(f"{karim.handle} signale une erreur", "Point Justice de Roanne", "Le numéro a changé")
    assert told.calls <= {jeanne.handle}
    await jeanne.presses("Modifier la fiche")
    await jeanne.fills_in_steps({"téléphone": "04 77 44 00 00"})
    await jeanne.sees("C’est enregistré.", "Téléphone : 04 77 44 00 00")


async def test_the_relation_and_the_notes_are_for_coordinators_alone(town, jeanne, camille):
    await adds(camille, "Régie Quartier Neuf")
    await camille.uses("partenaire", "relation", nom="Régie Quartier Neuf")
    await camille.sees("Cela ne t’est pas ouvert ici")
    await jeanne.uses("partenaire", "note", nom="Régie Quartier Neuf")
    await jeanne.fills({"note": "Rencontrée au forum zéphyr"})
    await jeanne.sees("Rencontrée au forum zéphyr", "pas encore précisée")
    await jeanne.chooses("Où nous en sommes", "rencontre faite")
    await jeanne.sees("rencontre faite")
    await camille.uses("partenaire", "chercher", mots="zéphyr")
    await camille.sees("Je ne connais aucun partenaire")
    await camille.uses("partenaire", "fiche", nom="Régie Quartier Neuf")
    card = await camille.sees("Régie Quartier Neuf", "Vérifiée le")
    assert "zéphyr" not in card.text
    assert "rencontre faite" not in card.text
    assert "Relation et notes" not in card.buttons


async def test_a_coordinator_removes_a_card_and_puts_it_back(town, jeanne, camille):
    await adds(camille, "Atelier Vélo Bleu", "Montbrison")
    await jeanne.uses("partenaire", "fiche", nom="Atelier Vélo Bleu")
    card = await jeanne.sees("Atelier Vélo Bleu", f"Ajoutée par {camille.handle}")
    assert "Retirer la fiche" in card.buttons
    await jeanne.presses("Retirer la fiche")
    await jeanne.sees("La fiche de Atelier Vélo Bleu est retirée.")
    await camille.uses("partenaire", "fiche", nom="Atelier Vélo Bleu")
    await camille.sees("Je ne connais aucun partenaire appelé")
    await jeanne.presses("Remettre")
    await jeanne.sees("La fiche est remise en place.")
    await camille.uses("partenaire", "fiche", nom="Atelier Vélo Bleu")
    await camille.sees("Atelier Vélo Bleu", "Montbrison")


async def test_a_name_that_several_partners_have_asks_which(town, camille):
    await adds(camille, "Ressourcerie Lilas", "Feurs")
    await adds(camille, "Ressourcerie Lilas", "Boën-sur-Lignon")
    await camille.uses("partenaire", "fiche", nom="Ressourcerie Lilas")
    await camille.sees("2 partenaires peuvent correspondre")
    await camille.chooses("Voir une fiche", "Ressourcerie Lilas, Feurs")
    await camille.sees("Ressourcerie Lilas", "Adresse : 42110 Feurs")
