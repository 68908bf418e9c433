"""The Markdown of letters, read: which marks it has, and which links are safe."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from bot.chat.addresses import ADDRESS, without_end

_SCHEME = re.compile(r"(?<!\w)https?$", re.IGNORECASE)
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_NEVER = ("lheading", "code", "fence", "table", "reference", "html_block", "html_inline")
_OF_EDITORIALS = ("heading", "hr", "blockquote")
_ABOVE = 2
"""Levels of headings that a letter has itself: its title, and its sections."""


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
def reader(*, is_editorial: bool = False) -> MarkdownIt:
    """Return what reads the Markdown of items: emphasis, links, lists; no HTML.

    That of editorials has headings, quotes and rules as well.
    """
    parser = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable("strikethrough")
    parser.disable([*_NEVER, *(() if is_editorial else _OF_EDITORIALS)], ignoreInvalid=True)
    parser.inline.ruler.before("escape", "address", _read_address)
    return parser


def _read_address(state: StateInline, silent: bool) -> bool:
    """Read a bare address as a link; what stands before its colon waits to be text already."""
    scheme = _SCHEME.search(state.pending) if state.src.startswith("://", state.pos) else None
    if scheme is None or state.linkLevel > 0:
        return False
    begun = state.pos - len(scheme[0])
    found = ADDRESS.match(state.src, begun, state.posMax)
    address = without_end(found[0]) if found else ""
    if len(address) <= len(f"{scheme[0]}://"):
        return False
    if not silent:
        state.pending = state.pending[: -len(scheme[0])]
        url = _ESCAPE.sub(r"\1", address)
        state.push("link_open", "a", 1).attrSet("href", state.md.normalizeLink(url))
        state.push("text", "", 0).content = state.md.normalizeLinkText(url)
        state.push("link_close", "a", -1)
    state.pos = begun + len(address)
    return True


def tokens(text: str, *, is_editorial: bool = False) -> Sequence[Token]:
    """Return what a text is made of; bare addresses are links, and unsafe links no more than their labels.

    Images are links to them: nothing is loaded. Headings stand below those of the letter.
    """
    parsed = reader(is_editorial=is_editorial).parse(text)
    for token in parsed:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(int(token.tag[1:]) + _ABOVE, 6)}"
        if token.type == "inline":
            token.children = _without_unsafe(list(_without_images(token.children or [])))
    return parsed


def _without_images(children: Sequence[Token]) -> Iterator[Token]:
    """Return tokens with a link in the place of each image, unless it stands in one already."""
    depth = 0
    for token in children:
        depth += token.nesting if token.type.startswith("link_") else 0
        if token.type != "image":
            yield token
            continue
        source = str(token.attrGet("src") or "")
        label = Token("text", "", 0, content=token.content or source)
        if depth:
            yield label
        else:
            yield from (
                Token("link_open", "a", 1, attrs={"href": source}),
                label,
                Token("link_close", "a", -1),
            )


def _without_unsafe(children: Sequence[Token]) -> list[Token]:
    kept: list[Token] = []
    is_open = True
    for token in children:
        if token.type == "link_open":
            is_open = is_safe(str(token.attrGet("href") or ""))
        if is_open or not token.type.startswith("link_"):
            kept.append(token)
    return kept


def render(text: str, styles: Mapping[str, str], *, is_editorial: bool = False) -> str:
    """Return a text as HTML: each element has the style that `styles` gives its tag."""
    return _rendered(tokens(text, is_editorial=is_editorial), styles)


def render_inline(text: str, styles: Mapping[str, str]) -> str:
    """Return the words of a text as HTML that can stand in a heading: no paragraphs around them."""
    return _rendered([token for token in tokens(text) if token.type == "inline"], styles)


def _rendered(parsed: Sequence[Token], styles: Mapping[str, str]) -> str:
    for token in _all(parsed):
        if token.nesting == 1 or token.tag in ("br", "code", "hr"):
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
