"""The WebSocket to one Mattermost server: it stays connected, and knows what it missed.

Half-open connections. Every `PING_EVERY` seconds the server is asked for a sign of life, with its own `ping`
request rather than with a WebSocket ping: the answer passes through the server's queue of events, so it also
tells that events can arrive and that the token is valid, which the pong of a proxy does not. If nothing came
for `SILENCE` seconds, with two answers missing, the connection is given up: at the latest `SILENCE` +
`PING_EVERY` = 37 s after the last byte.

Slow handling. Events are handled one after another while the next ones are read into a bounded inbox. When it
is full, reading pauses, and so does the judgment above, since the answers lie unread; meanwhile unsolicited
pongs keep the server from giving up the connection, which it does after 100 s without one (RFC 6455, 5.5.3;
`pongWaitTime` in the server's `web_conn.go`). A server whose own queue of 256 events overflows closes the
connection all the same: what was in it is resumed or missed like after any other loss.

What was missed. The server replays what it sent from a given number on if it still has it (128 events, some
five minutes), and then sends no `hello`. A `hello` with a new connection id, or a hole in the numbers, means
that events are lost: `on_gap` is called at that place among the events, at the very first connection too.

Revoked tokens. A server of 5.37 upgrades a request with an invalid token too, and closes it 5 s later without
a word. So after a 401, a connection without `hello` or an unauthenticated reply, `verify` is asked.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
import time
from collections.abc import Awaitable, Callable
from datetime import datetime

import aiohttp
import httpx

from bot.logs import get_logger
from bot.platforms.backing_off import BackOff
from bot.platforms.mattermost.events import (
    UNAUTHENTICATED,
    Event,
    Frame,
    Hello,
    MalformedFrameError,
    Other,
    Reply,
    parse_frame,
)
from bot.platforms.mattermost.failures import RequestError, TokenRevokedError
from bot.platforms.mattermost.inbox import Inbox
from bot.platforms.mattermost.socket_states import Connected, Connecting, Counts, Lost, State, Stopped
from bot.platforms.session import open_session

log = get_logger(__name__)

PING_EVERY = 12.0
SILENCE = 25.0
CONNECT_WITHIN = 15.0
CLOSE_WITHIN = 1.0
FINISH_WITHIN = 5.0
"""Seconds that an event under way has at the end."""
STEADY_AFTER = 30.0
"""After so many seconds a connection shows that the server works: the next waits begin short again."""
MAX_FRAME = 8 * 1024 * 1024
"""In bytes: a post has at most 16 383 characters, and 800 000 of props, escaped twice."""


class _LostError(Exception):
    """There is no connection: `suspect` if the token may be the cause, `silent` if nothing came any more."""

    def __init__(self, reason: str, *, suspect: bool = False, silent: bool = False) -> None:
        super().__init__(reason)
        self.suspect = suspect
        self.silent = silent


class Socket:
    """Delivers the events of the server at `url` (with sub-path, if any) to `on_event`, in order.

    `on_gap` is awaited in place of the events that are lost, to look for them by other means; some of those
    that follow may then be known already. What either raises is logged, and goes no further. `verify` asks
    the server by other means whether the token is valid, and raises `TokenRevokedError` if not. `on_state` is
    told every change. `monotonic`, `sleep` and `random` are the machine's unless given.
    """

    def __init__(
        self,
        url: str,
        token: str,
        *,
        on_event: Callable[[Event], Awaitable[None]],
        on_gap: Callable[[], Awaitable[None]],
        verify: Callable[[], Awaitable[object]],
        on_state: Callable[[State], None],
        now: Callable[[], datetime],
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        random: Callable[[], float] = random.random,
    ) -> None:
        self._address = httpx.URL(url)
        self._url = f"{url.rstrip('/')}/api/v4/websocket"
        self._headers = {"Authorization": f"Bearer {token}"}
        self._verify = verify
        self._on_state = on_state
        self._now = now
        self._monotonic = monotonic
        self._sleep = sleep
        self._back_off = BackOff(random)
        self.counts = Counts()
        self.state: State = Stopped(None)
        self._inbox = Inbox(on_event, on_gap, self.counts)
        self._staying: asyncio.Task[None] | None = None
        self._closing = False
        self._ended = asyncio.Event()
        self._connection = ""
        self._seen = -1
        self._requests = 0
        self._heard = 0.0
        self._works_since: float | None = None
        self._lost_at: float | None = None
        self._absent_since: datetime | None = None

    async def run(self) -> None:
        """Stay connected until `close`, or until the token is revoked: `state` tells which."""
        if self._closing:
            return
        handling = asyncio.create_task(self._inbox.empty())
        self._staying = asyncio.create_task(self._stay_connected())
        try:
            await asyncio.wait([self._staying])
        finally:
            self._staying.cancel()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(FINISH_WITHIN):
                    await self._inbox.between_events()
            handling.cancel()
            await asyncio.gather(self._staying, handling, return_exceptions=True)
            self._ended.set()
        if not self._staying.cancelled():
            self._staying.result()
        if not isinstance(self.state, Stopped):
            self._tell(Stopped(None))

    async def close(self) -> None:
        """Disconnect for good; return once the event under way is handled, if that does not take long.

        Those that wait are dropped.
        """
        self._closing = True
        if self._staying is not None:
            self._staying.cancel()
            await self._ended.wait()

    def _tell(self, state: State) -> None:
        self.state = state
        self._on_state(state)

    async def _stay_connected(self) -> None:
        """Connect again and again; return when the token is revoked."""
        async with open_session(self._address, self._headers) as session:
            while True:
                self._tell(Connecting())
                try:
                    await self._connect(session)
                except TokenRevokedError as error:
                    self._tell(Stopped(str(error)))
                    return
                except (_LostError, RequestError) as error:
                    silent = isinstance(error, _LostError) and error.silent
                    await self._sleep(self._note_loss(str(error), silent=silent))

    def _note_loss(self, reason: str, *, silent: bool) -> float:
        """Say that there is no connection, and return how many seconds to wait before the next attempt."""
        if self._works_since is None:
            self.counts.failures += 1
        else:
            self.counts.losses += 1
            self._lost_at = self._monotonic()
            if self._lost_at - self._works_since >= STEADY_AFTER:
                self._back_off.reset()
            self._works_since = None
        self._absent_since = self._absent_since or self._now()
        wait = self._back_off.next_wait()
        self._tell(Lost(reason, self._absent_since, wait, silent))
        return wait

    async def _connect(self, session: aiohttp.ClientSession) -> None:
        """Connect once and read until the connection is lost.

        Raises:
            _LostError: the connection could not be made, or is no more.
            TokenRevokedError: nor can there be another.
            RequestError: nor can the server tell whether the token is valid.
        """
        try:
            websocket = await self._upgrade(session)
            grace = CLOSE_WITHIN
            try:
                await self._use(websocket)
            except _LostError:
                grace = 0.0
                raise
            finally:
                await _close(websocket, grace)
        except _LostError as error:
            if error.suspect:
                await self._verify()
            raise

    async def _upgrade(self, session: aiohttp.ClientSession) -> aiohttp.ClientWebSocketResponse:
        query = {}
        if self._connection:
            query = {"connection_id": self._connection, "sequence_number": str(self._seen + 1)}
        else:
            self._seen = -1
        try:
            async with asyncio.timeout(CONNECT_WITHIN):
                return await session.ws_connect(self._url, params=query, max_msg_size=MAX_FRAME)
        except TimeoutError as error:
            raise _LostError(f"no answer within {CONNECT_WITHIN:.0f} s") from error
        except aiohttp.WSServerHandshakeError as error:
            raise _LostError(f"HTTP {error.status}", suspect=error.status == UNAUTHENTICATED) from error
        except (aiohttp.ClientError, OSError) as error:
            raise _LostError(str(error) or type(error).__name__) from error

    async def _use(self, websocket: aiohttp.ClientWebSocketResponse) -> None:
        """Read and ask for signs of life until either shows that the connection is lost.

        One that ends before it worked may have been refused what it asked for: the next begins anew.
        """
        self._heard = self._monotonic()
        tasks = [asyncio.create_task(self._read(websocket)), asyncio.create_task(self._beat(websocket))]
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        except _LostError as error:
            if self._works_since is None:
                self._connection = ""
                raise _LostError(str(error), suspect=True) from error
            raise
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _beat(self, websocket: aiohttp.ClientWebSocketResponse) -> None:
        """Ask for a sign of life now and then; raise _LostError when none comes."""
        begin = self._monotonic()
        while True:
            try:
                await self._ask_for_life(websocket)
            except (aiohttp.ClientError, OSError) as error:
                raise _LostError(f"closed: {error}") from error
            await self._sleep(PING_EVERY)
            if self._works_since is None and self._monotonic() - begin >= SILENCE:
                raise _LostError("the server does not say hello")
            if not self._inbox.is_full and self._monotonic() - self._heard >= SILENCE:
                raise _LostError(f"silent for {SILENCE:.0f} s", silent=True)

    async def _ask_for_life(self, websocket: aiohttp.ClientWebSocketResponse) -> None:
        if self._inbox.is_full:
            await websocket.pong()
            return
        self._requests += 1
        await websocket.send_json({"action": "ping", "seq": self._requests})

    async def _read(self, websocket: aiohttp.ClientWebSocketResponse) -> None:
        """Take one frame after another; raise _LostError at the end."""
        while True:
            message = await websocket.receive()
            self._heard = self._monotonic()
            if message.type is not aiohttp.WSMsgType.TEXT:
                raise self._end(websocket, message)
            try:
                frame = parse_frame(message.data)
            except MalformedFrameError as error:
                self.counts.malformed += 1
                log.warning("frame skipped", reason=str(error))
                if error.seq is not None:
                    await self._take(Frame(Other("malformed"), error.seq))
            else:
                await self._take(frame)
            self._heard = self._monotonic()  # there may have been a pause

    def _end(self, websocket: aiohttp.ClientWebSocketResponse, message: aiohttp.WSMessage) -> _LostError:
        if isinstance(message.data, aiohttp.WebSocketError):
            self._connection = ""  # the server would replay the frame that cannot be read
            return _LostError(f"unreadable: {message.data}")
        return _LostError(f"closed (code {websocket.close_code})")

    async def _take(self, frame: Frame) -> None:
        """Deal with one frame; it counts as seen once it is in the inbox."""
        match frame.event:
            case Reply(code=code) if code == UNAUTHENTICATED:
                raise _LostError("the server does not know the token any more", suspect=True)
            case Reply():
                if self._connection and self._works_since is None:
                    self._begin(resumed=True)
            case Hello(connection=connection) if not connection or connection != self._connection:
                self._begin(resumed=False)
                await self._inbox.put_gap()
                self._connection, self._seen = connection, frame.seq or 0
            case event:
                await self._take_event(event, frame.seq or 0)

    async def _take_event(self, event: Event, seq: int) -> None:
        if self._connection and self._works_since is None:
            self._begin(resumed=True)
        if seq != self._seen + 1:
            log.warning("events are lost", expected=self._seen + 1, got=seq)
            await self._inbox.put_gap()
        if not isinstance(event, Hello | Other):
            await self._inbox.put(event)
        self._seen = seq

    def _begin(self, *, resumed: bool) -> None:
        """Say that the connection works."""
        self._works_since = self._monotonic()
        outage = None if self._lost_at is None else self._works_since - self._lost_at
        self._lost_at = self._absent_since = None
        if resumed:
            self.counts.resumes += 1
        elif outage is not None:
            self.counts.renewals += 1
        self._tell(Connected(self._now(), resumed, outage))


async def _close(websocket: aiohttp.ClientWebSocketResponse, grace: float) -> None:
    """Close a connection; the server has `grace` seconds to agree."""
    try:
        async with asyncio.timeout(grace):
            await websocket.close()
    except TimeoutError:
        log.debug("closed without the server's agreement")
