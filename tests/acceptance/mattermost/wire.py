"""A wire between the bot and a chat server, real or not, which a test can cut, or make silent."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

_ROOM = 65_536


class _Link:
    """One connection through the wire: both of its ends."""

    def __init__(self, near: asyncio.StreamWriter, far: asyncio.StreamWriter) -> None:
        self._ends = (near, far)
        self.is_silent = False
        self.loses_answer = False

    def abort(self) -> None:
        """End it without a word, as when a machine is switched off."""
        for end in self._ends:
            end.transport.abort()

    def close(self) -> None:
        for end in self._ends:
            end.close()


class Wire:
    """Relays connections to `server`; `url` is what the bot calls in its place."""

    def __init__(self, server: str) -> None:
        parts = urlsplit(server)
        self._host = parts.hostname or ""
        self._tls = parts.scheme == "https"
        self._port = parts.port or (443 if self._tls else 80)
        self._path = parts.path.rstrip("/")
        self._is_cut = False
        self._lost: bytes | None = None
        self._links: set[_Link] = set()
        self._relays: set[asyncio.Task[None]] = set()
        self._listening: asyncio.Server | None = None
        self.url = ""

    @classmethod
    @contextlib.asynccontextmanager
    async def to(cls, server: str) -> AsyncIterator[Wire]:
        """A wire that works."""
        wire = cls(server)
        wire._listening = await asyncio.start_server(wire._accept, "127.0.0.1", 0)
        port = wire._listening.sockets[0].getsockname()[1]
        wire.url = f"http://127.0.0.1:{port}{wire._path}"
        try:
            yield wire
        finally:
            wire._listening.close()
            wire.cut()
            await asyncio.gather(*wire._relays, return_exceptions=True)

    def drop(self) -> None:
        """End all connections without a word; new ones are taken."""
        for link in list(self._links):
            link.abort()

    def cut(self) -> None:
        """End all connections without a word, and new ones at once, until the wire is mended."""
        self._is_cut = True
        self.drop()

    def mend(self) -> None:
        """Take connections again."""
        self._is_cut = False

    def fall_silent(self) -> None:
        """Carry nothing on the connections that there are: they stay open. New ones are taken."""
        for link in self._links:
            link.is_silent = True

    def lose_answer_to(self, request: str) -> None:
        """Let the next request that begins so reach the server, and cut its connection before the answer."""
        self._lost = request.encode()

    @property
    def has_lost_answer(self) -> bool:
        """Whether what `lose_answer_to` asked for has happened."""
        return self._lost is None

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        relay = asyncio.current_task()
        assert relay is not None
        self._relays.add(relay)
        relay.add_done_callback(self._relays.discard)
        if self._is_cut:
            writer.transport.abort()
            return
        try:
            far_reader, far = await asyncio.open_connection(self._host, self._port, ssl=self._tls or None)
        except OSError:
            writer.transport.abort()
            return
        link = _Link(writer, far)
        self._links.add(link)
        pumps = [
            asyncio.create_task(self._pump(link, reader, far, to_server=True)),
            asyncio.create_task(self._pump(link, far_reader, writer, to_server=False)),
        ]
        try:
            await asyncio.wait(pumps, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self._links.discard(link)
            link.close()
            for pump in pumps:
                pump.cancel()
            await asyncio.gather(*pumps, return_exceptions=True)

    async def _pump(
        self, link: _Link, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, to_server: bool
    ) -> None:
        with contextlib.suppress(OSError):
            while content := await reader.read(_ROOM):
                if link.is_silent:
                    continue
                if to_server and self._lost is not None and content.startswith(self._lost):
                    self._lost, link.loses_answer = None, True
                elif not to_server and link.loses_answer:
                    link.abort()
                    return
                writer.write(content)
                await writer.drain()
