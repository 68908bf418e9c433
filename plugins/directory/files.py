"""Files of cards: reading what a spreadsheet wrote, line by line, and writing what can be read again.

The columns are fixed; lists are separated by `|`. What a spreadsheet would take for a formula is written with
an apostrophe before it, which reading takes off again.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from bot.chat.people import account_key
from bot.errors import Refusal
from bot.language.folding import fold
from bot.language.messages import Message, _
from bot.language.remembering import remembering
from bot.sheets import WORKBOOK, decoded, guarded, is_workbook, record, unguarded
from bot.territory import Area
from plugins.directory import places
from plugins.directory.cards import (
    LONGEST_NAME,
    LONGEST_VALUE,
    MOST_VALUES,
    Content,
    Kind,
    Visibility,
    tidy,
)
from plugins.directory.places import Misplaced

COLUMNS = (
    "compte",
    "nom",
    "structure",
    "commune",
    "code_insee",
    "perimetre",
    "competences",
    "specificites",
    "appetences",
    "publics",
    "langues",
    "disponibilites",
    "visibilite",
)
"""The columns of a file, in their order."""

LARGEST = 200 * 1024 * 1024
"""How large a file may be, in bytes."""

_LISTS = {
    "competences": Kind.SKILLS,
    "specificites": Kind.SPECIALITIES,
    "appetences": Kind.APPETENCES,
    "publics": Kind.AUDIENCES,
    "langues": Kind.LANGUAGES,
    "disponibilites": Kind.AVAILABILITY,
}
_SEPARATORS = ",;\t"
_LARGEST_CELL = 50_000
_MOST_LINES = 100
"""So many lines one cell between quotes may go over: what is longer is a quote that nobody closed."""
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""What moves the cursor of a terminal, or turns the direction of writing; tabs and line ends are spaces."""
_VISIBILITIES = frozenset(Visibility)


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a line of a file, counted from 1; `kind` is a stable name for programs."""

    line: int
    kind: str
    text: Message
    column: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A line that can be imported. `digest` is the same as long as the line says the same."""

    number: int
    account: str
    content: Content
    digest: str


@dataclass(frozen=True, slots=True)
class Table:
    """A file, before its lines are read: `size` is how many lines it has at most, heading left out."""

    text: str
    separator: str
    unknown: tuple[str, ...]
    size: int


