"""The WebSocket of the server: connections that may be resumed, and events with their numbers.

What `GET /websocket?connection_id=…&sequence_number=…` gives back follows the server's source (5.37): only a
connection that the server knows to be dead is resumed, and only for the same account, known from a token at
the upgrade; what was sent last (128 events) is sent again, then what waited meanwhile (256 events at most).
"""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections import deque
from collections.abc import Iterable
from typing import Any

from aiohttp import WSMsgType, web

from .accounts import User
from .errors import ApiError
from .ids import is_id, new_id
from .state import State

KEPT_SENT = 128
KEPT_WAITING = 256
KEPT_SECONDS = 300
LARGEST_FRAME = 8 * 1024
_ENDS = {WSMsgType.CLOSE, WSMsgType.CLOSING, WSMsgType.CLOSED, WSMsgType.ERROR}


class Connection:
    """What the server knows of one client: it outlives the socket for some minutes."""

    def __init__(self, socket: web.WebSocketResponse, transport: asyncio.Transport | None) -> None:
        self.id = new_id()
        self.socket = socket
        self.transport = transport
        self.user: User | None = None
        self.token = ""
        self.next_seq = 0
        self.active = True
        self.frozen = False
        self.dead_since: float | None = None
        self.sent: deque[dict[str, Any]] = deque(maxlen=KEPT_SENT)
        self.waiting: deque[dict[str, Any]] = deque()
        self.wake = asyncio.Event()
        self.ended = asyncio.Event()
        self.pong_at = asyncio.get_running_loop().time()

    def queue(self, message: dict[str, Any]) -> bool:
        """Whether there was room for one more message."""
        if len(self.waiting) >= KEPT_WAITING and (self.frozen or not self.active):
            return False
        self.waiting.append(message)
        self.wake.set()
        return True

    def take_over(self, old: Connection, sequence: int) -> bool:
        """Continue where a dead connection stopped; False when some of its events are lost."""
        kept = [event for event in old.sent if event["seq"] >= sequence]
        if sequence != old.next_seq and (not kept or kept[0]["seq"] != sequence):
            self.waiting = old.waiting
            return False
        self.id = old.id
        self.next_seq = old.next_seq
        self.sent = old.sent
        self.waiting = deque([*kept, *old.waiting])
        return True

    async def write(self) -> None:
        """Send what waits, for as long as the socket lives; a frozen one swallows it."""
        while True:
            await self.wake.wait()
            self.wake.clear()
            while self.waiting:
                message = self.waiting.popleft()
                if "event" in message and "seq" not in message:
                    message = message | {"seq": self.next_seq}
                    self.next_seq += 1
                    self.sent.append(message)
                if not self.frozen:
                    await self.socket.send_str(json.dumps(message))

    def abort(self) -> None:
        """End the socket without a word: the client finds the connection gone."""
        self.ended.set()
        if self.transport is not None:
            self.transport.abort()


