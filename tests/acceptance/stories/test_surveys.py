"""What people thought of a meeting: one press on every chat, and no trace of whose it was."""

from tests.acceptance.stories.stage import new_word


async def test_one_press_answers_a_form_holds_a_comment_and_results_wait_for_three(town, camille, karim):
    title = f"Réunion {new_word()}"
    await town.wait_for_morning()
    await camille.uses("rencontre", "fixer", rencontre=f"{title} ; demain 10h-12h")
    await camille.sees(title, button="Je viens")
    await karim.presses("Je viens")
    await town.advance(days=1, hours=5)
    asked = await karim.sees(title, "qu’en as-tu pensé", "C’est anonyme", button="8/10")
    await karim.presses("8/10", on=asked)
    await karim.sees("Merci, c’est noté")
    await karim.presses("Ajouter un commentaire", on=asked)
    form = await karim.form()
    assert form["note"].value == "8/10"
    await karim.fills({"note": "9", "commentaire": "Très utile, @all"})
    await karim.uses("rencontre", "bilan", avis="8,5")
    await karim.sees("nombre entier de 1 à 10", button="8/10")
    await town.advance(days=7)
    await camille.sees(f"Les avis sur « {title} »", "moins de 3 personnes ont répondu")
    await karim.presses("3/10", on=asked)
    await karim.sees("C’est terminé depuis")
