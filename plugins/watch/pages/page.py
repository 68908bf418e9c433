"""What is known of a page after one look at it: values that the other modules here make and pass on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from bot.language.messages import Text
from bot.plugin.fetching import FetchProblem
from plugins.watch.reading import ParsedFeed

MAX_TITLE = 300
MAX_DESCRIPTION = 500
MAX_SITE = 100


class PageKind(StrEnum):
    """What an address leads to."""

    PAGE = "page"
    PDF = "pdf"
    IMAGE = "image"
    AUDIO = "audio"
    VIDEO = "video"
    DOCUMENT = "document"
    FEED = "feed"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class FeedLink:
    """A feed that a page names: its address, and its title if it has one (plain text, else empty).

    `declared` is whether the page says by `rel=alternate` that it is a feed; else it only looks like one.
    """

    url: str
    title: str = ""
    declared: bool = True


@dataclass(frozen=True, slots=True)
class Page:
    """What a page says of itself. All texts are plain, in one line, bounded; escape them to show them.

    `url` is what to store, show and open: the canonical form of where the page was found, or of the address
    that it declares as its own (`canonical`) if that is on the same site. `language` has two letters.
    `title` and `site` are never empty; `is_titled` is whether the page, or the file, gives a title itself.
    `forwards_to` is the address to which it sends browsers on at once.
    """

    url: str
    title: str
    site: str
    description: str = ""
    language: str | None = None
    published_on: date | None = None
    canonical: str | None = None
    kind: PageKind = PageKind.PAGE
    feeds: tuple[FeedLink, ...] = ()
    is_titled: bool = True
    forwards_to: str | None = None


@dataclass(frozen=True, slots=True)
class Unreachable:
    """An address could not be read: why, as a stable word and in a sentence for people.

    `problem` is the fetcher's, or `status` with the number of the answer, or `address` for one that is none.
    `lasting` is whether it is of no use to try again as it is: the page is gone, or the address is wrong.
    """

    url: str
    problem: str
    text: Text
    status: int | None = None
    lasting: bool = False

    @property
    def is_nowhere(self) -> bool:
        """Whether nothing is at the address, as far as one can know: it may well be mistyped, or old."""
        return self.status in (404, 410) or self.problem == FetchProblem.UNKNOWN_HOST


@dataclass(frozen=True, slots=True)
class FeedFound:
    """An address turned out to be a feed: what it holds, the headers, and to which address it led."""

    url: str
    feed: ParsedFeed
    headers: Mapping[str, str] = field(default_factory=dict)
    led_to: str = ""


@dataclass(frozen=True, slots=True)
class FeedChoices:
    """An address turned out to be a page: the feeds that it names, the likeliest first; maybe none.

    They are not read yet, save those that were found at usual addresses: look the chosen one up.
    """

    page: Page
    feeds: tuple[FeedLink, ...]