class Hub:
    """All connections, and who gets which event."""

    def __init__(self, state: State, *, ping_every: float = 60, authenticate_within: float = 5) -> None:
        self._state = state
        self.ping_every = ping_every
        self.authenticate_within = authenticate_within
        self.connections: dict[str, Connection] = {}
        self._strangers: set[Connection] = set()

    # Events

    def publish(
        self,
        event: str,
        data: dict[str, Any],
        *,
        user_id: str = "",
        channel_id: str = "",
        team_id: str = "",
        omit: Iterable[str] = (),
    ) -> None:
        """Send an event to a person, else to the members of a channel or a team, else to all."""
        omitted = set(omit)
        broadcast: dict[str, Any] = {
            "omit_users": dict.fromkeys(omitted, True) or None,
            "user_id": user_id,
            "channel_id": channel_id,
            "team_id": team_id,
        }
        if self._state.modern:
            broadcast |= {"connection_id": "", "omit_connection_id": ""}
        message = {"event": event, "data": data, "broadcast": broadcast}
        for connection in list(self.connections.values()):
            if connection.user is None or connection.user.id in omitted:
                continue
            if self._concerns(connection.user.id, user_id, channel_id, team_id) and not connection.queue(
                message
            ):
                self._forget(connection)

    def _concerns(self, somebody: str, user_id: str, channel_id: str, team_id: str) -> bool:
        if user_id:
            return somebody == user_id
        if channel_id:
            return somebody in self._state.channels[channel_id].members
        return not team_id or somebody in self._state.teams[team_id].members

    def _set_status(self, user: User, status: str) -> None:
        if user.status != status:
            user.status = status
            self.publish("status_change", {"status": status, "user_id": user.id}, user_id=user.id)

    # Connections

    async def serve(self, request: web.Request, user: User | None, token: str) -> web.WebSocketResponse:
        """Answer an upgrade, and stay until the socket is closed."""
        socket = web.WebSocketResponse(
            autoping=False, autoclose=False, max_msg_size=LARGEST_FRAME, compress=False
        )
        await socket.prepare(request)
        connection = Connection(socket, request.transport)
        if user is not None and not self._welcome(connection, user, token, request.query):
            connection.abort()
            return socket
        tasks = [asyncio.create_task(connection.write()), asyncio.create_task(self._watch(connection))]
        try:
            await self._read(connection)
        finally:
            for task in tasks:
                task.cancel()
            for task in tasks:
                with contextlib.suppress(asyncio.CancelledError, ConnectionError, RuntimeError):
                    await task
            self._lost(connection)
        return socket

    def _welcome(self, connection: Connection, user: User, token: str, query: Any) -> bool:
        """Know who it is, resume if that was asked for; False for a request that makes no sense."""
        connection.user, connection.token = user, token
        asked = query.get("connection_id", "")
        old = self._dead_connection(asked, user) if asked else None
        if asked and not is_id(asked):
            return False
        resumed = False
        if old is not None:
            sequence = query.get("sequence_number", "")
            if not sequence.isdecimal():
                return False
            del self.connections[old.id]
            resumed = connection.take_over(old, int(sequence))
        self.connections[connection.id] = connection
        if not resumed:
            self._greet(connection)
        connection.wake.set()
        self._set_status(user, "online")
        return True

    def _greet(self, connection: Connection) -> None:
        assert connection.user is not None
        hello = {"connection_id": connection.id, "server_version": f"{self._state.version}..fake.false"}
        broadcast = {"omit_users": None, "user_id": connection.user.id, "channel_id": "", "team_id": ""}
        connection.waiting.appendleft({"event": "hello", "data": hello, "broadcast": broadcast})

    def _dead_connection(self, key: str, user: User) -> Connection | None:
        old = self.connections.get(key)
        if old is None or old.active or old.user is None or old.user.id != user.id:
            return None
        if old.dead_since is not None and self._state.now() - old.dead_since > KEPT_SECONDS:
            self._forget(old)
            return None
        return old

    def _lost(self, connection: Connection) -> None:
        self._strangers.discard(connection)
        if (
            connection.user is None
            or connection.frozen
            or self.connections.get(connection.id) is not connection
        ):
            return
        connection.active = False
        connection.dead_since = self._state.now()
        mine = [one for one in self.connections.values() if one.user is connection.user and one.active]
        if not mine:
            self._set_status(connection.user, "offline")

    def _forget(self, connection: Connection) -> None:
        if self.connections.get(connection.id) is connection:
            del self.connections[connection.id]

    # Frames from the client

    async def _read(self, connection: Connection) -> None:
        if connection.user is None:
            self._strangers.add(connection)
        with contextlib.suppress(ConnectionError):
            while await self._read_one(connection):
                pass

    async def _read_one(self, connection: Connection) -> bool:
        """Take one frame; False at the end. A half-open socket has no end before it is dropped."""
        frame = await connection.socket.receive()
        if frame.type in _ENDS:
            if connection.frozen:
                await connection.ended.wait()
            elif frame.type is WSMsgType.CLOSE:
                await connection.socket.close()
            return False
        if connection.frozen:
            return True
        if frame.type is WSMsgType.PING:
            await connection.socket.pong(frame.data)
        elif frame.type is WSMsgType.PONG:
            connection.pong_at = asyncio.get_running_loop().time()
        elif frame.type is WSMsgType.TEXT and not self._answer(connection, frame.data):
            connection.abort()
            return False
        return True

    def _answer(self, connection: Connection, text: str) -> bool:
        """Answer a request of the client; False ends the connection."""
        try:
            asked = json.loads(text)
            action, seq, data = asked.get("action", ""), asked.get("seq", 0), asked.get("data") or {}
        except (ValueError, AttributeError):
            return False
        if not action:
            return self._refuse(connection, seq, ApiError(400, "api.web_socket_router.no_action.app_error"))
        if not isinstance(seq, int) or seq <= 0:
            return self._refuse(connection, seq, ApiError(400, "api.web_socket_router.bad_seq.app_error"))
        if action == "authentication_challenge":
            return connection.user is not None or self._challenge(connection, seq, data)
        if connection.user is None:
            return self._refuse(
                connection, seq, ApiError(401, "api.web_socket_router.not_authenticated.app_error")
            )
        return self._act(connection, action, seq)

    def _challenge(self, connection: Connection, seq: int, data: dict[str, Any]) -> bool:
        try:
            session = self._state.session(str(data.get("token", "")))
        except ApiError:
            return False
        self._strangers.discard(connection)
        connection.user, connection.token = self._state.user(session.user_id), session.token
        self.connections[connection.id] = connection
        self._greet(connection)
        connection.queue({"status": "OK", "seq_reply": seq})
        self._set_status(connection.user, "online")
        return True

    def _act(self, connection: Connection, action: str, seq: int) -> bool:
        if action == "ping":
            data = {
                "text": "pong",
                "version": self._state.version,
                "server_time": int(self._state.now() * 1000),
            }
            connection.queue({"status": "OK", "data": data, "seq_reply": seq})
        elif action == "get_statuses":
            statuses = {user.id: user.status for user in self._state.users.values()}
            connection.queue({"status": "OK", "data": statuses, "seq_reply": seq})
        elif action in {"user_typing", "user_update_active_status"}:
            connection.queue({"status": "OK", "seq_reply": seq})
        else:
            return self._refuse(connection, seq, ApiError(500, "api.web_socket_router.bad_action.app_error"))
        return True

    def _refuse(self, connection: Connection, seq: object, error: ApiError) -> bool:
        """Refuse a request; a client that did not authenticate gets no answer at all, as on a real server."""
        if connection.user is None:
            return True
        connection.queue({"status": "FAIL", "error": error.json(""), "seq_reply": seq})
        return True

    async def _watch(self, connection: Connection) -> None:
        """Ping, and end a socket that nobody authenticates or that answers no ping."""
        loop = asyncio.get_running_loop()
        if connection.user is None:
            await asyncio.sleep(self.authenticate_within)
            if connection.user is None:
                connection.abort()
                return
        while True:
            await asyncio.sleep(self.ping_every)
            if loop.time() - connection.pong_at > 2 * self.ping_every:
                connection.abort()
                return
            if not connection.frozen:
                await connection.socket.ping()

    # Faults

    def sockets(self) -> list[Connection]:
        """The connections whose socket is open."""
        known = [connection for connection in self.connections.values() if connection.active]
        return [*known, *self._strangers]

    async def drop(self, *, close_frame: bool, token: str | None = None) -> None:
        """End the sockets (those of one token only), with a close frame or without a word."""
        for connection in self.sockets():
            if token is not None and connection.token != token:
                continue
            frozen, connection.frozen = connection.frozen, False
            if close_frame and not frozen:
                await connection.socket.close()
            else:
                connection.abort()
            self._lost(connection)

    def freeze(self, token: str | None = None) -> None:
        """Make open sockets half-open: they take frames, answer nothing, and the server thinks them alive."""
        for connection in self.sockets():
            connection.frozen = connection.frozen or token in {None, connection.token}

    def forget_all(self) -> None:
        """Lose what a restart loses: every connection with its buffers."""
        for connection in self.sockets():
            connection.abort()
        self.connections.clear()
        self._strangers.clear()
        for user in self._state.users.values():
            user.status = "offline"
