"""Embeds as Markdown: sections under headings, for platforms that show a post as one text.

The texts are in the platform's own Markdown already (`bot.chat.markup.translate`), without any mark.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from urllib.parse import urlsplit

from bot.chat.messages import Embed, Post
from bot.chat.plain import plain
from bot.chat.splitting import closed, split
from bot.language.messages import Markup, Text, escape

LONGEST_FOOTER = 300
"""In characters: a longer footer is no quiet line, but a paragraph."""
_LONGEST_HEADING = 250
"""In characters: what is beyond it goes on in the text."""
_BETWEEN = "\n\n"
_UNSAFE = re.compile(r"[^!#$%&'*+,./:;=?@\w~-]", re.ASCII)
_SCHEMES = ("http", "https")
_PIECE = re.compile(r"\\.|\]")

Cut = Callable[[str, int], Sequence[str]]
"""Cuts a text in parts of so many characters, as `bot.chat.splitting.split` does."""


def as_text(post: Post) -> Markup:
    """Return the text of a post and its embeds as one text."""
    return Markup(_BETWEEN.join(_sections(post)))


def in_parts(post: Post, limit: int) -> list[str]:
    """Return the text of a post and its embeds in parts of at most `limit` characters, none of them blank.

    A part ends where a section does, unless that section is longer than a part.
    """
    parts: list[str] = []
    last = ""
    for section in _sections(post):
        together = f"{last}{_BETWEEN}{section}" if last else section
        if len(together) <= limit:
            last = together
        elif len(section) <= limit:
            parts.append(last)
            last = section
        else:
            *full, last = split(together, limit) or [""]
            parts += full
    return [part for part in (*parts, last) if part]


def title_of(embed: Embed) -> Markup:
    """Return the title as one line of Markdown that shows plain words only.

    It holds no formatting: it is a heading already, and may be a link.
    """
    return escape(" ".join((plain(str(embed.title)) or embed.url or "").split()))


def cut_title(words: str, room: int, cut: Cut = split) -> tuple[str, str]:
    """Return a title within so many characters, and what has no room in it."""
    if len(cut(words, room)) < 2:
        return words, ""
    first = cut(words, room - 1)[0]
    return f"{first}…", f"…{words[len(first) :].lstrip()}"


def web_address(url: str | None) -> str | None:
    """Return an address as browsers send it, None if it is none of the web.

    What could end a link in Markdown is in its encoded form. One with a name before the host is refused: it
    passes for another host.

    >>> web_address("https://Café.example/à propos (2)")
    'https://xn--caf-dma.example/%C3%A0%20propos%20%282%29'
    """
    try:
        parts = urlsplit((url or "").strip())
        host = (parts.hostname or "").encode("idna").decode() if ":" not in (parts.hostname or "") else ""
        port = f":{parts.port}" if parts.port is not None else ""
    except ValueError:
        return None
    if parts.scheme not in _SCHEMES or not host or "@" in parts.netloc or _UNSAFE.search(host):
        return None
    query = f"?{parts.query}" if parts.query else ""
    fragment = f"#{parts.fragment}" if parts.fragment else ""
    return f"{parts.scheme}://{host}{port}{_UNSAFE.sub(_encoded, f'{parts.path}{query}{fragment}')}"


def _encoded(character: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in character[0].encode(errors="replace"))


def _sections(post: Post) -> Iterator[str]:
    yield from _shown([str(post.text)])
    for embed in post.embeds:
        title, rest = cut_title(title_of(embed), _LONGEST_HEADING)
        body = _shown([rest, str(embed.text), *_footer(embed.footer)])
        yield from _shown([_BETWEEN.join(_shown([_heading(title, embed.url), *body]))])


def _shown(texts: Iterable[str]) -> Iterator[str]:
    """Yield the texts in which there is something to see, each of which ends what it began."""
    for text in texts:
        if text.strip():
            yield closed(text.strip("\n").rstrip())


def _heading(title: str, url: str | None) -> str:
    if not title:
        return ""
    address = web_address(url)
    if address is None:
        return f"#### {_without_closing_signs(title)}"
    label = _PIECE.sub(lambda found: "\\]" if found[0] == "]" else found[0], title)
    return f"#### [{label}]({address})"


def _without_closing_signs(title: str) -> str:
    """Return a title whose last signs are no end of a heading, which nobody sees: “C#” keeps its own."""
    return re.sub(r"#(?=#*\Z)", r"\\#", title)


def _footer(footer: Text | None) -> list[str]:
    """Return a footer as a quiet line: in italics if that is sure to be seen as such."""
    said = str(footer or "").strip()
    is_quiet = said and len(said) <= LONGEST_FOOTER and not {"\n", "*"} & set(said)
    return [f"*{said}*" if is_quiet else said]
