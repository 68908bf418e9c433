"""Cards that never arrive: their links are not shared, and who brought them loses nothing."""

from datetime import timedelta

from bot.language.messages import Markup
from plugins.watch.models import AppearanceRow, NoteRow, ShareRow
from tests.acceptance.console import plain
from tests.fakes.bot import channel, count, rows
from tests.fakes.platform import Refuse
from tests.fakes.watch import GUIDE, cards, dms, labelled, press

DAY = timedelta(days=1)


async def refused(stage, text=f"/veille {GUIDE} #impots mon avis", because=None, where="general"):
    """Have camille share a link in a channel that takes no card, and return what she is told of that."""
    stage.platform.will(Refuse(because), at=where)
    await stage.say(text, place=where)
    [told] = [
        outgoing.post
        for _at, outgoing in stage.platform.attempts
        if outgoing.user == "id-camille" and "Je n’ai pas pu publier" in str(outgoing.post.text)
    ]
    return told


async def test_who_shared_a_link_is_told_why_its_card_did_not_arrive(stage):
    told = plain(str((await refused(stage, because=Markup("Le canal est archivé"))).text))
    assert "Je n’ai pas pu publier ton lien dans **general**, il n’y est donc pas partagé : " in told
    assert GUIDE in told
    assert "La raison : Le canal est archivé." in told
    assert "« Réessayer » l’y publie à nouveau" in told


async def test_a_link_whose_card_did_not_arrive_is_shared_for_nobody(stage):
    await stage.say("/veille abonner #impots", "karim")
    await refused(stage)
    await stage.advance(DAY)
    assert dms(stage, "karim") == []
    (found,) = await stage.say("/veille chercher guide", "karim")
    assert "mairie.example" not in found.text
    (answer,) = await stage.say(f"/veille {GUIDE}", "karim")
    assert "Partagé dans" in answer.text
    assert "DELETE" not in [one.kind.name for _at, one in stage.platform.attempts]


async def test_who_shares_a_link_where_the_bot_is_no_more_is_told_so_at_once(stage):
    await stage.say("/veille flux")
    await stage.platform.host.left(["general"])
    (answer,) = await stage.say(f"/veille {GUIDE} #impots mon avis")
    assert "Je ne peux plus écrire dans **general**" in plain(answer.text)
    assert await rows(stage, ShareRow) == []
    await stage.platform.host.discovered([channel("general")])
    (answer,) = await stage.say(f"/veille {GUIDE} #impots mon avis")
    assert "Partagé dans **general**" in plain(answer.text)
    assert "mon avis" in str(cards(stage)[-1].embeds[0].text)


async def test_what_was_said_of_a_link_is_on_its_card_once_it_arrives(stage):
    told = await refused(stage)
    await stage.say("/veille abonner #impots", "karim")
    await stage.advance(6 * DAY)
    await press(stage, labelled(told, "Réessayer"), where=None)
    card = cards(stage)[-1]
    assert "#impots" in str(card.embeds[0].text)
    assert "mon avis" in str(card.embeds[0].text)
    assert [one.share_id for one in await rows(stage, AppearanceRow)] == [1]
    await stage.advance(DAY)
    assert "#impots" in dms(stage, "karim")[-1]


async def test_a_link_that_nobody_tries_again_is_forgotten(stage):
    told = await refused(stage)
    for _day in range(10):
        await stage.advance(DAY)
    assert [await count(stage, table) for table in (ShareRow, NoteRow)] == [0, 0]
    (said,) = await press(stage, labelled(told, "Réessayer"), where=None)
    assert "n’est plus dans la veille partagée" in said.text


async def test_a_link_that_stands_elsewhere_stays_there(stage):
    await stage.say(f"/veille {GUIDE}", "karim", "autre")
    (answer,) = await stage.say(f"/veille {GUIDE}")
    stage.platform.will(Refuse(), at="general")
    await press(stage, labelled(answer, "Le remettre ici"))
    assert "Je n’ai pas pu publier ton lien dans **general**" in plain(dms(stage, "camille")[-1])
    assert "Je n’ai pas pu publier" not in "".join(dms(stage, "karim"))
    (found,) = await stage.say("/veille chercher guide", "karim")
    assert "mairie.example" in found.text
    assert len(await rows(stage, AppearanceRow)) == 1
