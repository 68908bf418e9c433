"""What is typed for an agenda: `ajouter question : …`, `3 : 15 min`, `monter 3`, `reporter 2`, `publier`.

The parts of a line that only the network can settle, such as which meeting is meant, are handed on as words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.language.folding import fold
from bot.language.messages import Language
from bot.language.moments.durations import read_duration
from bot.language.reordering import Change, read_change
from plugins.meetings.agenda.items import Typed, read_item, topic_named

_LONGEST_MINUTES = 24 * 60


@dataclass(frozen=True, slots=True)
class Show:
    """Show the agenda."""


@dataclass(frozen=True, slots=True)
class Add:
    """Add items. `of` says for which meeting, in words; if it turns out to name none they are `whole`."""

    items: tuple[Typed, ...]
    of: str = ""
    whole: tuple[Typed, ...] = ()


@dataclass(frozen=True, slots=True)
class Rewrite:
    """Give the item of a number another text; an empty one asks for the form."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Timed:
    """Give items so many minutes, None for none: by their numbers."""

    minutes: tuple[tuple[int, int | None], ...]


@dataclass(frozen=True, slots=True)
class Postpone:
    """Have the items of some numbers come at the next meeting."""

    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Publish:
    """Post the agenda."""


@dataclass(frozen=True, slots=True)
class Needs:
    """Show the needs that wait for an answer."""


@dataclass(frozen=True, slots=True)
class Words:
    """Anything else: the name of a meeting, or an item without the word that adds it."""

    text: str


Wanted = Show | Add | Rewrite | Timed | Postpone | Change | Publish | Needs | Words

_REST_OF_NAME = re.compile(r"^(?:du jour|of the day)\b[\s:,]*", re.IGNORECASE)
"""People write the verb in three words."""
_ADD = re.compile(
    r"^(?:ajout(?:er|e[rz]?|ons)?|propos(?:er|e[rz]?)|inscri(?:re|s|vez)|mettre|mets|add|propose|\+)(?!\w)"
    r"[\s:,-]*(?:(?:un |le |a )?(?:(?:nouveau|autre|new) )?(?:point|sujet|item|élément)s?\b\s*[:,-]?\s*"
    r"(?:sur\s+|à propos de\s+|about\s+)?)?",
    re.IGNORECASE,
)
_SHOW = re.compile(r"(?:voir|montre[rz]?|affiche[rz]?|liste[rz]?|show|list|see)")
_PUBLISH = re.compile(
    r"(?:publi(?:er|e[rz]?)|post(?:er|e[rz]?)|diffuse[rz]?|envoye[rz]|envoie|publish|post|send)"
    r"(?: (?:l'ordre du jour|le|la|it|the agenda|tout))?"
)
_NEEDS = re.compile(
    r"(?:voir |les |the )*(?:besoins?|demandes?|needs?)"
    r"(?: (?:en attente|sans reponse|ouverts?|open|unanswered))?"
)
_POINT = r"(?:(?:le |la |l'|the )?(?:point|sujet|item|element|numero|no?|n°)s?[ .°]*)?"
_LIST = r"\d{1,3}(?:(?: ?[,;&-] ?| (?:(?:et|and|a|to) )?)\d{1,3})*"
_POSTPONE = re.compile(
    rf"(?:report(?:er|e[rz]?)|repousse[rz]?|ajourne[rz]?|decale[rz]?|postpone|defer) "
    rf"(?:les? |the )?{_POINT}(?P<numbers>{_LIST})"
    r"(?: (?:a|pour|to|until) .*)?"
)
_REWRITE = re.compile(
    r"^(?:modifi(?:er|e[rz]?)|chang(?:er|e[rz]?)|corrig(?:er|e[rz]?)|renomm(?:er|e[rz]?)|edit|change|rename)\s+"
    r"(?:le |la |l['’]|the )?(?:point|sujet|item|numéro|n°)?\s*(?P<number>\d{1,3})\s*"
    r"(?:[:=,]|\ben\b|\bto\b|\bpar\b)?\s*(?P<text>.*)$",
    re.IGNORECASE | re.DOTALL,
)
_COLON = re.compile(
    r"^(?:point|sujet|item|n°)?\s*(?P<number>\d{1,3})\s*[:=]\s*(?P<text>.+)$", re.IGNORECASE | re.DOTALL
)
_TIME = re.compile(
    r"(?:(?:duree|temps|minuter|time|compter|prevoir)\s*(?:du |de |pour |for |of )*)?"
    rf"{_POINT}(?P<number>\d{{1,3}})\s*(?P<sign>[:=]|a\b|en\b)?\s*(?P<length>\S.*)"
)
_NO_TIME = re.compile(r"(?:sans (?:duree|temps|limite)|aucune?|rien|no time|none|0 ?(?:min\w*)?)")
_PARTS = re.compile(r"\s*(?:[;\n]|,(?=\s*(?:n°\s*)?\d{1,3}\s*[:=])|\b(?:puis|et|and|then)\b(?=\s*\d))\s*")


