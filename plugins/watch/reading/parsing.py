"""From what came from an address to a feed: what is none is refused first, then the format is recognised."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from datetime import datetime

from bot.language.messages import Message, _
from plugins.watch.reading.encodings import charset_of, in_utf_8, is_binary
from plugins.watch.reading.feed import FeedError, FeedProblem, ParsedFeed
from plugins.watch.reading.json_feeds import read_json
from plugins.watch.reading.repairing import repaired
from plugins.watch.reading.xml_feeds import read_xml

LARGEST = 15 * 1024 * 1024
"""Bytes, once unpacked."""
_MOST_ELEMENTS = 600_000
"""Beginnings and ends of elements, outside CDATA: ten thousand items have half as many."""
_LONGEST_TAG = 65_536
_HEAD = 65_536
_GZIP = b"\x1f\x8b"
_DECLARED = re.compile(rb"^\s*<\?xml[^>]*?\sencoding\s*=\s*[\"']([\w.:-]+)", re.IGNORECASE)
_BEFORE_TEXT = re.compile(rb"[\0 \t\r\n]*(?:\xef\xbb\xbf[\0 \t\r\n]*){0,9}")
_BEGINNING = re.compile(rb"<\?xml[\s?]|<(?:rss|feed|rdf:RDF)[\s>]")
_PROLOGUE = re.compile(rb"(?:\s+|\xc2\xa0|<\?.*?\?>|<!--.*?-->)*", re.DOTALL)
_DOCTYPE = re.compile(
    rb"<!DOCTYPE\s++(?P<name>[\w:.-]++)"
    rb"(?P<outside>(?:[^\[\]\"'<>]|\"[^\"]*+\"|'[^']*+')*+)(?P<end>>|\[)",
    re.IGNORECASE,
)
"""Possessive throughout: nothing is looked at again."""
_A_DOCTYPE = re.compile(rb"<!DOCTYPE\s", re.IGNORECASE)
_OF_RSS = re.compile(rb'\s*PUBLIC\s+"-//Netscape Communications//DTD RSS 0\.9\d*//EN"', re.IGNORECASE)
"""What RSS 0.90 and 0.91 are told to begin with: it declares nothing, and what it names is not loaded."""
_ROOT = re.compile(rb"<([A-Za-z_][\w.\x80-\xff-]*:)?([A-Za-z_][\w.\x80-\xff-]*)")
_NAME = re.compile(rb"[A-Za-z\x80-\xff]")
"""How a name may begin, in UTF-8."""
_ROOTS = {b"rss", b"rdf", b"feed", b"channel"}
_OF_A_PAGE = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|title|meta|div|p|script|h1)[\s>]", re.IGNORECASE
)

_SAID: dict[FeedProblem, Message] = {
    FeedProblem.EMPTY: _("This address answers with nothing at all."),
    FeedProblem.PAGE: _("This is a page, not a feed."),
    FeedProblem.DECLARATIONS: _(
        "This feed declares a document type or entities: for safety, it is not read."
    ),
    FeedProblem.TOO_LARGE: _("This feed is too large or too intricate to be read."),
    FeedProblem.LIST: _(
        "This is a list of feeds (OPML), not a feed: who coordinates can import it, `/watch opml` with the "
        "file."
    ),
    FeedProblem.NOT_A_FEED: _("This is not a feed: neither RSS, nor Atom, nor JSON Feed."),
    FeedProblem.UNREADABLE: _("This feed is too damaged to be read."),
}


@dataclass(frozen=True, slots=True)
class Attempt:
    """What reading came to: `is_whole` is false where something may be lost that a more lenient reader finds.

    Then `text` is what such a reader is to be given: what came, without what stands before the root.
    """

    feed: ParsedFeed | None
    is_whole: bool
    text: str = ""


def problem(kind: FeedProblem) -> FeedError:
    """Return the error that says what people read of a problem."""
    return FeedError(kind, _SAID[kind])


def parse(content: bytes, *, content_type: str | None, url: str, now: datetime) -> ParsedFeed:
    """Return the feed that came from `url`, as far as it can be read without a lenient reader.

    It takes some milliseconds for 200 entries, a second for the largest feeds: to be called in a thread.

    Raises:
        FeedError: it is no feed, or none that can be read.
    """
    attempt = try_to_read(content, content_type=content_type, url=url, now=now)
    if attempt.feed is None or not (attempt.is_whole or attempt.feed.entries):
        raise problem(FeedProblem.UNREADABLE)
    return attempt.feed


def try_to_read(content: bytes, *, content_type: str | None, url: str, now: datetime) -> Attempt:
    """Return what can be read of what came from `url`.

    Raises:
        FeedError: it is no feed, or none that anything should read.
    """
    document = _document(content, content_type)
    if document.startswith((b"{", b"["), start := _text_begins(document)):
        return _try_json(document[start:].decode(), url, now)
    start = _root_begins(document, start, content_type)
    if _elements(document, start) > _MOST_ELEMENTS or _has_an_endless_tag(document, start):
        raise problem(FeedProblem.TOO_LARGE)
    outcome = read_xml(document, start, url, now)
    if outcome.is_wrong and not outcome.is_at_the_end and not outcome.is_too_much:
        outcome = read_xml(repaired(document[start:].decode()).encode(), 0, url, now)
    if outcome.is_too_much:
        raise problem(FeedProblem.TOO_LARGE)
    if outcome.is_wrong and document.find(b"<!ENTITY", start) >= 0:
        raise problem(FeedProblem.DECLARATIONS)
    feed = outcome.feed
    is_cut = outcome.is_wrong and (not outcome.is_at_the_end or feed is None or not feed.entries)
    if feed is not None and not is_cut:
        return Attempt(feed, is_whole=True)
    return Attempt(feed, is_whole=False, text=document[start:].decode())


def _document(content: bytes, content_type: str | None) -> bytes:
    """Return what came in UTF-8; what is no text is refused.

    As text it would take two bytes a character, and as much again while it is made: most feeds are in UTF-8.
    """
    if content.startswith(_GZIP):
        content = _unpacked(content)
    if len(content) > LARGEST:
        raise problem(FeedProblem.TOO_LARGE)
    if is_binary(content):
        raise problem(FeedProblem.NOT_A_FEED)
    declared = _DECLARED.match(content[:1_000].removeprefix(b"\xef\xbb\xbf"))
    in_the_document = declared.group(1).decode("ascii", "replace") if declared else None
    return in_utf_8(content, (charset_of(content_type), in_the_document))


def _text_begins(document: bytes) -> int:
    """Return where a text begins, after what may stand before it.

    Raises:
        FeedError: there is none.
    """
    found = _BEFORE_TEXT.match(document)
    start = found.end() if found else 0
    if start == len(document):
        raise problem(FeedProblem.EMPTY)
    return start


def _unpacked(content: bytes) -> bytes:
    """Return what was packed once too often."""
    unpacking = zlib.decompressobj(wbits=31)
    try:
        unpacked = unpacking.decompress(content, LARGEST + 1)
    except zlib.error:
        raise problem(FeedProblem.NOT_A_FEED) from None
    return unpacked


def _try_json(text: str, url: str, now: datetime) -> Attempt:
    try:
        feed = read_json(text, url, now)
    except RecursionError:
        raise problem(FeedProblem.TOO_LARGE) from None
    except ValueError:
        is_meant = '"https://jsonfeed.org/version' in text[:_HEAD]
        raise problem(FeedProblem.UNREADABLE if is_meant else FeedProblem.NOT_A_FEED) from None
    if feed is None:
        raise problem(FeedProblem.NOT_A_FEED)
    return Attempt(feed, is_whole=True)


def _root_begins(document: bytes, start: int, content_type: str | None) -> int:
    """Return where the root of a feed begins; anything else is refused."""
    head = document[start : start + _HEAD]
    beginning = _BEGINNING.search(head)
    before = head[: beginning.start()] if beginning is not None else b""
    is_junk = not (_is_page(before) or _A_DOCTYPE.search(before))
    start = _prologue_ends(document, start + (len(before) if is_junk else 0))
    if doctype := _DOCTYPE.match(document, start, start + _HEAD):
        if doctype["name"].lower() == b"html":
            raise problem(FeedProblem.PAGE)
        if doctype["end"] == b"[" or not _OF_RSS.match(doctype["outside"]):
            raise problem(FeedProblem.DECLARATIONS)
        start = _prologue_ends(document, doctype.end())
    if document.startswith(b"<!", start):
        raise problem(FeedProblem.DECLARATIONS)
    root = _ROOT.match(document, start)
    if root is not None and root[2].lower() in _ROOTS:
        return start
    if root is not None and root[2].lower() == b"opml":
        raise problem(FeedProblem.LIST)
    served_as_page = "html" in (content_type or "") and root is not None
    raise problem(FeedProblem.PAGE if served_as_page or _is_page(head) else FeedProblem.NOT_A_FEED)


def _prologue_ends(document: bytes, start: int) -> int:
    found = _PROLOGUE.match(document, start, start + _HEAD)
    return found.end() if found else start


def _is_page(head: bytes) -> bool:
    return _OF_A_PAGE.search(head) is not None


def _elements(document: bytes, start: int) -> int:
    """Return how many tags there are at most, those that CDATA holds aside."""
    tags = document.count(b"<", start)
    while tags > _MOST_ELEMENTS and (start := document.find(b"<![CDATA[", start)) >= 0:
        end = document.find(b"]]>", start)
        end = len(document) if end < 0 else end
        tags -= document.count(b"<", start, end)
        start = end
    return tags


def _has_an_endless_tag(document: bytes, start: int) -> bool:
    """Say whether a tag is so long that it can only hold attributes without number."""
    ends = range(start + _LONGEST_TAG, len(document), _LONGEST_TAG)
    return any(
        document.find(b">", end - _LONGEST_TAG, end) < 0 and _is_in_a_tag(document, start, end)
        for end in ends
    )


def _is_in_a_tag(document: bytes, start: int, at: int) -> bool:
    """Say whether a place in a document is within the tag that began last before it, not in CDATA."""
    tag = document.rfind(b"<", start, at)
    if _NAME.match(document, tag + 1) is None or document.find(b">", tag, at) >= 0:
        return False
    return document.rfind(b"<![CDATA[", start, tag) <= document.rfind(b"]]>", start, tag)
