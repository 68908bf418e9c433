"""In which encoding a page is: what it says, as far as its bytes do not disprove it.

The order is that of the Encoding and HTML Standards of the WHATWG: byte order mark, `Content-Type`, `<meta>`;
then UTF-8 if it is valid, else windows-1252. Their labels, not Python's: `latin1` is windows-1252 there.
"""

from __future__ import annotations

import codecs
import re

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_LABELS = {
    **dict.fromkeys(("utf-8", "utf8", "unicode-1-1-utf-8", "x-unicode20utf8"), "utf-8"),
    **dict.fromkeys(("utf-16", "utf-16le", "unicode", "ucs-2", "iso-10646-ucs-2"), "utf-16-le"),
    "utf-16be": "utf-16-be",
    **dict.fromkeys(
        ("windows-1252", "cp1252", "x-cp1252", "ascii", "us-ascii", "ansi_x3.4-1968", "iso-8859-1",
         "iso8859-1", "iso88591", "iso_8859-1", "iso-ir-100", "latin1", "latin-1", "l1", "cp819", "ibm819"),
        "cp1252",
    ),
    **dict.fromkeys(("iso-8859-15", "iso8859-15", "iso885915", "iso_8859-15", "latin9", "l9"), "iso8859-15"),
    **dict.fromkeys(("iso-8859-9", "iso8859-9", "latin5", "windows-1254", "cp1254"), "cp1254"),
    **{f"iso-8859-{part}": f"iso8859-{part}" for part in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 16)},
    **{f"windows-{page}": f"cp{page}" for page in (1250, 1251, 1253, 1255, 1256, 1257, 1258, 874)},
    **dict.fromkeys(("macintosh", "mac", "x-mac-roman"), "mac-roman"),
    **dict.fromkeys(("koi8-r", "koi8_r", "koi"), "koi8-r"),
    "koi8-u": "koi8-u",
    **dict.fromkeys(("gb2312", "gbk", "x-gbk", "gb18030", "gb_2312-80", "chinese"), "gb18030"),
    **dict.fromkeys(("big5", "big5-hkscs", "x-x-big5"), "big5hkscs"),
    **dict.fromkeys(("shift_jis", "shift-jis", "sjis", "x-sjis", "windows-31j", "ms_kanji"), "cp932"),
    "euc-jp": "euc-jp",
    "iso-2022-jp": "iso2022-jp",
    **dict.fromkeys(("euc-kr", "ks_c_5601-1987", "windows-949"), "cp949"),
}  # fmt: skip
"""Labels that pages use (Encoding Standard, 4.2) and Python's names; a label not in it declares nothing."""
_IN_HEADER = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
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
    if declared not in (None, "utf-8", "cp1252", "iso8859-15", "mac-roman"):
        return content.decode(declared or "utf-8", "replace")
    if _reads_as_utf8(content, believed=declared == "utf-8"):
        return content.decode("utf-8", "replace")
    return content.decode("cp1252" if declared in (None, "utf-8") else declared, "replace")


def _declared(content: bytes, content_type: str | None) -> str | None:
    """Return Python's name of the encoding that the header, or else the page, declares."""
    header = _IN_HEADER.search(content_type or "")
    if header and (named := _LABELS.get(header.group(1).lower())):
        return named
    start = content[:_LOOKED_INTO]
    found = _IN_META.search(start) or _IN_XML.search(start)
    named = _LABELS.get(found.group(1).decode("ascii", "replace").lower()) if found else None
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
