"""Finding: what every type of argument is made of, in what a person typed.

An argument type reads a whole text (`read`: a form's field, a named argument, an option of a platform's own
command) or finds itself in a longer one (`find`: what follows a slash command). Neither knows chat nor
database: members and places come out as what was typed, and the runtime looks them up afterwards. A type
that is also `bot.plugin.completion.Completing` offers what it may become while it is typed.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from bot.chat.forms import FieldKind
from bot.language.catalogue import in_every_language
from bot.language.folding import fold
from bot.language.messages import Text
from bot.language.moments import Reading

if TYPE_CHECKING:
    from pydantic_core import CoreSchema


def names_of(label: Text) -> frozenset[str]:
    """Return the folded forms of a label in every language."""
    return frozenset(fold(name) for name in in_every_language(label))


@dataclass(frozen=True, slots=True)
class Found:
    """A value found in a text: `raw` is how it was typed, `rest` the text without it."""

    value: Any
    raw: str
    rest: str


class Misread(Exception):  # noqa: N818 - it is an answer to a person, not a fault
    """The text is not a value of that type; `text` tells the person what is wrong.

    `raw` is the part that was tried and `rest` the text without it, where that is known.
    """

    def __init__(self, text: Text, *, raw: str | None = None, rest: str | None = None) -> None:
        super().__init__(str(text))
        self.text = text
        self.raw = raw
        self.rest = rest


class ArgumentType(Protocol):
    """How one kind of argument is read."""

    @property
    def kind(self) -> FieldKind:
        """What a form shows for it."""

    def read(self, text: str, reading: Reading) -> object:
        """Return the value that the whole text stands for, or raise `Misread`."""

    def find(self, text: str, reading: Reading) -> Found | None:
        """Return the first such value in the text, None if there is none, or raise `Misread`."""


class Opaque:
    """An argument whose value pydantic takes as it is, in a form's model."""

    def __get_pydantic_core_schema__(self, source: object, handler: object) -> CoreSchema:
        from pydantic_core import core_schema

        return core_schema.any_schema()


class FirstWord(ABC):
    """An argument that is the first word of what was typed."""

    def find(self, text: str, reading: Reading) -> Found | None:
        """Return the value that the first word stands for, if it does."""
        word, rest = split_word(text)
        if not word:
            return None
        try:
            return Found(self.read(word, reading), word, rest)
        except Misread:
            return None

    @abstractmethod
    def read(self, text: str, reading: Reading) -> object:
        """Return the value that the whole text stands for."""


def split_word(text: str) -> tuple[str, str]:
    """Return the first word of the text and what follows it."""
    word, rest, *_none = (*text.split(maxsplit=1), "", "")
    return word, rest.strip()


def without(text: str, start: int, end: int) -> str:
    """Return the text without what stands from `start` to `end`; its lines stay lines."""
    before, after = text[:start].rstrip(" \t"), text[end:].lstrip(" \t")
    is_seam = before and after and not before.endswith("\n") and not after.startswith("\n")
    return f"{before}{' ' if is_seam else ''}{after}".strip()