def read_wanted(text: str, language: Language = "fr") -> Wanted:
    """Return what somebody wants done to an agenda.

    >>> read_wanted("reporter 2 et 4 à la prochaine")
    Postpone(numbers=(2, 4))
    """
    said = _REST_OF_NAME.sub("", text.strip()).strip()
    folded = fold(said).strip(" .!?")
    if not folded or _SHOW.fullmatch(folded):
        return Show()
    if _PUBLISH.fullmatch(folded):
        return Publish()
    if _NEEDS.fullmatch(folded):
        return Needs()
    if (later := _POSTPONE.fullmatch(folded)) is not None:
        return Postpone(read_numbers(later["numbers"]))
    change = read_change(said)
    if change is not None and not change.section:
        return change
    times = _times(said, language)
    if times is not None:
        return Timed(times)
    if (rewrite := _REWRITE.match(said) or _COLON.match(said)) is not None:
        return Rewrite(int(rewrite["number"]), rewrite["text"].strip())
    if (add := _ADD.match(said)) is not None:
        return read_add(said[add.end() :], language)
    first = read_item(said, language)
    return read_add(said, language) if first.topic is not None and first.text != said else Words(said)


_MEETING = r"(?:réunion|rencontre|séance|visio|meeting)"
_OF_END = re.compile(
    rf"[\s,;(–-]+(?:pour|à|a|lors de|for|at)\s+(?:la|le|celle|the)\s+"
    rf"(?:{_MEETING}\s+(?:du|de la|de l['’]|de|d['’]|of|on)\s*(?P<of>[^:;]+?)"
    rf"|(?P<next>(?:{_MEETING}\s+)?(?:prochaine|suivante|next)(?:\s+{_MEETING}|\s+fois)?))\)?\s*$",
    re.IGNORECASE,
)
_OF_START = re.compile(
    rf"^(?:pour|à|for|at)\s+(?:la|le|celle|the)\s+(?:{_MEETING}\s+)?(?:du|de la|de l['’]|de|d['’]|of|on)\s*"
    r"(?P<of>[^:;]+?)\s*[:;]\s*",
    re.IGNORECASE,
)
_BULLET = re.compile(r"^\s*(?:[-*•+]|\d{1,2}[.)])\s+")


def read_line(text: str, language: Language = "fr") -> tuple[Wanted, str]:
    """Return what a line wants, and the words that say of which meeting; empty where it says nothing.

    >>> read_line("monter 3 pour la réunion du 8 décembre")[1]
    '8 décembre'
    """
    short, of = _of_meeting(text)
    wanted = read_wanted(short, language)
    if of and not isinstance(wanted, Add | Words):
        return wanted, of
    wanted = read_wanted(text, language)
    return wanted, wanted.of if isinstance(wanted, Add) else ""


def read_add(text: str, language: Language = "fr") -> Add:
    """Return the items that a text adds, one a line, and the words that say for which meeting.

    >>> read_add("question : qui vient ? pour la réunion du 8 décembre").of
    '8 décembre'
    """
    short, of = _of_meeting(text)
    return Add(_items(short, language), of, _items(text, language))


def _of_meeting(text: str) -> tuple[str, str]:
    """Return a text without the meeting that it names, and the words that name it."""
    start = _OF_START.match(text)
    rest = text[start.end() :] if start else text
    end = _OF_END.search(rest)
    of = start["of"] if start else (end["of"] or "" if end else "")
    return (rest[: end.start()] if end else rest), of.strip()


def _items(text: str, language: Language) -> tuple[Typed, ...]:
    lines = [" ".join(_BULLET.sub("", line).split()) for line in text.splitlines()]
    return tuple(read_item(line, language) for line in lines if line)


def read_numbers(text: str) -> tuple[int, ...]:
    """Return the numbers in a text, each once; `2-4` and `2 à 4` are all from one to the other.

    >>> read_numbers("1, 3 et 5 à 7")
    (1, 3, 5, 6, 7)
    """
    found: list[int] = []
    for one in re.finditer(r"(\d{1,3})(?:\s*(?:-|–|à|a|to)\s*(\d{1,3}))?", text):
        first, last = int(one[1]), int(one[2] or one[1])
        found += range(first, last + 1) if first <= last else (first, last)
    return tuple(dict.fromkeys(found))


def _times(text: str, language: Language) -> tuple[tuple[int, int | None], ...] | None:
    """Return how long which items take, None if that is not what the whole text says."""
    found: list[tuple[int, int | None]] = []
    for part in _PARTS.split(fold(text).strip(" .!")):
        match = _TIME.fullmatch(part)
        if match is None:
            return None
        if _NO_TIME.fullmatch(match["length"]):
            found.append((int(match["number"]), None))
            continue
        minutes = read_minutes(match["length"], language)
        if minutes is None or (match["length"].isdecimal() and match["sign"] is None):
            return None
        found.append((int(match["number"]), minutes))
    return tuple(found)


def read_minutes(text: str, language: Language = "fr") -> int | None:
    """Return the minutes that a text says, a number alone being minutes; None if it says none, or too many.

    >>> read_minutes("1h30"), read_minutes("15"), read_minutes("bientôt")
    (90, 15, None)
    """
    said = text.strip().strip("()")
    if said.isdecimal():
        minutes = int(said)
    else:
        length = read_duration(said.replace("mn", "min"), language)
        if length is None:
            return None
        minutes = round(length.total_seconds() / 60)
    return minutes if 0 < minutes <= _LONGEST_MINUTES else None


def named_topic(text: str) -> str | None:
    """Return the topic that a whole text names, None if it names none."""
    return topic_named(text.strip(" .!"))
