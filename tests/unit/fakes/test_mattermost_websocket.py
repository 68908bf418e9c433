"""The WebSocket of the fake server: resumed, lost, half-open."""

import aiohttp
import pytest

from tests.fakes.mattermost import FakeMattermost
from tests.unit.fakes.asking import API, bearer, connect, read_events


async def test_a_dead_connection_is_resumed_where_it_was(town, http):
    async with connect(http, town.bot) as socket:
        (hello,) = await read_events(socket, 1)
    connection_id = hello["data"]["connection_id"]
    await town.eddie.say(town.channel_id, "pendant la coupure")
    async with connect(http, town.bot, connection_id=connection_id, sequence_number=1) as socket:
        (event,) = await read_events(socket, 1)
        assert (event["event"], event["seq"]) == ("posted", 1)


async def test_a_challenge_never_resumes(town, http):
    async with connect(http, town.bot) as socket:
        (hello,) = await read_events(socket, 1)
    query = {"connection_id": hello["data"]["connection_id"], "sequence_number": "1"}
    async with http.ws_connect(f"{town.server.url}{API}/websocket", params=query) as socket:
        challenge = {"seq": 1, "action": "authentication_challenge", "data": {"token": town.bot.token}}
        await socket.send_json(challenge)
        again, reply = await read_events(socket, 2)
        assert again["data"]["connection_id"] != query["connection_id"]
        assert reply == {"status": "OK", "seq_reply": 1}


async def test_nothing_is_resumed_after_a_restart_or_a_longer_loss(town, http):
    async def reconnected(connection_id):
        async with connect(http, town.bot, connection_id=connection_id, sequence_number=1) as socket:
            (event,) = await read_events(socket, 1)
            return event

    async with connect(http, town.bot) as socket:
        (hello,) = await read_events(socket, 1)
    for number in range(260):
        await town.eddie.say(town.channel_id, str(number))
    again = await reconnected(hello["data"]["connection_id"])
    assert (again["event"], again["seq"]) == ("hello", 0)
    await town.server.restart()
    assert (await reconnected(again["data"]["connection_id"]))["event"] == "hello"


async def test_a_large_frame_closes_the_socket(town, http):
    async with connect(http, town.bot) as socket:
        await read_events(socket, 1)
        await socket.send_str("x" * 9000)
        assert (await socket.receive(timeout=5)).type is aiohttp.WSMsgType.CLOSE


async def test_a_half_open_socket_is_silent_and_cannot_be_resumed(town, http):
    async with connect(http, town.bot) as socket:
        (hello,) = await read_events(socket, 1)
        town.server.go_half_open(town.bot.token)
        await socket.send_json({"seq": 1, "action": "ping"})
        await socket.ping()
        await town.eddie.say(town.channel_id, "personne n’entend")
        with pytest.raises(TimeoutError):
            await socket.receive(timeout=0.1)
    connection_id = hello["data"]["connection_id"]
    async with connect(http, town.bot, connection_id=connection_id, sequence_number=1) as socket:
        (event,) = await read_events(socket, 1)
        assert event["data"]["connection_id"] != connection_id


async def test_a_half_open_socket_does_not_answer_a_farewell(town, http):
    url, patience = f"{town.server.url}{API}/websocket", aiohttp.ClientWSTimeout(ws_close=0.1)
    async with http.ws_connect(url, headers=bearer(town.bot), timeout=patience) as socket:
        await read_events(socket, 1)
        town.server.go_half_open(town.bot.token)
        await socket.close()
        assert socket.close_code == aiohttp.WSCloseCode.ABNORMAL_CLOSURE


@pytest.mark.parametrize("close_frame", [True, False])
async def test_sockets_are_dropped_with_or_without_a_word(town, http, close_frame):
    async with connect(http, town.bot) as socket:
        await read_events(socket, 1)
        await town.server.drop_sockets(town.bot.token, close_frame=close_frame)
        end = await socket.receive(timeout=5)
        assert end.type is (aiohttp.WSMsgType.CLOSE if close_frame else aiohttp.WSMsgType.CLOSED)


async def test_the_server_pings(http):
    async with FakeMattermost.running(ping_every=0.05) as server:
        url = f"{server.url}{API}/websocket"
        async with http.ws_connect(url, headers=bearer(server.admin), autoping=False) as socket:
            await read_events(socket, 2)
            assert (await socket.receive(timeout=5)).type is aiohttp.WSMsgType.PING


async def test_a_bad_token_opens_a_socket_that_soon_ends(http):
    async with FakeMattermost.running(authenticate_within=0.05) as server:
        headers = {"Authorization": "Bearer nonsense"}
        async with http.ws_connect(f"{server.url}{API}/websocket", headers=headers) as socket:
            await socket.send_json({"seq": 1, "action": "ping"})
            assert (await socket.receive(timeout=5)).type is aiohttp.WSMsgType.CLOSED


async def test_a_person_hears_again_after_a_restart(town):
    await town.server.restart()
    await town.eddie.next("hello")
    await town.eddie.next("hello")
    await town.bot.say(town.channel_id, "revenu")
    assert (await town.eddie.next_post(by=town.bot.id))["message"] == "revenu"
