"""The life of a WebSocket, against a small server that plays what a 5.37 server was seen doing."""

import asyncio
import contextlib
import itertools
import json
from datetime import UTC, datetime

import pytest
from aiohttp import WSMsgType, web

from bot.platforms.mattermost import inbox, socket
from bot.platforms.mattermost.events import Posted, UserUpdated
from bot.platforms.mattermost.failures import ServerUnavailableError, TokenRevokedError
from bot.platforms.mattermost.socket import PING_EVERY, SILENCE, Socket
from bot.platforms.mattermost.socket_states import Connected, Connecting, Lost, Stopped

NOW = datetime(2026, 11, 21, 19, 3, tzinfo=UTC)
GAP = "gap"
FIRST, SECOND = "18s4o4ug77gi7poom48toqxd1o", "u1wn5y1qdin4tq9g7qft3wpmqr"


class Time:
    """Seconds that pass only when told; whoever sleeps is woken when their moment has come."""

    def __init__(self):
        self.now = 1000.0
        self._sleepers = []

    def monotonic(self):
        return self.now

    async def sleep(self, seconds):
        woken = asyncio.get_running_loop().create_future()
        self._sleepers.append((self.now + seconds, woken))
        await woken

    def advance(self, seconds):
        self.now += seconds
        for at, woken in self._sleepers:
            if at <= self.now and not woken.done():
                woken.set_result(None)
        self._sleepers = [(at, woken) for at, woken in self._sleepers if not woken.done()]


class Connection:
    """One WebSocket as the server has it."""

    def __init__(self, request, websocket):
        self.query = dict(request.query)
        self.authorization = request.headers.get("Authorization")
        self.path = request.path
        self.received = []
        self.pongs = 0
        self._websocket = websocket
        self._transport = request.transport
        self.ended = asyncio.Event()

    async def hello(self, connection=FIRST, seq=0):
        await self.send("hello", seq, connection_id=connection, server_version="5.37.0")

    async def send(self, event, seq, **data):
        await self._websocket.send_json({"event": event, "data": data, "broadcast": {}, "seq": seq})

    async def posted(self, message, seq):
        post = {"id": f"p{seq}", "create_at": 1, "user_id": "u", "channel_id": "c", "message": message}
        await self.send("posted", seq, post=json.dumps(post), channel_type="D")

    async def text(self, text):
        await self._websocket.send_str(text)

    async def close(self):
        await self._websocket.close()

    def cut(self):
        """End the TCP connection without a close frame."""
        self._transport.abort()
        self.ended.set()

    async def serve(self, answers):
        try:
            async for message in self._websocket:
                if message.type is WSMsgType.PONG:
                    self.pongs += 1
                    continue
                request = json.loads(message.data)
                self.received.append(request)
                if answers is not None:
                    await self._websocket.send_json(answers | {"seq_reply": request["seq"]})
        finally:
            self.ended.set()


class Server:
    """Accepts WebSockets; the test says what is sent on each."""

    def __init__(self):
        self.connections = asyncio.Queue()
        self.answers = {"status": "OK", "data": {"text": "pong"}}
        self.refuse = None
        self._port = 0

    async def start(self):
        app = web.Application()
        app.router.add_get("/{path:.*}/websocket", self._accept)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self._port).start()
        self._port = self._runner.addresses[0][1]
        self.url = f"http://127.0.0.1:{self._port}"

    async def stop(self):
        await self._runner.cleanup()

    async def _accept(self, request):
        if self.refuse is not None:
            return web.Response(status=self.refuse)
        websocket = web.WebSocketResponse(autoping=False)
        await websocket.prepare(request)
        connection = Connection(request, websocket)
        self.connections.put_nowait(connection)
        await connection.serve(self.answers)
        return websocket


class Bot:
    """A socket, what it delivered and what it said."""

    def __init__(self, url):
        self.time = Time()
        self.seen = []
        self.states = []
        self.verified = 0
        self.token_is_valid = True
        self.may_handle = asyncio.Event()
        self.may_handle.set()
        self.socket = Socket(
            url,
            "dzjpkzuq4pd95gdwwae1yeauto",
            on_event=self._on_event,
            on_gap=self._on_gap,
            verify=self._verify,
            on_state=self._on_state,
            now=lambda: NOW,
            monotonic=self.time.monotonic,
            sleep=self.time.sleep,
            random=lambda: 1.0,
        )
        self.running = asyncio.create_task(self.socket.run())

    async def until(self, condition):
        async with asyncio.timeout(10):
            for _ in itertools.takewhile(lambda _: not condition(), itertools.count()):
                await asyncio.sleep(0)

    async def until_state(self, kind, times=1):
        await self.until(lambda: sum(isinstance(state, kind) for state in self.states) >= times)
        return [state for state in self.states if isinstance(state, kind)][times - 1]

    async def _on_event(self, event):
        await self.may_handle.wait()
        if event == UserUpdated("user_updated", "trouble"):
            raise LookupError
        self.seen.append(event.post.message if isinstance(event, Posted) else event.name)

    async def _on_gap(self):
        self.seen.append(GAP)

    async def _verify(self):
        self.verified += 1
        if not self.token_is_valid:
            raise TokenRevokedError("HTTP 401 api.context.session_expired.app_error")

    def _on_state(self, state):
        self.states.append(state)


