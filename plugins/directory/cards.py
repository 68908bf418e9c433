"""What a card says, and within which bounds: no database and no chat here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from bot.language.folding import fold
from bot.language.remembering import remembering
from bot.territory import Area

LONGEST_NAME = 120
"""How long the name of a person, a structure or an account may be, in characters."""

LONGEST_VALUE = 120
"""How long one skill, language, audience… may be, in characters."""

MOST_VALUES = 40
"""How many values one list of a card may hold."""

LONGEST_CONTACT = 300
"""How long the contact preference may be, in characters."""


class Visibility(StrEnum):
    """Who sees a card: everyone in the network, those of the same département, or nobody."""

    NETWORK = "reseau"
    DEPARTEMENT = "departement"
    HIDDEN = "masque"


_STRICTNESS = tuple(Visibility)


class State(StrEnum):
    """Where a card stands: proposed by the bot, shown, or refused by the person it is about."""

    DRAFT = "draft"
    PUBLISHED = "published"
    REFUSED = "refused"


class Origin(StrEnum):
    """Who wrote a card last: a file, the person themselves, or the bot from what they answered."""

    IMPORT = "import"
    PERSON = "person"
    BOT = "bot"


class Kind(StrEnum):
    """The lists of a card. What one would like to learn, `appetences`, is never a skill."""

    SKILLS = "skills"
    SPECIALITIES = "specialities"
    APPETENCES = "appetences"
    AUDIENCES = "audiences"
    LANGUAGES = "languages"
    AVAILABILITY = "availability"


@dataclass(frozen=True, slots=True)
class Content:
    """What a card says of somebody: `commune` is an INSEE code, `areas` are the perimeter."""

    name: str
    structure: str = ""
    commune: str | None = None
    areas: tuple[Area, ...] = ()
    skills: tuple[str, ...] = ()
    specialities: tuple[str, ...] = ()
    appetences: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    availability: tuple[str, ...] = ()
    contact: str = ""
    visibility: Visibility = Visibility.NETWORK

    def values(self, kind: Kind) -> tuple[str, ...]:
        """Return the values of one list, as they were written."""
        found: tuple[str, ...] = getattr(self, kind.value)
        return found

    def with_values(self, kind: Kind, values: Sequence[str]) -> Content:
        """Return the same content with other values in one list."""
        changed: dict[str, Any] = {kind.value: tuple(values)}
        return replace(self, **changed)


def tidy(content: Content) -> Content:
    """Return the content without spare spaces, empty values and repetitions, within all bounds."""
    lists: dict[str, Any] = {kind.value: within_bounds(content.values(kind)) for kind in Kind}
    return replace(
        content,
        name=_line(content.name, LONGEST_NAME),
        structure=_line(content.structure, LONGEST_NAME),
        contact=_line(content.contact, LONGEST_CONTACT),
        areas=tuple(dict.fromkeys(content.areas))[:MOST_VALUES],
        **lists,
    )


def within_bounds(values: Iterable[str]) -> tuple[str, ...]:
    """Return the values of a list as they are kept: each once, whatever its case and accents.

    What separates the values of a list in a file stands in none of them.
    """
    lines = (_kept(value) for value in values)
    return tuple({folded: line for folded, line in lines if line}.values())[:MOST_VALUES]


def stricter(one: Visibility, other: Visibility) -> Visibility:
    """Return the visibility of the two under which fewer people see a card."""
    return max(one, other, key=_STRICTNESS.index)


def _line(text: str, longest: int) -> str:
    return " ".join(text.split())[:longest].rstrip()


@remembering(maxsize=20_000)
def _kept(value: str) -> tuple[str, str]:
    """Return a value as it is compared, and as it is kept."""
    line = _line(value.replace("|", "/"), LONGEST_VALUE)
    return fold(line), line
