"""Texts that people typed, and texts that are too long."""

import pytest

from tests.acceptance.stories.stage import EVERYBODY


@pytest.mark.parametrize("call", ["@everyone", "@channel", "@here", "@all", "<!channel>", "@{karim}"])
async def test_what_somebody_typed_calls_nobody_when_it_rings(town, camille, karim, call):
    call = call.replace("@{karim}", karim.handle)
    await camille.uses(
        "rappel", "créer", pour="ici", quand="demain 9h", texte=f"dire à {call} que c’est fini"
    )
    await camille.sees("C’est noté")
    await town.advance(days=1)
    ring = await karim.sees("⏰ Rappel de", f"dire à {call} que c’est fini")
    assert ring.place == karim.here.id
    assert not ring.calls & {EVERYBODY, karim.handle}


async def test_a_reminder_that_rings_here_for_oneself_calls_oneself(town, camille, karim):
    await camille.uses("rappel", "créer", quand="demain 9h", texte="relancer la CAF", où="ici")
    await camille.sees("C’est noté")
    await town.advance(days=1)
    ring = await karim.sees(f"⏰ Rappel pour {camille.handle} : relancer la CAF")
    assert ring.calls == (frozenset({camille.handle}) if town.calls_people else frozenset())


async def test_what_looks_like_formatting_comes_back_as_it_was_typed(town, camille):
    await camille.writes("rappelle-moi demain à 9h de voir le *dossier_n_2* & <dire> `merci`")
    await camille.sees("C’est noté")
    await town.advance(days=1)
    ring = await camille.sees("⏰ Rappel")
    assert "dossier_n_2" in ring.text.replace("\\", "")
    assert "& <dire>" in ring.text.replace("\\", "")


async def test_a_text_of_a_thousand_characters_is_kept_whole_and_one_more_is_refused(town, camille):
    text = "mot " * 249 + "fin!"
    await camille.uses("rappel", "créer", quand="demain 9h", texte=text)
    await camille.sees("C’est noté", text)
    await camille.writes(f"rappel demain 9h {text}x")
    await camille.sees("1001", "1000")


async def test_a_text_too_long_for_one_message_becomes_several_and_nothing_of_it_is_lost(camille):
    lines = 900
    await camille.uses("kermesse", "long", lines=str(lines))
    end = await camille.sees("Après.")
    texts = [message.text for message in camille.saw]
    assert end.text in texts
    shown = [line for text in texts for line in text.splitlines() if line.startswith("ligne ")]
    assert shown == [f"ligne {number:05} du programme" for number in range(lines)]
    assert all(text.count("```") % 2 == 0 for text in texts)


async def test_a_menu_tells_what_was_chosen_and_a_button_that_is_too_old_says_so(camille, karim):
    await camille.uses("kermesse", "stand")
    await karim.sees("Quel stand ?")
    await karim.chooses("Stand", "Pêche à la ligne")
    assert (await karim.sees("Tu tiens : peche")).alone
    await karim.presses("Trop tard")
    await karim.sees("Ce bouton est trop ancien")


async def test_two_people_who_vote_both_count(camille, karim):
    await camille.uses("kermesse", "voter")
    await karim.sees("Une kermesse ? 0 voix")
    await karim.presses("Pour")
    await camille.sees("Une kermesse ? 1 voix")
    await camille.presses("Pour")
    await karim.sees("Une kermesse ? 2 voix")


async def test_a_form_too_long_for_the_network_is_filled_in_step_by_step(camille):
    await camille.uses("kermesse", "inscription")
    await camille.fills_in_steps(
        {"name": "Zoé", "town": "Feurs", "helpers": "3", "needs": "une table", "remark": "à l’ombre"}
    )
    await camille.sees("Zoé / Feurs / crepes / 3 / False / une table / à l’ombre")
