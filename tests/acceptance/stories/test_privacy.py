"""What people can do about what is held on them."""

import json


async def test_a_person_sees_all_that_is_held_on_them_and_takes_it_along(camille, karim):
    await camille.uses("rappel", "créer", quand="demain 9h", texte="rappeler madame Zélie")
    await camille.sees("C’est noté")
    await karim.uses("rappel", "créer", quand="demain 9h", texte="fermer la salle Quinoa")
    await karim.sees("C’est noté")
    await camille.uses("maillage", "mes-données")
    held = await camille.sees("Ce que je garde sur toi", "rappeler madame Zélie", button="Exporter")
    assert "Tes comptes" in held.text
    assert "Quinoa" not in held.text
    await camille.presses("Exporter")
    files = await camille.opens_files(await camille.sees("un fichier à lire"))
    assert set(files) == {"mes-donnees.md", "mes-donnees.json"}
    assert "rappeler madame Zélie" in files["mes-donnees.md"].decode()
    document = json.loads(files["mes-donnees.json"])
    assert [row["text"] for row in document["data"]["reminder"]] == ["rappeler madame Zélie"]
    assert "Quinoa" not in files["mes-donnees.json"].decode()


async def test_nobody_else_sees_it(camille, karim):
    await camille.uses("maillage", "mes-données")
    await camille.sees("Ce que je garde sur toi")
    await karim.does_not_see("Ce que je garde sur toi")


async def test_who_erases_everything_is_asked_once_more_and_is_met_anew_afterwards(town, camille, karim):
    await camille.uses("rappel", "créer", quand="demain 9h", texte="rappeler madame Zélie")
    await camille.sees("C’est noté")
    await karim.uses("rappel", "créer", quand="demain 9h", texte="fermer la salle Quinoa")
    await karim.sees("C’est noté")
    await camille.uses("maillage", "mes-données")
    await camille.sees("rappeler madame Zélie")
    await camille.presses("Tout effacer")
    await camille.sees(
        "Ce qui disparaît",
        "Ce qui reste, sans toi",
        "Ce que je ne peux pas effacer",
        button="Tout effacer, pour de bon",
    )
    await camille.presses("Tout effacer, pour de bon")
    await camille.sees("C’est fait", "Au revoir")
    await town.advance(days=1)
    await karim.sees("⏰ Rappel : fermer la salle Quinoa")
    await camille.does_not_see("madame Zélie")
    await camille.uses("maillage", "mes-données")
    anew = await camille.sees("Ce que je garde sur toi")
    assert "Zélie" not in anew.text


async def test_the_button_that_erases_everything_works_once(camille):
    await camille.uses("maillage", "mes-données")
    await camille.sees("Ce que je garde sur toi")
    await camille.presses("Tout effacer")
    await camille.sees("Ce qui disparaît")
    question = await camille.shown("Tout effacer, pour de bon")
    await camille.presses("Tout effacer, pour de bon")
    await camille.sees("C’est fait")
    await camille.presses("Tout effacer, pour de bon", on=question)
    await camille.sees("Rien n’a été effacé")


async def test_a_pause_leaves_people_in_peace_until_they_end_it(town, camille, karim):
    await karim.uses("maillage", "mes-données")
    await karim.sees("Ce que je garde sur toi")
    await karim.presses("Mettre en pause")
    await karim.sees("C’est la pause")
    await karim.uses("maillage", "mes-données")
    await karim.sees("Ce que je garde sur toi", button="Terminer la pause")
    await karim.presses("Terminer la pause")
    await karim.sees("La pause est finie")


async def test_what_can_be_corrected_is_told_with_how(camille):
    await camille.uses("maillage", "mes-données")
    await camille.sees("Ce que je garde sur toi")
    await camille.presses("Corriger")
    await camille.sees("/maillage préférences", "/rappel liste")
