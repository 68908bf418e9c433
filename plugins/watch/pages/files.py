"""What an address leads to when it is no page: its kind, its name, the title of a PDF that says it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from plugins.watch.pages.page import PageKind

_PAGE_TYPES = frozenset(("text/html", "application/xhtml+xml"))
_FEED_TYPES = frozenset(
    ("application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json")
)
_DOCUMENT_TYPES = (
    "application/msword", "application/vnd.oasis.opendocument.", "application/vnd.openxmlformats-", "text/",
    "application/vnd.ms-", "application/rtf", "application/epub+zip",
)  # fmt: skip
_UNTOLD = frozenset(
    ("", "text/plain", "application/octet-stream", "binary/octet-stream", "application/xml", "text/xml")
)
"""Types that servers give when they do not know: the content is looked at."""
_LOOKED_INTO = 1024
_PASSED_OVER = re.compile(rb"(?:\s++|<!--.*?-->)*+", re.DOTALL)
_PASSED_OVER_BY_FEEDS = re.compile(rb"(?:\s++|<\?[^>]*+>|<!--.*?-->)*+", re.DOTALL)
"""What stands before the first tag. Possessive, as what follows: nothing is looked at again."""
_PAGE_BEGINNING = re.compile(rb"<(?:!doctype\s++html|html|head|title|body|meta)\b", re.IGNORECASE)
_FEED_BEGINNING = re.compile(rb"<(?:rss|feed|rdf:rdf)\b", re.IGNORECASE)
_SIGNATURES = (
    (b"%PDF-", PageKind.PDF),
    (b"\x89PNG\r\n", PageKind.IMAGE),
    (b"\xff\xd8\xff", PageKind.IMAGE),
    (b"GIF8", PageKind.IMAGE),
    (b"ID3", PageKind.AUDIO),
    (b"OggS", PageKind.AUDIO),
    (b"\x1aE\xdf\xa3", PageKind.VIDEO),
)
_SAYS_MORE = (b"/Producer", b"/Creator", b"/CreationDate", b"/Author")
"""Names that stand beside the title of a document, and not beside those of its chapters."""
_MOST_LOOKED_AT = 20
"""Times that each of these names is looked for: more than any program writes them."""
_LONGEST_DICTIONARY = 2000
_TITLE = re.compile(rb"/Title\s*+\(([^()\\<>]{3,300}+)\)")
_MADE_BY_PROGRAMS = re.compile(
    rb"^(?:microsoft \w+ - |untitled|sans (?:nom|titre)|document\d*$)|\.\w{3,4}$", re.IGNORECASE
)


_EXTENDED_NAME = re.compile(r"filename\*\s*=\s*(?P<charset>[\w-]*)'[^']*'(?P<name>[^;\s]+)", re.IGNORECASE)
_NAME = re.compile(r"filename\s*=\s*(?:\"(?P<quoted>(?:[^\"\\]|\\.)*+)\"|(?P<bare>[^;\s]+))", re.IGNORECASE)


def kind_of(content: bytes, content_type: str | None) -> PageKind:
    """Return what an answer is, by its type, or by how it begins where the type says nothing.

    Many feeds are served as pages: how they begin tells.
    """
    stated = (content_type or "").partition(";")[0].strip().lower()
    if stated in _PAGE_TYPES:
        is_feed = _begins_a_feed(_bare(content[:_LOOKED_INTO]))
        return PageKind.FEED if is_feed else PageKind.PAGE
    if stated in _FEED_TYPES:
        return PageKind.FEED
    if stated == "application/pdf":
        return PageKind.PDF
    if stated in _UNTOLD:
        return _looks_like(content[:_LOOKED_INTO], stated)
    if stated.startswith(_DOCUMENT_TYPES):
        return PageKind.DOCUMENT
    main = stated.partition("/")[0]
    return PageKind(main) if main in ("image", "audio", "video") else PageKind.FILE


def _looks_like(start: bytes, stated: str) -> PageKind:
    bare = _bare(start)
    if _begins(bare, _PASSED_OVER, _PAGE_BEGINNING):
        return PageKind.PAGE
    if _begins_a_feed(bare):
        return PageKind.FEED
    signed = next((kind for signature, kind in _SIGNATURES if start.startswith(signature)), None)
    if signed is not None:
        return signed
    return PageKind.DOCUMENT if stated == "text/plain" else PageKind.FILE


def _begins_a_feed(start: bytes) -> bool:
    return _begins(start, _PASSED_OVER_BY_FEEDS, _FEED_BEGINNING)


def _begins(start: bytes, passed_over: re.Pattern[bytes], beginning: re.Pattern[bytes]) -> bool:
    """Return whether a content begins so, after what may stand before it."""
    passed = passed_over.match(start)
    return beginning.match(start, passed.end() if passed else 0) is not None


def _bare(start: bytes) -> bytes:
    return start.removeprefix(b"\xef\xbb\xbf")


def file_name(url: str) -> str:
    """Return the last part of the path of an address, decoded; empty for a front page."""
    return unquote(urlsplit(url).path.rstrip("/").rpartition("/")[2], errors="replace")


def attached_name(disposition: str) -> str:
    """Return the name that a server gives a file in `Content-Disposition`, empty if it gives none.

    https://www.rfc-editor.org/rfc/rfc6266#section-4.3

    >>> attached_name("attachment; filename=a.pdf; filename*=UTF-8''d%C3%A9pliant.pdf")
    'dépliant.pdf'
    """
    if extended := _EXTENDED_NAME.search(disposition):
        name = _decoded(extended["name"], extended["charset"])
    elif plain := _NAME.search(disposition):
        name = (plain["quoted"] or plain["bare"] or "").replace("\\", "")
    else:
        return ""
    return name.rpartition("/")[2]


def _decoded(name: str, charset: str) -> str:
    try:
        return unquote(name, charset or "utf-8", "replace")
    except LookupError:
        return unquote(name, errors="replace")


def pdf_title(content: bytes) -> str:
    """Return the title in the information dictionary of a PDF, if it is plain ASCII there; else nothing.

    Other encodings, encryption and compressed dictionaries would need a reader of PDF, and a program's own
    words for a title (`Microsoft Word - essai.docx`) say less than the name of the file.
    """
    if b"/Encrypt" in content:
        return ""
    title = next(_titles(content), b"")
    return title.decode("ascii") if title.isascii() and not _MADE_BY_PROGRAMS.search(title) else ""


def _titles(content: bytes) -> Iterator[bytes]:
    """Yield the titles in dictionaries that say more of the document; only so many are looked at."""
    for name in _SAYS_MORE:
        at = -1
        for _time in range(_MOST_LOOKED_AT):
            if (at := content.find(name, at + 1)) < 0:
                break
            before = content[max(0, at - _LONGEST_DICTIONARY) : at].rpartition(b"<<")
            if not before[1] or b">" in before[2]:
                continue
            beside = content[at : at + _LONGEST_DICTIONARY].partition(b">")[0]
            if found := _TITLE.search(before[2] + beside):
                yield found.group(1)
