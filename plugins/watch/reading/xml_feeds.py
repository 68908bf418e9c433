"""RSS (0.9 to 2.0, and 1.0 which is RDF) and Atom (0.3 and 1.0), read item by item.

In a large document the tree of an item goes as soon as it was read, so that memory and the time for which
anything else has to wait are bounded by the largest item. Entities are never resolved, nothing is loaded, and
the limits of the parser on depth and lengths are on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import import_module
from typing import Any
from urllib.parse import urljoin

from plugins.watch.reading.composing import Item, address, compose, host, language_tag
from plugins.watch.reading.feed import LONGEST_TITLE, MOST_ENTRIES, Entry, ParsedFeed
from plugins.watch.reading.plain import Said, plain
from plugins.watch.reading.xml_names import RDF, Element, Module, Names

_CHUNK = 65_536
"""Bytes that are read at once."""
_SMALL = 256 * 1024
"""Bytes of a document that lxml reads at one go: reading on, it has to wait for its turn at each element."""
_AT_ONCE = 1_000
_LONGEST_TTL = timedelta(days=30)
_XML = "{http://www.w3.org/XML/1998/namespace}"
_TITLES = ("title", "dc:title", "media:title", "itunes:title")
_TEXTS = (
    "description",
    "summary",
    "content:encoded",
    "content",
    "media:description",
    "itunes:summary",
    "dc:description",
    "tagline",
    "subtitle",
)
_DATES = (
    "pubDate",
    "published",
    "issued",
    "dc:date",
    "dc:issued",
    "dc:created",
    "created",
    "updated",
    "modified",
    "dc:modified",
    "date",
)
_PERIODS = {
    "hourly": timedelta(hours=1),
    "daily": timedelta(days=1),
    "weekly": timedelta(weeks=1),
    "monthly": timedelta(days=30),
    "yearly": timedelta(days=365),
}


_EVENTS = ("start", "end")
_TAGS = ("{*}item", "{*}entry", "{*}rss", "{*}RDF", "{*}feed", "{*}channel")
_OPTIONS: Mapping[str, Any] = {
    "encoding": "utf-8",
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}


@dataclass(slots=True)
class Outcome:
    """What could be read: the feed up to where its XML is wrong, None if the root is none of a feed's.

    `is_wrong` says that reading met an error, `is_at_the_end` that it was no earlier than at the end (a feed
    cut off on the way, or followed by something else), `is_too_much` that it was a limit of the parser.
    """

    feed: ParsedFeed | None = None
    is_wrong: bool = False
    is_at_the_end: bool = False
    is_too_much: bool = False


def read_xml(document: bytes, start: int, url: str, now: datetime) -> Outcome:
    """Return what can be read of an XML document that came from `url`.

    It is in UTF-8, whatever its declaration says; its root begins at `start`.
    """
    etree: Module = import_module("lxml.etree")
    reading = _Reading(url, now, Names(etree), has_bases=b"xml:base" in document)
    if len(document) - start <= _SMALL:
        with suppress(etree.XMLSyntaxError):  # then it is read as far as it goes
            root = etree.fromstring(document[start:], etree.XMLParser(**_OPTIONS))
            reading.take(etree.iterwalk(root, _EVENTS, _TAGS))
            return Outcome(reading.feed())
    return _read_by_chunks(etree, reading, document, start)


def _read_by_chunks(etree: Module, reading: _Reading, document: bytes, start: int) -> Outcome:
    parser = etree.XMLPullParser(_EVENTS, tag=_TAGS, **_OPTIONS)
    is_wrong = is_fed = is_at_the_end = is_too_much = False
    try:
        for chunk in _chunks(document, start):
            parser.feed(chunk)
            if reading.take(parser.read_events()):
                break
        else:
            is_fed = True
            parser.close()
    except etree.XMLSyntaxError as error:
        types = etree.ErrorTypes
        is_wrong = True
        is_too_much = error.code in {types.ERR_RESOURCE_LIMIT, types.ERR_NO_MEMORY}
        is_at_the_end = is_fed or error.code == types.ERR_DOCUMENT_END
    reading.take(parser.read_events())
    return Outcome(reading.feed(), is_wrong, is_at_the_end, is_too_much)


class _Reading:
    """A feed while it is read: its root, and its entries so far."""

    def __init__(self, url: str, now: datetime, names: Names, *, has_bases: bool) -> None:
        self._url, self._now, self._names = url, now, names
        self._has_bases = has_bases
        self.root: Element = None
        self.root_name = ""
        self.entries: list[Entry] = []
        self._channel: Element = None
        self._day_first = True

    def take(self, events: Iterator[tuple[str, Element]]) -> bool:
        """Take what was read since, and say whether it is enough."""
        for event, element in events:
            name = self._names.of(element)
            if event == "start":
                self._begin(element, name)
            elif name in {"item", "entry"} and self._is_item(element):
                if len(self.entries) >= MOST_ENTRIES:
                    return True
                self._add(element)
                _let_go(element)
        return False

    def _begin(self, element: Element, name: str) -> None:
        if self.root is None:
            self.root, self.root_name = element, name.rpartition("}")[2]
            self._names.take_for_own(element)
        if name == "channel" and self._channel is None:
            self._channel = element
        if name in {"item", "entry"} and not self.entries:
            self._day_first = not (self._language() or "").startswith("en")

    def _is_item(self, element: Element) -> bool:
        """Say whether an element is an item of the feed, not one of something that an item quotes."""
        parent = element.getparent()
        return parent is not None and (
            parent is self.root or parent is self._channel or parent.getparent() is self.root
        )

    def _add(self, element: Element) -> None:
        children = self._names.children(element)
        item = Item(
            base=self._base(element),
            links=self._links(children),
            files=self._files(children),
            titles=(self._names.said(one) for name in _TITLES for one in children.get(name, ())),
            texts=self._texts(children),
            dates=(one.text for name in _DATES for one in children.get(name, ()) if one.text),
        )
        for guid in (*children.get("guid", ()), *children.get("id", ())):
            item.guid = item.guid or guid.text
            item.guid_is_link = guid.get("isPermaLink", "true").strip().lower() != "false"
        item.guid = item.guid or element.get(f"{RDF}about")
        if entry := compose(item, self._now, day_first=self._day_first):
            self.entries.append(entry)

    def _texts(self, children: dict[str, list[Element]]) -> Iterator[Said]:
        """Yield the texts of an item, the best summary first."""
        for name in _TEXTS:
            for one in children.get(name, ()):
                yield self._names.said(one)
        for group in children.get("media:group", ()):
            for one in self._names.children(group).get("media:description", ()):
                yield self._names.said(one)

    def _links(self, children: dict[str, list[Element]]) -> Iterator[str]:
        """Yield the links of an item or a feed to its page, the best first."""
        others = []
        for name in ("feedburner:origLink", "link"):
            for one in children.get(name, ()):
                link = one.get("href") or one.text or ""
                based = _based(one, link) if self._has_bases else link
                if name == "link" and one.get("href") is not None and not _leads_to_it(one):
                    others += [based] if _is_alternate(one) else []
                    continue
                yield based
        yield from others
        for one in children.get("content", ()):
            yield one.get("src") or ""

    def _files(self, children: dict[str, list[Element]]) -> Iterator[str]:
        """Yield the addresses of what comes with an item: a recording, a picture."""
        for name in ("enclosure", "media:content"):
            for one in children.get(name, ()):
                yield one.get("url") or ""
        for one in children.get("link", ()):
            if one.get("rel") == "enclosure":
                yield one.get("href") or ""

    def _base(self, element: Element) -> str:
        """Return the address that the links of an element are relative to (XML Base)."""
        bases = []
        at = element if self._has_bases else None
        while at is not None:
            if written := at.get(f"{_XML}base"):
                bases.append(written.strip())
            at = at.getparent()
        base = self._url
        for written in reversed(bases):
            base = _joined(base, written)
        return base

    def _language(self) -> str | None:
        about = self._channel if self._channel is not None else self.root
        children = self._names.children(about)
        written = [one.text for name in ("language", "dc:language") for one in children.get(name, ())]
        tags = (*written, about.get(f"{_XML}lang"), self.root.get(f"{_XML}lang"))
        return next(filter(None, map(language_tag, tags)), None)

    def feed(self) -> ParsedFeed | None:
        """Return the feed, with what its channel says of it, None if the root is none of a feed's."""
        if self.root_name not in {"rss", "RDF", "feed", "channel"}:
            return None
        about = self._channel if self._channel is not None else self.root
        children = self._names.children(about)
        titles = (plain(self._names.said(one), LONGEST_TITLE) for one in children.get("title", ()))
        base = self._base(about)
        site = next((found for link in self._links(children) if (found := address(link, base))), None)
        return ParsedFeed(
            title=next(filter(None, titles), "") or host(site or self._url),
            site=site,
            language=self._language(),
            entries=self.entries,
            ttl=_ttl(children),
        )


