"""Long forms, which come in as many steps as a network needs: what is wrong is told where it is."""

from tests.acceptance.stories.stage import new_word


async def test_a_place_that_is_unknown_is_told_in_its_own_step(camille):
    mark = new_word()
    await camille.uses("partenaire", "ajouter", nom=f"CCAS {mark}")
    await camille.fills({"commune": "Xyzzyville", "téléphone": "zéro quatre"})
    await camille.sees("faut une commune", "faut un numéro de téléphone")
    await camille.fills_in_steps({"commune": "Feurs", "téléphone": "04 77 00 00 00", "pour quoi": "Tout"})
    await camille.sees("la fiche est là pour tout le monde", f"CCAS {mark}")
