"""A letter as Markdown (CommonMark): what its page says, and nothing that a reader would run or load."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markdown_it.token import Token

from bot.chat.plain import plain
from bot.language.messages import _, escape
from plugins.digest.documents import Document, bullet
from plugins.digest.exporting.reading import tokens

_BEGINS = re.compile(r"^(?P<number>\d*)(?=[-+.)=]\s|[-+.)=]$|[-=]+\s*$|#+\s*$)", re.MULTILINE)
"""Before the sign that would make a list, a rule or a heading of a line."""
_ENTITY = re.compile(r"&(?=#?\w+;)")
_SIGNS = {"em_open": "*", "em_close": "*", "strong_open": "**", "strong_close": "**"}


def markdown(document: Document) -> str:
    """Return a letter as Markdown: a heading each for it, its sections and their groups."""
    blocks = [f"# {_words(plain(document.title))}", _written(document.note), _written(document.editorial)]
    if document.is_empty:
        blocks.append(_written(document.words(_("Nothing new this time: there is nothing that you missed."))))
    for section in document.sections:
        blocks.append(f"## {_words(plain(section.title))}")
        for group in section.groups:
            blocks.append(f"### {' '.join(_written(group.heading).split())}" if group.heading else "")
            blocks.append("\n".join(bullet(_written(item)) for item in group.items))
        blocks.append(_written(section.more))
    return "\n\n".join(block for block in blocks if block) + "\n"


def write(document: Document, _series: str) -> bytes:
    """Return the file of a letter."""
    return markdown(document).encode()


def _written(text: str) -> str:
    """Return a text as `reading` understands it, written anew: paragraphs, lists, emphasis, safe links."""
    written, marker = "", ""
    lists: list[tuple[int | None, int]] = []  # the next number, None for a bullet, and how far it is set in
    for token in tokens(text):
        if token.type in ("bullet_list_open", "ordered_list_open"):
            first = int(token.attrGet("start") or 1) if token.type == "ordered_list_open" else None
            lists.append((first, 0))
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            lists.pop()
        elif token.type == "list_item_open":
            number, _width = lists[-1]
            marker = "- " if number is None else f"{number}. "
            lists[-1] = (None if number is None else number + 1, len(marker))
        elif token.type == "inline":
            indent = " " * (sum(width for _number, width in lists) - len(marker))
            further = indent + " " * len(marker)
            lines = _inline(token.children or ()).replace("\n", f"\n{further}")
            parting = "\n" if marker and written else "\n\n" if written else ""
            written, marker = f"{written}{parting}{indent}{marker}{lines}", ""
    return written


def _inline(children: Sequence[Token]) -> str:
    """Return the words of a paragraph, with their emphasis and their links."""
    pieces, opened, begun = [""], "", 0
    for token in children:
        if token.type == "link_open":
            if pieces[-1].endswith("!"):  # or it would be an image
                pieces[-1] = f"{pieces[-1][:-1]}\\!"
            opened, begun = str(token.attrGet("href") or ""), len(pieces)
        elif token.type == "link_close":
            label = "".join(pieces[begun:])
            target = f"<{opened}>" if re.search(r"[()]", opened) else opened
            pieces[begun:] = [f"<{opened}>" if label == opened else f"[{label}]({target})"]
        elif token.type in ("softbreak", "hardbreak"):
            pieces.append("  \n")
        elif token.type == "code_inline":
            pieces.append(_code(token.content))
        else:
            pieces.append(_SIGNS.get(token.type) or _words(token.content))
    return _BEGINS.sub(r"\g<number>\\", "".join(pieces))


def _code(content: str) -> str:
    """Return code within ticks that do not stand in it."""
    ticks = "`" * (max(map(len, re.findall("`+", content)), default=0) + 1)
    space = " " if content.startswith("`") or content.endswith("`") else ""
    return f"{ticks}{space}{content}{space}{ticks}"


def _words(text: str) -> str:
    """Return words as Markdown that shows exactly them."""
    return _ENTITY.sub("&amp;", escape(text))
