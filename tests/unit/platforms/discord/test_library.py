"""What the bot relies on in discord.py that its documentation does not promise.

A new version in which one of these differs fails here, by name, and not in a guild.
"""

import asyncio
import inspect

import aiohttp
import discord
import pytest
from discord.gateway import DiscordWebSocket, ReconnectWebSocket
from discord.http import HTTPClient, Route
from discord.utils import MISSING

INTENTS = discord.Intents.none()


class Line:
    """What a connection reads: one frame, or a silence."""

    close_code = 1001

    def __init__(self, *received: object) -> None:
        self._received = list(received)

    closed = False

    async def receive(self, **_within: float) -> object:
        item = self._received.pop(0)
        if isinstance(item, Exception):
            raise item
        return item

    async def close(self, code: int) -> None:
        """Nothing is there to be closed."""


def frame(kind: aiohttp.WSMsgType, data: object = None) -> aiohttp.WSMessage:
    return aiohttp.WSMessage(kind, data, None)


async def poll(*received: object) -> ReconnectWebSocket:
    socket = DiscordWebSocket(Line(*received), loop=asyncio.get_running_loop())
    socket.shard_id, socket._max_heartbeat_timeout = 0, 60.0
    with pytest.raises(ReconnectWebSocket) as caught:
        await socket.poll_event()
    return caught.value


async def test_why_a_connection_is_to_be_made_anew_is_known_by_what_was_met_before():
    asked = await poll(frame(aiohttp.WSMsgType.TEXT, '{"op": 7, "d": null, "s": null, "t": null}'))
    assert (asked.resume, asked.__context__) == (True, None)
    silent = await poll(TimeoutError())
    assert isinstance(silent.__context__, TimeoutError)
    closed = await poll(frame(aiohttp.WSMsgType.CLOSED))
    assert closed.resume
    assert closed.__context__ is not None
    assert not isinstance(closed.__context__, TimeoutError)


def test_a_connection_can_be_begun_and_taken_up_by_hand():
    parameters = inspect.signature(DiscordWebSocket.from_client).parameters
    assert {"client", "shard_id", "gateway", "session", "sequence", "resume"} <= parameters.keys()
    source = inspect.getsource(DiscordWebSocket.from_client)
    assert "cls.DEFAULT_GATEWAY" in source
    assert "_max_heartbeat_timeout" in source


async def test_what_a_session_needs_to_go_on_stands_on_the_connection():
    socket = DiscordWebSocket(Line(), loop=asyncio.get_running_loop())
    assert (socket.session_id, socket.sequence) == (None, None)
    assert isinstance(socket.open, bool)
    assert "self.gateway = yarl.URL(data['resume_gateway_url'])" in inspect.getsource(
        DiscordWebSocket.received_message
    )


async def test_how_many_shards_there_are_can_be_said_after_the_client_is_made():
    client = discord.AutoShardedClient(intents=INTENTS)
    state = client._connection
    assert (state.shard_count, list(state.shard_ids)) == (None, [])
    assert state._get_websocket == client._get_websocket
    assert {"guild_id", "shard_id"} == inspect.signature(client._get_websocket).parameters.keys()


def test_requests_go_where_the_base_of_routes_says(monkeypatch):
    monkeypatch.setattr(Route, "BASE", "http://127.0.0.1:1/api/v10")
    assert Route("GET", "/users/@me").url == "http://127.0.0.1:1/api/v10/users/@me"


async def test_a_client_that_was_closed_can_log_in_again_with_a_connector_of_its_own():
    client = discord.Client(intents=INTENTS)
    assert client.http.connector is MISSING
    assert "if self.connector is MISSING" in inspect.getsource(HTTPClient.static_login)


def test_a_request_that_is_broken_off_while_it_waits_for_the_global_limit_leaves_the_others_waiting():
    """Should this ever change, requests may be broken off: see `asking.in_time`."""
    source = inspect.getsource(HTTPClient.request)
    waits = source.index("self._global_over.clear()")
    assert "finally" not in source[waits : source.index("self._global_over.set()", waits)]
