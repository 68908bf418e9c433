"""The Markdown of letters, read: which marks it has, and which links are safe."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.token import Token

_BARE = re.compile(r"(?<![\w(<\[\"'/=])https?://[^\s<>\[\]()\\]*[^\s<>\[\]()\\.,;:!?…»\"']")
_BLOCKS = ("heading", "lheading", "hr", "code", "fence", "blockquote", "table", "reference", "html_block")


def is_safe(url: str) -> bool:
    """Return whether a link may stand in a letter: an absolute address of the web.

    >>> is_safe("https://exemple.fr/a"), is_safe("javascript:alert(1)"), is_safe("/a")
    (True, False, False)
    """
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc


@cache
def reader() -> MarkdownIt:
    """Return what reads the Markdown of items and editorials: emphasis, links, lists; no HTML, no images."""
    parser = MarkdownIt("commonmark", {"html": False, "breaks": True})
    parser.disable([name for name in _BLOCKS if name in _rules(parser)])
    parser.disable(["image", "html_inline"])
    return parser


def _rules(parser: MarkdownIt) -> frozenset[str]:
    return frozenset(name for names in parser.get_all_rules().values() for name in names)


def tokens(text: str) -> Sequence[Token]:
    """Return what a text is made of; bare addresses are links, and unsafe links no more than their labels."""
    parsed = reader().parse(_BARE.sub(r"<\g<0>>", text))
    for token in parsed:
        token.children = _without_unsafe(token.children or []) if token.type == "inline" else token.children
    return parsed


def _without_unsafe(children: Sequence[Token]) -> list[Token]:
    kept: list[Token] = []
    is_open = True
    for token in children:
        if token.type == "link_open":
            is_open = is_safe(str(token.attrGet("href") or ""))
        if is_open or not token.type.startswith("link_"):
            kept.append(token)
    return kept


def render(text: str, styles: dict[str, str]) -> str:
    """Return a text as HTML: each element has the style that `styles` gives its tag."""
    parsed = tokens(text)
    for token in _all(parsed):
        if token.nesting == 1 or token.tag in ("br", "code"):
            style = styles.get(token.tag)
            if style:
                token.attrSet("style", style)
    rendered: Any = reader().renderer.render(parsed, reader().options, {})
    return str(rendered).strip()


def _all(parsed: Sequence[Token]) -> list[Token]:
    found = []
    for token in parsed:
        found.append(token)
        found += token.children or []
    return found
