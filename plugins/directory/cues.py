"""The words by which people say something of themselves: `je maîtrise`, `j’aimerais apprendre`, `I teach`.

The patterns are in `data/cues.toml`.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any

from plugins.directory.enumerations import until_turn


class Part(StrEnum):
    """What the words after a cue are about; the values are those of the file."""

    SKILL = "skill"
    SPECIALITY = "speciality"
    APPETENCE = "appetence"
    LANGUAGE = "language"
    WHOM = "whom"
    """People one works with, unless it is a subject or a place of work."""
    ON = "on"
    """Where one goes, or a subject: `j’interviens sur`."""
    COVERED = "covered"
    """Where one goes."""
    AT = "at"
    """Where one is: a commune, a structure or both."""
    STRUCTURE = "structure"
    VENUE = "venue"
    """Where something is done: a structure, which may be that of others."""
    WHEN = "when"
    AWAY = "away"
    """Days on which one is not there."""
    DAY = "day"
    """A day that is said after something else: the cue is all of it."""
    ABSENT = "absent"
    """The same of a day on which one is not there."""
    CONTACT = "contact"
    NAME = "name"
    WHO = "who"
    """A name, or nothing."""
    DENIED = "denied"
    """What one says that is not so."""
    DROPPED = "dropped"
    """What is to be taken off the card."""
    DOES = "does"
    """What one does, said by any verb: the cue is the verb, which belongs to what is said."""
    ROLE = "role"
    """What says nothing for a card: `je suis conseillère numérique`."""


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue in a folded text, from `start` to `end`."""

    part: Part
    start: int
    end: int


_RANK = {Part.DROPPED: 0, Part.DENIED: 1, Part.AWAY: 1, Part.DOES: 3}
"""Of cues that begin at one place, which count first."""
_NEGATED = (Part.DENIED, Part.DROPPED)
_AFFIRMED = (Part.SKILL, Part.SPECIALITY, Part.APPETENCE, Part.LANGUAGE, Part.WHOM, Part.ON, Part.COVERED)
_NO = re.compile(
    r" ?(?:(?:vraiment|trop|encore|toujours) )?(?:pas(?! mal\b)|jamais|guere)\b"
    r"(?: (?:du tout|trop|bien|encore))*"
)
_WORD = re.compile(r"[a-z]{5,}")
_PIECE = re.compile(r"\{([a-z][a-z-]*)\}")


def cues(folded: str) -> list[Cue]:
    """Return the cues of a folded text, in order, none inside another: the first and longest ones.

    A denial that begins inside of a cue is what is meant: `et je sais plus`.
    """
    found = [
        Cue(part, match.start(), match.end())
        for part, pattern in _patterns()
        for match in pattern.finditer(folded)
        if match.end() > match.start()
    ]
    found = [_turned(cue, folded) for cue in found]
    found.sort(key=lambda cue: (cue.start, _RANK.get(cue.part, 2), -cue.end))
    kept: list[Cue] = []
    for cue in found:
        if kept and cue.part in _NEGATED and kept[-1].part in _AFFIRMED and cue.start < kept[-1].end:
            kept.pop()
        is_said = bool(kept) and cue.part is Part.DAY and _is_when(kept[-1], cue, folded)
        if not is_said and (not kept or cue.start >= kept[-1].end):
            kept.append(cue)
    return kept


def _turned(cue: Cue, folded: str) -> Cue:
    """Return a cue as it is meant: one that goes on with `pas` is a denial."""
    if cue.part in _AFFIRMED and (no := _NO.match(folded, cue.end)) is not None:
        return Cue(Part.DENIED, cue.start, no.end())
    return cue


def _is_when(cue: Cue, day: Cue, folded: str) -> bool:
    """Return whether a day belongs to what a cue before it says: that one is there, or away, on days."""
    if cue.part is Part.AWAY:
        return until_turn(folded, cue.end, day.start) == day.start
    return cue.part is Part.WHEN


def infinitive(folded: str) -> str:
    """Return the infinitive of the verb that a folded text ends with; the text itself if it is not known.

    >>> infinitive("je repare"), infinitive("je mets a jour")
    ('réparer', 'mettre à jour')
    """
    known: dict[str, str] = _document()["verbs"]
    found = [verb for verb in known if folded.endswith(verb)]
    return known[max(found, key=len)] if found else folded


@cache
def right_words() -> frozenset[str]:
    """Return words that are no slips of others: those of the cues, and forms of them."""
    used = {word for _part, pattern in _patterns() for word in _WORD.findall(pattern.pattern)}
    words = _document()["words"]
    return frozenset((used - {*words["wrong"].split()}) | {*words["right"].split()})


@cache
def meant_words() -> frozenset[str]:
    """Return the words of cues of which a slip is understood."""
    return frozenset(_document()["words"]["meant"].split())


@cache
def _patterns() -> tuple[tuple[Part, re.Pattern[str]], ...]:
    document = _document()
    pieces = {"verbs": "|".join(sorted(document["verbs"], key=len, reverse=True))}
    for name, pattern in document["pieces"].items():
        pieces[name] = _filled(pattern, pieces)
    return tuple(
        (Part(cue["part"]), re.compile(rf"(?<![\w'])(?:{_filled(cue['pattern'], pieces)})"))
        for cue in document["cue"]
    )


@cache
def _document() -> dict[str, Any]:
    text = resources.files("plugins.directory").joinpath("data/cues.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _filled(pattern: str, pieces: dict[str, str]) -> str:
    """Return a pattern in one line, with its pieces in it."""
    return _PIECE.sub(lambda name: pieces[name[1]], "".join(pattern.splitlines()))
