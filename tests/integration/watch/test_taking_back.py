"""Links that are taken back: everybody takes away what is theirs, and loses nothing of what others made."""

from datetime import timedelta

from plugins.watch.models import AppearanceRow, MarkRow, NoteRow, ShareRow, TagRow
from tests.acceptance.console import plain
from tests.fakes.bot import author, channel, rows
from tests.fakes.watch import (
    GUIDE,
    cards,
    dms,
    labelled,
    link_posted,
    press,
)


async def brought_up_by_paul(stage):
    """Have marie share the guide, and paul bring it up elsewhere, keep it, tag it and note something."""
    await stage.say(f"/veille {GUIDE} #seniors à lire page 3", "marie")
    (answer,) = await stage.say(f"/veille {GUIDE} #mobile pour mes ateliers", "paul", "autre")
    for label in ("Le remettre ici", "Enregistrer", "Ajouter"):
        await press(stage, labelled(answer, label), "paul", "autre")


async def of_list(stage, user):
    (answer,) = await stage.write("/veille mes-liens", user)
    return plain(answer.text)


async def test_who_takes_a_link_back_takes_nothing_that_others_made_of_it(stage):
    await brought_up_by_paul(stage)
    (said,) = await stage.say(f"/veille retirer {GUIDE}", "marie")
    assert "Le lien reste dans **autre**, où d’autres l’ont remis" in said.text
    assert [one.kind for one in stage.platform.taken("general")][-1] == "delete"
    assert "delete" not in [one.kind for one in stage.platform.taken("autre")]
    (found,) = await stage.say("/veille chercher ateliers", "lea")
    assert "@paul" in found.text
    edited = [one.post for _at, one in stage.platform.attempts if one.channel == "autre"][-1]
    assert str(edited.text) == "@paul partage un lien."
    assert "#seniors #mobile" in edited.embeds[0].text
    assert "marie" not in edited.embeds[0].text
    assert "page 3" not in edited.embeds[0].text
    assert "gardé, partagé par toi" in await of_list(stage, "paul")


async def test_who_took_their_link_back_puts_it_back_beside_what_others_brought(stage):
    await brought_up_by_paul(stage)
    (said,) = await stage.say(f"/veille retirer {GUIDE}", "marie")
    await press(stage, labelled(said, "Remettre"), "marie")
    assert str(cards(stage)[-1].text) == "@marie remet un lien partagé par @paul."


async def test_who_brought_a_link_up_again_has_it_for_their_own_once_it_is_taken_back(stage):
    await brought_up_by_paul(stage)
    await stage.say(f"/veille retirer {GUIDE}", "marie")
    (said,) = await stage.say(f"/veille retirer {GUIDE}", "paul", "autre")
    assert "Retiré partout" in said.text
    assert [row.removed_at is not None for row in await rows(stage, ShareRow)] == [True]


async def kept_by_paul(stage):
    """Have marie share the guide, and paul keep it, find it useful and note something, without a post."""
    await stage.say(f"/veille {GUIDE} #seniors à lire page 3", "marie")
    (answer,) = await stage.say(f"/veille {GUIDE} #mobile pour mes ateliers", "paul", "autre")
    for label in ("Utile", "Enregistrer", "Ajouter"):
        await press(stage, labelled(answer, label), "paul", "autre")


async def test_a_link_that_is_taken_back_everywhere_stays_in_the_lists_of_who_keeps_it(stage):
    await kept_by_paul(stage)
    (said,) = await stage.say(f"/veille retirer {GUIDE}", "marie")
    assert "1 personne le garde : il reste dans sa liste" in plain(said.text)
    assert [button.name for button in said.buttons] == ["restore"]
    for _day in range(30):
        await stage.advance(timedelta(days=1))
        listed = await of_list(stage, "paul")
        assert "Le guide" in listed
        assert "gardé, n’est plus partagé" in listed
    (found,) = await stage.say("/veille chercher guide", "lea")
    assert "aucun lien" in found.text
    (row,) = await rows(stage, ShareRow)
    assert row.member_id is None
    assert await rows(stage, AppearanceRow) == []
    assert [note.text for note in await rows(stage, NoteRow)] == ["pour mes ateliers"]
    (answer,) = await stage.write("/veille mes-liens", "paul")
    await press(stage, labelled(answer, "Ne plus garder"), "paul", where=None)
    assert "Ta liste est vide" in await of_list(stage, "paul")


