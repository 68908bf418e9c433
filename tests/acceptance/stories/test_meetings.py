"""A gathering from its poll to what people thought of it, and a series: the same on every chat."""

import re
from datetime import timedelta

from tests.acceptance.stories.stage import new_word

DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")


def label(day):
    """Return what a ballot calls a day."""
    return f"{DAYS[day.weekday()][:3]}. {day:%d/%m} 14h-16h"


def button(message, start):
    """Return the one button of a message that begins so."""
    (label,) = [label for label in message.buttons if label.startswith(start)]
    return label


async def test_from_the_poll_to_the_meeting_and_what_was_thought_of_it(town, place, karim):
    chief = await town.person("camille", place, coordinator=True)
    lea = await town.person("lea", place)
    title = f"Réunion {new_word()}"
    first, second = (town.now() + timedelta(days=days) for days in (4, 5))
    dates = " ; ".join(f"{day:%d/%m/%Y} 14h-16h" for day in (first, second))
    closing = town.now() + timedelta(days=2)
    line = f"{title} ; {dates} ; lieu : salle des fêtes ; clôture {closing:%d/%m/%Y} 12h"
    await chief.uses("rencontre", "proposer", proposition=line)
    posted = await chief.sees(title, "quelle date te convient", button="Voter")
    for person in (chief, karim):
        await person.presses("Voter")
        await person.answers({label(first): "oui", label(second): "si besoin"})
        await person.sees("Ton vote est pris en compte : 2 réponses")
    await town.advance(days=2, hours=3)
    asked = await chief.sees(f"Le vote « {title} » est clos")
    await chief.presses(button(asked, "Retenir"), on=asked)
    await karim.sees(title, "de 14 h à 16 h", button="Je viens")
    assert posted.place == place.id

    await karim.presses("Peut-être")
    await karim.sees("peut-être")
    await karim.uses("rencontre", "ordre-du-jour", quoi="ajouter question : qui accueille en mars ?")
    await karim.sees("qui accueille en mars")
    await chief.uses("rencontre", "ordre-du-jour", quoi="publier")
    await karim.sees("Ordre du jour", "qui accueille en mars")
    await lea.presses("Accueillir la prochaine")
    await lea.sees("Tu te proposes")
    await chief.uses("rencontre", "modifier", changement="lieu : Roanne ; 12 places")
    await karim.sees("Roanne")
    await chief.uses("rencontre", "calendrier")
    given = await chief.sees("pour ton agenda")
    (calendar,) = (await chief.opens_files(given)).values()
    assert b"Roanne" in calendar

    await town.advance(days=2, hours=8)
    asked = await karim.sees(title, "qu’en as-tu pensé", button="8/10")
    await karim.presses("8/10", on=asked)
    await karim.sees("Merci, c’est noté")
    await chief.uses("rencontre", "bilan", avis="9 très utile")
    await chief.sees("Merci, ton avis")
    await lea.uses("rencontre", "bilan", avis="7/10")
    await lea.sees("Merci, ton avis")
    await town.advance(days=7, hours=4)
    await karim.sees(title, "8 sur 10 en moyenne, 3 réponses")
    await chief.sees(title, "8 sur 10 en moyenne", "- très utile")


async def test_a_series_is_set_managed_by_menus_and_never_two_at_one_hour(town, place):
    chief = await town.person("camille", place, coordinator=True)
    title, other = f"Café {new_word()}", f"Atelier {new_word()}"
    day = DAYS[(town.now().weekday() + 3) % 7]
    await chief.uses("rencontre", "série", série=f"{title}, chaque {day} 14h-16h, salle des fêtes, 12 places")
    shown = await chief.sees("La série est réglée", f"chaque {day} à 14 h", "salle des fêtes", "12 places")
    assert len(re.findall(rf"{day} \d+", shown.text)) == 3
    await chief.sees(title, "salle des fêtes", button="Je viens")
    await chief.uses("rencontre", "série", série=f"{other} ; un {day} sur deux 15h-17h")
    await chief.sees("est déjà à la même heure", button="Garder les deux")
    await chief.presses("Garder les deux")
    await chief.sees("La série reprend")
    await chief.uses("rencontre", "série", série="pause")
    await chief.sees("plusieurs séries")
    await chief.chooses("Choisir une série", other)
    await chief.sees("La série est en pause", other)
    await chief.uses("rencontre", "série", série="annuler la prochaine")
    await chief.sees("plusieurs séries")
    await chief.chooses("Choisir une série", title)
    await chief.sees(f"Annuler « {title} »", button="Annuler la rencontre")
    await chief.presses("Annuler la rencontre")
    await chief.sees(title, "est annulée")
    await chief.uses("rencontre", "série", série=f"arrêter {title}")
    await chief.sees(f"Arrêter la série « {title} »")
    await chief.presses("Arrêter la série")
    await chief.sees(title, "est arrêtée")
