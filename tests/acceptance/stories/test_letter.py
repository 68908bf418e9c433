"""The letter of a channel: programmed, prepared from its draft, sent to everybody, read again as a file."""

import pytest_asyncio

from tests.acceptance.stories.stage import new_word

MOVE = "Déplacer un élément ou une rubrique"


@pytest_asyncio.fixture(loop_scope="session")
async def agnes(town, place):
    """Somebody who coordinates the community."""
    return await town.person("agnes", place, coordinator=True)


async def plan(agnes, mark):
    """Have something to tell: a date of the channel, and another one."""
    for what, when in ((f"réunion {mark}", "dans 4 jours à 14h"), (f"bilan {mark}", "dans 5 jours à 9h")):
        await agnes.uses("rappel", "créer", pour="ici", quand=when, texte=what)
        await agnes.sees("C’est noté", what)


async def test_a_letter_is_programmed_drafted_and_sent_as_its_draft_was_left(town, agnes, karim):
    mark = new_word()
    await plan(agnes, mark)
    await agnes.uses("lettre", "programmer", rythme="chaque jour à 9h")
    noted = await agnes.sees("C’est noté : ce canal a sa lettre", "tous les jours à 9 h")
    assert town.spelled(9) in noted.text
    assert town.spelled(9, days=3) in noted.text
    await town.advance(hours=9)
    draft = await agnes.sees("Brouillon.", f"réunion {mark}", f"bilan {mark}")
    assert draft.place is None
    assert "Ne pas envoyer cette fois" in draft.buttons
    (dropped,) = [label for label in draft.menus["Retirer un élément"] if f"bilan {mark}" in label]
    await agnes.chooses("Retirer un élément", dropped)
    await agnes.sees("Brouillon.", f"réunion {mark}", button="Écrire un éditorial")
    await agnes.presses("Écrire un éditorial")
    await agnes.fills({"éditorial": f"Bonjour {mark}"})
    await agnes.sees("L’éditorial figure dans le brouillon")
    await town.advance(hours=16)
    letter = await karim.sees("Lettre n° 1", f"Bonjour {mark}", f"réunion {mark}")
    assert letter.place is not None
    assert f"bilan {mark}" not in letter.text
    await town.advance(days=2)
    await karim.does_not_see("Lettre n° 2")


async def test_a_draft_is_put_in_order_by_buttons_and_in_words(town, agnes, karim):
    mark = new_word()
    await plan(agnes, mark)
    await agnes.uses("lettre", "programmer", rythme="chaque jour à 9h")
    await agnes.sees("C’est noté : ce canal a sa lettre")
    await town.advance(hours=9)
    draft = await agnes.sees("Brouillon.", f"réunion {mark}", f"bilan {mark}")
    (first,) = [label for label in draft.menus[MOVE] if f"réunion {mark}" in label]
    await agnes.chooses(MOVE, first)
    await agnes.sees("À déplacer", f"réunion {mark}", button="Descendre")
    await agnes.presses("Descendre")
    moved = await agnes.sees("À déplacer", "n° 2", f"bilan {mark}", button="Monter")
    assert moved.text.index(f"bilan {mark}") < moved.text.rindex(f"réunion {mark}")
    await agnes.uses("lettre", "brouillon", changement="monter 2")
    await agnes.sees(f"réunion {mark}", "est maintenant au n° 1")
    await agnes.uses("lettre", "brouillon", changement="1 à la fin")
    await agnes.sees(f"réunion {mark}", "est maintenant au n° 2")
    await town.advance(hours=16)
    letter = await karim.sees("Lettre n° 1", f"bilan {mark}", f"réunion {mark}")
    assert letter.text.index(f"bilan {mark}") < letter.text.index(f"réunion {mark}")


async def test_a_preview_is_for_who_asks_and_sending_now_asks_once(town, agnes, karim):
    mark = new_word()
    await plan(agnes, mark)
    await karim.uses("lettre", "aperçu")
    preview = await karim.sees("Aperçu", f"réunion {mark}")
    assert preview.alone
    await karim.uses("lettre", "envoyer")
    await karim.sees("Seules les personnes qui coordonnent ce canal")
    await agnes.uses("lettre", "envoyer")
    await agnes.sees("L’envoyer maintenant ?", f"bilan {mark}")
    await karim.does_not_see("Lettre n° 1")
    await agnes.presses("Envoyer maintenant")
    await karim.sees("Lettre n° 1", f"réunion {mark}", f"bilan {mark}")


async def test_a_letter_is_read_again_and_given_as_a_mail(town, agnes, karim):
    mark = new_word()
    await plan(agnes, mark)
    await agnes.uses("lettre", "envoyer")
    await agnes.sees("L’envoyer maintenant ?")
    await agnes.presses("Envoyer maintenant")
    await karim.sees("Lettre n° 1")
    await karim.uses("lettre", "historique", numéro="1")
    await karim.sees("Lettre n° 1", f"réunion {mark}", button="En courriel")
    await karim.presses("En courriel")
    given = await karim.sees("en fichier")
    files = await karim.opens_files(given)
    ((name, mail),) = files.items()
    assert name.startswith("lettre-")
    assert name.endswith("-1.eml")
    assert b"multipart/alternative" in mail
    assert mark.encode() in mail


async def test_an_outage_over_its_hour_sends_the_letter_late_and_once(town, agnes, karim):
    mark = new_word()
    await plan(agnes, mark)
    await agnes.uses("lettre", "programmer", rythme="chaque jour à 18h")
    await agnes.sees("C’est noté : ce canal a sa lettre")
    await town.stop()
    await town.advance(days=2)
    await town.start()
    letter = await karim.sees("Lettre n° 1", f"réunion {mark}")
    assert "retard" in letter.text
    await town.advance(days=1)
    await karim.does_not_see("Lettre n° 2")


async def test_one_letter_goes_to_both_chats_each_once(both):
    here, there = await both.team.channel(), await both.guild.channel()
    agnes = await both.team.person("agnes", here, coordinator=True)
    reader = await both.guild.person("karim", there)
    mark = new_word()
    await reader.uses("lettre", "voir")
    await reader.sees("Ce canal n’a pas de lettre")
    await plan(agnes, mark)
    await agnes.uses("lettre", "programmer", rythme="chaque jour à 9h")
    await agnes.sees("C’est noté : ce canal a sa lettre")
    await agnes.uses("lettre", "réglages")
    await agnes.fills({"autres canaux": f"{there.name} (Discord)"})
    await agnes.sees("C’est enregistré", f"{there.name} (Discord)")
    await both.team.advance(days=1, hours=1)
    for person in (agnes, reader):
        letter = await person.sees("Lettre n° 1", f"réunion {mark}", f"bilan {mark}")
        assert letter.place is not None
        await person.does_not_see("Lettre n° 1")
    await reader.uses("lettre", "historique", numéro="1")
    await reader.sees("Lettre n° 1", f"réunion {mark}")
