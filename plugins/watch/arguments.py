"""What is typed after `/veille`: an address, as people copy and mistype them."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Annotated, TypeAlias

from bot.chat.forms import FieldKind
from bot.chat.hashtags import ENDING, TAGS, names_of, tags_of
from bot.language.messages import _
from bot.language.moments import Reading
from bot.plugin.arguments import TagsArgument as AnyTags
from bot.plugin.finding import Found, Misread, without
from plugins.watch.tags import Tag, read_tags

_LINK = re.compile(
    r"\[(?P<words>[^\[\]\n]{0,300})\]"
    r"\(\s?<?(?P<address>[a-z][a-z0-9+.-]{0,20}:/{1,3}[^\s<>()]+(?:\([^\s<>()]*\)[^\s<>()]*)*)>?\s?\)",
    re.IGNORECASE,
)
"""An address behind words, in Markdown."""
_SCHEME = re.compile(r"<?(?P<address>(?<![\w.+-])[a-z][a-z0-9+.-]{0,20}:/{1,3}[^\s<>`]+)>?", re.IGNORECASE)
_OTHER = re.compile(
    r"<?(?P<address>(?<!\w)(?:javascript|vbscript|data|mailto|tel|file|about):[^\s<>]+"
    r"|(?<![\w\\])(?:[a-z]:\\|\\\\(?=\w))[^\s<>]+)>?",
    re.IGNORECASE,
)
"""Addresses that are none of the web, and paths of files: refused with the reason rather than overlooked."""
_BARE = re.compile(
    r"(?<![\w@./-])<?(?P<address>(?:www\.)?(?:[a-z0-9À-ÿ](?:[a-z0-9À-ÿ-]{0,61}[a-z0-9À-ÿ])?\.)+[a-z]{2,24}"
    r"(?::\d{2,5})?(?:[/?#][^\s<>]*)?)>?(?![\w@])",
    re.IGNORECASE,
)
"""An address without its beginning: `www.example.org/page`, `example.org`."""
_WRITTEN = re.compile(
    rf"{_SCHEME.pattern}|(?P<bare>(?<![\w@./-])www\.(?=[\w-]+\.\w)[^\s<>`]+)", re.IGNORECASE
)
"""Addresses among the words of a message, where `www.` is enough for chats to show one as a link."""
_WEB = re.compile(r"(?:h{1,2}t{1,3}ps?(?::/{1,3}|(?:: |[;,.])?/{2,3}))+", re.IGNORECASE)
"""What is meant for `http://` or `https://`, also twice: `https//`, `http;//`, `https://https://`."""
_SLIP = re.compile(rf"(?<![\w.+/-])(?P<address>{_WEB.pattern}[\w-]+[.:]\w[^\s<>`]*)", re.IGNORECASE)
_PLACED = re.compile(
    r"(?<!\S)(?:dans|in)\s+(?:(?:le\s+canal|le\s+salon|the\s+channel)\s+)?(?P<sign>#)"
    rf"(?P<name>\w[\w-]*{ENDING})",
    re.IGNORECASE,
)
"""What may be a channel, as Discord writes them, as well as a tag: `dans #general`."""
_LED_IN = re.compile(
    r"^(?:sur|avec|concernant|commen[cç]ant par|[àa] propos d[eu]s?|about|on|with|for|pour)\b"
    r"(?:\s+(?:les?|la|des|the)\b)?[\s:]*",
    re.IGNORECASE,
)
"""What leads to what a list is to be about: `mes liens sur les seniors`."""
_OF = re.compile(r"(?:de|des|du|par|of|from|by)\b|d['’]", re.IGNORECASE)
_EMPTY = re.compile(r"`[ \t]*`|\[[ \t]*\]|\*\*[ \t]*\*\*|\([ \t]*\)|«\s*»")
"""What stood around an address that is taken out of a text."""
_BEFORE_CLOSING = re.compile(r"(?<![ \t])[ \t]+\)")
_ENDS = (".", ",", ";", ":", "!", "?", ")", "]", "»", "”", "’", "'", '"', "…", "*")
_OPENING = {")": "(", "]": "["}


@dataclass(frozen=True, slots=True)
class LinkArgument:
    """The address of a page, anywhere in a text; what begins it may be missing or mistyped."""

    kind: FieldKind = FieldKind.TEXT

    def read(self, text: str, reading: Reading) -> str:
        """Return the address that the whole text is."""
        found = self.find(text, reading)
        if found is None or found.rest:
            raise Misread(_("A web address is expected, such as “https://www.example.org”."))
        return str(found.value)

    def find(self, text: str, _reading: Reading) -> Found | None:
        """Return the first address of the text."""
        whole = [match for form in (_LINK, _SCHEME, _OTHER, _SLIP) if (match := form.search(text))]
        match = min(whole, key=re.Match.start) if whole else _BARE.search(text)
        if match is None:
            return None
        typed = _without_punctuation(match.group("address"))
        end = match.end() if match.re is _LINK else match.start("address") + len(typed)
        rest = without(text, match.start(), end + (text[end : end + 1] == ">"))
        return Found(_with_scheme(typed), typed, rest)


Link: TypeAlias = Annotated[str, LinkArgument()]


@dataclass(frozen=True, slots=True)
class AloneArgument:
    """All words that are left, where something of one's own is listed.

    With an address, or of somebody (`liens de Paul`), something else is wished.
    """

    kind: FieldKind = FieldKind.TEXT

    def read(self, text: str, _reading: Reading) -> str:
        """Return the words."""
        return " ".join(text.split())

    def find(self, text: str, reading: Reading) -> Found | None:
        """Return all that is left, without what leads to it: `sur les seniors`."""
        words = self.read(_LED_IN.sub("", text.strip(), count=1), reading)
        is_other = _WRITTEN.search(text) or _OF.match(text.strip())
        return Found(words, text.strip(), "") if words and not is_other else None


WordsAlone: TypeAlias = Annotated[str, AloneArgument()]


def links_of(text: str) -> tuple[str, ...]:
    """Return the addresses of the web in a text, in order, each once."""
    found: dict[str, None] = {}
    for match in _WRITTEN.finditer(_LINK.sub(lambda link: f" {link['address']} ", text)):
        link = _with_scheme(_without_punctuation(match["address"] or match["bare"]))
        if _WEB.match(link):
            found[link] = None
    return tuple(found)


@dataclass(frozen=True, slots=True)
class TagsArgument:
    """Every `#tag` of a text, save those that may be channels: `dans #general` stays among the words."""

    kind: FieldKind = FieldKind.TEXT

    def read(self, text: str, reading: Reading) -> tuple[str, ...]:
        """Return the tags; the `#` may be left out here."""
        return AnyTags().read(text, reading)

    def find(self, text: str, _reading: Reading) -> Found | None:
        """Return all tags of the text that are surely some."""
        sure = _sure_tags(text)
        tags = tuple(dict.fromkeys(match.group()[1:] for match in sure))
        rest = text
        for match in reversed(sure):
            rest = without(rest, match.start(), match.end())
        return Found(tags, " ".join(f"#{tag}" for tag in tags), rest) if tags else None


TagsOfLink: TypeAlias = Annotated[tuple[str, ...], TagsArgument()]


def may_be_places(text: str) -> tuple[str, ...]:
    """Return the names in a text that may be those of channels as well as tags.

    >>> may_be_places("très clair, dans #general")
    ('general',)
    """
    return tuple(match["name"] for match in _PLACED.finditer(text))


def without_tags(text: str, names: Collection[str]) -> str:
    """Return a text without these names, and what leads to them, where they may be channels: they are tags.

    >>> without_tags("très clair, dans #general", ["general"])
    'très clair,'
    """
    for match in reversed(list(_PLACED.finditer(text))):
        if match["name"] in names:
            text = without(text, match.start(), match.end())
    return text


def said_of_link(text: str) -> tuple[tuple[Tag, ...], str]:
    """Return the tags of a sentence with links, and its other words; what may be a channel is among them."""
    rest = _without_addresses(text)
    sure = _sure_tags(rest)
    for match in reversed(sure):
        rest = f"{rest[: match.start()]} {rest[match.end() :]}"
    return read_tags(name for match in sure for name in names_of(match.group())), _tidy(rest)


def _sure_tags(text: str) -> list[re.Match[str]]:
    placed = {match.start("sign") for match in _PLACED.finditer(text)}
    return [match for match in TAGS.finditer(text) if match.start() not in placed]


def tags_in(text: str) -> tuple[Tag, ...]:
    """Return the tags of a text in which other words stand, in order."""
    return read_tags(tags_of(_WRITTEN.sub(" ", text)))


def without_links(text: str) -> str:
    """Return a text without its addresses and tags: what is left says something of them."""
    return _tidy(TAGS.sub(" ", _without_addresses(text)))


def without_addresses(text: str) -> str:
    """Return a text without its addresses."""
    return _tidy(_without_addresses(text)) if _WRITTEN.search(text) else text


def _without_addresses(text: str) -> str:
    return _WRITTEN.sub(_left_of, _LINK.sub(lambda match: match.group("words"), text))


def _tidy(text: str) -> str:
    """Return what is left of a text without the brackets that stood around what was taken out."""
    rest = _BEFORE_CLOSING.sub(")", _EMPTY.sub(" ", text))
    return "\n".join(" ".join(line.split()) for line in rest.splitlines()).strip(" \n:–-")


def _left_of(match: re.Match[str]) -> str:
    """Return what closes the brackets or marks in which an address stood."""
    address = match["address"] or match["bare"]
    return " " + "".join(sign for sign in address[len(_without_punctuation(address)) :] if sign not in ".,;:")


def _with_scheme(typed: str) -> str:
    """Return an address with the beginning that it should have; another scheme than the web's stays."""
    if begun := _WEB.match(typed):
        return ("https://" if "s" in begun.group().lower() else "http://") + typed[begun.end() :]
    return typed if _SCHEME.match(typed) or _OTHER.match(typed) else f"https://{typed}"


def _without_punctuation(address: str) -> str:
    """Return the address without what ends the sentence around it; a closing bracket may be its own."""
    while address.endswith(_ENDS) and not _closes_its_own(address):
        address = address[:-1]
    return address


def _closes_its_own(address: str) -> bool:
    """Return whether an address ends by a bracket that it opens itself: `…/Loire_(fleuve)`."""
    end = address[-1]
    return end in _OPENING and address.count(_OPENING[end]) >= address.count(end)
