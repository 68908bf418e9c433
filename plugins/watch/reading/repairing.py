"""XML as people write it by hand, made such that a parser takes it: what is plain to see, and no more."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ENTITY = re.compile(r"&(?:([A-Za-z][A-Za-z0-9]{1,31});|#(\d{1,7});|#[xX]([0-9a-fA-F]{1,6});|)")
_OF_XML = {"amp", "lt", "gt", "quot", "apos"}
_HALVES = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_BARE = re.compile(r"<(?![A-Za-z_:/!?])")
_PREFIX = re.compile(r"</?([A-Za-z_][\w.-]*):[A-Za-z_]")
_DECLARED = re.compile(r"\bxmlns:([A-Za-z_][\w.-]*)\s*=")
_ROOT = re.compile(r"<[A-Za-z_][\w.:-]*")
_PIECE = 65_536
_MEANT = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "feedburner": "http://rssnamespace.org/feedburner/ext/1.0",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "media": "http://search.yahoo.com/mrss/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "sy": "http://purl.org/rss/1.0/modules/syndication/",
}


def repaired(text: str) -> str:
    """Return XML with the commonest mistakes put right, where its meaning is beyond doubt.

    Bare `&` and `<`, entities of HTML, characters that XML does not allow, the two halves of a character
    written one by one, and prefixes that nobody declared. A text in CDATA changes as well, to what means the
    same in HTML.
    """
    pieces = [_repaired(piece) for piece in _pieces(text)]
    missing: set[str] = set()
    declared = {"xml"}
    for piece in pieces:
        missing.update(_PREFIX.findall(piece))
        declared.update(_DECLARED.findall(piece))
    return _with_prefixes("".join(pieces), sorted(missing - declared))


def _pieces(text: str) -> Iterator[str]:
    """Yield a text in pieces that begin at a tag where they can: other threads wait while one is searched."""
    start = 0
    while start < len(text):
        end = start + _PIECE
        tag = text.rfind("<", start + 1, end)
        end = tag if end < len(text) and tag > 0 else end
        yield text[start:end]
        start = end


def _repaired(text: str) -> str:
    text = _ENTITY.sub(_entity, _NOT_IN_XML.sub("", text))
    text = _NOT_IN_XML.sub("", _HALVES.sub(_whole, text))
    return _BARE.sub("&lt;", text)


def _entity(found: re.Match[str]) -> str:
    name, decimal, hexadecimal = found.groups()
    if name:
        meant = html.unescape(found.group())
        return found.group() if name in _OF_XML else meant if meant != found.group() else f"&amp;{name};"
    if not decimal and not hexadecimal:
        return "&amp;"
    code = int(decimal) if decimal else int(hexadecimal, 16)
    if 0xD800 <= code <= 0xDFFF:
        return chr(code)
    is_allowed = code <= 0x10FFFF and not _NOT_IN_XML.match(chr(code))
    return found.group() if is_allowed else ""


def _whole(halves: re.Match[str]) -> str:
    return halves.group().encode("utf-16", "surrogatepass").decode("utf-16")


def _with_prefixes(text: str, missing: list[str]) -> str:
    """Return the XML with prefixes declared in its root; those of no known meaning mean themselves."""
    root = _ROOT.search(text)
    if not missing or root is None:
        return text
    declarations = "".join(f' xmlns:{prefix}="{_MEANT.get(prefix, "urn:" + prefix)}"' for prefix in missing)
    return text[: root.end()] + declarations + text[root.end() :]
