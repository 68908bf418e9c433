"""The gateway to the letter: what it tells whom, and with which code it closes."""

import asyncio
import json
import zlib

import aiohttp
import discord
import pytest
import pytest_asyncio

from tests.fakes.discord import Intent, Permission, limits
from tests.unit.fakes.discord.bots import connected, point_at

GUILDS, MESSAGES, REACTIONS = Intent.GUILDS, Intent.GUILD_MESSAGES, Intent.GUILD_MESSAGE_REACTIONS


class Socket:
    """A client without a library."""

    def __init__(self, ws, token, compressed):
        self.ws = ws
        self.token = token
        self.sequence = None
        self._inflate = zlib.decompressobj() if compressed else None

    async def send(self, op, data):
        await self.ws.send_str(json.dumps({"op": op, "d": data}))

    async def next(self):
        frame = await self.ws.receive(timeout=5)
        if frame.type in {aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSED, aiohttp.WSMsgType.CLOSING}:
            return None
        if self._inflate is not None:
            assert frame.data.endswith(b"\x00\x00\xff\xff")
        told = json.loads(self._inflate.decompress(frame.data) if self._inflate else frame.data)
        self.sequence = told.get("s") or self.sequence
        return told

    async def event(self, name):
        """The next event of a name; those before it are skipped."""
        while (told := await self.next()) is not None:
            if told.get("t") == name:
                return told["d"]
        raise AssertionError(f"closed with {self.ws.close_code} before {name}")

    async def op(self, number):
        while (told := await self.next()) is not None:
            if told["op"] == number:
                return told.get("d")
        raise AssertionError(f"closed with {self.ws.close_code} before op {number}")

    async def identify(self, intents=GUILDS, **fields):
        data = {"token": self.token, "intents": int(intents), "properties": {"os": "linux"}}
        await self.send(2, data | fields)

    async def closed(self):
        while await self.next() is not None:
            pass
        return self.ws.close_code


@pytest_asyncio.fixture
async def dial(strict):
    async with aiohttp.ClientSession() as http:

        async def one(query="", path="/"):
            ws = await http.ws_connect(f"{strict.hub.url}{path}?v=10{query}")
            return Socket(ws, strict.token, "zlib" in query)

        yield one


@pytest_asyncio.fixture
async def socket(dial):
    socket = await dial()
    assert (await socket.next())["op"] == 10
    return socket


async def test_hello_ready_and_the_guilds(strict, socket, isere, place):
    await socket.identify()
    ready = await socket.event("READY")
    assert ready["guilds"] == [{"id": isere.id, "unavailable": True}]
    assert ready["resume_gateway_url"].startswith("ws://127.0.0.1:")
    assert ready["application"]["id"] == strict.bot.id
    told = await socket.event("GUILD_CREATE")
    assert [channel["id"] for channel in told["channels"]] == [place.id]
    assert [member["user"]["id"] for member in told["members"]] == [strict.bot.id]


async def test_compression_is_one_stream(strict, dial, isere):
    socket = await dial("&compress=zlib-stream")
    await socket.identify()
    assert (await socket.event("READY"))["v"] == 10
    assert (await socket.event("GUILD_CREATE"))["name"] == "Isère"


@pytest.mark.parametrize("query", ["&compress=zstd-stream", "&encoding=etf"])
async def test_what_it_does_not_speak_is_closed(dial, query):
    assert await (await dial(query)).closed() == 4002


@pytest.mark.parametrize(
    ("op", "data", "code"),
    [
        (99, None, 4001),
        (3, {}, 4003),
        (2, {"token": "wrong", "properties": {}, "intents": 1}, 4004),
        (2, {"token": "no properties", "intents": 1}, 4002),
        (6, {"token": "wrong", "session_id": "a", "seq": 1}, 4004),
        (2, "a" * 5000, 4002),
    ],
)
async def test_mistakes_are_closed_with_their_code(socket, op, data, code):
    await socket.send(op, data)
    assert await socket.closed() == code


async def test_what_is_no_json_is_closed(socket):
    await socket.ws.send_str("{")
    assert await socket.closed() == 4002


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"intents": 1 << 30}, 4013),
        ({"intents": Intent.GUILD_MEMBERS}, 4014),
        ({"intents": Intent.MESSAGE_CONTENT}, 4014),
        ({"shard": [1, 1]}, 4010),
    ],
)
async def test_intents_and_shards_have_to_be_right(socket, fields, code):
    await socket.identify(**fields)
    assert await socket.closed() == code


async def test_nobody_identifies_twice(socket):
    await socket.identify()
    await socket.event("READY")
    await socket.identify()
    assert await socket.closed() == 4005