def _chunks(document: bytes, start: int) -> Iterator[bytes]:
    """Yield a document in UTF-8 from there on, in pieces that part no character."""
    while start < len(document):
        end = start + _CHUNK
        while end < len(document) and document[end] & 0xC0 == 0x80:  # within a character (RFC 3629, 3)
            end -= 1
        yield document[start:end]
        start = end


def _let_go(element: Element) -> None:
    """Free the tree of an element, a part at a time: other threads wait for each."""
    while len(element):
        del element[:_AT_ONCE]
    element.clear(keep_tail=True)


def _leads_to_it(link: Element) -> bool:
    """Say whether a link of Atom is to the page of what holds it (RFC 4287, 4.2.7.2)."""
    kind = str(link.get("type", "text/html"))
    return _is_alternate(link) and ("html" in kind or "/" not in kind)


def _is_alternate(link: Element) -> bool:
    return str(link.get("rel", "alternate")) == "alternate"


def _based(element: Element, link: str) -> str:
    base = element.get(f"{_XML}base")
    return _joined(base.strip(), link.strip()) if base else link


def _joined(base: str, link: str) -> str:
    try:
        return urljoin(base, link)
    except ValueError:
        return base


def _ttl(children: dict[str, list[Element]]) -> timedelta | None:
    """Return how long a channel asks to be left alone: its `ttl` in minutes, else what `sy:` says."""
    for one in children.get("ttl", ()):
        written = (one.text or "").strip()
        if written.isdecimal() and int(written[:9]) > 0:
            return min(timedelta(minutes=int(written[:9])), _LONGEST_TTL)
    for one in children.get("sy:updatePeriod", ()):
        period = _PERIODS.get((one.text or "").strip().lower())
        frequencies = [(other.text or "").strip() for other in children.get("sy:updateFrequency", ())]
        often = next((int(text[:9]) for text in frequencies if text.isdecimal()), 1)
        if period and often:
            return min(period / often, _LONGEST_TTL)
    return None
