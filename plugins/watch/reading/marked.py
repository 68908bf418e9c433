"""A feed and the marks of its entries, in one step: most feeds keep who reads them busy once."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from plugins.watch.pages.canonical import same_key
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
