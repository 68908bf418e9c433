"""What nobody can be told of is refused for what it is, rather than taken for words."""

import pytest
from sqlalchemy import select

from plugins.watch.subscriptions import SubscriptionRow
from tests.acceptance.console import plain


async def subscribe(stage, about):
    return plain(str((await stage.say(f"/veille abonner {about}"))[0].text))


async def subscriptions(stage):
    async with stage.store.read() as session:
        return [row.name for row in await session.scalars(select(SubscriptionRow))]


@pytest.mark.parametrize(
    ("about", "said"),
    [
        ("aux liens de nadia", "`/veille chercher @nadia`"),
        ("@nadia", "`/veille chercher @nadia`"),
        ("flux", "Dis quel flux"),
        ("un flux", "Dis quel flux"),
        (
            "#mobile chaque semaine",
            "te prévenir « chaque semaine » : seulement dès l’arrivée ou une fois par jour",
        ),
        ("illettrisme une fois par mois", "te prévenir « une fois par mois »"),
        ("tout", "`/veille derniers` montre tout"),
    ],
)
async def test_what_cannot_be_told_is_refused_with_what_can(stage, about, said):
    await stage.say("/veille tags", "nadia")
    assert said in await subscribe(stage, about)
    assert await subscriptions(stage) == []


@pytest.mark.parametrize("about", ["#mobile chaque jour", "accueil de qualité", "emploi", "flux migratoires"])
async def test_other_subjects_are_told(stage, about):
    await subscribe(stage, about)
    assert len(await subscriptions(stage)) == (about != "flux migratoires")


async def test_a_tag_ends_in_any_of_its_forms_and_without_its_sign(stage):
    for about in ("#séniors", "aides"):
        await subscribe(stage, about)
    (ended,) = await stage.say("/veille désabonner senior")
    assert "tu ne recevras plus : les liens avec l’étiquette #séniors" in plain(str(ended.text))
    assert await subscriptions(stage) == ["aides"]
    (listed,) = await stage.say("/veille désabonne-moi du flux")
    assert plain(str(listed.text)).startswith("Tu reçois :")
