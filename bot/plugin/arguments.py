"""Typed arguments: each annotation knows how to find itself in what a person typed, and to complete it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, ClassVar, TypeAlias

from bot.chat.forms import FieldKind
from bot.chat.hashtags import TAGS, names_of
from bot.chat.messages import File, Option
from bot.chat.people import Member
from bot.chat.places import Place, PlaceKind
from bot.language.dates import spell_duration
from bot.language.folding import fold
from bot.language.messages import Message, _
from bot.language.moments import Reading, Refused, Understood, read, read_duration
from bot.plugin import offers
from bot.plugin.completion import CompletionContext
from bot.plugin.finding import FirstWord, Found, Misread, Opaque, split_word, without


@dataclass(frozen=True, slots=True)
class RestArgument:
    """All that the other arguments left, as it was typed."""

    kind: FieldKind = FieldKind.TEXTAREA

    def read(self, text: str, _reading: Reading) -> str:
        """Return the text without the space around it."""
        return text.strip()

    def find(self, text: str, reading: Reading) -> Found | None:
        """Return all of the text."""
        value = self.read(text, reading)
        return Found(value, value, "") if value else None


@dataclass(frozen=True, slots=True)
class MomentArgument(Opaque):
    """A moment in the time language, anywhere in the text; `usual` ones are offered, one a line."""

    kind: FieldKind = FieldKind.TEXT
    usual: ClassVar[Message] = _(
        "in 1 hour\nthis evening 18:00\ntomorrow 9:00\ntomorrow 14:00\nMonday 9:00\nTuesday 9:00\n"
        "Wednesday 9:00\nThursday 9:00\nFriday 9:00\nin 1 week\nevery day 9:00\nevery Monday 9:00\n"
        "the first Monday of every month 9:00"
    )

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

    async def complete(self, ctx: CompletionContext, typed: str) -> Sequence[Option]:
        """Offer what was typed, with the date that it means, then usual moments."""
        return offers.phrases(typed, self.usual, self.read, offers.spelled, ctx.reading, ctx.words)


@dataclass(frozen=True, slots=True)
class DurationArgument(Opaque):
    """A duration such as `1h30` or `2 jours`: the longest one that the text begins with."""

    kind: FieldKind = FieldKind.TEXT
    usual: ClassVar[Message] = _("15 min\n30 min\n1 hour\n2 hours\n1 day\n1 week")

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

    async def complete(self, ctx: CompletionContext, typed: str) -> Sequence[Option]:
        """Offer what was typed, spelled out, then usual durations."""
        return offers.phrases(
            typed,
            self.usual,
            self.read,
            lambda duration, words: spell_duration(duration, words.language),
            ctx.reading,
            ctx.words,
        )


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

    def find(self, text: str, _reading: Reading) -> Found | None:
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


@dataclass(frozen=True, slots=True)
class TagsArgument:
    """Every `#tag` of the text, in order, each once, without the `#`."""

    kind: FieldKind = FieldKind.TEXT

    def read(self, text: str, _reading: Reading) -> tuple[str, ...]:
        """Return the tags; the `#` may be left out here."""
        return tuple(
            dict.fromkeys(word.lstrip("#") for word in re.split(r"[\s,;]+", text) if word.strip("#"))
        )

    def find(self, text: str, _reading: Reading) -> Found | None:
        """Return all tags of the text."""
        written = [match for match in TAGS.finditer(text) if not text[: match.start()][-1:].strip()]
        if not written:
            return None
        tags = tuple(dict.fromkeys(name for match in written for name in names_of(match.group())))
        remaining = text
        for match in reversed(written):
            remaining = without(remaining, match.start(), match.end())
        return Found(tags, " ".join(f"#{tag}" for tag in tags), remaining)


@dataclass(frozen=True, slots=True)
class NamedMember:
    """A member as somebody typed them: the runtime looks them up. Who `may_be_unknown` stays a name."""

    username: str
    may_be_unknown: bool = False


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A place as somebody typed it, None for the place where they speak."""

    name: str | None


_MENTION = re.compile(r"(?<!\S)@([\w][\w.-]*\w|\w)")
_CHANNEL = re.compile(r"(?<!\S)[~#]([\w][\w-]*)")
_HERE = {"ici", "here"}
_ME = {"moi", "me"}


@dataclass(frozen=True, slots=True)
class MemberArgument(Opaque):
    """A member: `@name`, anywhere in the text."""

    kind: FieldKind = FieldKind.MEMBER
    may_be_unknown: bool = False

    def read(self, text: str, _reading: Reading) -> NamedMember:
        """Return the member as typed; the `@` may be left out here."""
        name = text.strip().removeprefix("@")
        if not name or " " in name:
            raise Misread(_("A member is expected, such as “@jeanne”."))
        return NamedMember(name, self.may_be_unknown)

    def find(self, text: str, _reading: Reading) -> Found | None:
        """Return the first member whom the text names."""
        match = _MENTION.search(text)
        if not match:
            return None
        rest = without(text, match.start(), match.end())
        return Found(NamedMember(match.group(1), self.may_be_unknown), match.group(), rest)

    async def complete(self, ctx: CompletionContext, typed: str) -> Sequence[Option]:
        """Offer the members of the network, by user name and by name."""
        return offers.named([offers.person(member) for member in await ctx.members()], typed, ctx.words)


