"""A coordinator rewrites what is posted around meetings, with a mistake first."""

from tests.acceptance.stories.stage import new_word

GOOD = "Bonjour à toutes et tous ! **{{ titre }}**, {{ jour }} ; thème : [à compléter : thème du mois]"


async def test_a_template_is_rewritten_with_a_mistake_then_used_and_filled_in(town, place):
    chief = await town.person("camille", place, coordinator=True)
    title = f"Réunion {new_word()}"
    await chief.uses("rencontre", "modèles", quoi="réécrire invitation")
    form = await chief.form()
    (label,) = form.labels
    assert "{{ titre }}" in form[label].value
    await chief.fills({label: "Bonjour {{ titre"})
    await chief.sees("Ligne 1", "n’est pas fermé sur cette ligne")
    await chief.uses("rencontre", "modèles", quoi="réécrire invitation")
    await chief.form()
    await chief.fills({label: GOOD})
    shown = await chief.sees("ce texte sert dès maintenant")
    assert "[à compléter : thème du mois]" in shown.text
    await chief.uses("rencontre", "fixer", rencontre=f"{title} ; dans 10 jours 14h-16h")
    await chief.sees("est à compléter par toi : thème du mois")
    await chief.presses("Compléter")
    form = await chief.form()
    (label,) = form.labels
    await chief.fills({label: "les mots de passe @everyone"})
    await chief.sees("tout est complété")
    await chief.sees(title, "thème : les mots de passe", button="Je viens")
    await chief.uses("rencontre", "modèles", quoi="rétablir invitation")
    await chief.sees("Le texte habituel est de retour")
