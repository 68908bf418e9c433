"""Reading a feed beside everything else: in a thread, and what is damaged in a process that can be killed.

With `beside.py`, all that does anything here but compute.
"""

from __future__ import annotations

import asyncio
import json
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from weakref import WeakKeyDictionary

from plugins.watch.reading import loose
from plugins.watch.reading.beside import beside
from plugins.watch.reading.composing import Item, address, compose, host, language_tag
from plugins.watch.reading.feed import LONGEST_TITLE, FeedProblem, ParsedFeed
from plugins.watch.reading.parsing import Attempt, problem, try_to_read
from plugins.watch.reading.plain import Said, plain

TIME_LIMIT = timedelta(seconds=loose.SECONDS)
_AT_ONCE = 1
"""Processes: each takes a processor and some 60 MB."""
_LONGEST = 2_000_000
"""Characters of a damaged feed that are read: what feedparser reads in the time that it has."""
_MOST_SAID = 32 * 1024 * 1024
_CHUNK = 65_536

_turns: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = WeakKeyDictionary()


async def read_feed(content: bytes, *, content_type: str | None, url: str, now: datetime) -> ParsedFeed:
    """Return the feed that came from `url`, by whichever reader reads it; the loop goes on meanwhile.

    Raises:
        FeedError: it is no feed, or none that can be read.
    """
    attempt = await beside(try_to_read, content, content_type=content_type, url=url, now=now)
    return await made_whole(attempt, url, now)


async def made_whole(attempt: Attempt, url: str, now: datetime) -> ParsedFeed:
    """Return the feed that an attempt at what came from `url` read, or what a more lenient reader finds.

    Raises:
        FeedError: it is no feed, or none that can be read.
    """
    feed = attempt.feed
    if feed is not None and attempt.is_whole:
        return feed
    said = await _read_leniently(attempt.text[:_LONGEST], url)
    lenient = await beside(_composed, said, url, now) if said else None
    # Two readings of one damaged feed: what lost the fewer entries is nearer to what was meant.
    if (
        lenient is not None
        and lenient.entries
        and (feed is None or len(lenient.entries) >= len(feed.entries))
    ):
        return lenient
    if feed is None or not feed.entries:
        raise problem(FeedProblem.UNREADABLE)
    return feed


async def _read_leniently(text: str, url: str) -> bytes | None:
    """Return what the process says that reads damaged feeds, None if it failed or was too long about it."""
    async with _turns.setdefault(asyncio.get_running_loop(), asyncio.Semaphore(_AT_ONCE)):
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-I", loose.__file__, url, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, env={}
        )
        try:
            async with asyncio.timeout(TIME_LIMIT.total_seconds()):
                said = await _answer(process, text.encode())
                return said if await process.wait() == 0 else None
        except (TimeoutError, ConnectionError):
            return None
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()


async def _answer(process: Process, told: bytes) -> bytes | None:
    """Return what a process says to what it is told, None if it says too much."""
    if process.stdin is None or process.stdout is None:
        return None
    said = bytearray()
    process.stdin.write(told)
    process.stdin.close()
    while chunk := await process.stdout.read(_CHUNK):
        said += chunk
        if len(said) > _MOST_SAID:
            process.kill()
            return None
    return bytes(said)


def _composed(said: bytes, url: str, now: datetime) -> ParsedFeed | None:
    lines = said.splitlines()
    if not lines:
        return None
    about = json.loads(lines[0])
    site = address(about["link"], url)
    language = language_tag(about["language"])
    day_first = not (language or "").startswith("en")
    entries = (compose(_item(json.loads(line), url), now, day_first=day_first) for line in lines[1:])
    return ParsedFeed(
        title=plain(Said(about["title"]), LONGEST_TITLE) or host(site or url),
        site=site,
        language=language,
        entries=[entry for entry in entries if entry is not None],
        ttl=timedelta(minutes=int(about["ttl"])) if about["ttl"].isdecimal() else None,
    )


def _item(said: dict[str, Any], url: str) -> Item:
    return Item(
        base=url,
        guid=said["guid"],
        guid_is_link=said["guid_is_link"],
        links=said["links"],
        files=said["files"],
        titles=_texts(said["titles"]),
        texts=_texts(said["texts"]),
        dates=said["dates"],
    )


def _texts(written: Sequence[tuple[str, bool]]) -> list[Said]:
    return [Said(text, is_markup) for text, is_markup in written]
