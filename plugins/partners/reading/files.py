"""Files as people have them: CSV as tools and Excel write it, JSON arrays, and JSON lines.

A file is read whole, within bounds. Whatever its bytes are, what comes out is lines with values, lines that
cannot be read, or one refusal with its reason.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from bot.errors import MaillageError
from bot.language.messages import Message, _, in_english
from bot.sheets import WORKBOOK, decoded, is_workbook, record

LARGEST = 300 * 1024 * 1024
"""Bytes; the whole of France in data.inclusion's own files has less."""
MOST_LINES = 500_000
MOST_COLUMNS = 200
_DELIMITERS = ",;\t"
_SAMPLE = 64 * 1024
_MOST_LINES_OF_A_ROW = 1000
"""Descriptions go over many lines; what is longer is a quote that nobody closed."""


class FileRefusedError(MaillageError):
    """This file cannot be read; `text` says why."""

    def __init__(self, text: Message) -> None:
        super().__init__(in_english(text))
        self.text = text


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a CSV file (the number that an editor shows), or one element of JSON, from 1 on.

    `wrong` says why it could not be read; `values` is empty then.
    """

    number: int
    values: Mapping[str, Any]
    wrong: Message | None = None


@dataclass(frozen=True, slots=True)
class OpenFile:
    """A file that could be opened: the names of its fields, and its lines."""

    fields: frozenset[str]
    lines: Sequence[Line]


def open_file(content: bytes) -> OpenFile:
    """Return what a file holds, recognised by its content.

    Raises:
        FileRefusedError: it is empty, too large, or neither CSV nor JSON.
    """
    if len(content) > LARGEST:
        raise FileRefusedError(_("This file is too large: {limit} MB at most.", limit=LARGEST // 1024**2))
    if is_workbook(content):
        raise FileRefusedError(WORKBOOK)
    text = decoded(content)
    start = text.lstrip()[:1]
    if not start:
        raise FileRefusedError(_("This file is empty."))
    lines = list(islice(_json_lines(text) if start in "[{" else _csv_lines(text), MOST_LINES + 1))
    if len(lines) > MOST_LINES:
        raise FileRefusedError(_("This file has too many lines: {limit} at most.", limit=MOST_LINES))
    names = (str(name) for line in lines[:100] for name in line.values)
    return OpenFile(frozenset(names), lines)


def _csv_lines(text: str) -> Iterator[Line]:
    text = text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")
    header = text[:_SAMPLE].lstrip("\n").partition("\n")[0]
    delimiter = max(_DELIMITERS, key=header.count)
    if delimiter not in header:
        raise FileRefusedError(_("This is neither JSON nor CSV with a first line that names the columns."))
    rows = _rows(text.split("\n"), delimiter)
    _number, names, _wrong = next(rows, (0, [], None))
    columns = [name.strip().strip("\ufeff").lower() for name in names]
    if len(columns) > MOST_COLUMNS:
        raise FileRefusedError(_("This file has too many columns: {limit} at most.", limit=MOST_COLUMNS))
    for number, row, wrong in rows:
        if wrong is not None:
            yield Line(number, {}, wrong)
        elif len(row) > len(columns):
            yield Line(number, {}, _("there are more values than columns: is a quote missing?"))
        else:
            yield Line(number, {name: value.strip() for name, value in zip(columns, row, strict=False)})


def _rows(lines: Sequence[str], delimiter: str) -> Iterator[tuple[int, list[str], Message | None]]:
    """Return the rows that are not empty, with the number of the line where each begins.

    A row over several lines that has not as many values as the first one has a quote that nobody closed: the
    lines that it swallowed are read by themselves.
    """
    end = width = 0
    while end < len(lines):
        number = end + 1
        row, end = record(lines, end, delimiter, _MOST_LINES_OF_A_ROW)
        if row is None or (end > number and width and len(row) != width):
            yield number, [], _("this line cannot be read: a value is far too long, or a quote is missing.")
            end = number
        elif any(value.strip() for value in row):
            width = width or len(row)
            yield number, row, None


def _json_lines(text: str) -> Iterator[Line]:
    try:
        document = json.loads(text, parse_constant=_no_number)
    except ValueError:
        yield from _separate_lines(text)
        return
    except RecursionError:
        raise FileRefusedError(_("This JSON is nested too deeply.")) from None
    if isinstance(document, dict):
        lists = [value for value in document.values() if isinstance(value, list)]
        document = lists[0] if len(lists) == 1 else [document]
    for number, element in enumerate(document, 1):
        yield _json_line(number, element)


def _separate_lines(text: str) -> Iterator[Line]:
    """Return JSON lines: one object a line."""
    found = False
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            element = json.loads(line, parse_constant=_no_number)
        except (ValueError, RecursionError):
            if not found:
                raise FileRefusedError(_("This looks like JSON, but it cannot be read as such.")) from None
            yield Line(number, {}, _("this line is not JSON."))
            continue
        found = True
        yield _json_line(number, element)


def _json_line(number: int, element: object) -> Line:
    if not isinstance(element, dict):
        return Line(number, {}, _("this is not an object with fields."))
    return Line(number, {str(name).strip().lower(): value for name, value in element.items()})


def _no_number(name: str) -> None:
    """Take `NaN` and `Infinity`, which some tools write for what is missing, as nothing."""
