"""One WebSocket connection to the gateway: opcodes, heartbeats, compression and close codes.

events/gateway; topics/opcodes-and-status-codes.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import zlib
from typing import Any

from aiohttp import WSMsgType, web

from . import limits
from .flags import KNOWN_INTENTS, PRIVILEGED, Intent
from .gateway import Hub, Session
from .users import Json

_SYNC = zlib.Z_SYNC_FLUSH
_LATE = 1.5
"""Heartbeat intervals without a heartbeat after which a connection is dead."""


class _ClosedError(Exception):
    """The connection is to be closed with a code."""

    def __init__(self, code: int) -> None:
        self.code = code


class Connection:
    """A client that is connected."""

    def __init__(self, hub: Hub, socket: web.WebSocketResponse, compress: bool) -> None:
        self.hub = hub
        self.session: Session | None = None
        self.heartbeats = 0
        self.hung_up = False
        self._socket = socket
        self._deflate = zlib.compressobj() if compress else None
        self._outgoing: asyncio.Queue[Json | int] = asyncio.Queue()
        self._received: list[float] = []
        self._alarm: asyncio.TimerHandle | None = None

    @classmethod
    async def serve(cls, hub: Hub, request: web.Request) -> web.WebSocketResponse:
        """Talk with a client until either side closes."""
        socket = web.WebSocketResponse(max_msg_size=0)
        await socket.prepare(request)
        if request.query.get("v", "10") not in {"9", "10"}:
            await socket.close(code=4012)
            return socket
        if request.query.get("encoding", "json") != "json" or request.query.get("compress") not in {
            None,
            "zlib-stream",
        }:
            await socket.close(code=4002)
            return socket
        connection = cls(hub, socket, request.query.get("compress") == "zlib-stream")
        hub.connections.append(connection)
        writing = asyncio.create_task(connection._write())
        try:
            await connection._talk()
        finally:
            hub.leave(connection, None if connection.hung_up else socket.close_code)
            writing.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await writing
            if connection._alarm is not None:
                connection._alarm.cancel()
        return socket

    # Sending

    def send(self, frame: Json) -> None:
        """Send a frame after those that wait."""
        if not self.hub.silent:
            self._outgoing.put_nowait(frame)

    def close(self, code: int) -> None:
        """Close with a code after what waits to be sent."""
        self.hung_up = True
        self._outgoing.put_nowait(code)

    async def _write(self) -> None:
        while True:
            frame = await self._outgoing.get()
            with contextlib.suppress(ConnectionError):
                if isinstance(frame, int):
                    await self._socket.close(code=frame)
                    return
                await self._put(json.dumps(frame, separators=(",", ":")))

    async def _put(self, text: str) -> None:
        if self._deflate is None:
            await self._socket.send_str(text)
        else:
            await self._socket.send_bytes(self._deflate.compress(text.encode()) + self._deflate.flush(_SYNC))

    # Receiving

    async def _talk(self) -> None:
        self.send({"op": 10, "d": {"heartbeat_interval": self.hub.heartbeat, "_trace": []}})
        self._expect_heartbeat()
        try:
            async for frame in self._socket:
                if frame.type in {WSMsgType.TEXT, WSMsgType.BINARY}:
                    self._hear(frame.data)
        except _ClosedError as closed:
            self.close(closed.code)
            async for _ in self._socket:
                continue

    def _expect_heartbeat(self) -> None:
        if self._alarm is not None:
            self._alarm.cancel()
        seconds = self.hub.heartbeat / 1000 * _LATE
        self._alarm = asyncio.get_running_loop().call_later(seconds, self.close, 4009)

    def _hear(self, raw: Any) -> None:
        self._count()
        text = raw if isinstance(raw, str) else raw.decode(errors="replace")
        if len(text.encode()) > limits.GATEWAY_PAYLOAD:
            raise _ClosedError(4002)
        try:
            frame = json.loads(text)
            op, data = frame["op"], frame.get("d")
        except (ValueError, TypeError, KeyError):
            raise _ClosedError(4002) from None
        if op == 1:
            self._heartbeat(data)
        elif op == 2:
            self._identify(data)
        elif op == 6:
            self._resume(data)
        elif op not in {3, 4, 8}:
            raise _ClosedError(4001)
        elif self.session is None:
            raise _ClosedError(4003)
        elif op == 8:
            self._request_members(self.session, data)

    def _count(self) -> None:
        now = asyncio.get_running_loop().time()
        self._received = [moment for moment in self._received if moment > now - limits.GATEWAY_WINDOW]
        self._received.append(now)
        if len(self._received) > limits.GATEWAY_MESSAGES:
            raise _ClosedError(4008)

    def _heartbeat(self, sequence: Any) -> None:
        if self.session is not None and isinstance(sequence, int) and sequence > self.session.sequence:
            raise _ClosedError(4007)
        self.heartbeats += 1
        self._expect_heartbeat()
        self.send({"op": 11})

    # Sessions

    def _authenticate(self, data: Json) -> None:
        if self.session is not None:
            raise _ClosedError(4005)
        if self.hub.refusing is not None:
            raise _ClosedError(self.hub.refusing)
        token = str(data.get("token", "")).removeprefix("Bot ")
        if token != self.hub.state.application.token:
            raise _ClosedError(4004)

    def _identify(self, data: Json) -> None:
        if not isinstance(data, dict) or not isinstance(data.get("properties"), dict):
            raise _ClosedError(4002)
        self._authenticate(data)
        intents = self._intents(data.get("intents"))
        shard = self._shard(data.get("shard"))
        if not self.hub.may_identify(shard[0], asyncio.get_running_loop().time()):
            self.send({"op": 9, "d": False})
            return
        self.hub.identified.append({"intents": intents, "shard": shard})
        self.session = self.hub.begin(self, intents, shard)

    def _intents(self, asked: Any) -> Intent:
        if not isinstance(asked, int) or asked < 0 or asked & ~KNOWN_INTENTS:
            raise _ClosedError(4013)
        if asked & PRIVILEGED & ~self.hub.state.application.granted:
            raise _ClosedError(4014)
        return Intent(asked)

    def _shard(self, asked: Any) -> tuple[int, int]:
        if asked is None:
            asked = [0, 1]
        if not isinstance(asked, list) or len(asked) != 2 or not 0 <= asked[0] < asked[1]:
            raise _ClosedError(4010)
        if asked[1] < self.hub.shards_needed:
            raise _ClosedError(4011)
        return asked[0], asked[1]

    def _resume(self, data: Json) -> None:
        if not isinstance(data, dict):
            raise _ClosedError(4002)
        self._authenticate(data)
        session = self.hub.sessions.get(str(data.get("session_id")))
        sequence = data.get("seq")
        if session is None:
            self.send({"op": 9, "d": False})
            return
        if not isinstance(sequence, int) or sequence > session.sequence:
            raise _ClosedError(4007)
        missed = session.missed_after(sequence)
        if missed is None:
            self.hub.sessions.pop(session.id)
            self.send({"op": 9, "d": False})
            return
        if session.connection is not None:
            session.connection.close(4000)
        self.session, session.connection = session, self
        for frame in missed:
            self.send(frame)
        self.hub.resumed += 1
        session.tell("RESUMED", {"_trace": []})
        self.hub.changed()

    def _request_members(self, session: Session, data: Json) -> None:
        """Op 8: the whole list only with the intent; names of users and queries without."""
        guild = self.hub.state.guilds.get(str(data.get("guild_id")))
        if guild is None or self.hub.state.bot.id not in guild.members:
            return
        asked, query, most = data.get("user_ids"), data.get("query"), data.get("limit", 0)
        if asked is None and not query and Intent.GUILD_MEMBERS not in session.intents:
            return
        ids = [str(one) for one in (asked if isinstance(asked, list) else [asked])] if asked else None
        found = [
            member
            for member in guild.members.values()
            if (ids is None or member.user.id in ids)
            and member.shown_name.lower().startswith(str(query or "").lower())
        ]
        chunk: Json = {
            "guild_id": guild.id,
            "members": [member.json() for member in (found[:most] if most else found)],
            "chunk_index": 0,
            "chunk_count": 1,
            "not_found": [one for one in ids or [] if one not in guild.members],
        }
        if data.get("nonce") is not None:
            chunk["nonce"] = data["nonce"]
        session.tell("GUILD_MEMBERS_CHUNK", chunk)
