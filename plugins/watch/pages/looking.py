"""Looking at addresses of the web: what page is there, or which feed. Nothing is remembered here."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from urllib.parse import urlsplit

from bot.language.messages import Message, _
from bot.plugin import Fetched, Fetcher, FetchError, FetchProblem, Outside
from bot.plugin.loading import load
from plugins.watch.pages.canonical import AddressError, canonical
from plugins.watch.pages.discovery import usual_places
from plugins.watch.pages.files import kind_of
from plugins.watch.pages.metadata import READ_AT_MOST, read_page, unread
from plugins.watch.pages.page import FeedChoices, FeedFound, Page, PageKind, Unreachable
from plugins.watch.reading import FeedError, FeedProblem, ParsedFeed

MOST_OF_A_PAGE = 5 * READ_AT_MOST
"""Bytes of a page that are fetched: what is larger is a file, known by its name."""
_PATIENCE = timedelta(seconds=10)
"""How long one request to a place that may hold a feed takes."""
_DOORS = re.compile(r"(?:consent|guce|login|signin|auth|sso|accounts?|idp|cas|connexion)\.", re.IGNORECASE)
_DOOR_PATHS = re.compile(
    r"/(?:[a-z]{2}/)?(?:login|log-in|signin|sign-in|authwall|checkpoint|connexion|consent|sso|cas/login)(?:[/.]|$)|/wp-login",
    re.IGNORECASE,
)
"""Hosts and paths where people are led that a site does not know yet: nothing there is of the page."""
_ACCEPTS_PAGES = {
    "accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.7",
    "accept-language": "fr,en;q=0.7",
}
_ACCEPTS_FEEDS = {
    "accept": "application/rss+xml,application/atom+xml,application/feed+json,application/xml;q=0.9,"
    "text/html;q=0.8,*/*;q=0.5",
    "accept-language": "fr,en;q=0.7",
}


@dataclass(frozen=True, slots=True)
class PageLookup:
    """What page is at an address."""

    url: str

    async def look(self, outside: Outside) -> Page | Unreachable:
        """Return what the page says of itself, or why it cannot be read."""
        try:
            canonical(self.url)
            answer = await _fetch(outside, self.url, _ACCEPTS_PAGES)
        except AddressError as error:
            return _no_address(self.url, error)
        except FetchError as error:
            if error.problem is FetchProblem.TOO_LARGE:
                return unread(self.url)
            return _failed(self.url, error)
        refused = _refused(answer) or _shut(answer, self.url)
        return refused or await _titled(outside, answer, await _page(outside, answer))


@dataclass(frozen=True, slots=True)
class FeedLookup:
    """What feed is at an address, or is named by the page there.

    A page that names several gives them to choose from; the only one is read at once. Where it names none,
    what looks like one is tried, or where sites usually have theirs: four requests at most in all.
    """

    url: str

    async def look(self, outside: Outside) -> FeedFound | FeedChoices | Unreachable:
        """Return the feed, the feeds to choose from (maybe none), or why the address cannot be read."""
        try:
            canonical(self.url)
            answer = await outside.service(Fetcher).fetch(self.url, headers=_ACCEPTS_FEEDS)
        except AddressError as error:
            return _no_address(self.url, error)
        except FetchError as error:
            return _failed(self.url, error)
        refused = _refused(answer) or _shut(answer, self.url)
        if refused is not None:
            return refused
        if kind_of(answer.content, answer.headers.get("content-type")) is PageKind.PAGE:
            return await _named_by(outside, await _page(outside, answer))
        try:
            return await _feed(outside, answer)
        except FeedError as error:
            if error.problem is FeedProblem.PAGE:  # served as a feed
                return await _named_by(outside, await _page(outside, answer, "text/html"))
            return Unreachable(answer.url, str(error.problem), error.text, answer.status)


async def _fetch(outside: Outside, url: str, headers: dict[str, str]) -> Fetched:
    return await outside.service(Fetcher).fetch(url, headers=headers, limit=MOST_OF_A_PAGE)


async def _page(outside: Outside, answer: Fetched, content_type: str | None = None) -> Page:
    """Return what an answer says of itself, read beside the event loop; its type may be known better."""
    page = await asyncio.to_thread(
        read_page, answer.content, content_type or answer.headers.get("content-type"), answer.url, outside.now
    )
    stated = answer.headers.get("content-language", "").partition(",")[0].strip().lower()
    if page.language is None and stated[:2].isalpha() and (len(stated) == 2 or stated[2:3] == "-"):
        return replace(page, language=stated[:2])
    return page


async def _titled(outside: Outside, answer: Fetched, page: Page) -> Page:
    """Return the page; if it is a feed, with the feed's own title."""
    if page.kind is not PageKind.FEED:
        return page
    try:
        found = await _feed(outside, answer)
    except FeedError:
        return page
    return replace(page, title=found.feed.title, language=(found.feed.language or "")[:2].lower() or None)


