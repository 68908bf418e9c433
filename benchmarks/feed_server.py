"""A web server of generated feeds, in a process of its own: `python -m benchmarks.feed_server COUNT ENTRIES`.

It speaks just enough HTTP/1.1, from answers that are made once, so that what is measured is who reads. Feeds
are spread over as many addresses of the loopback network as sites would be. It prints their addresses, then
answers until it is ended; who asks with the ETag that it was given is told that nothing changed (304).
"""

from __future__ import annotations

import asyncio
import json
import sys
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

_FEEDS_A_HOST = 10
_MOST_HOSTS = 200
_NEWEST = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
_SUMMARY = (
    "Un atelier pour prendre en main son téléphone, ouvrir sa messagerie et y retrouver une pièce jointe : "
    "sur inscription, pour huit personnes, avec du matériel prêté sur place. "
)


def feed(number: int, entries: int) -> bytes:
    """Return a feed of RSS 2.0, as sites write them: some 600 bytes an entry."""
    items = "".join(
        f"<item><title>Atelier {entry} du lieu {number} &amp; de ses voisins</title>"
        f"<link>https://lieu-{number}.example/actualites/{entry}?utm_source=rss</link>"
        f"<guid isPermaLink='false'>tag:lieu-{number}.example,2026:{entry}</guid>"
        f"<pubDate>{format_datetime(_NEWEST - timedelta(hours=7 * entry))}</pubDate>"
        f"<description>&lt;p&gt;{_SUMMARY * 2}&lt;/p&gt;</description></item>"
        for entry in range(entries)
    )
    return (
        "<?xml version='1.0' encoding='utf-8'?><rss version='2.0'><channel>"
        f"<title>Les actualités du lieu {number}</title><link>https://lieu-{number}.example/</link>"
        f"<description>Ce qui s’y passe</description>{items}</channel></rss>"
    ).encode()


class _Answers(asyncio.Protocol):
    """Answers what is asked on one connection."""

    def __init__(self, answers: dict[bytes, bytes], unchanged: bytes) -> None:
        self._answers = answers
        self._unchanged = unchanged
        self._begun = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Note where to answer."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Answer each request that is there as a whole."""
        self._begun += data
        while b"\r\n\r\n" in self._begun:
            request, _end, self._begun = self._begun.partition(b"\r\n\r\n")
            if b"if-none-match:" in request.lower():
                self._transport.write(self._unchanged)
            else:
                self._transport.write(self._answers[request.split(b" ", 2)[1]])


async def _serve(count: int, entries: int) -> None:
    tag = 'ETag: "as-it-was"'
    head = f"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml; charset=utf-8\r\n{tag}\r\nContent-Length: "
    answers = {}
    for number in range(count):
        content = feed(number, entries)
        answers[f"/{number}.xml".encode()] = f"{head}{len(content)}\r\n\r\n".encode() + content
    unchanged = f"HTTP/1.1 304 Not Modified\r\n{tag}\r\n\r\n".encode()
    hosts = [
        f"127.0.{1 + number // 200}.{1 + number % 200}" for number in range(max(1, count // _FEEDS_A_HOST))
    ]
    hosts = hosts[:_MOST_HOSTS]
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: _Answers(answers, unchanged), hosts[0], 0)
    port = server.sockets[0].getsockname()[1]
    others = [
        await loop.create_server(lambda: _Answers(answers, unchanged), host, port) for host in hosts[1:]
    ]
    urls = [f"http://{hosts[number % len(hosts)]}:{port}/{number}.xml" for number in range(count)]
    print(json.dumps(urls), flush=True)
    await asyncio.gather(server.serve_forever(), *(other.serve_forever() for other in others))


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1]), int(sys.argv[2])))
