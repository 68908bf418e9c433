"""Lists of feeds that readers exchange: OPML 1.0 and 2.0 (http://opml.org/spec2.opml)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from importlib import import_module
from typing import Any

from bot.errors import MaillageError
from bot.language.messages import Message, _, in_english
from plugins.watch.reading.composing import address, host
from plugins.watch.reading.encodings import decoded
from plugins.watch.reading.feed import LONGEST_TITLE
from plugins.watch.reading.plain import Said, plain
from plugins.watch.reading.repairing import repaired

LARGEST = 2 * 1024 * 1024
"""Bytes."""
MOST_FEEDS = 1_000
_DEEPEST = 10
_MOST_PROBLEMS = 100
_FEED_TYPES = ("rss", "rss1", "atom", "rdf", "pie")
"""What outlines of feeds are said to be: `rss`, by the specification, whatever the feed is."""
_DECLARED = re.compile(rb"^\s*<\?xml[^>]*?\sencoding\s*=\s*[\"']([\w.:-]+)", re.IGNORECASE)
_DECLARATION = re.compile(r"\s*<\?xml.*?\?>", re.DOTALL)
_DOCTYPE = re.compile(r"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
Element = Any
"""Of lxml, which has no annotations."""


class OpmlError(MaillageError):
    """This file is no list of feeds, or none that can be read; `text` is a whole sentence for people."""

    def __init__(self, text: Message) -> None:
        super().__init__(in_english(text))
        self.text = text


@dataclass(frozen=True, slots=True)
class Outline:
    """A feed of a list: its address, what it is called, the page that it belongs to."""

    url: str
    title: str
    site: str | None = None


@dataclass(frozen=True, slots=True)
class OpmlProblem:
    """A line of the file, from 1 on, that could not be taken, and why: a whole sentence for people."""

    line: int
    text: Message


@dataclass(frozen=True, slots=True)
class Opml:
    """A list of feeds, each once, at most `MOST_FEEDS`, and what of it could not be taken."""

    title: str
    outlines: tuple[Outline, ...]
    problems: tuple[OpmlProblem, ...]


def read_opml(content: bytes) -> Opml:
    """Return the list of feeds that a file holds.

    Raises:
        OpmlError: it is too large, or no OPML.
    """
    root = _root(content)
    reading = _Reading()
    for body in root.iterchildren("{*}body", "{*}BODY"):
        reading.take(body)
    title = "".join(root.xpath("string(*[local-name()='head']/*[local-name()='title'])"))
    return Opml(
        plain(Said(title, is_markup=False), LONGEST_TITLE),
        tuple(reading.found.values()),
        tuple(reading.problems),
    )


def write_opml(title: str, outlines: Iterable[Outline], now: datetime) -> bytes:
    """Return a list of feeds as OPML 2.0; `now` is when it was made."""
    etree: Any = import_module("lxml.etree")
    root = etree.Element("opml", version="2.0")
    head = etree.SubElement(root, "head")
    etree.SubElement(head, "title").text = _allowed(title)
    etree.SubElement(head, "dateCreated").text = format_datetime(now)
    body = etree.SubElement(root, "body")
    for outline in outlines:
        name = _allowed(outline.title or host(outline.url))
        attributes = {"text": name, "title": name, "type": "rss", "xmlUrl": _allowed(outline.url)}
        if outline.site:
            attributes["htmlUrl"] = _allowed(outline.site)
        etree.SubElement(body, "outline", attributes)
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return written


class _Reading:
    """The outlines of a file while they are read."""

    def __init__(self) -> None:
        self.found: dict[str, Outline] = {}
        self.problems: list[OpmlProblem] = []
        self._is_full = False

    def take(self, holder: Element, depth: int = 0) -> None:
        """Take the feeds of a folder, and of those in it."""
        for element in holder.iterchildren("{*}outline", "{*}OUTLINE"):
            called = _attribute(element, "title", "Title", "TITLE", "text", "Text", "TEXT")
            name = plain(Said(called, is_markup=False), LONGEST_TITLE)
            written = _attribute(element, "xmlUrl", "xmlurl", "xmlURL", "XmlUrl", "XMLURL")
            is_feed = _attribute(element, "type", "Type", "TYPE").lower() in _FEED_TYPES
            if is_feed:  # a few programs call its address otherwise
                written = written or _attribute(element, "url", "URL")
            if written:
                self._add(element, written, name)
            elif is_feed:  # what is none is an empty folder, or a remark
                self._tell(element, _("“{name}” has no address of a feed.", name=name))
            if len(element) and depth < _DEEPEST:
                self.take(element, depth + 1)

    def _add(self, element: Element, written: str, name: str) -> None:
        if written.lower().startswith("feed:"):
            written = written[5:].lstrip("/") if "://" in written[5:] else f"http:{written[5:]}"
        url = address(written, "about:blank") if _SCHEME.match(written) else None
        if url is None:
            self._tell(
                element, _("“{address}” is not the address of a feed.", address=written[:LONGEST_TITLE])
            )
        elif url in self.found:
            return
        elif len(self.found) >= MOST_FEEDS and not self._is_full:
            self._is_full = True
            self._tell(element, _("The list stops here: {most} feeds at most are taken.", most=MOST_FEEDS))
        elif not self._is_full:
            site = address(_attribute(element, "htmlUrl", "htmlurl", "htmlURL", "HtmlUrl", "HTMLURL"), url)
            self.found[url] = Outline(url, name or host(url), site)

    def _tell(self, element: Element, text: Message) -> None:
        if len(self.problems) < _MOST_PROBLEMS:
            self.problems.append(OpmlProblem(element.sourceline or 1, text))


def _root(content: bytes) -> Element:
    """Return the root of a file that is OPML; a file whose XML is wrong is read as far as it goes."""
    if len(content) > LARGEST:
        raise OpmlError(_("This file is too large for a list of feeds."))
    text = _text(content)
    if _DOCTYPE.search(text):
        raise OpmlError(_("This file declares a document type or entities: for safety, it is not read."))
    etree: Any = import_module("lxml.etree")
    root = None
    for written, recovers in ((text, False), (repaired(text), True)):
        parser = etree.XMLParser(
            encoding="utf-8",
            recover=recovers,
            resolve_entities=False,
            no_network=True,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            root = etree.fromstring(written.encode(), parser)
        except etree.XMLSyntaxError:
            continue
        break
    if root is None or etree.QName(root).localname.lower() != "opml":
        raise OpmlError(
            _(
                "This file is not a list of feeds (OPML). Readers of feeds write one: look for “Export” or "
                "“OPML” in the settings of yours."
            )
        )
    return root


def _attribute(element: Element, *names: str) -> str:
    """Return the first of some attributes that says something; programs do not agree on their capitals."""
    return next((value.strip() for name in names if (value := element.get(name, "")).strip()), "")


def _text(content: bytes) -> str:
    declared = _DECLARED.match(content[:1_000].removeprefix(b"\xef\xbb\xbf"))
    text = decoded(content, (declared.group(1).decode("ascii", "replace") if declared else None,))
    text = text.lstrip("\ufeff\x00 \t\r\n")
    declaration = _DECLARATION.match(text)
    # The lines of the file are counted on: the declaration leaves its own behind.
    return "\n" * declaration.group().count("\n") + text[declaration.end() :] if declaration else text


def _allowed(text: str) -> str:
    """Return a text without what XML does not allow."""
    return _NOT_IN_XML.sub("", text)
