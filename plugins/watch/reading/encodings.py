"""From bytes to text, whatever a document says of its encoding.

Labels mean what browsers take them for (https://encoding.spec.whatwg.org/#names-and-labels), so `iso-8859-1`
is Windows-1252. A label is believed where the bytes do not belie it: text that is valid UTF-8 and not plain
ASCII is UTF-8, for text in another encoding is so by accident only in a few letters.
"""

from __future__ import annotations

import codecs
import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence

_UTF_16 = (
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
    (b"<\x00", "utf-16-le"),
    (b"\x00<", "utf-16-be"),
)
"""How documents in UTF-16 begin, those among them that have no mark of their order of bytes."""
_BEGINNINGS_OF_UTF_16 = tuple(beginning for beginning, _order in _UTF_16)
_DECODERS = {
    "utf-8": "utf8 utf-8 unicode-1-1-utf-8 unicode11utf8 unicode20utf8 x-unicode20utf8",
    "cp1252": (
        "ansi_x3.4-1968 ascii cp1252 cp819 csisolatin1 ibm819 iso-8859-1 iso-ir-100 iso8859-1 iso88591"
        " iso_8859-1 iso_8859-1:1987 l1 latin1 latin-1 us-ascii windows-1252 x-cp1252 ansi"
    ),
    "iso8859-2": "csisolatin2 iso-8859-2 iso-ir-101 iso8859-2 iso88592 iso_8859-2 l2 latin2",
    "iso8859-3": "csisolatin3 iso-8859-3 iso-ir-109 iso8859-3 iso88593 iso_8859-3 l3 latin3",
    "iso8859-4": "csisolatin4 iso-8859-4 iso-ir-110 iso8859-4 iso88594 iso_8859-4 l4 latin4",
    "iso8859-5": "csisolatincyrillic cyrillic iso-8859-5 iso-ir-144 iso8859-5 iso88595 iso_8859-5",
    "iso8859-6": "arabic asmo-708 csisolatinarabic ecma-114 iso-8859-6 iso-ir-127 iso8859-6 iso_8859-6",
    "iso8859-7": "csisolatingreek ecma-118 elot_928 greek greek8 iso-8859-7 iso8859-7 iso_8859-7",
    "iso8859-8": "csisolatinhebrew hebrew iso-8859-8 iso-8859-8-i iso8859-8 iso_8859-8 logical",
    "iso8859-10": "csisolatin6 iso-8859-10 iso-ir-157 iso8859-10 l6 latin6",
    "iso8859-13": "iso-8859-13 iso8859-13 iso885913",
    "iso8859-14": "iso-8859-14 iso8859-14 iso885914",
    "iso8859-15": "csisolatin9 iso-8859-15 iso8859-15 iso885915 iso_8859-15 l9 latin9 latin-9",
    "iso8859-16": "iso-8859-16",
    "koi8-r": "cskoi8r koi koi8 koi8-r koi8_r",
    "koi8-u": "koi8-ru koi8-u",
    "mac_roman": "csmacintosh mac macintosh x-mac-roman",
    "mac_cyrillic": "x-mac-cyrillic x-mac-ukrainian",
    "cp866": "866 cp866 csibm866 ibm866",
    "cp874": "dos-874 iso-8859-11 iso8859-11 tis-620 windows-874",
    "cp1250": "cp1250 windows-1250 x-cp1250",
    "cp1251": "cp1251 windows-1251 x-cp1251",
    "cp1253": "cp1253 windows-1253 x-cp1253",
    "cp1254": "cp1254 csisolatin5 iso-8859-9 iso8859-9 iso_8859-9 l5 latin5 windows-1254",
    "cp1255": "cp1255 windows-1255 x-cp1255",
    "cp1256": "cp1256 windows-1256 x-cp1256",
    "cp1257": "cp1257 windows-1257 x-cp1257",
    "cp1258": "cp1258 windows-1258 x-cp1258",
    "gb18030": "chinese csgb2312 gb18030 gb2312 gb_2312 gb_2312-80 gbk iso-ir-58 x-gbk",
    "big5hkscs": "big5 big5-hkscs cn-big5 csbig5 x-x-big5",
    "euc_jp": "cseucpkdfmtjapanese euc-jp x-euc-jp",
    "iso2022_jp": "csiso2022jp iso-2022-jp",
    "cp932": "csshiftjis ms932 ms_kanji shift-jis shift_jis sjis windows-31j x-sjis",
    "cp949": "cseuckr euc-kr iso-ir-149 korean ks_c_5601-1987 ks_c_5601-1989 ksc5601 windows-949",
    "utf-16-le": "utf-16 utf-16le unicode ucs-2 iso-10646-ucs-2 csunicode",
    "utf-16-be": "utf-16be",
}
_BY_LABEL = {label: codec for codec, labels in _DECODERS.items() for label in labels.split()}
_HEAD = 4_096
_NOT_IN_TEXT = bytes({*range(0x20)} - {*b"\t\n\f\r\x1b"})
_PIECE = 1024 * 1024
_SAMPLE = 32_768
_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_AS_WINDOWS = "windows-1252 where it is not UTF-8"


