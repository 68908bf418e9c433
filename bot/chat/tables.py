"""Tables: those of neutral Markdown, for platforms that show none."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.language.marks import MARK

_ROW = r"\|.*(?<!\\)\|[ ]*"
_TABLE = re.compile(rf"^{_ROW}\n\|(?=[ :|]*-)[ :|-]*\|[ ]*(?:\n{_ROW})+$", re.MULTILINE)
"""A line of headings, the line under it, and rows: each begins and ends with a bar that is not escaped."""
_CELL = re.compile(rf"\|((?:{MARK}|\\.|[^|\\])*)(?=\|)")
"""A cell: a bar that is escaped, or part of a mark, is none."""


def without_tables(text: str) -> str:
    r"""Return a text with lists in the place of tables: an item for each row, its first cell in bold.

    >>> without_tables("| Place | Who | When |\n|---|---|---|\n| Feurs | Léa | |\n| Roanne | Ali | 9 h |")
    '- **Feurs** · *Who* Léa\n- **Roanne** · *Who* Ali · *When* 9 h'
    """
    return _TABLE.sub(lambda table: _as_list(table.group().split("\n")), text)


def _as_list(lines: Sequence[str]) -> str:
    headings, _rule, *rows = [_cells(line) for line in lines]
    return "\n".join(_item(headings, row) for row in rows)


def _item(headings: Sequence[str], row: Sequence[str]) -> str:
    first, *others = row
    said = [
        f"*{heading}* {cell}" if heading else cell
        for heading, cell in zip(headings[1:], others, strict=False)
        if cell
    ]
    return "- " + " · ".join([f"**{first}**", *said])


def _cells(line: str) -> list[str]:
    return [cell.strip().replace("\\|", "|") for cell in _CELL.findall(line)]
