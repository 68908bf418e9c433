"""What each table says of people: declared beside it, so that nothing is forgotten when somebody asks.

A table that says something of a person declares it, in `__table_args__`:

    {"sqlite_autoincrement": True, "info": declares(Personal(
        title=_("Your notes"),
        purpose=_("remind you of what you wrote down"),
        retention=_("until you remove them"),
        columns={"text": _("what you wrote"), "written_at": _("when you wrote it")},
        technical=("state",),
    ))}

Its rows are then what somebody wrote, held by legitimate interest, and go with the member at whom `member_id`
points; where it is otherwise, `category`, `basis` and `subjects` say so. One that says nothing of anybody
says that too: `declares(NotPersonal(_("It counts …")))`. Every column stands in one of `subjects`, `columns`
and `technical`, but for the primary key and `network_id`; a test sees to it. What people are shown, what is
exported, erased, and written into the record of processing is read off these.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, StrEnum
from typing import Any, TypeAlias

from sqlalchemy import Column, String, Table

from bot.language.messages import Message
from bot.store.base import Base

_INFO = "personal"
_IMPLIED = frozenset(("network_id",))
"""Columns that every declaration may leave out, besides the primary key."""
_PEOPLE = frozenset(("member", "account"))
"""The tables of who people are."""


class Category(StrEnum):
    """What kind of data it is: who somebody is, what they wrote or chose, what the bot needs to work."""

    IDENTITY = "identity"
    CONTENT = "content"
    TECHNICAL = "technical"


class Basis(StrEnum):
    """Why the data may be processed: article 6(1) of the GDPR, (a), (c) and (f)."""

    CONSENT = "consent"
    OBLIGATION = "obligation"
    INTEREST = "interest"


class Erasure(Enum):
    """What becomes of a row when the person at whom one of its columns points is erased.

    `DELETE`: it goes, with all that hangs on it. `ANONYMISE`: it stays without them: the column becomes null,
    and the columns of `blanked` become what is said there.
    """

    DELETE = "delete"
    ANONYMISE = "anonymise"


@dataclass(frozen=True, slots=True, kw_only=True)
class Personal:
    """What a table says of people.

    `title`, `purpose` and `retention` are read by the people concerned ("you") and stand in the record of
    processing. `subjects` are the columns with a foreign key to a member, an account, or a row that is itself
    about a person (a ring hangs on its reminder): whose data the row is, and what their erasure does to it.
    `columns` are those that say something, in words; `technical` those that say nothing by themselves.
    `words` are what the codes in a column mean, where it has codes: people read these words.
    A column of `titles` is a foreign key, and people read what its row is called: it names the columns that
    lead there, the last of them a text (`{"survey_id": ("meeting_id", "title")}`).
    `blanked` is what columns become where a row is made anonymous. `accounts` are columns that name an
    account by its text, before anybody was met by it: where a copy of the database brings back such a row of
    somebody who was erased, it goes. `naming` are columns in whose text others
    may be named: where the names of who is erased are meant there, they are taken out, whoever wrote them
    (`bot.store.naming` says what stays); their table has a `network_id`, and a primary key of one column.
    Without subjects, the owner of the table
    listens for `MemberErasing` and `DataAsked`. `hidden` tables are recorded and erased, but not shown: they
    repeat what is shown elsewhere, or say nothing that a person could read.
    """

    title: Message
    purpose: Message
    retention: Message
    columns: Mapping[str, Message]
    category: Category = Category.CONTENT
    basis: Basis = Basis.INTEREST
    subjects: Mapping[str, Erasure] = field(default_factory=lambda: {"member_id": Erasure.DELETE})
    technical: tuple[str, ...] = ()
    words: Mapping[str, Mapping[str, Message]] = field(default_factory=dict)
    titles: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    blanked: Mapping[str, Any] = field(default_factory=dict)
    accounts: tuple[str, ...] = ()
    naming: tuple[str, ...] = ()
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class NotPersonal:
    """A table says nothing of any person, for that reason."""

    reason: Message


@dataclass(frozen=True, slots=True)
class Section:
    """What is held on a person in one table, or in one place that no table declares.

    Each row maps a column's name to a JSON value; `columns` says in words what each one is.
    """

    name: str
    title: Message
    category: Category
    columns: Mapping[str, Message]
    rows: Sequence[Mapping[str, Any]]


Declaration: TypeAlias = Personal | NotPersonal


def declares(declaration: Declaration) -> dict[str, Any]:
    """Return the `info` of a table that declares what it says of people."""
    return {_INFO: declaration}


def declared(table: Table) -> Declaration | None:
    """Return what a table declares, None if it forgot."""
    found = table.info.get(_INFO)
    return found if isinstance(found, Personal | NotPersonal) else None


def personal_tables() -> Iterator[tuple[Table, Personal]]:
    """Yield the tables that say something of people, those at which others point first."""
    for table in Base.metadata.sorted_tables:
        declaration = declared(table)
        if isinstance(declaration, Personal):
            yield table, declaration


def mistakes(table: Table) -> list[str]:
    """Return what is missing or wrong in what a table declares, in English, for who writes a plugin."""
    declaration = declared(table)
    if declaration is None:
        return [f"{table.name} does not say whether it holds personal data: `declares(…)` in its `info`"]
    people = {column.name for column in table.columns if references(column, _PEOPLE)}
    if isinstance(declaration, NotPersonal):
        return [f"{table.name}.{name} points at a person: the table is personal" for name in sorted(people)]
    named = {*declaration.subjects, *declaration.columns, *declaration.technical}
    implied = {column.name for column in table.primary_key.columns} | _IMPLIED
    found = [
        f"{table.name}.{column.name} is in none of subjects, columns, technical"
        for column in table.columns
        if column.name not in named | implied
    ]
    found += [f"{table.name} has no column {name}" for name in named if name not in table.columns]
    found += [
        f"{table.name}.{name} points at a person: it belongs in subjects"
        for name in sorted(people)
        if name not in declaration.subjects
    ]
    found += [
        f"{table.name}.{name} names people, but is none of columns"
        for name in declaration.naming
        if name not in declaration.columns
    ]
    return found + list(_wrong_subjects(table, declaration)) + list(_wrong_naming(table, declaration))


def _wrong_subjects(table: Table, declaration: Personal) -> Iterator[str]:
    personal = {other.name for other, _said in personal_tables()}
    for name in declaration.subjects.keys() & table.columns.keys():
        column = table.columns[name]
        if not references(column, _PEOPLE | personal - {table.name}):
            yield f"{table.name}.{name} is a subject, but points at nobody"
        if declaration.subjects[name] is Erasure.ANONYMISE and not column.nullable:
            yield f"{table.name}.{name} cannot become null: nobody can be made anonymous there"
    for name in declaration.words.keys() - declaration.columns.keys():
        yield f"{table.name}.{name} has words, but is none of columns"
    for name in declaration.titles.keys() - declaration.columns.keys():
        yield f"{table.name}.{name} has a title, but is none of columns"
    for name in declaration.blanked.keys() - declaration.columns.keys():
        yield f"{table.name}.{name} is blanked, but is none of columns"


def _wrong_naming(table: Table, declaration: Personal) -> Iterator[str]:
    """Yield why names could not be taken out of the columns in which others may be named."""
    if not declaration.naming:
        return
    if "network_id" not in table.columns:
        yield f"{table.name} names people, but has no network_id: it cannot be told whom"
    if len(table.primary_key.columns) != 1:
        yield f"{table.name} names people, but has no primary key of one column to find rows again"
    for name in declaration.naming:
        if name in table.columns and not isinstance(table.columns[name].type, String):
            yield f"{table.name}.{name} names people, but is no text"


def references(column: Column[Any], tables: Collection[str]) -> bool:
    """Return whether a column has a foreign key to one of those tables."""
    return any(key.column.table.name in tables for key in column.foreign_keys)
