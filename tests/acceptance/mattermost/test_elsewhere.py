"""Places where the bot is not: what is typed there all the same, and what a client says of them."""

import pytest

from tests.acceptance.mattermost.people import said


@pytest.fixture
def private_channel(town):
    """What makes somebody a private channel of their own, without the bot."""

    async def make(person) -> str:
        name = f"prive-{person.username}"
        fields = {"team_id": person.team, "name": name, "display_name": "Privé", "type": "P"}
        channel = await person.person.post("/channels", fields)
        return channel["id"]

    return make


async def test_what_is_for_everyone_is_not_lost_in_a_private_channel_without_the_bot(
    town, camille, private_channel
):
    camille.here = await private_channel(camille)
    first, second = (await camille.asks("/kermesse citer bonjour"), await camille.sees_alone())
    assert said(first) == "Quoted: bonjour"
    assert "Je ne suis pas dans ce canal" in said(second)
    assert f"/invite @{town.home.bot['username']}" in said(second)
    await camille.person.post(f"/channels/{camille.here}/members", {"user_id": camille.bot})
    await camille.runs("/kermesse citer encore")
    assert said(await camille.sees()) == "Quoted: encore"


async def test_a_form_counts_where_it_was_opened_and_not_where_a_client_says(camille, private_channel):
    opened_in = await camille.person.get(f"/channels/{camille.here}")
    await camille.runs("/rappel")
    dialog = await camille.sees_dialog()
    camille.here = await private_channel(camille)
    assert await camille.fills_in(dialog, text="payer la facture", when="demain 9h", where="ici") == {}
    assert f"Où : dans {opened_in['name']}" in said(await camille.hears("payer la facture"))