@pytest.fixture
async def server():
    server = Server()
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
async def bot(server):
    bot = Bot(server.url)
    yield bot
    await bot.socket.close()
    await bot.running


async def connected(server, bot, times=1):
    connection = await server.connections.get()
    await connection.hello()
    await bot.until_state(Connected, times)
    return connection


async def test_the_token_goes_with_the_upgrade_and_the_first_hello_is_a_gap(server, bot):
    connection = await connected(server, bot)
    await connection.posted("avant", 1)
    await bot.until(lambda: len(bot.seen) == 2)

    assert connection.authorization == "Bearer dzjpkzuq4pd95gdwwae1yeauto"
    assert connection.query == {}
    assert bot.seen == [GAP, "avant"]
    assert bot.states == [Connecting(), Connected(NOW, resumed=False, outage=None)]


async def test_a_server_below_a_path_is_found(server):
    bot = Bot(f"{server.url}/chat/")

    connection = await connected(server, bot)
    await bot.socket.close()

    assert connection.path == "/chat/api/v4/websocket"


async def test_a_lost_connection_is_resumed_and_nothing_is_missed(server, bot):
    first = await connected(server, bot)
    await first.send("status_change", 1, status="online")
    await first.posted("avant", 2)
    await bot.until(lambda: "avant" in bot.seen)

    first.cut()
    lost = await bot.until_state(Lost)
    bot.time.advance(lost.retry_in)
    second = await server.connections.get()
    for number in range(3):
        await second.posted(f"pendant la coupure {number}", 3 + number)
    await bot.until(lambda: len(bot.seen) == 5)

    assert second.query == {"connection_id": FIRST, "sequence_number": "3"}
    assert bot.seen == [GAP, "avant", "pendant la coupure 0", "pendant la coupure 1", "pendant la coupure 2"]
    assert bot.socket.state == Connected(NOW, resumed=True, outage=lost.retry_in)
    assert (bot.socket.counts.losses, bot.socket.counts.resumes, bot.socket.counts.renewals) == (1, 1, 0)


async def test_a_resume_with_nothing_to_replay_is_known_by_the_sign_of_life(server, bot):
    first = await connected(server, bot)
    await first.close()
    bot.time.advance((await bot.until_state(Lost)).retry_in)

    state = await bot.until_state(Connected, 2)

    assert state.resumed
    assert bot.seen == [GAP]


async def test_a_new_connection_id_means_that_events_are_lost(server, bot):
    first = await connected(server, bot)
    await first.posted("avant", 1)
    first.cut()
    bot.time.advance((await bot.until_state(Lost)).retry_in)

    server.answers = None
    second = await server.connections.get()
    await second.hello(SECOND)
    await second.posted("après", 1)
    await bot.until(lambda: "après" in bot.seen)

    assert bot.seen == [GAP, "avant", GAP, "après"]
    assert bot.socket.counts.renewals == 1


async def test_a_hole_in_the_numbers_is_a_gap_at_its_place(server, bot):
    connection = await connected(server, bot)
    await connection.posted("un", 1)
    await connection.posted("cinq", 5)
    await connection.posted("six", 6)
    await bot.until(lambda: "six" in bot.seen)

    assert bot.seen == [GAP, "un", GAP, "cinq", "six"]


async def test_numbers_that_begin_anew_never_make_it_deaf(server, bot):
    connection = await connected(server, bot)
    await connection.posted("sept", 7)
    await connection.posted("zéro", 0)
    await connection.posted("un", 1)
    await bot.until(lambda: "un" in bot.seen)

    assert bot.seen == [GAP, GAP, "sept", GAP, "zéro", "un"]


