"""Typed arguments: each annotation knows how to find itself in what a person typed.

An argument type reads a whole text (`read`: a form's field, a named argument, an option of a platform's own
command) or finds itself in a longer one (`find`: what follows a slash command). Neither knows chat nor
database: members and places come out as what was typed, and the runtime looks them up afterwards.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, Any, Protocol, TypeAlias

from bot.chat.forms import FieldKind
from bot.chat.messages import File
from bot.chat.people import Member
from bot.chat.places import Place
from bot.language.catalogue import in_every_language
from bot.language.folding import fold
from bot.language.messages import Text, _
from bot.language.moments import Reading, Refused, Understood, read, read_duration


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

    def read(self, text: str, reading: Reading) -> Any:  # noqa: ANN401 - any type of argument
        """Return the value that the whole text stands for, or raise `Misread`."""

    def find(self, text: str, reading: Reading) -> Found | None:
        """Return the first such value in the text, None if there is none, or raise `Misread`."""


class _Opaque:
    """An argument whose value pydantic takes as it is, in a form's model."""

    def __get_pydantic_core_schema__(self, source: object, handler: object) -> Any:  # noqa: ANN401 - pydantic's
        from pydantic_core import core_schema

        return core_schema.any_schema()


class _FirstWord(ABC):
    """An argument that is the first word of what was typed."""

    def find(self, text: str, reading: Reading) -> Found | None:
        word, rest = split_word(text)
        if not word:
            return None
        try:
            return Found(self.read(word, reading), word, rest)
        except Misread:
            return None

    @abstractmethod
    def read(self, text: str, reading: Reading) -> Any:  # noqa: ANN401 - any type of argument
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


@dataclass(frozen=True, slots=True)
class RestArgument:
    """All that the other arguments left, as it was typed."""

    kind: FieldKind = FieldKind.TEXTAREA

    def read(self, text: str, reading: Reading) -> str:  # noqa: ARG002 - the signature of all types
        """Return the text without the space around it."""
        return text.strip()

    def find(self, text: str, reading: Reading) -> Found | None:
        """Return all of the text."""
        value = self.read(text, reading)
        return Found(value, value, "") if value else None


@dataclass(frozen=True, slots=True)
class MomentArgument(_Opaque):
    """A moment in the time language, anywhere in the text."""

    kind: FieldKind = FieldKind.TEXT

    def read(self, text: str, reading: Reading) -> Understood:
        """Return the moment; words that are not about time are refused."""
        understood = read(text, reading)
        if isinstance(understood, Refused):
            raise Misread(understood.reason)
        if understood.rest:
            raise Misread(
                _(
                    "I did not understand “{words}” in this date. Try for example “tomorrow 9:30”.",
                    words=understood.rest,
                )
            )
        return understood

    def find(self, text: str, reading: Reading) -> Found | None:
        """Return the moment that the text holds."""
        understood = read(text, reading)
        raw = " ".join(text[p.start : p.end].strip() for p in understood.pieces if p.kind == "time")
        if not isinstance(understood, Refused):
            return Found(understood, raw, understood.rest)
        if understood.code == "none":
            return None
        raise Misread(understood.reason, raw=raw or None, rest=understood.rest if raw else None)


@dataclass(frozen=True, slots=True)
class DurationArgument(_Opaque):
    """A duration such as `1h30` or `2 jours`: the longest one that the text begins with."""

    kind: FieldKind = FieldKind.TEXT

    def read(self, text: str, reading: Reading) -> timedelta:
        """Return the duration that the whole text says."""
        duration = read_duration(text, reading.language)
        if duration is None:
            raise Misread(_("I did not understand this duration. Try for example “1h30” or “2 days”."))
        return duration

    def find(self, text: str, reading: Reading) -> Found | None:
        """Return the duration at the start of the text."""
        words = text.split()
        for count in range(min(len(words), 6), 0, -1):
            raw = " ".join(words[:count])
            duration = read_duration(raw, reading.language)
            if duration is not None:
                return Found(duration, raw, " ".join(words[count:]))
        return None