def charset_of(content_type: str | None) -> str | None:
    """Return the label of an encoding in a `Content-Type`, None if it gives none."""
    found = _CHARSET.search(content_type or "")
    return found.group(1) if found else None


def codec_of(label: str | None) -> str | None:
    """Return Python's name of the encoding that a label means, None if it means none."""
    return _BY_LABEL.get((label or "").strip().lower())


def decoded(content: bytes, labels: Iterable[str | None] = ()) -> str:
    """Return the text of a document, without the mark of its order of bytes.

    `labels` are the encodings that it is said to have, the most trusted first; unknown ones say nothing.
    Every byte becomes a character: those that belong to no encoding that was named are read as Windows-1252.
    """
    named = _codecs(labels)
    if _is_meant_as_utf_8(content, named):
        return _in_utf_8(content.removeprefix(codecs.BOM_UTF8))
    for beginning, order in _UTF_16:
        if content.startswith(beginning):
            return content.decode(order, "replace").removeprefix("\ufeff")
    for codec in named:
        try:
            return content.decode(codec)
        except UnicodeDecodeError:
            continue
    return (
        content.decode(named[0], "replace")
        if named[0] != "cp1252"
        else _by_pieces(content, "cp1252", _AS_WINDOWS)
    )


def in_utf_8(content: bytes, labels: Iterable[str | None] = ()) -> bytes:
    """Return a document, see `decoded`, in UTF-8; one that is in UTF-8 comes back as it is, mark included."""
    if _is_meant_as_utf_8(content, _codecs(labels)) and _is_utf_8(content):
        return content
    return decoded(content, labels).encode()


def is_binary(content: bytes) -> bool:
    """Say whether a document is no text: it has bytes that no text has (https://mimesniff.spec.whatwg.org)."""
    head = content[:_HEAD]
    is_marked_up = head.lstrip(b"\xef\xbb\xbf\t\n\r ").startswith((b"<", b"{", b"["))
    if is_marked_up or head.startswith(_BEGINNINGS_OF_UTF_16):
        return False
    return len(head) - len(head.translate(None, _NOT_IN_TEXT)) > len(head) // 100


def _codecs(labels: Iterable[str | None]) -> list[str]:
    """Return the codecs of those labels that are known."""
    # A label that could be read is not in UTF-16, whatever it says.
    return [codec for codec in map(codec_of, labels) if codec and not codec.startswith("utf-16")]


def _is_meant_as_utf_8(content: bytes, named: Sequence[str]) -> bool:
    if content.startswith(_BEGINNINGS_OF_UTF_16):
        return False
    is_named = not named or "utf-8" in named or content.startswith(codecs.BOM_UTF8)
    return is_named or (not content.isascii() and _is_utf_8(content))


def _in_utf_8(content: bytes) -> str:
    """Return bytes as UTF-8, and as Windows-1252 where they are not; all of them, if most of them are not."""
    try:
        return _by_pieces(content, "utf-8", "strict")
    except UnicodeDecodeError as error:
        around = content[max(error.start - _SAMPLE, 0) : error.start + _SAMPLE]
    wrong = around.decode("utf-8", "replace").count("\ufffd")
    beyond_ascii = len(around.translate(None, bytes(range(0x80))))
    return _by_pieces(content, "cp1252" if wrong * 2 > beyond_ascii else "utf-8", _AS_WINDOWS)


def _by_pieces(content: bytes, codec: str, errors: str) -> str:
    """Return bytes as text; no other thread can run while a piece is read."""
    return "".join(_pieces(content, codec, errors))


def _pieces(content: bytes, codec: str, errors: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(codec)(errors)
    for at in range(0, len(content), _PIECE):
        yield decoder.decode(content[at : at + _PIECE], at + _PIECE >= len(content))


def _is_utf_8(content: bytes) -> bool:
    try:
        deque(_pieces(content, "utf-8", "strict"), maxlen=0)
    except UnicodeDecodeError:
        return False
    return True


def _read_as_windows(error: UnicodeError) -> tuple[str, int]:
    """Return the characters that bytes which fit nowhere have in Windows-1252, and where to go on."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    wrong = error.object[error.start : error.end]
    if error.encoding.replace("-", "") == "utf8":
        return wrong.decode("cp1252", _AS_WINDOWS), error.end
    return wrong.decode("latin-1"), error.end


codecs.register_error(_AS_WINDOWS, _read_as_windows)
