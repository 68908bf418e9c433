"""From what a feed says of an item, whatever its format, to an entry."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import unquote

from bot.language.shortening import shortened
from plugins.watch.reading.feed import LONGEST_SUMMARY, LONGEST_TITLE, Entry
from plugins.watch.reading.instants import read_instant
from plugins.watch.reading.plain import Said, plain
from plugins.watch.reading.tails import ended, without_tail

_LONGEST_ADDRESS = 2_000
_LONGEST_GUID = 2_000
_TITLE_OF_SUMMARY = 120
_WEB = re.compile(r"https?://[^\s/]", re.IGNORECASE)
_WITHOUT_SCHEME = re.compile(r"www\.[\w-]+\.[\w.-]*\w(?:[/?#:]|$)", re.IGNORECASE)
"""What is meant for an address of a site, though by its form it is a page below the feed."""
_WORDS_OF_AN_ADDRESS = re.compile(r"[-_+\s]+")
_ENDING = re.compile(r"\.[a-z]{2,5}$", re.IGNORECASE)
_LANGUAGE = re.compile(r"([a-zA-Z]{2,3})(?:[-_]([a-zA-Z]{2}|\d{3}))?\b")


@dataclass(slots=True)
class Item:
    """What a feed says of an item, in the order in which it is to be believed.

    `links` are as written, the first that is an address of the web counting; `base` is the address that they
    are relative to. `guid_is_link` is false where the feed says that its guid is no address. `files` are
    addresses of what comes with it, such as a recording: they stand for a page only where none is named. What
    is listed is read no further than needed.
    """

    base: str
    guid: str | None = None
    guid_is_link: bool = True
    links: Iterable[str] = ()
    files: Iterable[str] = ()
    titles: Iterable[Said] = ()
    texts: Iterable[Said] = ()
    dates: Iterable[str] = ()


def compose(item: Item, now: datetime, *, day_first: bool) -> Entry | None:
    """Return the entry that an item is, None if it says nothing at all."""
    guid = (item.guid or "").strip()[:_LONGEST_GUID] or None
    url = _first_address(item.links, item.base)
    if url is None and guid and item.guid_is_link and _WEB.match(guid):
        url = address(guid, item.base)
    url = url or _first_address(item.files, item.base)
    title = _first(item.titles, LONGEST_TITLE)
    summary = ended(_first(item.texts, LONGEST_SUMMARY, url))
    title = title or shortened(summary, _TITLE_OF_SUMMARY) or _named_by(url) or (guid or "")[:LONGEST_TITLE]
    title = title if title.isprintable() else plain(Said(title, is_markup=False), LONGEST_TITLE)
    if not title:
        return None
    return Entry(_without_controls(guid), url, title, summary, _first_instant(item.dates, now, day_first))


def address(link: str, base: str) -> str | None:
    """Return a link of a feed as an absolute address of the web, None if it is none."""
    import can_ada

    written = link.strip().replace("&amp;", "&")  # where it was encoded twice
    if not written or len(written) > _LONGEST_ADDRESS:
        return None
    try:
        if _WITHOUT_SCHEME.match(written):
            written = f"//{written}"
        found = can_ada.parse(written) if _WEB.match(written) else can_ada.parse(base) + written
    except ValueError:
        return None
    is_web = found.protocol in {"http:", "https:"} and bool(found.hostname)
    return found.href if is_web and len(found.href) <= _LONGEST_ADDRESS else None


def host(url: str) -> str:
    """Return the host of an address, without `www.`."""
    import can_ada

    try:
        return can_ada.parse(url).hostname.removeprefix("www.") or url
    except ValueError:
        return url


def language_tag(written: str | None) -> str | None:
    """Return a language as a tag such as `fr` or `fr-FR`, None if it is none."""
    found = _LANGUAGE.match((written or "").strip())
    if not found:
        return None
    return f"{found[1].lower()}-{found[2].upper()}" if found[2] else found[1].lower()


def _first_address(links: Iterable[str], base: str) -> str | None:
    for link in links:
        if found := address(link, base):
            return found
    return None


def _first(texts: Iterable[Said], most: int, url: str | None = None) -> str:
    """Return the first text that says something, without what only leads on to `url`."""
    for said in texts:
        if text := plain(without_tail(said, url), most):
            return text
    return ""


def _first_instant(dates: Iterable[str], now: datetime, day_first: bool) -> datetime | None:
    for written in dates:
        if at := read_instant(written, now, day_first=day_first):
            return at
    return None


def _named_by(url: str | None) -> str:
    """Return what an address says of its page, in words: the last part of its path, else its host."""
    if url is None:
        return ""
    path = url.partition("?")[0].partition("#")[0].split("/")[3:]
    last = unquote(next(filter(None, reversed(path)), ""))
    words = _WORDS_OF_AN_ADDRESS.sub(" ", _ENDING.sub("", last)).strip()
    if not any(letter.isalpha() for letter in words):
        return host(url)
    return plain(Said(words[0].upper() + words[1:], is_markup=False), LONGEST_TITLE)


def _without_controls(guid: str | None) -> str | None:
    """Return a guid as a database takes it."""
    return guid if guid is None or guid.isprintable() else "".join(c for c in guid if c.isprintable()) or None
