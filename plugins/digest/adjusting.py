"""What is typed to change the settings of a letter: `liens 5`, `sans annuaire`, `même vide`.

One line changes one setting, and leaves the others as they are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Annotated, Any, TypeAlias

from bot.chat.forms import FieldKind
from bot.language.messages import _
from bot.language.moments import Reading, Refused, read
from bot.language.reordering import Step, moved, read_section_move
from bot.plugin import Arg
from bot.plugin.finding import Found, Misread, Opaque
from bot.plugin.letters import DigestSection
from plugins.digest.choices import Chosen, choose, named, size_of

UNKNOWN = _(
    "What shall I change? For example “links 5”, “without directory”, “links first”, “draft 2 days before at "
    "9:00”, “no draft”, “even if empty” or “also in the channel of another name”. All of them in a form: "
    "`/letter settings`."
)


@dataclass(frozen=True, slots=True)
class DraftAt:
    """When the draft is to come, as it was typed."""

    lead: str


@dataclass(frozen=True, slots=True)
class WhenEmpty:
    """Whether a letter that tells nothing goes all the same."""

    goes: bool


class Receiving(Enum):
    """What becomes of channels that are named: they are all that there are, some more, or some fewer."""

    THESE = "these"
    MORE = "more"
    FEWER = "fewer"


@dataclass(frozen=True, slots=True)
class GoesTo:
    """To which other channels the letter goes, by the names that were typed."""

    names: str
    how: Receiving


@dataclass(frozen=True, slots=True)
class OfSections:
    """What becomes of sections, as it was typed."""

    text: str


Wanted = DraftAt | WhenEmpty | GoesTo | OfSections

_IS = r"\s*(?:[:=]|\bà\b|\bto\b)?\s*"
_NO = r"(?:sans|pas de|plus de|aucun|without|no)\s+"
_NONE = re.compile(rf"{_NO}(?:brouillon|[ée]bauche|draft)s?", re.IGNORECASE)
_DRAFT = re.compile(
    r"(?:(?:le|un|the|a)\s+)?(?:brouillon|[ée]bauche|draft)s?\s*(?:[:=]\s*)?(?P<lead>\S.*)", re.IGNORECASE
)
_EMPTY = re.compile(
    r"(?P<before>(?:[\w'’]+\s+){0,9})(?:vides?|empty)(?:\s*[:=,]?\s*(?P<after>[\w'’ ]{0,40}))?", re.IGNORECASE
)
_NOT = re.compile(r"\b(?:non|no|pas|jamais|rien|never|not|don['’]?t|nothing|off|false|faux)\b", re.IGNORECASE)
_OTHERS = re.compile(
    rf"(?:(?:les\s+|the\s+)?(?:autres?\s+|other\s+)?(?:canal|canaux|salons?|channels?|destinataires?)){_IS}"
    r"(?P<names>\S.*)",
    re.IGNORECASE,
)
_CHANNEL = r"(?:(?:le |les |la |the )?(?:canal|canaux|salons?|channels?)\s+)?"
_IN = rf"(?:dans|sur|vers|en|à|in|to)\s+{_CHANNEL}(?P<names>\S.*)"
_TITLE = r"\s+(?:(?:la |le |les |l['’]|the )?(?:rubrique|section)s?\s+)?(?P<title>\S.*)"
_TAKING_OUT = r"retire[rz]?|enl[èe]ve[rz]?|supprime[rz]?|[ôo]te[rz]?|remove|drop"
_ADDING = r"ajoute[rz]?|add"
_ADDS = re.compile(rf"(?:{_ADDING})\s+{_CHANNEL}", re.IGNORECASE)
_TAKES_OUT = re.compile(rf"(?:{_TAKING_OUT})\s+{_CHANNEL}", re.IGNORECASE)
_MORE = re.compile(
    rf"(?:(?:l['’])?(?:envoyer|envoie|envoyez|send it|send|{_ADDING})\s+)?"
    rf"(?:aussi|[ée]galement|also)\s+{_IN}",
    re.IGNORECASE,
)
_FEWER = re.compile(rf"(?:(?:ne\s+)?plus|pas|not|no more|no longer)\s+{_IN}", re.IGNORECASE)
_NAME = re.compile(r"[#~]\S+|[^\W_]+(?:[-_][^\W_]+)+")
"""What a channel is called, where nothing says that it is one."""
_NO_CHANNEL = re.compile(r"(?:aucune?s?|none|non|no|rien|personne)", re.IGNORECASE)
_PARTS = re.compile(r"\s*(?:[;\n]|,(?!\s*\d)|\b(?:puis|et|then|and)\b)\s*", re.IGNORECASE)
_WITHOUT = re.compile(rf"(?:sans|pas de|plus de|without|no|{_TAKING_OUT}){_TITLE}", re.IGNORECASE)
_WITH = re.compile(rf"(?:avec|remet(?:s|tre|tez)?|with|{_ADDING}){_TITLE}", re.IGNORECASE)
_SIZED = re.compile(
    r"(?:(?:la |le |les |the )?(?:rubrique|section)s?\s+)?(?P<title>\S.*?)"
    r"(?:\s*[:=]\s*|\s+(?:à\s+|to\s+|max(?:imum)?\.?\s+)?)(?P<size>\d{1,3}|non|no|aucune?|off|none)",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"(?P<size>\d{1,3})\s+(?P<title>\D.*)")
_ARTICLE = re.compile(r"^(?:(?:les?|la|the)\s+|l['’])", re.IGNORECASE)


def read_wanted(text: str) -> Wanted:
    """Return what is to change, as somebody typed it; whether it can be is seen by what the letter has.

    >>> read_wanted("brouillon : 2 jours avant"), read_wanted("jamais vide")
    (DraftAt(lead='2 jours avant'), WhenEmpty(goes=False))
    """
    said = " ".join(text.split()).strip(" .!")
    if _NONE.fullmatch(said):
        return DraftAt("")
    if (draft := _DRAFT.fullmatch(said)) is not None:
        return DraftAt(draft["lead"])
    if (empty := _EMPTY.fullmatch(said)) is not None and (empty["before"] or empty["after"]):
        return WhenEmpty(not _NOT.search(f"{empty['before']} {empty['after'] or ''}"))
    for pattern, how in ((_OTHERS, Receiving.THESE), (_MORE, Receiving.MORE), (_FEWER, Receiving.FEWER)):
        if (match := pattern.fullmatch(said)) is not None:
            is_none = how is Receiving.THESE and _NO_CHANNEL.fullmatch(match["names"])
            return GoesTo("" if is_none else match["names"], how)
    return OfSections(_spaced(text))


def of_channels(text: str) -> GoesTo:
    """Return what becomes of channels, if a text that names no section names some.

    >>> of_channels("retirer le canal rhone-69").names, of_channels("rhone-69").how
    ('rhone-69', <Receiving.MORE: 'more'>)
    """
    if (out := _TAKES_OUT.match(text)) is not None:
        return GoesTo(text[out.end() :], Receiving.FEWER)
    added = _ADDS.match(text)
    return GoesTo(text[added.end() :] if added else text, Receiving.MORE)


def _spaced(text: str) -> str:
    """Return the lines of a text with one space where there are several: long gaps take long to match."""
    return "\n".join(line for line in (" ".join(line.split()) for line in text.splitlines()) if line)


def change_sections(text: str, offered: Sequence[DigestSection], stored: Sequence[Any]) -> list[list[Any]]:
    """Return the sections of a letter, as it stores them, once those that were named are changed.

    Raises:
        Misread: a part of the text names no section, or nothing that can be done with one.
    """
    chosen = choose(offered, stored)
    for part in _parts(text, offered):
        chosen = _changed(chosen, part, offered)
    return [[one.section.name, one.size] for one in chosen]


def _parts(text: str, offered: Sequence[DigestSection]) -> list[str]:
    """Return what is said of each section; titles may have the words that part them."""
    whole = _ARTICLE.sub("", text.strip())
    try:
        _changed(choose(offered, ()), whole, offered)
    except Misread:
        return [part for part in _PARTS.split(text) if part]
    return [whole]


def _changed(chosen: Sequence[Chosen], part: str, offered: Sequence[DigestSection]) -> list[Chosen]:
    move = read_section_move(part)
    if move is not None:
        step, title = move
        sized = _size_in(title)
        section = named(sized["title"] if sized else title, offered)
        size = next(one.size for one in chosen if one.section.name == section.name)
        if sized:
            size = size_of(sized["size"], section)
        one = Chosen(section, size or section.size)  # what was left out is wanted again
        return _moved(_replaced(chosen, one), one, step)
    title, typed = _sized(part)
    section = named(title, offered)
    return _replaced(chosen, Chosen(section, size_of(typed, section)))


def _replaced(chosen: Sequence[Chosen], one: Chosen) -> list[Chosen]:
    return [one if other.section.name == one.section.name else other for other in chosen]


def _moved(chosen: Sequence[Chosen], one: Chosen, step: Step) -> list[Chosen]:
    """Return the sections in the order in which one went a step, among those that are not left out."""
    shown = moved([other for other in chosen if other.size], one, step)
    return [*shown, *(other for other in chosen if not other.size)]


def _sized(part: str) -> tuple[str, str | None]:
    """Return the title that somebody typed and the size, None for the section's own.

    Raises:
        Misread: nothing is said of a section.
    """
    if (without := _WITHOUT.fullmatch(part)) is not None:
        return _ARTICLE.sub("", without["title"]), "0"
    if (having := _WITH.fullmatch(part)) is not None:
        sized = _size_in(having["title"])
        return (sized["title"], sized["size"]) if sized else (_ARTICLE.sub("", having["title"]), None)
    sized = _size_in(part)
    if sized is None:
        raise Misread(UNKNOWN)
    return _ARTICLE.sub("", sized["title"]), sized["size"]


def _size_in(text: str) -> re.Match[str] | None:
    """Return the `title` and the `size` that stands after or before it, None where none does."""
    return _SIZED.fullmatch(text) or _COUNTED.fullmatch(text)


def _speaks_of_sections(text: str) -> bool:
    """Return whether a text is formed as what changes sections is, whichever they are."""
    return all(
        read_section_move(part) or _WITHOUT.fullmatch(part) or _WITH.fullmatch(part) or _size_in(part)
        for part in _PARTS.split(text)
        if part
    )


def _says_when(text: str, reading: Reading) -> bool:
    understood = read(text, replace(reading, recurring=True))
    if isinstance(understood, Refused):
        return understood.code != "none"
    return understood.rrule is not None or not understood.rest


@dataclass(frozen=True, slots=True)
class WantedArgument(Opaque):
    """What is to be changed in the settings of a letter, as the whole text."""

    kind: FieldKind = FieldKind.TEXT

    def read(self, text: str, _reading: Reading) -> Wanted:
        """Return what is to change."""
        return read_wanted(text)

    def find(self, text: str, reading: Reading) -> Found | None:
        """Return what the whole text wants, None if it says nothing, or when: that is for other commands.

        Raises:
            Misread: it speaks of nothing that is set.
        """
        text = text.strip()
        if not text:
            return None
        wanted = self.read(text, reading)
        if isinstance(wanted, OfSections):
            if _says_when(text, reading):
                return None
            if not _speaks_of_sections(wanted.text) and not _NAME.fullmatch(text):
                raise Misread(UNKNOWN, raw=text, rest="")
        return Found(wanted, text, "")


Adjustment: TypeAlias = Annotated[
    Wanted | None,
    WantedArgument(),
    Arg(
        _("change"),
        help=_("the size or the place of a section, the draft, what an empty letter does, other channels."),
        example=_("links 5"),
    ),
]
