"""One visit to a feed: what is asked, and what came of it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TypeAlias

from bot.plugin import Fetched, Fetcher, FetchError, FetchProblem
from bot.plugin.fetching import LIMIT
from bot.plugin.loading import load
from plugins.watch.feeds import faults
from plugins.watch.feeds.holding import Holding
from plugins.watch.feeds.models import INTERNAL, STATUS, State
from plugins.watch.pages.canonical import same_key
from plugins.watch.reading import FeedError, FeedProblem, ParsedFeed
from plugins.watch.reading.apart import Apart
from plugins.watch.reading.beside import beside
from plugins.watch.reading.identity import Mark, marks
from plugins.watch.reading.lenient import made_whole
from plugins.watch.reading.marked import Answer
from plugins.watch.reading.schedule import Habits

_OK, _NOT_MODIFIED, _GONE = range(200, 300), 304, 410
_ACCEPT = "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5"
_LONGEST_ETAG, _LONGEST_DATE = 1000, 100
_USUAL = 512 * 1024
"""Bytes that all but few feeds have at most: room for so many is held for each that is asked for."""
_PIECE = 2047
"""Bytes up to which Python does not let other threads in: getting back among them takes far longer."""
_QUICK = 512 * 1024
"""Bytes whose print is made in less time than it takes to hand them over."""


@dataclass(frozen=True, slots=True)
class Tools:
    """What visits are made with: who asks, the room for what comes, and who reads it."""

    fetcher: Fetcher
    holding: Holding
    apart: Apart


@dataclass(frozen=True, slots=True)
class Known:
    """A feed as it is known before a visit; `is_new` is one that was never read.

    One that `is_well` is active, and its last visit did not fail: a success changes nothing of that.
    """

    id: int
    url: str
    etag: str | None = None
    last_modified: str | None = None
    digest: bytes | None = None
    habits: Habits = field(default_factory=Habits)
    is_new: bool = True
    state: str = State.ACTIVE.value
    is_well: bool = False


@dataclass(frozen=True, slots=True)
class Read:
    """Its content is another than last time; `marks` are those of its entries, one each.

    `digest` is None where only what is in it is known, not how that was written. `found_at` is where it is
    read from now on, where its address was that of a page which names it.
    """

    known: Known
    feed: ParsedFeed
    marks: tuple[Mark, ...]
    digest: bytes | None
    headers: Mapping[str, str]
    moved_to: str | None = None
    found_at: str | None = None


@dataclass(frozen=True, slots=True)
class Same:
    """It is as it was, by the server's word or by its content."""

    known: Known
    headers: Mapping[str, str]
    moved_to: str | None = None


@dataclass(frozen=True, slots=True)
class Failed:
    """It could not be read: `problem` is a stable code, `status` the server's answer if it is about that."""

    known: Known
    problem: str
    status: int | None = None
    retry_after: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Gone:
    """Its server says that it will not come back (410)."""

    known: Known


Outcome: TypeAlias = Read | Same | Failed | Gone


async def visit(tools: Tools, known: Known, now: datetime) -> Outcome:
    """Ask for a feed and read it; whatever is wrong with it is an outcome, too."""
    try:
        return await _visit(tools, known, now)
    except FetchError as error:
        return Failed(known, error.problem.value)
    except FeedError as error:
        return Failed(known, error.problem.value)
    except Exception as error:  # noqa: BLE001 - a feed that nobody thought of stops no other
        faults.note(known.id, known.url, error)
        return Failed(known, INTERNAL)


async def _visit(tools: Tools, known: Known, now: datetime) -> Outcome:
    """Ask for a feed, and once more, with room for the largest, if it is larger than most.

    Raises:
        FetchError: it cannot be had.
        FeedError: it cannot be read.
    """
    try:
        return await _visit_within(_USUAL, tools, known, now)
    except FetchError as error:
        if error.problem is not FetchProblem.TOO_LARGE:
            raise
    return await _visit_within(LIMIT, tools, known, now)


async def _visit_within(largest: int, tools: Tools, known: Known, now: datetime) -> Outcome:
    async with tools.holding.room(largest) as room:
        fetched = await tools.fetcher.fetch(known.url, headers=_conditions(known), limit=largest)
        room.keep(len(fetched.content))
        told = _told(known, fetched)
        if told is not None:
            return told
        try:
            return await _read(tools, known, fetched, now)
        except FeedError as error:
            if error.problem is not FeedProblem.PAGE or not known.is_new:
                raise
            named = await _feed_named_by(fetched, now)
            if named is None:
                raise
    return await _visit_named(named, largest, tools, known, now)


async def _feed_named_by(fetched: Fetched, now: datetime) -> str | None:
    """Return the address of the feed that a page names first, None if it names none."""
    await load("plugins.watch.pages.metadata")
    from plugins.watch.pages.metadata import read_page

    page = await beside(read_page, fetched.content, "text/html", fetched.url, now)
    return next((link.url for link in page.feeds if link.declared and link.url != fetched.url), None)


async def _visit_named(url: str, largest: int, tools: Tools, known: Known, now: datetime) -> Outcome:
    """Read the feed that a page names, in the place of the page."""
    async with tools.holding.room(largest):
        fetched = await tools.fetcher.fetch(url, headers=_conditions(known), limit=largest)
        told = _told(known, fetched) or await _read(tools, known, fetched, now)
    return replace(told, found_at=url) if isinstance(told, Read) else told


async def read_marks(feed: ParsedFeed) -> tuple[Mark, ...]:
    """Return the marks of a feed's entries."""
    return await beside(marks, feed.entries, same_key)


def digest_of(content: bytes) -> bytes:
    """Return the print by which a content is known again, of 16 bytes."""
    digest = hashlib.blake2b(digest_size=16)
    view = memoryview(content)
    for start in range(0, len(content), _PIECE):
        digest.update(view[start : start + _PIECE])
    return digest.digest()


def validators(headers: Mapping[str, str]) -> tuple[str | None, str | None]:
    """Return the ETag and the date that a server wants to be asked with, None for what is absurd."""
    etag, date = headers.get("etag"), headers.get("last-modified")
    return (
        etag if etag and len(etag) <= _LONGEST_ETAG else None,
        date if date and len(date) <= _LONGEST_DATE else None,
    )


def _conditions(known: Known) -> dict[str, str]:
    conditions = {"accept": _ACCEPT}
    if known.etag:
        conditions["if-none-match"] = known.etag
    if known.last_modified:
        conditions["if-modified-since"] = known.last_modified
    return conditions


def _told(known: Known, fetched: Fetched) -> Outcome | None:
    """Return what an answer says without a content, None if there is one to be read."""
    if fetched.status == _NOT_MODIFIED and not known.is_new:
        return Same(known, fetched.headers, fetched.moved_to)
    if fetched.status == _GONE:
        return Gone(known)
    if fetched.status not in _OK:
        return Failed(known, STATUS, fetched.status, fetched.retry_after)
    return None


async def _read(tools: Tools, known: Known, fetched: Fetched, now: datetime) -> Outcome:
    content = fetched.content
    digest = digest_of(content) if len(content) < _QUICK else await beside(digest_of, content)
    if digest == known.digest:
        return Same(known, fetched.headers, fetched.moved_to)
    answer = Answer(content, fetched.headers.get("content-type"), fetched.url)
    attempt, found = await tools.apart.read(answer, now)
    feed = await made_whole(attempt, fetched.url, now)
    if feed is not attempt.feed:
        found = await read_marks(feed)
    return Read(known, feed, found, digest, fetched.headers, fetched.moved_to)
