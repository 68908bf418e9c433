"""Looking at addresses of the web: what page is there, or which feed. Nothing is remembered here."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.language.messages import Message, _
from bot.plugin import Fetched, Fetcher, FetchError, FetchProblem, Outside
from bot.plugin.fetching import DEADLINE, OF_THE_ADDRESS
from bot.plugin.loading import load
from plugins.watch.pages.canonical import AddressError, canonical
from plugins.watch.pages.discovery import usual_places
from plugins.watch.pages.doors import is_a_check, is_a_door
from plugins.watch.pages.files import attached_name, kind_of
from plugins.watch.pages.metadata import READ_AT_MOST, read_page
from plugins.watch.pages.page import MAX_TITLE, FeedChoices, FeedFound, Page, PageKind, Unreachable
from plugins.watch.pages.plain import plain
from plugins.watch.reading import FeedError, FeedProblem, ParsedFeed

_PATIENCE = timedelta(seconds=10)
"""How long one request to a place that may hold a feed takes."""
_MOST_MB = READ_AT_MOST // (1024 * 1024)
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
    """What page is at an address, or at the one to which the page there only forwards."""

    url: str

    async def look(self, outside: Outside) -> Page | Unreachable:
        """Return what the page says of itself, or why it cannot be read."""
        found = await self._look(outside, self.url)
        if isinstance(found, Page) and found.forwards_to:
            return await self._look(outside, found.forwards_to, _PATIENCE)
        return found

    async def _look(self, outside: Outside, url: str, deadline: timedelta = DEADLINE) -> Page | Unreachable:
        try:
            canonical(url)
            answer = await outside.service(Fetcher).fetch(
                url, headers=_ACCEPTS_PAGES, limit=READ_AT_MOST, deadline=deadline, partly=True
            )
        except AddressError as error:
            return _no_address(url, error)
        except FetchError as error:
            return _failed(url, error)
        refused = _refused(answer) or _shut(answer, self.url)
        if refused is not None:
            return refused
        page = await _page(outside, answer)
        return _hidden(answer, page, self.url) or await _titled(outside, answer, page)


@dataclass(frozen=True, slots=True)
class FeedLookup:
    """What feed is at an address, or is named by the page there.

    A page that names several gives them to choose from; the only one is read at once. Where it names none,
    what looks like one is tried, or where sites usually have theirs: four requests at most in all.
    """

    url: str

    async def look(self, outside: Outside) -> FeedFound | FeedChoices | Unreachable:
        """Return the feed, the feeds to choose from (maybe none), or why the address cannot be read."""
        found = await self._look(outside, self.url)
        if isinstance(found, FeedChoices) and not found.feeds and found.page.forwards_to:
            return await self._look(outside, found.page.forwards_to, _PATIENCE)
        return found

    async def _look(
        self, outside: Outside, url: str, deadline: timedelta = DEADLINE
    ) -> FeedFound | FeedChoices | Unreachable:
        try:
            kept = canonical(url)
            answer = await outside.service(Fetcher).fetch(url, headers=_ACCEPTS_FEEDS, deadline=deadline)
        except AddressError as error:
            return _no_address(url, error)
        except FetchError as error:
            return _failed(url, error)
        refused = _refused(answer) or _shut(answer, self.url)
        if refused is not None:
            return refused
        stated = answer.headers.get("content-type")
        if await asyncio.to_thread(kind_of, answer.content, stated) is PageKind.PAGE:
            return await self._named(outside, answer)
        try:
            return await _feed(outside, answer, kept)
        except FeedError as error:
            if error.problem is FeedProblem.PAGE:  # served as a feed
                return await self._named(outside, answer, "text/html")
            return Unreachable(answer.url, str(error.problem), error.text, answer.status)

    async def _named(
        self, outside: Outside, answer: Fetched, content_type: str | None = None
    ) -> FeedFound | FeedChoices | Unreachable:
        """Return what feeds a page names, or why it is not the page that was asked for."""
        page = await _page(outside, answer, content_type)
        return _hidden(answer, page, self.url) or await _named_by(outside, page)


async def _page(outside: Outside, answer: Fetched, content_type: str | None = None) -> Page:
    """Return what an answer says of itself, read beside the event loop; its type may be known better."""
    page = await asyncio.to_thread(
        read_page, answer.content, content_type or answer.headers.get("content-type"), answer.url, outside.now
    )
    if page.kind is not PageKind.PAGE and not page.is_titled:
        name = plain(attached_name(answer.headers.get("content-disposition", "")), MAX_TITLE)
        page = replace(page, title=name or page.title)
    stated = answer.headers.get("content-language", "").partition(",")[0].strip().lower()
    if page.language is None and stated[:2].isalpha() and (len(stated) == 2 or stated[2:3] == "-"):
        return replace(page, language=stated[:2])
    return page


async def _titled(outside: Outside, answer: Fetched, page: Page) -> Page:
    """Return the page; if it is a feed, with the feed's own title."""
    if page.kind is not PageKind.FEED:
        return page
    try:
        found = await _feed(outside, answer, page.url)
    except FeedError:
        return page
    return replace(page, title=found.feed.title, language=(found.feed.language or "")[:2].lower() or None)