@dataclass(frozen=True, slots=True)
class PlaceArgument(Opaque):
    """A place: `~channel`, `#channel`, or `ici` for the one where one speaks."""

    kind: FieldKind = FieldKind.PLACE

    def read(self, text: str, _reading: Reading) -> NamedPlace:
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

    async def complete(self, ctx: CompletionContext, typed: str) -> Sequence[Option]:
        """Offer this place, and the channels of its community."""
        channels = [offers.channel(place) for place in await ctx.channels()]
        return offers.named([offers.here(ctx.place), *channels], typed, ctx.words)


@dataclass(frozen=True, slots=True)
class AddresseeArgument(Opaque):
    """For whom: `@name`, `ici` (this place) or `moi`, as the first word; elsewhere those words are text."""

    kind: FieldKind = FieldKind.MEMBER

    def read(self, text: str, reading: Reading) -> NamedMember | NamedPlace | None:
        """Return who is named; None stands for the person who speaks."""
        word = fold(text)
        if word in _ME or not word:
            return None
        if word in _HERE:
            return NamedPlace(None)
        if text.lstrip().startswith("#"):
            raise Misread(_("It is for a colleague, such as “@jeanne”, or for this channel: “here”."))
        return MemberArgument().read(text, reading)

    def find(self, text: str, reading: Reading) -> Found | None:
        """Return the addressee if the text begins with one."""
        word, rest = split_word(text)
        bare = word.rstrip(",:")
        if fold(bare) in _HERE or fold(bare) in _ME or _MENTION.fullmatch(bare):
            return Found(self.read(bare, reading), bare, rest)
        return None

    async def complete(self, ctx: CompletionContext, typed: str) -> Sequence[Option]:
        """Offer the person who types, this channel, and their colleagues."""
        oneself = ctx.member.id if ctx.member is not None else None
        colleagues = [offers.person(member) for member in await ctx.members() if member.id != oneself]
        channel = [] if ctx.place.kind is PlaceKind.DM else [offers.here(ctx.place)]
        return offers.named([offers.ME, *channel, *colleagues], typed, ctx.words)


_TRUE = {"oui", "yes", "vrai", "true", "on", "1"}
_FALSE = {"non", "no", "faux", "false", "off", "0"}


@dataclass(frozen=True, slots=True)
class BooleanArgument(FirstWord):
    """Yes or no."""

    kind: FieldKind = FieldKind.BOOLEAN

    def read(self, text: str, _reading: Reading) -> bool:
        """Return what the word says."""
        word = fold(text)
        if word in _TRUE:
            return True
        if word in _FALSE:
            return False
        raise Misread(_("“yes” or “no” is expected."))


@dataclass(frozen=True, slots=True)
class IntegerArgument(FirstWord):
    """A whole number, `3` or `n°3` or `#3`."""

    kind: FieldKind = FieldKind.NUMBER

    def read(self, text: str, _reading: Reading) -> int:
        """Return the number."""
        match = re.fullmatch(r"(?:n[°o]?\s?|#)?([+-]?\d{1,15})", text.strip(), re.IGNORECASE)
        if not match:
            raise Misread(_("A number is expected, such as “3”."))
        return int(match.group(1))


@dataclass(frozen=True, slots=True)
class FilesArgument:
    """The files that came with the line."""

    kind: FieldKind = FieldKind.TEXT

    def read(self, _text: str, _reading: Reading) -> tuple[File, ...]:
        """No text stands for a file."""
        raise Misread(_("A file is expected: attach it to the message."))

    def find(self, _text: str, _reading: Reading) -> Found | None:
        """Files are never in the text."""
        return None


Rest: TypeAlias = Annotated[str, RestArgument()]
Moment: TypeAlias = Annotated[Understood, MomentArgument()]
Duration: TypeAlias = Annotated[timedelta, DurationArgument()]
Url: TypeAlias = Annotated[str, UrlArgument()]
Tags: TypeAlias = Annotated[tuple[str, ...], TagsArgument()]
MemberRef: TypeAlias = Annotated[Member, MemberArgument()]
MemberOrName: TypeAlias = Annotated[Member | str, MemberArgument(may_be_unknown=True)]
"""A member, or the user name that was typed if it is of nobody who is known."""
PlaceRef: TypeAlias = Annotated[Place, PlaceArgument()]
Addressee: TypeAlias = Annotated[Member | Place | None, AddresseeArgument()]
Files: TypeAlias = Annotated[tuple[File, ...], FilesArgument()]
