"""What can go wrong with the fake server, at will."""

import asyncio

import aiohttp
import pytest

from tests.fakes.mattermost import Person, RefusedError
from tests.unit.fakes.asking import API, bearer, connect, read_events, refused


@pytest.mark.parametrize("taken", [True, False])
async def test_an_answer_is_lost(town, taken):
    town.server.faults.cut("/posts$", "POST", taken=taken)
    with pytest.raises(aiohttp.ClientConnectionError):
        await town.bot.say(town.channel_id, "unique")
    assert len(await town.eddie.read(town.channel_id)) == taken


async def test_a_request_never_gets_an_answer(town):
    fault = town.server.faults.time_out("/posts$", "POST", taken=True, token=town.bot.token)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.1):
            await town.bot.say(town.channel_id, "unique")
    assert fault.met == 1
    await town.eddie.say(town.channel_id, "moi, ça va")
    assert [post["message"] for post in await town.eddie.read(town.channel_id)] == ["unique", "moi, ça va"]


async def test_a_server_that_is_asked_too_often_says_when_to_come_back(town, http):
    town.server.faults.limit_rate(2, "/users/me")
    async with http.get(f"{town.server.url}{API}/users/me", headers=bearer(town.bot)) as answer:
        assert (answer.status, answer.headers["Retry-After"]) == (429, "2")
        assert answer.content_type == "text/plain"
    assert (await town.bot.get("/users/me"))["username"] == "relais"


@pytest.mark.parametrize("status", [500, 502, 503])
async def test_a_server_in_trouble_answers_with_a_status(town, status):
    town.server.faults.answer(status, "/posts$", "POST", times=2)
    assert [(await refused(town.bot.say(town.channel_id, "?")))[0] for _ in range(2)] == [status] * 2
    assert (await town.bot.say(town.channel_id, "enfin"))["message"] == "enfin"


async def test_a_stopped_server_comes_back_on_its_port_with_its_posts(town):
    post = await town.bot.say(town.channel_id, "reste")
    await town.server.down()
    with pytest.raises(aiohttp.ClientConnectionError):
        await town.bot.get("/users/me")
    await town.server.up()
    assert (await town.bot.get(f"/posts/{post['id']}"))["message"] == "reste"


async def test_a_revoked_token_ends_its_sockets_and_is_refused(town, http):
    sessions = await town.admin.get(f"/users/{town.bot.id}/sessions")
    assert [one["props"]["type"] for one in sessions] == ["UserAccessToken"]
    async with connect(http, town.bot) as socket:
        await read_events(socket, 1)
        await town.admin.post("/users/tokens/revoke", {"token_id": town.bot_token["id"]})
        assert (await socket.receive(timeout=5)).type is aiohttp.WSMsgType.CLOSE
    assert await refused(town.bot.get("/users/me")) == (401, "api.context.session_expired.app_error")


async def test_a_deactivated_account_cannot_log_in(town):
    await town.admin.put(f"/users/{town.eddie.id}/active", {"active": False})
    assert (await refused(town.eddie.get("/users/me")))[0] == 401
    with pytest.raises(RefusedError) as refusal:
        await Person.log_in(town.server.url, "eddie")
    assert refusal.value.id == "api.user.login.inactive.app_error"