async def _feed(outside: Outside, answer: Fetched, url: str) -> FeedFound:
    """Return the feed that an answer is, under the address that it was asked for by.

    Where that led elsewhere, it is still the one to ask: if the feed moved for good, its visits find out.

    Raises:
        FeedError: it is none.
    """
    await load("plugins.watch.reading.lenient")
    from plugins.watch.reading.lenient import read_feed

    feed: ParsedFeed = await read_feed(
        answer.content, content_type=answer.headers.get("content-type"), url=answer.url, now=outside.now
    )
    return FeedFound(url, feed, answer.headers, _led_to(answer, url))


def _led_to(answer: Fetched, url: str) -> str:
    """Return the address that answered as it is kept; the one that was asked where that is none to keep."""
    try:
        return canonical(answer.url)
    except AddressError:
        return url


async def _named_by(outside: Outside, page: Page) -> FeedFound | FeedChoices:
    """Return the one feed that a page surely names, or those that it names; else what is at usual places."""
    declared = [link for link in page.feeds if link.declared]
    if len(declared) > 1 or (page.forwards_to and not declared):
        return FeedChoices(page, tuple(declared))
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
        return None if _refused(answer) else await _feed(outside, answer, canonical(url))
    except (AddressError, FetchError, FeedError):
        return None


def _no_address(url: str, error: AddressError) -> Unreachable:
    return Unreachable(url, "address", error.text, lasting=True)


def _failed(url: str, error: FetchError) -> Unreachable:
    """Return the failure of a request as a value."""
    text = _("I cannot read this address: {reason}.", reason=error.text)
    return Unreachable(url, str(error.problem), text, lasting=error.problem in OF_THE_ADDRESS)


def _refused(answer: Fetched) -> Unreachable | None:
    """Return why an answer is not what was asked for, None if it is."""
    status = answer.status
    if 200 <= status < 300:
        return None
    return Unreachable(answer.url, "status", _said_by(status), status, lasting=status in (404, 410))


def _shut(answer: Fetched, asked: str) -> Unreachable | None:
    """Return why only a door was found, where people sign in or agree to something, else None."""
    if not is_a_door(answer.url) or is_a_door(asked):
        return None
    text = _("This address leads to a page where one has to sign in or to agree: I see nothing behind it.")
    return Unreachable(asked, "door", text, answer.status)


def _hidden(answer: Fetched, page: Page, asked: str) -> Unreachable | None:
    """Return why what was read says nothing of the page that was asked for, None if it does."""
    if page.kind is PageKind.PAGE and is_a_check(page):
        text = _("The site shows a check or a question before this page: I see nothing behind it.")
        return Unreachable(asked, "door", text, answer.status)
    if page.kind is PageKind.PAGE and answer.is_partial and not page.is_titled:
        text = _("This page is too large: I find no title in the {most} MB that I read of it.", most=_MOST_MB)
        return Unreachable(asked, str(FetchProblem.TOO_LARGE), text, answer.status, lasting=True)
    return None


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