async def test_sharding_is_demanded(strict, rest, dial, isere):
    strict.hub.shards = 2
    assert (await rest("GET", "/gateway/bot")).body["shards"] == 2
    socket = await dial()
    await socket.identify()
    assert await socket.closed() == 4011
    guilds = []
    for shard in (0, 1):
        socket = await dial()
        await socket.identify(shard=[shard, 2])
        guilds += (await socket.event("READY"))["guilds"]
    assert guilds == [{"id": isere.id, "unavailable": True}]


async def test_sharding_is_demanded_from_2500_guilds(strict, socket):
    for number in range(2500):
        strict.guild(str(number))
    await socket.identify()
    assert await socket.closed() == 4011


async def test_a_gateway_may_refuse_everybody(strict, dial):
    strict.hub.refuse(4014)
    socket = await dial()
    await socket.identify()
    assert await socket.closed() == 4014
    strict.hub.refuse(None)
    socket = await dial()
    await socket.identify()
    await socket.event("READY")


async def test_identifies_are_spaced_and_counted(strict, rest, dial):
    strict.hub.identify_every = limits.IDENTIFY_WINDOW
    socket = await dial()
    await socket.identify()
    await socket.event("READY")
    hasty = await dial()
    await hasty.identify()
    assert await hasty.op(9) is False
    limit = (await rest("GET", "/gateway/bot")).body["session_start_limit"]
    assert (limit["total"], limit["remaining"], limit["max_concurrency"]) == (1000, 999, 1)


async def test_too_many_identifies_reset_the_token(strict, dial):
    strict.hub.identifies_left = 0
    before = strict.token
    socket = await dial()
    await socket.identify()
    assert await socket.closed() == 4004
    assert strict.token != before


async def test_heartbeats_are_acknowledged_and_demanded(strict, dial):
    socket = await dial()
    await socket.send(1, None)
    await socket.op(11)
    strict.hub.heartbeat = 20
    silent = await dial()
    assert await silent.closed() == 4009


async def test_too_many_messages_are_closed(socket):
    for _ in range(121):
        await socket.send(1, None)
    assert await socket.closed() == 4008


async def test_what_was_missed_is_replayed(strict, socket, dial, place, karim):
    await socket.identify(GUILDS | MESSAGES)
    session = (await socket.event("READY"))["session_id"]
    await socket.event("GUILD_CREATE")
    strict.hub.close(4000)
    assert await socket.closed() == 4000
    await karim.say(place, "Bonjour")
    again = await dial(path="/resume")
    await again.send(6, {"token": strict.token, "session_id": session, "seq": socket.sequence})
    assert (await again.event("MESSAGE_CREATE"))["author"]["username"] == "karim"
    await again.event("RESUMED")


async def test_a_session_that_is_lost_cannot_be_resumed(strict, socket, dial, place, karim):
    strict.hub.buffer = 1
    await socket.identify(GUILDS | MESSAGES)
    session = (await socket.event("READY"))["session_id"]
    again = await dial()
    await again.send(6, {"token": strict.token, "session_id": session, "seq": 999})
    assert await again.closed() == 4007
    await karim.say(place, "Un")
    await karim.say(place, "Deux")
    for wanted in (session, "unknown"):
        again = await dial()
        await again.send(6, {"token": strict.token, "session_id": wanted, "seq": 0})
        assert await again.op(9) is False


async def test_a_session_ends_when_the_client_says_so(strict, socket):
    await socket.identify()
    await socket.event("READY")
    await socket.ws.close(code=1000)
    await strict.until(lambda: not strict.hub.sessions)
    assert strict.hub.connected == []


async def test_events_come_by_intent(strict, socket, dial, place, karim, isere):
    await socket.identify(GUILDS | REACTIONS)
    await socket.event("READY")
    message = await karim.say(place, "Bonjour")
    await karim.react(message, "👍")
    await socket.event("GUILD_CREATE")
    told = await socket.next()
    assert told["t"] == "MESSAGE_REACTION_ADD"
    assert told["d"]["emoji"]["name"] == "👍"


async def test_contents_come_with_the_message_content_intent_only(strict, socket, dial, place, karim):
    strict.grant(Intent.MESSAGE_CONTENT)
    full = await dial()
    await socket.identify(GUILDS | MESSAGES | Intent.DIRECT_MESSAGES)
    await full.identify(GUILDS | MESSAGES | Intent.MESSAGE_CONTENT)
    for one in (socket, full):
        await one.event("READY")
    await karim.say(place, "Bonjour")
    await karim.say(place, f"{strict.bot.mention} bonjour")
    await karim.say_to_bot("Bonjour, toi")
    said = [(await socket.event("MESSAGE_CREATE"))["content"] for _ in range(3)]
    assert said == ["", f"{strict.bot.mention} bonjour", "Bonjour, toi"]
    assert (await full.event("MESSAGE_CREATE"))["content"] == "Bonjour"