async def test_who_shares_a_link_that_was_taken_back_finds_what_others_made_of_it(stage):
    await kept_by_paul(stage)
    (removed,) = await stage.say(f"/veille retirer {GUIDE}", "marie")
    (answer,) = await stage.say(f"/veille {GUIDE} un classique", "lea", "autre")
    assert "Partagé dans **autre**" in answer.text
    (card,) = cards(stage, "autre")
    assert str(card.text) == "@lea partage un lien."
    assert str(card.buttons[0].label) == "Utile (1)"
    said = plain(card.embeds[0].text)
    assert "@paul : pour mes ateliers" in said
    assert "@lea : un classique" in said
    assert "#seniors #mobile" in said
    assert "marie" not in said
    assert "gardé" in await of_list(stage, "paul")
    assert "n’est plus partagé" not in await of_list(stage, "paul")
    (back,) = await press(stage, labelled(removed, "Remettre"), "marie")
    assert "Partagé de nouveau entre-temps" in back.text


async def test_who_keeps_a_link_that_was_taken_back_leaves_it_to_be_put_back(stage):
    await stage.say(f"/veille {GUIDE}", "marie")
    (removed,) = await stage.say(f"/veille retirer {GUIDE}", "marie")
    await stage.write(f"/veille enregistrer {GUIDE}", "paul")
    assert "gardé, n’est plus partagé" in await of_list(stage, "paul")
    (back,) = await press(stage, labelled(removed, "Remettre"), "marie")
    assert "De retour" in back.text
    assert len(cards(stage)) == 2


async def test_after_a_week_it_is_too_late_to_put_a_link_back_that_others_keep(stage):
    await kept_by_paul(stage)
    (removed,) = await stage.say(f"/veille retirer {GUIDE}", "marie")
    for _day in range(8):
        await stage.advance(timedelta(days=1))
    (refused,) = await press(stage, labelled(removed, "Remettre"), "marie")
    assert "trop tard" in refused.text


async def test_who_coordinates_takes_a_link_out_of_the_channels_that_they_coordinate_alone(stage):
    await brought_up_by_paul(stage)
    await stage.bot.grant(author("jeanne"), channel("general"), "coordinator", everywhere=False)
    (said,) = await stage.say(f"/veille retirer {GUIDE}", "jeanne")
    assert "Retiré d’ici ; il est encore dans **autre**" in plain(said.text)
    assert "delete" not in [one.kind for one in stage.platform.taken("autre")]
    (refused,) = await stage.say(f"/veille retirer {GUIDE}", "jeanne", "autre")
    assert refused.code == "not_allowed"


async def test_what_may_do_harm_leaves_the_lists_too_and_is_told(stage):
    await kept_by_paul(stage)
    await stage.bot.grant(author("jeanne"), channel("general"), "coordinator", everywhere=False)
    (said,) = await stage.say(f"/veille retirer {GUIDE}", "jeanne")
    (done,) = await press(stage, labelled(said, "Il peut nuire"), "jeanne")
    assert "Retiré aussi de la liste de 1 personne" in done.text
    assert "Ta liste est vide" in await of_list(stage, "paul")
    told = dms(stage, "paul")[-1]
    assert "car il peut nuire" in told
    assert "Le guide" in told
    assert GUIDE not in told
    assert [mark.kind for mark in await rows(stage, MarkRow)] == ["useful"]
    assert len(await rows(stage, TagRow)) == 2


async def test_nobody_but_who_coordinates_takes_anything_out_of_the_lists_of_others(stage):
    await kept_by_paul(stage)
    await stage.bot.grant(author("jeanne"), channel("general"), "coordinator", everywhere=False)
    (said,) = await stage.say(f"/veille retirer {GUIDE}", "jeanne")
    (refused,) = await press(stage, labelled(said, "Il peut nuire"), "marie")
    assert refused.code == "not_allowed"
    assert "Le guide" in await of_list(stage, "paul")


async def test_a_deleted_message_leaves_its_link_to_who_brought_it_up(stage):
    await link_posted(stage, f"{GUIDE} #veille", (GUIDE,), ("veille",), "marie")
    (answer,) = await stage.say(f"/veille {GUIDE}", "paul", "autre")
    await press(stage, labelled(answer, "Le remettre ici"), "paul", "autre")
    await stage.platform.host.message_deleted("general", "m1")
    await stage.bot.settle()
    edited = [one.post for _at, one in stage.platform.attempts if one.channel == "autre"][-1]
    assert str(edited.text) == "@paul partage un lien."
