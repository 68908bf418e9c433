"""The gateway: one connection for each shard, taken up where it was lost whenever Discord still can.

discord.py speaks the protocol (hello, heartbeats, identify, resume); its own way of staying connected begins
a new session after every failure of the network, and tells nobody why. So the connections are kept here: a
session is resumed until Discord says that it is no more, and only what Discord closes for good ends it.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Self

import aiohttp
import yarl
from discord.errors import ConnectionClosed, DiscordException
from discord.gateway import DiscordWebSocket, ReconnectWebSocket

from bot.language.messages import Text
from bot.logs import get_logger
from bot.platforms.backing_off import BackOff
from bot.platforms.discord import closing, wording
from bot.platforms.discord.client import Client
from bot.platforms.discord.identifying import TooManySessionsError

log = get_logger(__name__)

STEADY_AFTER = 30.0
"""After so many seconds a connection shows that Discord works: the next waits begin short again."""
INVALIDATED_WAIT = 5.0
"""A session that Discord declared invalid is followed by another one after 1 to so many seconds."""
MOST_RESUMES = 5
"""After so many attempts in a row that do not even connect, a new session is begun elsewhere."""
CLOSE_WITHIN = 1.0
CONNECT_WITHIN = 30.0
"""Seconds beyond those of silence after which an attempt to connect ends."""


class ClosedForGoodError(Exception):
    """Discord closed a connection and wants no further attempt like it; `code` is one of `FOR_GOOD`."""

    def __init__(self, code: int) -> None:
        super().__init__(f"closed with {code}")
        self.code = code


@dataclass(frozen=True, slots=True)
class Session:
    """What it takes to go on: the session, the last event that came, and where Discord wants to be asked."""

    id: str
    sequence: int
    gateway: yarl.URL


@dataclass(frozen=True, slots=True)
class Loss:
    """Why a connection is lost, and the session to go on with; `wait` is in seconds, None for the usual."""

    reason: Text
    session: Session | None = None
    wait: float | None = None


class Socket(DiscordWebSocket):
    """A connection that knows whether it was given up from this side."""

    is_given_up = False

    async def close(self, code: int = 4000) -> None:
        """Close the connection."""
        self.is_given_up = True
        await super().close(code)

    @property
    def session(self) -> Session | None:
        """What it takes to go on, None if no session began."""
        if self.session_id is None or self.sequence is None:
            return None
        return Session(self.session_id, self.sequence, self.gateway)

    @classmethod
    async def connect(cls, client: Client, shard: int, session: Session | None) -> Self:
        """Connect, and begin a session or go on with one."""
        if session is None:
            return await cls.from_client(client, shard_id=shard)
        return await cls.from_client(
            client,
            shard_id=shard,
            gateway=session.gateway,
            session=session.id,
            sequence=session.sequence,
            resume=True,
        )


class Gateway:
    """Keeps the shards of a client connected.

    `permit` is awaited before a new session begins, and raises `TooManySessionsError` if it may not yet.
    `on_loss` is told the reason, and whether the connection had worked; that a shard works is told here, with
    `works`. `reason_of` puts a close code in words. `random` returns a number from 0 to 1.
    """

    def __init__(
        self,
        client: Client,
        *,
        permit: Callable[[], Awaitable[None]],
        on_loss: Callable[[Text, bool], None],
        reason_of: Callable[[int | None], Text],
        silence: float,
        sleep: Callable[[float], Awaitable[None]],
        random: Callable[[], float],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._client = client
        self._permit = permit
        self._on_loss = on_loss
        self._reason_of = reason_of
        self._within = silence + CONNECT_WITHIN
        self._sleep = sleep
        self._random = random
        self._monotonic = monotonic
        self._working_since: dict[int, float] = {}

    @property
    def is_whole(self) -> bool:
        """Whether all shards work."""
        return len(self._working_since) == self._client.shard_count

    def works(self, shard: int) -> None:
        """Take note that events of a shard arrive."""
        self._working_since.setdefault(shard, self._monotonic())

    async def run(self) -> None:
        """Stay connected until cancelled.

        Raises:
            ClosedForGoodError: Discord does not want that.
        """
        self._working_since.clear()
        shards = [
            asyncio.create_task(self._stay(shard), name=f"discord shard {shard}")
            for shard in range(self._client.shard_count or 1)
        ]
        try:
            done, _pending = await asyncio.wait(shards, return_when=asyncio.FIRST_EXCEPTION)
            for task in done:
                task.result()
        finally:
            for task in shards:
                task.cancel()
            await asyncio.gather(*shards, return_exceptions=True)

    async def _stay(self, shard: int) -> None:
        session: Session | None = None
        back_off, failures = BackOff(self._random), 0
        while True:
            loss = await self._connect(shard, session)
            since = self._working_since.pop(shard, None)
            if since is None:
                failures += 1
            else:
                failures = 0
                if self._monotonic() - since >= STEADY_AFTER:
                    back_off.reset()
            session = loss.session if failures < MOST_RESUMES else None
            self._on_loss(loss.reason, since is not None)
            await self._sleep(back_off.next_wait() if loss.wait is None else loss.wait)

    async def _connect(self, shard: int, session: Session | None) -> Loss:
        """Connect once and read until the connection is lost; return how that came."""
        socket: Socket | None = None
        try:
            if session is None:
                await self._permit()
            async with asyncio.timeout(self._within):
                socket = await Socket.connect(self._client, shard, session)
            self._client.sockets[shard] = socket
            while True:
                await socket.poll_event()
        except ReconnectWebSocket as error:
            return self._cut(error, socket, session)
        except ConnectionClosed as error:
            if error.code in closing.FOR_GOOD:
                raise ClosedForGoodError(error.code) from None
            return Loss(self._reason_of(error.code), _session_of(socket, session))
        except TooManySessionsError as error:
            return Loss(wording.no_session_before(error.wait), wait=error.wait)
        except (OSError, aiohttp.ClientError, DiscordException) as error:
            reason = wording.as_said(str(error) or type(error).__name__)
            return Loss(reason, _session_of(socket, session))
        except Exception as error:
            log.exception("an event of Discord cannot be read")
            return Loss(wording.as_said(type(error).__name__), _session_of(socket, session))
        finally:
            if socket is not None:
                await _close(socket)

    def _cut(self, error: ReconnectWebSocket, socket: Socket | None, session: Session | None) -> Loss:
        """Return the loss for which discord.py wants another connection."""
        if not error.resume:
            return Loss(wording.INVALIDATED, wait=1.0 + (INVALIDATED_WAIT - 1.0) * self._random())
        going_on = _session_of(socket, session)
        if error.__context__ is None:  # neither silence nor a closure: Discord asked for it
            return Loss(wording.RECONNECT, going_on, wait=0.0)
        if isinstance(error.__context__, TimeoutError) or (socket is not None and socket.is_given_up):
            return Loss(wording.SILENT, going_on)
        return Loss(self._reason_of(None if socket is None else socket.socket.close_code), going_on)


async def _close(socket: Socket) -> None:
    """Close a connection; on the way out of the bot its session ends with it."""
    task = asyncio.current_task()
    is_the_end = task is not None and task.cancelling() > 0
    if socket.open:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(CLOSE_WITHIN):
                await socket.close(1000 if is_the_end else 4000)


def _session_of(socket: Socket | None, session: Session | None) -> Session | None:
    """Return what to go on with: as far as the last connection got, else as before."""
    return session if socket is None else socket.session