def open_table(data: bytes) -> Table:
    """Return the table that a file holds.

    Raises:
        Refusal: it is none, or columns are missing.
    """
    if len(data) > LARGEST:
        raise Refusal("too_large", _("The file is too large: {most} MB at most.", most=LARGEST // 2**20))
    if is_workbook(data):
        raise Refusal("workbook", WORKBOOK)
    text = decoded(data)
    if "\0" in text:
        raise Refusal("no_table", _("This is no CSV file. Save the table as CSV and try again."))
    if not text.strip():
        raise Refusal("empty", _("This file is empty."))
    heading = next(filter(_is_said, io.StringIO(text, newline="")), "")[:_LARGEST_CELL].strip("\r\n")
    separator = max(_SEPARATORS, key=lambda one: len(set(_names(heading, one)) & set(COLUMNS)))
    names = _names(heading, separator)
    missing = [name for name in COLUMNS if name not in names]
    if len(missing) > len(COLUMNS) / 2:
        raise Refusal(
            "missing_columns",
            _(
                "The first line has to name the columns of the table, which are: {columns}.",
                columns=",".join(COLUMNS),
            ),
        )
    if missing:
        raise Refusal(
            "missing_columns",
            _(
                "Columns are missing: {missing}. The first line has to name these: {columns}.",
                missing=", ".join(missing),
                columns=",".join(COLUMNS),
            ),
        )
    twice = sorted({name for name in names if name in COLUMNS and names.count(name) > 1})
    if twice:
        raise Refusal("twice", _("A column stands there twice: {columns}.", columns=", ".join(twice)))
    unknown = tuple(name for name in names if name and name not in COLUMNS)
    return Table(text, separator, unknown, max(text.count("\n"), text.count("\r")))


def read_lines(table: Table, near: Sequence[Area] = ()) -> Iterator[Line | list[Problem]]:
    """Yield, for each line of a table, what it says or all that is wrong with it; empty lines are left out.

    `near` settles communes of the same name.
    """
    lines = list(io.StringIO(table.text, newline=""))
    seen: dict[str, int] = {}
    names: list[str] = []
    end = 0
    while end < len(lines):
        number = end + 1
        cells, end = record(lines, end, table.separator, _MOST_LINES)
        if not names:
            names = [_name(cell) for cell in cells or ()] if any(map(str.strip, cells or ())) else []
        elif cells is None or (end > number and not _fits(cells, names)):
            text = _(
                "this line cannot be read as CSV: a quote is opened that is not closed, or it is too long"
            )
            yield [Problem(number, "unreadable", text)]
            end = number  # the lines that the quote swallowed are read by themselves
        elif any(cell.strip() for cell in cells):
            yield _read(number, names, cells, seen, tuple(near))


def _fits(cells: Sequence[str], names: Sequence[str]) -> bool:
    """Return whether a line has a cell for each column, and says nothing beyond them."""
    return len(cells) >= len(names) and not any(cell.strip() for cell in cells[len(names) :])


def _read(
    number: int, names: Sequence[str], cells: Sequence[str], seen: dict[str, int], near: tuple[Area, ...]
) -> Line | list[Problem]:
    if not _fits(cells, names):
        text = _(
            "there are {found} columns instead of {expected}: a value that holds the separator has to be "
            "between quotes",
            found=len(cells),
            expected=len(names),
        )
        return [Problem(number, "columns", text)]
    values = {name: unguarded(cell.strip()) for name, cell in zip(names, cells, strict=False)}
    problems = list(_problems_of(number, values))
    account = values["compte"]
    first = seen.setdefault(account_key(account), number)
    if account and first != number:
        problems.append(
            Problem(number, "twice", _("this account stands on line {line} already", line=first), "compte")
        )
    commune: str | None = None
    areas: tuple[Area, ...] = ()
    try:
        commune = places.commune_of(values["commune"], values["code_insee"], near)
    except Misplaced as problem:
        problems.append(Problem(number, problem.kind, problem.text, problem.column))
    try:
        areas = places.perimeter_of(split(values["perimetre"]))
    except Misplaced as problem:
        problems.append(Problem(number, problem.kind, problem.text, problem.column))
    if problems:
        return problems
    lists: dict[str, Any] = {kind.value: split(values[name]) for name, kind in _LISTS.items()}
    content = Content(
        name=values["nom"],
        structure=values["structure"],
        commune=commune,
        areas=areas,
        visibility=Visibility(fold(values["visibilite"])),
        **lists,
    )
    digest = sha256("\x1f".join(values[name] for name in COLUMNS).encode()).hexdigest()
    return Line(number, account, tidy(content), digest)


def _problems_of(number: int, values: dict[str, str]) -> Iterator[Problem]:
    for name in ("compte", "nom"):
        if not values[name]:
            yield Problem(number, "empty", _("`{column}` is empty", column=name), name)
    yield from _unseen(number, values)
    for name in ("compte", "nom", "structure"):
        if len(values[name]) > LONGEST_NAME or (
            name == "compte" and len(account_key(values[name])) > 2 * LONGEST_NAME
        ):
            yield _too_long(number, name, LONGEST_NAME)
    if not values["visibilite"]:
        text = _("`visibilite` is empty: it has to be reseau, departement or masque")
        yield Problem(number, "unknown_visibility", text, "visibilite")
    elif fold(values["visibilite"]) not in _VISIBILITIES:
        yield Problem(
            number,
            "unknown_visibility",
            _(
                "`visibilite` has to be reseau, departement or masque, and not “{value}”",
                value=values["visibilite"][:40],
            ),
            "visibilite",
        )
    for name in (*_LISTS, "perimetre"):
        listed = split(values[name])
        if len(listed) > MOST_VALUES:
            yield Problem(
                number,
                "too_many",
                _(
                    "`{column}` holds {count} values: {most} at most",
                    column=name,
                    count=len(listed),
                    most=MOST_VALUES,
                ),
                name,
            )
        if any(len(value) > LONGEST_VALUE for value in listed):
            yield _too_long(number, name, LONGEST_VALUE)


def _unseen(number: int, values: dict[str, str]) -> Iterator[Problem]:
    for name in COLUMNS:
        if _CONTROL.search(values[name]):
            text = _("`{column}` holds characters that cannot be seen", column=name)
            yield Problem(number, "unseen_characters", text, name)


def _too_long(number: int, name: str, most: int) -> Problem:
    text = _("a value of `{column}` is too long: {most} characters at most", column=name, most=most)
    return Problem(number, "too_long", text, name)


@remembering(maxsize=20_000)
def split(cell: str) -> tuple[str, ...]:
    """Return the values of a cell that holds a list."""
    return tuple(value for one in cell.split("|") if (value := one.strip()))


def write_table(cards: Iterable[tuple[str, Content]]) -> Iterator[str]:
    """Yield the lines of a file, heading first, that reading gives the same accounts and contents again."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for account, content in cards:
        writer.writerow([guarded(cell) for cell in _cells(account, content)])
        if out.tell() > 2**16:
            yield out.getvalue()
            out.seek(0)
            out.truncate()
    yield out.getvalue()


def _cells(account: str, content: Content) -> list[str]:
    lists = {name: "|".join(content.values(kind)) for name, kind in _LISTS.items()}
    cells = {
        "compte": account,
        "nom": content.name,
        "structure": content.structure,
        "commune": places.name_of_commune(content.commune),
        "code_insee": content.commune or "",
        "perimetre": "|".join(map(str, content.areas)),
        "visibilite": content.visibility.value,
        **lists,
    }
    return [cells[name] for name in COLUMNS]


def _names(heading: str, separator: str) -> list[str]:
    return [_name(cell) for cell in next(csv.reader([heading], delimiter=separator), [])]


def _is_said(line: str) -> bool:
    """Return whether a line has more than empty cells."""
    return bool(line.strip(f"{_SEPARATORS} \r\n"))


def _name(cell: str) -> str:
    """Return how a column is compared: with accents, in capitals and with spaces it is the same."""
    return "_".join(fold(cell.strip().strip('"')).split())
