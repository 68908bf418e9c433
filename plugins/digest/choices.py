"""Which sections a letter has, in which order and of which size: chosen, written as lines, read from them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.language.catalogue import Words, in_every_language
from bot.language.folding import fold
from bot.language.messages import Text, _
from bot.language.ranking import rank
from bot.plugin.finding import Misread
from bot.plugin.letters import DigestSection

_USUAL_ORDER = ("coming", "shares", "feeds", "needs", "answers", "colleagues")
"""In this order sections stand where nobody chose another; those that are not named come last."""
LARGEST = 20
"""So many items a section may have."""

_LINE = re.compile(r"^\s*(?:[-*•]|\d+[.)])?\s*(?P<title>.+?)\s*(?:[:=]\s*(?P<size>\S+))?\s*$")
_AFTER_A_SIZE = re.compile(r"([:=]\s*\w+\s*),")
_OFF = frozenset(("non", "no", "off", "aucun", "aucune", "none", "rien"))


@dataclass(frozen=True, slots=True)
class Chosen:
    """A section and how many items it may have: 0 leaves it out."""

    section: DigestSection
    size: int


def choose(offered: Sequence[DigestSection], stored: Sequence[Any]) -> list[Chosen]:
    """Return the sections of a letter in order: those that were chosen, then new ones with their own size."""
    by_name = {section.name: section for section in sorted(offered, key=_usual_place)}
    found = [Chosen(by_name.pop(name), size) for name, size in stored if name in by_name]
    return found + [Chosen(section, section.size) for section in by_name.values()]


def _usual_place(section: DigestSection) -> int:
    return _USUAL_ORDER.index(section.name) if section.name in _USUAL_ORDER else len(_USUAL_ORDER)


def write_lines(chosen: Sequence[Chosen], words: Words) -> str:
    """Return the choice as `read_lines` reads it, one section a line; those left out come last."""
    ordered = sorted(chosen, key=lambda one: one.size == 0)
    return "\n".join(f"{words(one.section.title)} : {one.size}" for one in ordered)


def read_lines(text: str, offered: Sequence[DigestSection]) -> list[list[Any]]:
    """Return the names and sizes that lines say, in order; sections that no line names are left out.

    On one line, they are parted by semicolons, or by commas after sizes: titles have commas too.

    Raises:
        Misread: a line names no section, or one that another line named, or its size is no number.
    """
    read: dict[str, int] = {}
    for line in _lines(text):
        match = _LINE.match(" ".join(line.split()))
        if match is None:
            continue
        section = named(match["title"], offered)
        if section.name in read:
            raise Misread(_("“{title}” stands twice: keep one line of it.", title=section.title))
        read[section.name] = size_of(match["size"], section)
    left_out = [section.name for section in sorted(offered, key=_usual_place) if section.name not in read]
    return [[name, size] for name, size in (*read.items(), *((name, 0) for name in left_out))]


def _lines(text: str) -> list[str]:
    return _AFTER_A_SIZE.sub(r"\1\n", text).replace(";", "\n").splitlines()


def named(title: str, offered: Sequence[DigestSection]) -> DigestSection:
    """Return the section that somebody typed the title of, or words of it.

    Raises:
        Misread: it is none of these, or may be several.
    """
    wanted = fold(title)
    for section in offered:
        if wanted in {section.name, *map(fold, in_every_language(section.title))}:
            return section
    close = rank(title, offered, lambda section: [*in_every_language(section.title)])
    if len(close) == 1:
        return close[0]
    known: Text = _listed([section.title for section in sorted(offered, key=_usual_place)])
    raise Misread(_("I know no section “{title}”. These are: {known}.", title=title[:80], known=known))


def _listed(titles: Sequence[Text]) -> Text:
    first, *others = titles
    for title in others:
        first = _("{before}, {label}", before=first, label=title)
    return first


def size_of(typed: str | None, section: DigestSection) -> int:
    """Return how many items a section may have, its own number if none was typed.

    Raises:
        Misread: it is no number, or too large.
    """
    if typed is None:
        return section.size
    if fold(typed) in _OFF:
        return 0
    if not typed.isdecimal() or int(typed) > LARGEST:
        raise Misread(
            _(
                "How many items in “{title}”? Give a number from 0 to {most}.",
                title=section.title,
                most=LARGEST,
            )
        )
    return int(typed)