async def _feed(outside: Outside, answer: Fetched) -> FeedFound:
    """Return the feed that an answer is.

    Raises:
        FeedError: it is none.
    """
    await load("plugins.watch.reading.lenient")
    from plugins.watch.reading.lenient import read_feed

    feed: ParsedFeed = await read_feed(
        answer.content, content_type=answer.headers.get("content-type"), url=answer.url, now=outside.now
    )
    return FeedFound(answer.moved_to or answer.url, feed, answer.headers)


async def _named_by(outside: Outside, page: Page) -> FeedFound | FeedChoices:
    """Return the one feed that a page surely names, or those that it names; else what is at usual places."""
    declared = [link for link in page.feeds if link.declared]
    if len(declared) > 1:
        return FeedChoices(page, page.feeds)
    tried: Sequence[str] = [link.url for link in page.feeds[:3]] or usual_places(page.url)
    for url in tried:
        found = await _tried(outside, url)
        if found is not None:
            return found
    return FeedChoices(page, tuple(declared))


async def _tried(outside: Outside, url: str) -> FeedFound | None:
    """Return the feed at an address, None if there is none that can be read now."""
    try:
        answer = await outside.service(Fetcher).fetch(url, headers=_ACCEPTS_FEEDS, deadline=_PATIENCE)
        return None if _refused(answer) else await _feed(outside, answer)
    except (FetchError, FeedError):
        return None


def _no_address(url: str, error: AddressError) -> Unreachable:
    return Unreachable(url, "address", error.text, lasting=True)


def _failed(url: str, error: FetchError) -> Unreachable:
    """Return the failure of a request as a value."""
    text = _("I cannot read this address: {reason}.", reason=error.text)
    return Unreachable(url, str(error.problem), text, lasting=error.problem in _LASTING)


_LASTING = frozenset(
    (FetchProblem.NO_WEB_ADDRESS, FetchProblem.CREDENTIALS, FetchProblem.PORT, FetchProblem.PRIVATE)
)


def _refused(answer: Fetched) -> Unreachable | None:
    """Return why an answer is not what was asked for, None if it is."""
    status = answer.status
    if 200 <= status < 300:
        return None
    return Unreachable(answer.url, "status", _said_by(status), status, lasting=status in (404, 410))


def _shut(answer: Fetched, asked: str) -> Unreachable | None:
    """Return why only a door was found, where people sign in or agree to something, else None."""
    if not _is_a_door(answer.url) or _is_a_door(asked):
        return None
    text = _("This address leads to a page where one has to sign in or to agree: I see nothing behind it.")
    return Unreachable(asked, "door", text, answer.status)


def _is_a_door(url: str) -> bool:
    parts = urlsplit(url)
    return bool(_DOORS.match(parts.hostname or "") or _DOOR_PATHS.match(parts.path))


def _said_by(status: int) -> Message:
    """Return what an answer of a server means for people."""
    if status in (404, 410):
        return _(
            "There is no page at this address, or no longer (answer {status} of the site).", status=status
        )
    if status in (401, 402, 403, 451):
        return _(
            "The site shows this page only to some: it refuses it to me (answer {status}).", status=status
        )
    if status == 429:
        return _(
            "The site is asked too much at the moment: try again later (answer {status}).", status=status
        )
    if status >= 500:
        return _("The site has a fault at the moment: try again later (answer {status}).", status=status)
    return _("The site does not give this page (answer {status}).", status=status)
