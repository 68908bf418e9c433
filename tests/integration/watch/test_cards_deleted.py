"""Cards that who moderates a channel deletes by hand: their links do not stand there any more."""

from plugins.watch.models import AppearanceRow, ShareRow
from tests.fakes.bot import rows
from tests.fakes.watch import GUIDE, cards, labelled, press


async def deleted(stage, where="general"):
    """Have somebody delete the card that came to a channel last."""
    last = [one for one in stage.platform.taken(where) if one.kind == "post"][-1]
    await stage.platform.host.message_deleted(where, str(last.id))
    await stage.bot.settle()


async def test_a_link_whose_only_card_is_deleted_is_found_nowhere(stage):
    await stage.say(f"/veille {GUIDE} #seniors")
    await deleted(stage)
    (found,) = await stage.say("/veille chercher guide", "karim")
    assert "mairie.example" not in found.text
    (answer,) = await stage.say(f"/veille {GUIDE}", "karim")
    assert "Partagé dans" in answer.text


async def test_who_keeps_a_link_whose_card_is_deleted_keeps_it(stage):
    await stage.say(f"/veille {GUIDE}")
    await press(stage, labelled(cards(stage)[0], "Enregistrer"), "karim")
    await deleted(stage)
    (found,) = await stage.write("/veille mes-liens", "karim")
    assert "mairie.example" in found.text
    assert "n’est plus partagé" in found.text


async def test_a_link_whose_card_is_deleted_in_one_channel_stands_in_the_others(stage):
    await stage.say(f"/veille {GUIDE}")
    (answer,) = await stage.say(f"/veille {GUIDE}", "karim", "autre")
    await press(stage, labelled(answer, "Le remettre ici"), "karim", "autre")
    await deleted(stage)
    assert len(await rows(stage, AppearanceRow)) == 1
    assert "delete" not in [one.kind for one in stage.platform.taken("autre")]
    (answer,) = await stage.say(f"/veille {GUIDE}", "lea")
    assert "déjà partagé" in answer.text
    assert "**autre**" in answer.text
    assert labelled(answer, "Le remettre ici")


async def test_cards_that_the_bot_deletes_itself_are_none_of_these(stage):
    await stage.say(f"/veille {GUIDE}")
    await press(stage, labelled(cards(stage)[0], "Retirer"))
    first = stage.platform.taken("general")[0]
    (answer,) = await stage.say(f"/veille {GUIDE}")
    await stage.platform.host.message_deleted("general", str(first.id))
    assert [row.removed_at for row in await rows(stage, ShareRow)] == [None]
    assert "Partagé dans" in answer.text
