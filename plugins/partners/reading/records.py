"""What is read from a file: partners, services that partners offer, and what is wrong with a line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.language.messages import Message
from plugins.partners.content import Content

LONGEST_ID = 200
LONGEST_SOURCE = 64
_LONGEST_SHOWN = 80


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in a line of a file: `value` is what stands there, shortened.

    A `fatal` one has the line left out; otherwise the card is made without that value.
    """

    line: int
    field: str
    value: str
    text: Message
    fatal: bool = False

    @classmethod
    def of(cls, line: int, name: str, value: object, text: Message, *, fatal: bool = False) -> Problem:
        """Return the problem with a value of any length."""
        shown = " ".join(str("" if value is None else value).split())
        if len(shown) > _LONGEST_SHOWN:
            shown = f"{shown[: _LONGEST_SHOWN - 1]}…"
        return cls(line, name, shown, text, fatal)


@dataclass(frozen=True, slots=True)
class Record:
    """A partner as a source tells of it: `updated_on` is an ISO date, as the source gives it."""

    line: int
    source: str
    external_id: str
    content: Content
    updated_on: str


@dataclass(frozen=True, slots=True)
class ServiceRecord:
    """A service that a partner offers: `partner_id` is the partner's id at the same source.

    `source` is empty where only the ids tell it.
    """

    line: int
    source: str
    external_id: str
    partner_id: str
    name: str
    summary: str
    themes: tuple[str, ...] = ()
    publics: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    costs: tuple[str, ...] = ()
    access: tuple[str, ...] = ()
    link: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """One line of a file, read: nothing came of it if `record` is None. `names` counts people left out."""

    record: Record | ServiceRecord | None
    problems: Sequence[Problem] = ()
    names: int = 0


Values = Mapping[str, Any]
"""The values of one line by field: text from CSV, any JSON value from JSON."""


@dataclass(slots=True)
class Known:
    """The ids that were read already: one that comes twice is a mistake."""

    ids: dict[tuple[str, str], int] = field(default_factory=dict)

    def first_line(self, source: str, external_id: str, line: int) -> int | None:
        """Return the line where that id stood already, None if this is the first."""
        first = self.ids.setdefault((source, external_id), line)
        return None if first == line else first