_URL = re.compile(r"<?(https?://[^\s<>]+)>?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class UrlArgument:
    """A web address, anywhere in the text."""

    kind: FieldKind = FieldKind.TEXT

    def read(self, text: str, reading: Reading) -> str:
        """Return the address."""
        found = self.find(text, reading)
        if found is None or found.rest:
            raise Misread(_("A web address is expected, such as “https://www.example.org”."))
        return str(found.value)

    def find(self, text: str, reading: Reading) -> Found | None:  # noqa: ARG002 - the signature of all types
        """Return the first address of the text."""
        match = _URL.search(text)
        if not match:
            return None
        address = _without_punctuation(match.group(1))
        return Found(address, address, without(text, match.start(), match.end()))


def _without_punctuation(address: str) -> str:
    """Return the address without what ends the sentence around it; a closing bracket may be its own."""
    while address.endswith(_ENDS) and not (
        address.endswith(")") and address.count("(") >= address.count(")")
    ):
        address = address[:-1]
    return address


_ENDS = (".", ",", ";", ":", "!", "?", ")", "»", "”")
_TAG = re.compile(r"(?<!\S)#(\w[\w-]*)")


@dataclass(frozen=True, slots=True)
class TagsArgument:
    """Every `#tag` of the text, in order, each once, without the `#`."""

    kind: FieldKind = FieldKind.TEXT

    def read(self, text: str, reading: Reading) -> tuple[str, ...]:  # noqa: ARG002 - the signature of all types
        """Return the tags; the `#` may be left out here."""
        return tuple(
            dict.fromkeys(word.lstrip("#") for word in re.split(r"[\s,;]+", text) if word.strip("#"))
        )

    def find(self, text: str, reading: Reading) -> Found | None:  # noqa: ARG002 - the signature of all types
        """Return all tags of the text."""
        tags = tuple(dict.fromkeys(_TAG.findall(text)))
        if not tags:
            return None
        remaining = text
        for match in reversed(list(_TAG.finditer(text))):
            remaining = without(remaining, match.start(), match.end())
        return Found(tags, " ".join(f"#{tag}" for tag in tags), remaining)


@dataclass(frozen=True, slots=True)
class NamedMember:
    """A member as somebody typed them: the runtime looks them up."""

    username: str


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A place as somebody typed it, None for the place where they speak."""

    name: str | None


_MENTION = re.compile(r"(?<!\S)@([\w][\w.-]*\w|\w)")
_CHANNEL = re.compile(r"(?<!\S)[~#]([\w][\w-]*)")
_HERE = {"ici", "here"}
_ME = {"moi", "me"}


@dataclass(frozen=True, slots=True)
class MemberArgument(_Opaque):
    """A member: `@name`, anywhere in the text."""

    kind: FieldKind = FieldKind.MEMBER

    def read(self, text: str, reading: Reading) -> NamedMember:  # noqa: ARG002 - the signature of all types
        """Return the member as typed; the `@` may be left out here."""
        name = text.strip().removeprefix("@")
        if not name or " " in name:
            raise Misread(_("A member is expected, such as “@jeanne”."))
        return NamedMember(name)

    def find(self, text: str, reading: Reading) -> Found | None:  # noqa: ARG002 - the signature of all types
        """Return the first member whom the text names."""
        match = _MENTION.search(text)
        if not match:
            return None
        rest = without(text, match.start(), match.end())
        return Found(NamedMember(match.group(1)), match.group(), rest)


@dataclass(frozen=True, slots=True)
class PlaceArgument(_Opaque):
    """A place: `~channel`, `#channel`, or `ici` for the one where one speaks."""

    kind: FieldKind = FieldKind.PLACE

    def read(self, text: str, reading: Reading) -> NamedPlace:  # noqa: ARG002 - the signature of all types
        """Return the place as typed."""
        name = text.strip().lstrip("~#")
        if not name or " " in name:
            raise Misread(_("A channel is expected, such as “~loire-42”, or “here”."))
        return NamedPlace(None if fold(name) in _HERE else name)

    def find(self, text: str, reading: Reading) -> Found | None:
        """Return the first place that the text names."""
        word, rest = split_word(text)
        if fold(word) in _HERE:
            return Found(NamedPlace(None), word, rest)
        match = _CHANNEL.search(text)
        if not match:
            return None
        remaining = without(text, match.start(), match.end())
        return Found(self.read(match.group(1), reading), match.group(), remaining)


@dataclass(frozen=True, slots=True)
class AddresseeArgument(_Opaque):
    """For whom: `@name`, `ici` (this place) or `moi`, as the first word; elsewhere those words are text."""

    kind: FieldKind = FieldKind.MEMBER

    def read(self, text: str, reading: Reading) -> NamedMember | NamedPlace | None:
        """Return who is named; None stands for the person who speaks."""
        word = fold(text)
        if word in _ME or not word:
            return None
        if word in _HERE:
            return NamedPlace(None)
        return MemberArgument().read(text, reading)

    def find(self, text: str, reading: Reading) -> Found | None:
        """Return the addressee if the text begins with one."""
        word, rest = split_word(text)
        bare = word.rstrip(",:")
        if fold(bare) in _HERE or fold(bare) in _ME or _MENTION.fullmatch(bare):
            return Found(self.read(bare, reading), bare, rest)
        return None


_TRUE = {"oui", "yes", "vrai", "true", "on", "1"}
_FALSE = {"non", "no", "faux", "false", "off", "0"}


@dataclass(frozen=True, slots=True)
class BooleanArgument(_FirstWord):
    """Yes or no."""

    kind: FieldKind = FieldKind.BOOLEAN

    def read(self, text: str, reading: Reading) -> bool:  # noqa: ARG002 - the signature of all types
        """Return what the word says."""
        word = fold(text)
        if word in _TRUE:
            return True
        if word in _FALSE:
            return False
        raise Misread(_("“yes” or “no” is expected."))


@dataclass(frozen=True, slots=True)
class IntegerArgument(_FirstWord):
    """A whole number, `3` or `n°3` or `#3`."""

    kind: FieldKind = FieldKind.NUMBER

    def read(self, text: str, reading: Reading) -> int:  # noqa: ARG002 - the signature of all types
        """Return the number."""
        match = re.fullmatch(r"(?:n[°o]?\s?|#)?([+-]?\d{1,15})", text.strip(), re.IGNORECASE)
        if not match:
            raise Misread(_("A number is expected, such as “3”."))
        return int(match.group(1))


@dataclass(frozen=True, slots=True)
class FilesArgument:
    """The files that came with the line."""

    kind: FieldKind = FieldKind.TEXT

    def read(self, text: str, reading: Reading) -> tuple[File, ...]:  # noqa: ARG002 - the signature of all types
        """No text stands for a file."""
        raise Misread(_("A file is expected: attach it to the message."))

    def find(self, text: str, reading: Reading) -> Found | None:  # noqa: ARG002 - the signature of all types
        """Files are never in the text."""
        return None


Rest: TypeAlias = Annotated[str, RestArgument()]
Moment: TypeAlias = Annotated[Understood, MomentArgument()]
Duration: TypeAlias = Annotated[timedelta, DurationArgument()]
Url: TypeAlias = Annotated[str, UrlArgument()]
Tags: TypeAlias = Annotated[tuple[str, ...], TagsArgument()]
MemberRef: TypeAlias = Annotated[Member, MemberArgument()]
PlaceRef: TypeAlias = Annotated[Place, PlaceArgument()]
Addressee: TypeAlias = Annotated[Member | Place | None, AddresseeArgument()]
Files: TypeAlias = Annotated[tuple[File, ...], FilesArgument()]
