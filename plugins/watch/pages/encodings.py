"""In which encoding a page is: what it says, as far as its bytes do not disprove it.

The order is that of the Encoding and HTML Standards of the WHATWG: byte order mark, `Content-Type`, `<meta>`;
then UTF-8 if it is valid, else windows-1252. What labels mean is told where feeds are read.
"""

from __future__ import annotations

import codecs
import re

from plugins.watch.reading.encodings import charset_of, codec_of

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_IN_META = re.compile(rb"<meta[^>]{1,300}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_IN_XML = re.compile(rb"^\s*<\?xml[^>]{1,200}?encoding\s*=\s*[\"']([\w.:-]+)", re.IGNORECASE)
_LOOKED_INTO = 4096
"""Bytes in which `<meta>` is looked for: browsers take 1 024, and pages put it later than they should."""
_LONGEST_LETTER = 4


def decode(content: bytes, content_type: str | None) -> str:
    """Return the text of a page, or of as much of it as there is; what cannot be decoded becomes U+FFFD."""
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, "replace")
    declared = _declared(content, content_type)
    if declared not in (None, "utf-8", "cp1252", "iso8859-15", "mac_roman"):
        return content.decode(declared or "utf-8", "replace")
    if _reads_as_utf8(content, believed=declared == "utf-8"):
        return content.decode("utf-8", "replace")
    return content.decode("cp1252" if declared in (None, "utf-8") else declared, "replace")


def _declared(content: bytes, content_type: str | None) -> str | None:
    """Return Python's name of the encoding that the header, or else the page, declares."""
    if named := codec_of(charset_of(content_type)):
        return named
    start = content[:_LOOKED_INTO]
    found = _IN_META.search(start) or _IN_XML.search(start)
    named = codec_of(found.group(1).decode("ascii", "replace")) if found else None
    # Whoever could read these ASCII letters was not reading UTF-16 (HTML Standard, 13.2.3.2).
    return "utf-8" if named and named.startswith("utf-16") else named


def _reads_as_utf8(content: bytes, *, believed: bool) -> bool:
    """Return whether bytes are UTF-8, cut off or not; a page that says so may have a few wrong ones.

    No text in another Western encoding is valid UTF-8 by chance once it has accents: so bytes count for more
    than a wrong declaration.
    """
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start >= len(content) - _LONGEST_LETTER:
            return believed or not content[: error.start].isascii()
        if not believed:
            return False
        text = content.decode("utf-8", "replace")
        wrong = text.count("\ufffd")
        return sum(1 for letter in text if letter > "\x7f") - wrong > wrong
    return believed or not content.isascii()
