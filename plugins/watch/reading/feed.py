"""What is read of a feed, whatever its format: values that depend on nothing else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from operator import le
from typing import Any, NamedTuple

from bot.errors import MaillageError
from bot.language.messages import Text, in_english

MOST_ENTRIES = 10_000
LONGEST_TITLE = 300
LONGEST_SUMMARY = 1_000
_NUMBER = re.compile(r"(?<!\d)\d{1,15}(?!\d)")


class Entry(NamedTuple):
    """One item of a feed: a tuple, since a feed has many, and an object takes three times as long to make.

    `guid` is what the feed itself calls the item, as it is written there. `url` is absolute, http or https,
    and still has its tracking parameters. `title` is one line, never empty; it and `summary` (which may be
    empty) are plain text without markup, controls or overrides of direction, of at most `LONGEST_TITLE` and
    `LONGEST_SUMMARY` characters: to be escaped like any foreign text. `published_at` is aware, and None where
    the feed gives no date that can be true.
    """

    guid: str | None
    url: str | None
    title: str
    summary: str
    published_at: datetime | None


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """A feed that was read: at most `MOST_ENTRIES` entries, in its own order.

    `title` is never empty (the host of its address, if it has none). `site` is the page that it belongs to.
    `language` is a tag such as `fr` or `fr-FR`. `ttl` is how long it asks to be left alone after a visit.
    """

    title: str
    site: str | None
    language: str | None
    entries: Sequence[Entry]
    ttl: timedelta | None


def newest_first(entries: Sequence[Entry]) -> list[int]:
    """Return the places of entries, the newest first.

    Where some have no date, they come as the feed orders them: from the end, if what it dates, or else the
    numbers in its addresses, go up.
    """
    dates = [entry.published_at for entry in entries if entry.published_at is not None]
    places = list(range(len(entries)))
    if len(dates) == len(entries):
        return sorted(places, key=lambda place: dates[place], reverse=True)
    is_upwards = _go_up(dates) if len(dates) > 1 else _go_up([_numbers(entry) for entry in entries])
    return places[::-1] if is_upwards else places


def _go_up(values: Sequence[Any]) -> bool:
    """Return whether values, of which there are some, never go down, and are not all the same."""
    return len(values) > 1 and all(map(le, values, values[1:])) and values[0] < values[-1]


def _numbers(entry: Entry) -> tuple[int, ...]:
    """Return the numbers in the address of an entry, or in what the feed calls it: `/2026/11/23/atelier`."""
    return tuple(int(number) for number in _NUMBER.findall(entry.url or entry.guid or ""))


class FeedProblem(StrEnum):
    """Why what came from an address could not be read as a feed."""

    EMPTY = "empty"
    PAGE = "page"
    """An ordinary page: it may name feeds."""
    DECLARATIONS = "declarations"
    """It declares entities or a document type with declarations of its own: never read."""
    TOO_LARGE = "too_large"
    """Too deep, too large, or too slow to be read."""
    LIST = "list"
    """A list of feeds, as readers exchange them (OPML)."""
    NOT_A_FEED = "not_a_feed"
    """Something else: a picture, a document, data of another kind."""
    UNREADABLE = "unreadable"
    """It looks like a feed, and is too damaged to be read."""


class FeedError(MaillageError):
    """What came from an address could not be read as a feed; `text` is a whole sentence for people."""

    def __init__(self, problem: FeedProblem, text: Text) -> None:
        super().__init__(in_english(text))
        self.problem = problem
        self.text = text
