"""Sites on loopback that answer as they are told, byte for byte, well or badly."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable

Answering = Callable[[asyncio.StreamWriter], Awaitable[None]]


class Site:
    """A server that answers each path by bytes, or does what it was told; `asked` are heads of requests."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.connections = 0
        self.under_way = 0
        self.most_under_way = 0
        self.host = ""
        self.port = 0
        self._answers: dict[str, bytes | Answering] = {}

    def on(self, path: str, answer: bytes | Answering) -> None:
        """Have a path answered so; "*" stands for all others."""
        self._answers[path] = answer

    def url(self, path: str = "/", host: str | None = None) -> str:
        """Return the address of a path."""
        return f"http://{host or self.host}:{self.port}{path}"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one connection until it ends."""
        self.connections += 1
        try:
            with contextlib.suppress(OSError, asyncio.IncompleteReadError):
                while True:
                    head = (await reader.readuntil(b"\r\n\r\n")).decode()
                    self.asked.append(head)
                    await self._answer(head.split()[1], writer)
        finally:
            writer.transport.abort()

    async def _answer(self, path: str, writer: asyncio.StreamWriter) -> None:
        answer = self._answers.get(path) or self._answers["*"]
        self.under_way += 1
        self.most_under_way = max(self.most_under_way, self.under_way)
        try:
            if isinstance(answer, bytes):
                writer.write(answer)
                await writer.drain()
            else:
                await answer(writer)
        finally:
            self.under_way -= 1


@contextlib.asynccontextmanager
async def serving(
    site: Site, host: str = "127.0.0.1", tls: ssl.SSLContext | None = None
) -> AsyncIterator[Site]:
    """Let a site be asked at a port of its own."""
    tasks: set[asyncio.Task[None]] = set()

    def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.ensure_future(site.serve(reader, writer))
        tasks.add(task)
        task.add_done_callback(tasks.discard)

    server = await asyncio.start_server(connected, host, 0, ssl=tls)
    site.host, site.port = server.sockets[0].getsockname()[:2]
    try:
        yield site
    finally:
        server.close()
        for task in tuple(tasks):
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def answer(content: bytes = b"", status: str = "200 OK", **headers: str) -> bytes:
    """Return a whole answer, with its length unless one is given; `_` in names of headers stands for `-`."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    if not {"Content-Length", "Transfer-Encoding"} & named.keys():
        named["Content-Length"] = str(len(content))
    lines = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in named.items())]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + content