async def test_moderators_are_heard(strict, socket, isere, place):
    strict.grant(Intent.GUILD_MEMBERS)
    await socket.identify(GUILDS | Intent.GUILD_MEMBERS)
    await socket.event("GUILD_CREATE")
    sophie = strict.person("sophie", isere)
    assert (await socket.event("GUILD_MEMBER_ADD"))["user"]["id"] == sophie.id
    isere.give_role(sophie.user, isere.role("Coordination"))
    assert len((await socket.event("GUILD_MEMBER_UPDATE"))["roles"]) == 1
    isere.take_role(sophie.user, isere.role("Coordination"))
    assert (await socket.event("GUILD_MEMBER_UPDATE"))["roles"] == []
    isere.change_role(isere.everyone, Permission.VIEW_CHANNEL)
    assert (await socket.event("GUILD_ROLE_UPDATE"))["role"]["permissions"] == "1024"
    sophie.leave(isere)
    assert (await socket.event("GUILD_MEMBER_REMOVE"))["user"]["id"] == sophie.id
    isere.thread(place, "Un fil")
    assert (await socket.event("THREAD_CREATE"))["parent_id"] == place.id
    isere.rename("Isère et alentours")
    assert (await socket.event("GUILD_UPDATE"))["name"] == "Isère et alentours"
    isere.rename_channel(place, "entraide")
    assert (await socket.event("CHANNEL_UPDATE"))["name"] == "entraide"
    isere.remove_channel(place)
    assert (await socket.event("CHANNEL_DELETE"))["id"] == place.id
    strict.world.set_available(isere, False)
    assert (await socket.event("GUILD_DELETE"))["unavailable"] is True
    strict.world.set_available(isere, True)
    await socket.event("GUILD_CREATE")
    strict.world.remove_member(isere, strict.bot)
    assert "unavailable" not in await socket.event("GUILD_DELETE")


async def test_members_are_told_on_request(strict, socket, isere, karim):
    await socket.identify()
    await socket.event("READY")
    await socket.send(8, {"guild_id": isere.id, "query": "", "limit": 0, "nonce": "all"})
    await socket.send(8, {"guild_id": isere.id, "user_ids": [karim.id, "1"], "nonce": "some"})
    chunk = await socket.event("GUILD_MEMBERS_CHUNK")
    assert (chunk["nonce"], [one["user"]["id"] for one in chunk["members"]]) == ("some", [karim.id])
    assert chunk["not_found"] == ["1"]


# discord.py


class Sharded(discord.AutoShardedClient):
    """Its shards do not wait five seconds for one another."""

    async def before_identify_hook(self, shard_id, *, initial=False):
        assert shard_id is not None


async def test_a_lost_session_makes_the_client_identify_again(fake, loire):
    async with connected(fake) as bot:
        bot.ready_again = asyncio.Event()
        bot.on_ready = lambda: _set(bot.ready_again)
        fake.hub.sessions.clear()
        fake.hub.ask_to_reconnect()
        async with asyncio.timeout(15):
            await bot.ready_again.wait()
        assert len(fake.hub.identified) == 2


async def _set(event):
    event.set()


async def test_a_silent_gateway_is_left_and_taken_up_again(fake, loire, general, camille):
    async with connected(fake, heartbeat_timeout=0.3) as bot:
        fake.hub.go_silent()
        await camille.say(general, f"{fake.bot.mention} es-tu là ?")
        await fake.until(lambda: not fake.hub.connected)
        fake.hub.go_silent(False)
        assert "es-tu là" in (await asyncio.wait_for(bot.heard.get(), 10)).content
        assert fake.hub.resumed >= 1


async def test_an_automatically_sharded_client_does_as_it_is_told(fake, loire):
    fake.hub.shards = 2
    fake.hub.max_concurrency = 2

    point_at(fake)
    bot = Sharded(intents=discord.Intents(guilds=True), guild_ready_timeout=0.05)
    running = asyncio.create_task(bot.start(fake.token))
    await fake.connected(2)
    assert sorted(one["shard"] for one in fake.hub.identified) == [(0, 2), (1, 2)]
    await bot.close()
    await asyncio.gather(running, return_exceptions=True)
