"""A letter as Markdown (CommonMark): what its page says, and nothing that a reader would run or load."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markdown_it.token import Token

from bot.chat.plain import plain
from bot.language.messages import _, escape
from plugins.digest.documents import Document, bullet
from plugins.digest.exporting.blocks import blocks as blocks_of
from plugins.digest.exporting.reading import tokens

_BEGINS = re.compile(r"^(?P<number>\d*)(?=[-+.)=]\s|[-+.)=]$|[-=]+\s*$|#+\s*$)", re.MULTILINE)
"""Before the sign that would make a list, a rule or a heading of a line."""
_ENTITY = re.compile(r"&(?=#?\w+;)")
_SIGNS = {"em": "*", "strong": "**", "s": "~~"}
"""By the beginning of the type of a token that opens or closes them."""


def markdown(document: Document) -> str:
    """Return a letter as Markdown: a heading each for it, its sections and their groups."""
    blocks = [f"# {_words(plain(document.title))}", _written(document.note)]
    blocks.append(_written(document.editorial, is_editorial=True))
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


def _written(text: str, *, is_editorial: bool = False) -> str:
    """Return a text as `reading` understands it, written anew: paragraphs, lists, emphasis, safe links."""
    written = ""
    for block in blocks_of(tokens(text, is_editorial=is_editorial)):
        if written:
            written += "\n" if block.parting is None else f"\n{block.parting}\n"
        heading = f"{'#' * block.level} " if block.level else ""
        lines = "---" if block.is_rule else _inline(block.children).replace("\n", f"\n{block.rest}")
        written += f"{block.first}{heading}{lines}"
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
            pieces.append(_SIGNS.get(token.type.partition("_")[0]) or _words(token.content))
    return _BEGINS.sub(r"\g<number>\\", "".join(pieces))


def _code(content: str) -> str:
    """Return code within ticks that do not stand in it."""
    ticks = "`" * (max(map(len, re.findall("`+", content)), default=0) + 1)
    space = " " if content.startswith("`") or content.endswith("`") else ""
    return f"{ticks}{space}{content}{space}{ticks}"


def _words(text: str) -> str:
    """Return words as Markdown that shows exactly them."""
    return _ENTITY.sub("&amp;", escape(text))