async def test_a_half_open_connection_is_noticed_within_45_seconds(server, bot):
    connection = await connected(server, bot)
    await bot.until(lambda: connection.received)
    server_is_gone = bot.time.now
    connection._websocket._writer.transport.pause_reading()

    while not any(isinstance(state, Lost) for state in bot.states):
        bot.time.advance(1)
        for _ in range(20):
            await asyncio.sleep(0)

    assert bot.time.now - server_is_gone <= 45
    assert bot.socket.state.reason == "silent for 25 s"


async def test_a_server_that_answers_is_not_taken_for_dead(server, bot):
    connection = await connected(server, bot)

    for number in range(2, 12):
        await bot.until(lambda number=number: len(connection.received) == number - 1)
        await connection.send("status_change", number - 1)
        await bot.until(lambda number=number: bot.socket._seen == number - 1)
        bot.time.advance(PING_EVERY)

    assert [request["action"] for request in connection.received] == ["ping"] * len(connection.received)
    assert [request["seq"] for request in connection.received] == list(range(1, len(connection.received) + 1))
    assert isinstance(bot.socket.state, Connected)


async def test_a_revoked_token_stops_it_when_the_upgrade_is_refused(server):
    server.refuse = 401
    bot = Bot(server.url)
    bot.token_is_valid = False

    await bot.running

    assert bot.states == [Connecting(), Stopped("HTTP 401 api.context.session_expired.app_error")]


async def test_a_revoked_token_stops_it_when_the_server_closes_without_hello(server):
    bot = Bot(server.url)
    bot.token_is_valid = False
    connection = await server.connections.get()
    await connection.close()

    await bot.running

    assert bot.socket.state == Stopped("HTTP 401 api.context.session_expired.app_error")


async def test_a_token_revoked_meanwhile_is_noticed_at_the_next_sign_of_life(server, bot):
    connection = await connected(server, bot)
    bot.token_is_valid = False

    error = {"id": "api.web_socket_router.not_authenticated.app_error", "status_code": 401}
    await connection.text(json.dumps({"status": "FAIL", "error": error, "seq_reply": 2}))
    await bot.running

    assert isinstance(bot.socket.state, Stopped)
    assert bot.verified == 1


async def test_a_401_that_the_server_does_not_confirm_is_tried_again(server):
    server.refuse = 401
    bot = Bot(server.url)
    lost = await bot.until_state(Lost)
    server.refuse = None
    bot.time.advance(lost.retry_in)

    await connected(server, bot)
    await bot.socket.close()

    assert lost.reason == "HTTP 401"
    assert bot.verified == 1


async def test_what_the_server_cannot_tell_about_the_token_now_is_asked_again(server, bot):
    async def unavailable():
        raise ServerUnavailableError("HTTP 502, not in Mattermost's words")

    bot.socket._verify = unavailable
    connection = await server.connections.get()
    await connection.close()

    assert (await bot.until_state(Lost)).reason == "HTTP 502, not in Mattermost's words"


async def test_a_server_that_never_says_hello_is_left(server, bot):
    connection = await server.connections.get()
    while not bot.socket.counts.failures:
        await bot.until(lambda: connection.received)
        bot.time.advance(1)
        await asyncio.sleep(0)

    assert bot.socket.state.reason == "the server does not say hello"


async def test_a_resume_that_is_refused_is_followed_by_a_new_beginning(server, bot):
    server.answers = None
    first = await connected(server, bot)
    first.cut()
    bot.time.advance((await bot.until_state(Lost)).retry_in)
    second = await server.connections.get()
    second.cut()
    bot.time.advance((await bot.until_state(Lost, 2)).retry_in)

    third = await server.connections.get()

    assert second.query["connection_id"] == FIRST
    assert third.query == {}


async def test_frames_that_cannot_be_read_are_skipped(server, bot):
    connection = await connected(server, bot)
    await connection.text("{not JSON")
    await connection.send("posted", 1, post="[]", channel_type="D")
    await connection.posted("après", 2)
    await bot.until(lambda: "après" in bot.seen)

    assert bot.seen == [GAP, "après"]
    assert bot.socket.counts.malformed == 2


async def test_a_huge_frame_ends_the_connection_and_is_not_asked_for_again(server, bot):
    connection = await connected(server, bot)
    with contextlib.suppress(ConnectionError):
        await connection.posted("x" * (socket.MAX_FRAME + 1), 1)
    lost = await bot.until_state(Lost)
    bot.time.advance(lost.retry_in)

    second = await server.connections.get()

    assert "unreadable" in lost.reason
    assert second.query == {}


