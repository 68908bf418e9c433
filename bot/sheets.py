"""Tables as spreadsheets write and read them: their encodings, and cells that they would calculate."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Sequence

from bot.language.messages import Message, _

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
"""How files of LibreOffice and of Excel begin, the new and the old ones."""
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
"""How a cell begins that a spreadsheet would calculate."""

WORKBOOK: Message = _(
    "This is the file of a spreadsheet (Excel or LibreOffice), and I read CSV: in the spreadsheet, choose "
    "“Save as”, then “CSV UTF-8”, and give me that file."
)


def is_workbook(data: bytes) -> bool:
    """Return whether a file is a spreadsheet's own, and no text."""
    return data.startswith(_WORKBOOKS)


def decoded(data: bytes) -> str:
    """Return the text of a file: UTF-8, UTF-16 with its mark, or as Excel writes in Western Europe."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def guarded(cell: str) -> str:
    """Return a cell that no spreadsheet calculates; `unguarded` gives it back.

    >>> guarded("=1+1"), unguarded("'=1+1"), guarded("Léa")
    ("'=1+1", '=1+1', 'Léa')
    """
    return f"'{cell}" if _FORMULA.match(cell) else cell


def unguarded(cell: str) -> str:
    """Return a cell without the apostrophe that keeps spreadsheets from calculating it."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell[1:]) else cell


def record(lines: Sequence[str], start: int, separator: str, most: int) -> tuple[list[str] | None, int]:
    """Return the cells of the record that begins on a line, None if there is none, and the line after it.

    It goes over `most` lines at most: a longer one is a quote that nobody closed.
    """
    ahead = range(start, min(start + most, len(lines)))
    rows = csv.reader((lines[number] for number in ahead), delimiter=separator)
    try:
        return next(rows), start + rows.line_num
    except csv.Error:
        return None, start + 1
