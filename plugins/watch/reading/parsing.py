"""From what came from an address to a feed: what is none is refused first, then the format is recognised."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from datetime import datetime

from bot.language.messages import Message, _
from plugins.watch.reading.encodings import charset_of, decoded, is_binary
from plugins.watch.reading.feed import FeedError, FeedProblem, ParsedFeed
from plugins.watch.reading.json_feeds import read_json
from plugins.watch.reading.repairing import repaired
from plugins.watch.reading.xml_feeds import read_xml

LARGEST = 15 * 1024 * 1024
"""Bytes, once unpacked."""
_MOST_ELEMENTS = 600_000
"""Beginnings and ends of elements, outside CDATA: ten thousand items have half as many."""
_LONGEST_TAG = 65_536
"""Characters."""
_HEAD = 65_536
_GZIP = b"\x1f\x8b"
_DECLARED = re.compile(rb"^\s*<\?xml[^>]*?\sencoding\s*=\s*[\"']([\w.:-]+)", re.IGNORECASE)
_BEGINNING = re.compile(r"<\?xml[\s?]|<(?:rss|feed|rdf:RDF)[\s>]")
_PROLOGUE = re.compile(r"(?:\s+|<\?.*?\?>|<!--.*?-->)*", re.DOTALL)
_DOCTYPE = re.compile(
    r"<!DOCTYPE\s+(?P<name>[\w:.-]+)"
    r"(?P<outside>(?:[^\[\]\"'<>]|\"[^\"]*\"|'[^']*')*)(?P<end>>|\[)",
    re.IGNORECASE,
)
_OF_RSS = re.compile(r'\s*PUBLIC\s+"-//Netscape Communications//DTD RSS 0\.9\d*//EN"', re.IGNORECASE)
"""What RSS 0.90 and 0.91 are told to begin with: it declares nothing, and what it names is not loaded."""
_ROOT = re.compile(r"<([A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)")
_ROOTS = {"rss", "rdf", "feed", "channel"}
_OF_A_PAGE = re.compile(r"<(?:!doctype\s+html|html|head|body|title|meta|div|p|script|h1)[\s>]", re.IGNORECASE)

_SAID: dict[FeedProblem, Message] = {
    FeedProblem.EMPTY: _("This address answers with nothing at all."),
    FeedProblem.PAGE: _("This is a page, not a feed."),
    FeedProblem.DECLARATIONS: _(
        "This feed declares a document type or entities: for safety, it is not read."
    ),
    FeedProblem.TOO_LARGE: _("This feed is too large or too intricate to be read."),
    FeedProblem.NOT_A_FEED: _("This is not a feed: neither RSS, nor Atom, nor JSON Feed."),
    FeedProblem.UNREADABLE: _("This feed is too damaged to be read."),
}


@dataclass(frozen=True, slots=True)
class Attempt:
    """What reading came to: `is_whole` is false where something may be lost that a more lenient reader finds.

    `text` is what was read, without what stands before the root.
    """

    feed: ParsedFeed | None
    is_whole: bool
    text: str


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
    text = _text(content, content_type)
    if text.startswith(("{", "[")):
        return _try_json(text, url, now)
    text = _from_the_root(text, content_type)
    if _elements(text) > _MOST_ELEMENTS or _has_an_endless_tag(text):
        raise problem(FeedProblem.TOO_LARGE)
    outcome = read_xml(text, url, now)
    if outcome.is_wrong and not outcome.is_at_the_end and not outcome.is_too_much:
        outcome = read_xml(repaired(text), url, now)
    if outcome.is_too_much:
        raise problem(FeedProblem.TOO_LARGE)
    if outcome.is_wrong and "<!ENTITY" in text:
        raise problem(FeedProblem.DECLARATIONS)
    feed = outcome.feed
    is_cut = outcome.is_wrong and (not outcome.is_at_the_end or feed is None or not feed.entries)
    return Attempt(feed, feed is not None and not is_cut, text)


def _text(content: bytes, content_type: str | None) -> str:
    """Return the text of what came, without what may stand before it; what is no text is refused."""
    if content.startswith(_GZIP):
        content = _unpacked(content)
    if len(content) > LARGEST:
        raise problem(FeedProblem.TOO_LARGE)
    if is_binary(content):
        raise problem(FeedProblem.NOT_A_FEED)
    declared = _DECLARED.match(content[:1_000].removeprefix(b"\xef\xbb\xbf"))
    in_the_document = declared.group(1).decode("ascii", "replace") if declared else None
    text = decoded(content, (charset_of(content_type), in_the_document)).lstrip("\ufeff\x00 \t\r\n")
    if not text:
        raise problem(FeedProblem.EMPTY)
    return text


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
    return Attempt(feed, is_whole=True, text=text)


def _from_the_root(text: str, content_type: str | None) -> str:
    """Return the text from the root of a feed on; anything else is refused."""
    head = text[:_HEAD]
    beginning = _BEGINNING.search(head)
    is_after_others = beginning is not None and not _is_page(head[: beginning.start()])
    start = _prologue_ends(text, beginning.start() if beginning and is_after_others else 0)
    if doctype := _DOCTYPE.match(text, start, start + _HEAD):
        if doctype["name"].lower() == "html":
            raise problem(FeedProblem.PAGE)
        if doctype["end"] == "[" or not _OF_RSS.match(doctype["outside"]):
            raise problem(FeedProblem.DECLARATIONS)
        start = _prologue_ends(text, doctype.end())
    if text[start : start + 2] == "<!":
        raise problem(FeedProblem.DECLARATIONS)
    root = _ROOT.match(text, start)
    if root is not None and root[2].lower() in _ROOTS:
        return text[start:]
    served_as_page = "html" in (content_type or "") and root is not None
    raise problem(FeedProblem.PAGE if served_as_page or _is_page(head) else FeedProblem.NOT_A_FEED)


def _prologue_ends(text: str, start: int) -> int:
    found = _PROLOGUE.match(text, start, start + _HEAD)
    return found.end() if found else start


def _is_page(text: str) -> bool:
    return _OF_A_PAGE.search(text) is not None


def _elements(text: str) -> int:
    """Return how many tags there are at most, those that CDATA holds aside."""
    tags = text.count("<")
    start = 0
    while tags > _MOST_ELEMENTS and (start := text.find("<![CDATA[", start)) >= 0:
        end = text.find("]]>", start)
        end = len(text) if end < 0 else end
        tags -= text.count("<", start, end)
        start = end
    return tags


def _has_an_endless_tag(text: str) -> bool:
    """Say whether a tag is so long that it can only hold attributes without number."""
    ends = (start + _LONGEST_TAG for start in range(0, len(text) - _LONGEST_TAG, _LONGEST_TAG))
    return any(text.find(">", end - _LONGEST_TAG, end) < 0 and _is_in_a_tag(text, end) for end in ends)


def _is_in_a_tag(text: str, at: int) -> bool:
    """Say whether a place in a text is within the tag that began last before it, not in CDATA."""
    tag = text.rfind("<", 0, at)
    if not text[tag + 1 : tag + 2].isalpha() or text.find(">", tag, at) >= 0:
        return False
    return text.rfind("<![CDATA[", 0, tag) <= text.rfind("]]>", 0, tag)