async def test_a_restarted_server_is_found_again_and_the_waits_grow_up_to_a_minute(server, bot):
    await connected(server, bot)
    await server.stop()
    for attempt in range(1, 11):
        bot.time.advance((await bot.until_state(Lost, attempt)).retry_in)
    last = await bot.until_state(Lost, 11)
    await server.start()
    bot.time.advance(last.retry_in)

    while not server.connections.empty():
        connection = server.connections.get_nowait()
    connection = await server.connections.get()
    await connection.hello(SECOND)
    state = await bot.until_state(Connected, 2)

    waits = [state.retry_in for state in bot.states if isinstance(state, Lost)]
    assert waits == [0.5, 1, 2, 4, 8, 16, 32, 60, 60, 60, 60]
    assert state.outage == sum(waits)
    assert bot.socket.counts.losses == 1
    assert bot.socket.counts.failures == 10


async def test_the_waits_begin_short_again_only_after_a_connection_that_lived(server, bot):
    first = await connected(server, bot)
    first.cut()
    bot.time.advance((await bot.until_state(Lost)).retry_in)
    second = await server.connections.get()
    await bot.until_state(Connected, 2)
    second.cut()
    crash_loop = await bot.until_state(Lost, 2)
    bot.time.advance(crash_loop.retry_in)
    third = await server.connections.get()
    await bot.until_state(Connected, 3)
    bot.socket._works_since -= socket.STEADY_AFTER
    third.cut()

    assert crash_loop.retry_in == 1
    assert (await bot.until_state(Lost, 3)).retry_in == 0.5


async def test_slow_handling_pauses_reading_loses_nothing_and_keeps_the_connection(server, monkeypatch):
    monkeypatch.setattr(inbox, "SIZE", 2)
    bot = Bot(server.url)
    connection = await connected(server, bot)
    bot.may_handle.clear()
    for number in range(1, 9):
        await connection.posted(f"message {number}", number)
    await bot.until(lambda: bot.socket._inbox.is_full)

    for _ in range(12):
        bot.time.advance(PING_EVERY)
        pongs = connection.pongs
        await bot.until(lambda pongs=pongs: connection.pongs > pongs)
    assert isinstance(bot.socket.state, Connected)
    bot.may_handle.set()
    await bot.until(lambda: len(bot.seen) == 9)
    await bot.socket.close()

    assert bot.seen == [GAP, *(f"message {number}" for number in range(1, 9))]
    assert 12 * PING_EVERY > SILENCE


async def test_what_a_handler_raises_goes_no_further(server, bot):
    connection = await connected(server, bot)
    await connection.send("user_updated", 1, user={"id": "trouble"})
    await connection.posted("après", 2)
    await bot.until(lambda: "après" in bot.seen)

    assert isinstance(bot.socket.state, Connected)


async def test_closing_ends_what_is_handled_drops_the_rest_and_says_goodbye(server):
    bot = Bot(server.url)
    connection = await connected(server, bot)
    await bot.until(lambda: bot.seen == [GAP])
    bot.may_handle.clear()
    await connection.posted("un", 1)
    await connection.posted("deux", 2)
    await bot.until(lambda: bot.socket._seen == 2)

    closing = asyncio.create_task(bot.socket.close())
    await connection.ended.wait()
    bot.may_handle.set()
    await closing
    await bot.running

    assert bot.seen == [GAP, "un"]
    assert connection._websocket.close_code == 1000
    assert bot.socket.state == Stopped(None)


async def test_an_event_that_hangs_does_not_keep_it_from_closing(server, monkeypatch):
    monkeypatch.setattr(socket, "FINISH_WITHIN", 0.01)
    bot = Bot(server.url)
    connection = await connected(server, bot)
    await bot.until(lambda: bot.seen == [GAP])
    bot.may_handle.clear()
    await connection.posted("un", 1)
    await bot.until(lambda: bot.socket._seen == 1)

    await asyncio.wait_for(bot.socket.close(), 5)

    assert (bot.seen, bot.socket.state) == ([GAP], Stopped(None))


async def test_one_that_is_closed_before_it_runs_does_not_connect(server):
    bot = Bot(server.url)

    await bot.socket.close()
    await bot.running

    assert bot.states == []
    assert server.connections.empty()


async def test_a_server_that_accepts_and_says_nothing_is_left(monkeypatch):
    async def accept(reader, writer):
        await reader.read()
        writer.close()

    monkeypatch.setattr(socket, "CONNECT_WITHIN", 0.0)
    silent = await asyncio.start_server(accept, "127.0.0.1", 0)
    bot = Bot(f"http://127.0.0.1:{silent.sockets[0].getsockname()[1]}")

    lost = await bot.until_state(Lost)
    await bot.socket.close()
    silent.close()
    await silent.wait_closed()

    assert lost.reason == "no answer within 0 s"
