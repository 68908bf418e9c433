"""A letter as plain text: lines of 72 columns, links as numbered notes at the end of each section."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Sequence

from markdown_it.token import Token

from bot.chat.plain import plain
from bot.language.messages import _
from plugins.digest.documents import Document
from plugins.digest.exporting.blocks import blocks
from plugins.digest.exporting.reading import tokens

COLUMNS = 72
_UNPARTED = re.compile(r" (?=[:;!?»%€])|(?<=«) ")
"""A line never begins with such a sign, nor ends with what opens a quotation."""


class Notes:
    """The links of a letter, numbered from 1 as they come; one that comes twice has one number."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._told = 0

    def number(self, url: str) -> int:
        """Return the number of a link."""
        return self._numbers.setdefault(url, len(self._numbers) + 1)

    def new(self) -> list[str]:
        """Return the notes that were not told yet."""
        lines = [f"[{number}] {url}" for url, number in self._numbers.items() if number > self._told]
        self._told = len(self._numbers)
        return lines


def text(document: Document) -> str:
    """Return a letter as plain text."""
    notes = Notes()
    title = "\n".join(_wrapped(plain(document.title)))
    blocks = [title, "=" * min(COLUMNS, max(map(len, title.splitlines())))]
    head = [*_paragraphs(document.note, notes), *_paragraphs(document.editorial, notes, is_editorial=True)]
    if document.is_empty:
        nothing = document.words(_("Nothing new this time: there is nothing that you missed."))
        head += _paragraphs(nothing, notes)
    written = ["\n".join(blocks), *head, "\n".join(notes.new())]
    for section in document.sections:
        heading = plain(section.title)
        written.append(f"{heading}\n{'-' * min(COLUMNS, len(heading))}")
        for group in section.groups:
            lines = _wrapped(" ".join(_paragraphs(group.heading, notes))) if group.heading else []
            for item in group.items:
                lines += _item(item, notes)
            written.append("\n".join(lines))
        written += _paragraphs(section.more, notes)
        written.append("\n".join(notes.new()))
    return "\n\n".join(block for block in written if block) + "\n"


def write(document: Document, _series: str) -> bytes:
    """Return the file of a letter."""
    return text(document).encode()


def _item(item: str, notes: Notes) -> list[str]:
    lines = [line for paragraph in _paragraphs(item, notes, COLUMNS - 2) for line in paragraph.splitlines()]
    return [f"{'- ' if number == 0 else '  '}{line}" for number, line in enumerate(lines)]


def _paragraphs(
    markdown: str, notes: Notes, columns: int = COLUMNS, *, is_editorial: bool = False
) -> list[str]:
    """Return the blocks of a text; each item of a list is one."""
    found: list[str] = []
    for block in blocks(tokens(markdown, is_editorial=is_editorial)):
        room = columns - len(block.first)
        said = ["-" * room] if block.is_rule else _said(block.children, notes)
        lines = [line for one in said for line in _wrapped(one, room)]
        written = [f"{block.rest if number else block.first}{line}" for number, line in enumerate(lines)]
        if block.level:
            written.append(f"{block.rest}{'~' * min(room, max(map(len, lines)))}")
        found.append("\n".join(written))
    return found


def _said(children: Sequence[Token], notes: Notes) -> Iterable[str]:
    """Return the lines of what is said, its links followed by their numbers."""
    lines, opened, label = [""], "", ""
    for token in children:
        if token.type == "link_open":
            opened, label = str(token.attrGet("href") or ""), ""
        elif token.type == "link_close":
            is_address = label.strip() == opened
            lines[-1] = lines[-1].removesuffix(label) if is_address else lines[-1]
            lines[-1] += f"{'' if is_address else ' '}[{notes.number(opened)}]"
            opened = ""
        elif token.type in ("softbreak", "hardbreak"):
            lines.append("")
        elif token.type in ("s_open", "s_close"):
            lines[-1] += "~~"  # without it a text would say what was struck out
        elif token.content:
            lines[-1] += token.content
            label += token.content if opened else ""
    return lines


def _wrapped(said: str, columns: int = COLUMNS) -> list[str]:
    said = _UNPARTED.sub("\u00a0", said)
    return textwrap.wrap(said, columns, break_long_words=False, break_on_hyphens=False) or [""]
