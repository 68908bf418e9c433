"""A feed and the marks of its entries, in one step: most feeds keep who reads them busy once."""

from __future__ import annotations

import pickle
from dataclasses import replace
from datetime import UTC, datetime
from typing import NamedTuple

from plugins.watch.pages.canonical import same_key
from plugins.watch.reading.feed import Entry
from plugins.watch.reading.identity import Mark, marks
from plugins.watch.reading.parsing import Attempt, try_to_read


class Answer(NamedTuple):
    """What came from an address, and from where: `content` in bytes, as it was unpacked."""

    content: bytes
    content_type: str | None
    url: str


class Marked(NamedTuple):
    """What can be read at once of a feed, and the marks of the entries in it, one each."""

    attempt: Attempt
    marks: tuple[Mark, ...]


def read_marked(answer: Answer, now: datetime) -> Marked:
    """Return what can be read of an answer.

    Raises:
        FeedError: it is no feed, or none that anything should read.
    """
    attempt = try_to_read(answer.content, content_type=answer.content_type, url=answer.url, now=now)
    return Marked(attempt, marks(attempt.feed.entries, same_key) if attempt.feed is not None else ())


def packed(found: Marked) -> bytes:
    """Return it in bytes, for another process: its many entries and marks as bare tuples of bare values."""
    feed = found.attempt.feed
    if feed is None:
        return pickle.dumps((found.attempt, [], []), pickle.HIGHEST_PROTOCOL)
    entries = [
        (guid, url, title, summary, None if at is None else at.timestamp())
        for guid, url, title, summary, at in feed.entries
    ]
    bare = replace(found.attempt, feed=replace(feed, entries=()))
    return pickle.dumps((bare, entries, list(map(tuple, found.marks))), pickle.HIGHEST_PROTOCOL)


def unpacked(said: bytes) -> Marked:
    """Return what was packed, by a process of ours."""
    bare, listed, made = pickle.loads(said)  # noqa: S301 - said by our own script
    if bare.feed is None:
        return Marked(bare, ())
    entries = [
        Entry(guid, url, title, summary, None if at is None else datetime.fromtimestamp(at, UTC))
        for guid, url, title, summary, at in listed
    ]
    return Marked(replace(bare, feed=replace(bare.feed, entries=entries)), tuple(map(Mark._make, made)))
