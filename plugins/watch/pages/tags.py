"""The tags of a page that say something of it, one after the other, in time linear in its length.

A tree is not needed to read what a page says of itself, and building one is what hostile pages make slow: a
megabyte of nested `<div>` or of one tag's attributes keeps tree builders busy for minutes. This follows the
tokenizer of the HTML Standard (13.2.5) as far as that goes: each character is looked at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

_RAW = ("script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes")
"""Elements whose content is text up to their own end (HTML Standard, 13.2.6.4)."""
_TELLING = ("html", "base", "meta", "link", "time", "svg", "main", "article", "h1", "noscript", *_RAW)
_FEEDS = "feed|rss|atom|rdf|backend|actu|news"
"""Of links to other pages, those are told of whose tag holds one of these: they may lead to feeds."""
_ATTRIBUTES = r"""(?:[^>=]++|=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>]*+))*+"""
"""Quotes count after `=` alone. Possessive throughout: nothing is looked at again."""
_PASSED_OVER_AT_ONCE = 2000
"""Pieces that one search passes over: others may work in between, for searching keeps them from it."""
_NEXT = re.compile(
    rf"""(?: [^<]++
          | <!--.*?(?:--!?>|\Z)
          | <[!?](?!--)[^>]*+(?:>|\Z)
          | <(?!/?(?:{"|".join(_TELLING)})(?=[\s/>])|a\s[^>]{{0,1000}}?(?:{_FEEDS}))
            /?[a-z]{_ATTRIBUTES}(?:>|\Z)
          | <(?!/?[a-z]|[!?])
        ){{0,{_PASSED_OVER_AT_ONCE}}}+
        (?:<(?P<end>/?)(?P<name>[a-z][^\s/>]*+)(?P<attributes>{_ATTRIBUTES})(?:>|\Z))?""",
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_ATTRIBUTE = re.compile(
    r"""([^\s/=>"'][^\s/=>]*+)(?:\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s>]*+)))?+""", re.DOTALL
)
_ENDS = {name: re.compile(rf"</{name}(?=[\s/>]|\Z)", re.IGNORECASE) for name in _RAW}
MOST_ATTRIBUTES = 50


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag: its name in small letters, whether it ends an element, and where in the page it is over.

    `text` is all of the content of `script`, `style`, `title` and their like, entities not decoded, and the
    words up to the next tag of others.
    """

    name: str
    ends: bool
    raw_attributes: str
    text: str
    at: int

    @property
    def attributes(self) -> dict[str, str]:
        """Return the attributes by their names in small letters, entities decoded; of two, the first."""
        found: dict[str, str] = {}
        for match in _ATTRIBUTE.finditer(self.raw_attributes):
            name = match.group(1).lower()
            value = match.group(2) or match.group(3) or match.group(4) or ""
            found.setdefault(name, unescape(value) if "&" in value else value)
            if len(found) == MOST_ATTRIBUTES:
                break
        return found


def tags(page: str) -> Iterator[Tag]:
    """Yield the tags of a page that say something of it, in order."""
    at = 0
    while (match := _NEXT.match(page, at)) and match.end() > at:
        at = match.end()
        if match.group("name") is None:
            continue
        name = match.group("name").lower()
        ends = bool(match.group("end"))
        closing = None if ends else _ENDS.get(name)
        ended = closing.search(page, at) if closing else None
        following = ended.start() if ended else len(page) if closing else page.find("<", at)
        yield Tag(name, ends, match.group("attributes"), page[at : following if following >= 0 else None], at)
        at = following if closing else at
