"""Several teams, and several servers, in one process: the trouble of one is not that of the others."""

import contextlib

import pytest_asyncio

from tests.acceptance.mattermost.people import said
from tests.acceptance.mattermost.process import until
from tests.acceptance.mattermost.targets import target
from tests.acceptance.mattermost.town import Home, town_of


@pytest_asyncio.fixture(loop_scope="session")
async def towns(tmp_path):
    """The bot on two servers (the same one twice, if it is real), in two teams of the first."""
    async with contextlib.AsyncExitStack() as stack:
        first, second = [await stack.enter_async_context(target()) for _number in range(2)]
        homes = [await Home.found(first, "mattermost", teams=2), await Home.found(second, "ailleurs")]
        yield await stack.enter_async_context(town_of(tmp_path, *homes))


async def test_the_bot_works_in_several_teams_and_on_several_servers(towns):
    home, elsewhere = towns.homes
    first_team, second_team = home.teams
    camille = await home.person("camille", await home.channel())
    karim = await home.person("karim", await home.channel(team=second_team), team=second_team)
    lea = await elsewhere.person("lea", await elsewhere.channel())
    for person in (camille, karim, lea):
        assert "C’est noté" in said(await person.asks("/rappel demain 9h payer la facture"))
        assert "payer la facture" in said(await person.tells("/rappel liste"))
        await person.runs("/kermesse voter")
        poll = await person.sees()
        await person.presses(poll, "Pour")
        assert said(await person.sees_changed(poll)) == "Une kermesse ? 1 voix"

    path = f"/teams/{first_team['id']}/members/{camille.id}/schemeRoles"
    await home.target.admin.put(path, {"scheme_admin": True, "scheme_user": True})
    state = said(await camille.asks("/maillage état"))
    assert "Mattermost : connexion établie depuis" in state
    assert "Ailleurs : connexion établie depuis" in state
    assert "ne t’est pas ouvert" in said(await karim.asks("/maillage état"))


async def test_a_server_that_does_not_know_the_token_any_more_is_lost_alone(towns):
    home, elsewhere = towns.homes
    admin = elsewhere.target.admin
    lea = await elsewhere.person("lea", await elsewhere.channel())
    camille = await home.person("camille", await home.channel())
    await lea.tells("/rappel liste")
    for token in await admin.get(f"/users/{elsewhere.bot['id']}/tokens"):
        await admin.post("/users/tokens/revoke", {"token_id": token["id"]})
    await lea.runs("/kermesse citer en vain")
    await towns.process.fails("ailleurs: lost")
    (reason,) = (await towns.process.health())[1]["reasons"]
    assert reason.startswith("ailleurs: lost")
    assert said(await camille.tells("/rappel liste")).startswith("Tu n’as aucun rappel")
    assert "Chut" in await whispered(camille)
    await home.target.admin.put(f"/users/{camille.id}/roles", {"roles": "system_user system_admin"})

    async def state_says_so():
        return "Ailleurs : connexion perdue depuis" in said(await camille.asks("/maillage état"))

    await until(state_says_so, "the state tells it")


async def whispered(person):
    answer = await person.asks("/kermesse choisir")
    await person.presses(answer, "Dire")
    return said(await person.sees_alone())
