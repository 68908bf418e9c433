"""What is wanted of a series, as it is typed: `pause en août`, `déplacer le 5 janvier au 12 janvier 14h`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum

from bot.language.folding import fold
from bot.language.moments import Reading, Understood, read
from bot.plugin.days_off import days_off
from plugins.meetings.polls.parts import PARTS


class Wanted(StrEnum):
    """What somebody wants of a series."""

    SET = "set"
    SHOW = "show"
    CANCEL = "cancel"
    MOVE = "move"
    PAUSE = "pause"
    RESUME = "resume"
    CHANGE = "change"
    END = "end"


_SERIES = r"(?:la |cette |notre |the |this )?(?:s[eé]rie|series)"
_VERBS = {
    Wanted.SHOW: r"(?:voir|liste\w*|montr\w+|dates|prochaines?|quand|c'?est quand|show|list|when)",
    Wanted.CANCEL: r"(?:annul\w*|supprim\w*|saut(?:er|e|ez)|enlev\w*|retir\w*|cancel|skip|remove|delete)",
    Wanted.MOVE: r"(?:deplac\w*|decal\w*|report(?:er|e|ez|ons)|repouss\w*|avanc\w*|mov(?:e|ing)|postpone)",
    Wanted.PAUSE: r"(?:(?:mettre |mets |met )?(?:en )?pause|suspen\w*|interromp\w*"
    r"|(?:pas de|aucune|no) (?:reunions?|rencontres?|seances?|meetings?)"
    r"|(?:pas|rien|sauf|not)(?= (?:en|pendant|in|during) (?!.*;)))",
    Wanted.RESUME: r"(?:repren\w*|reprise|relanc\w*|reactiv\w*|resume)",
    Wanted.CHANGE: r"(?:modif\w*|chang\w*|edit\w*"
    r"|pass(?:er|e|ons) (?:a|au|aux)(?= (?!.*;))|renomm\w*|rename)",
    Wanted.END: r"(?:(?:s')?arret\w*|stop\w*|(?:se )?termin\w*|finir|fini\w*|mettre fin|ends?|fin$"
    r"|jusqu'(?:au?|a la|en)(?= (?!.*;))|until(?= (?!.*;)))",
}
_MAKES = re.compile(
    r"(?:cr[ée]{1,2}[rz]?|ajout(?:er?|ez)|nouve(?:lle|au)|program(?:mer?|mez)|planifi(?:er?|ez)"
    r"|lanc(?:er?|ez)|organis(?:er?|ez)|mettre en place|create|new|add|set(?: up)?|start|plan)"
    r"(?P<series> (?:(?:une|la|a|the) )?(?:nouvelle |new )?(?:s[ée]rie|series)"
    r"(?: de (?:r[ée]unions?|rencontres?)| of meetings)?)?(?P<colon>\s*:)?(?:\s+|$)",
    re.IGNORECASE,
)
"""What may lead to a new series, and may as well begin a title: `Créer du lien ; chaque mardi 10h`."""
_ALL = re.compile(rf"(?:{_SERIES}|tout|toute|toutes|everything|all)(?: (?:{_SERIES}|entierement))?")
_NAMED_ANEW = re.compile(r"(?:renomm\w*|rename)\b", re.IGNORECASE)
_INTO = re.compile(r"(?:en|a|to|as)\s+(?=\S)", re.IGNORECASE)
_WHAT_CHANGES = re.compile(
    r"(?:(?:l['’]|les? |the )(?:heures?|horaires?|rythme|hours?|time|rhythm)|d['’](?:heures?|horaires?)"
    r"|de (?:rythme|jour))\s*:?\s*(?:(?:en|pour|à|a|to|par)\s+)?(?=\S)"
    r"|(?:de |le |the )(?=(?:lieu|place|titre|title|visio)\b)",
    re.IGNORECASE,
)
"""What is said of what changes, before the change itself says it: `l’heure : 15h-17h`, `de lieu : Roanne`."""
_ENDS = re.compile(
    r"(?:(?:apr[èe]s|after|until|till|jusqu['’](?:au|à la|à|a|en)|(?:à|a) la (?=fin)|at the (?=end)|le|on)"
    r"\s*)+",
    re.IGNORECASE,
)
_THIS = re.compile(rf"^{_SERIES}\b[ :,]*(?=\S)", re.IGNORECASE)
_TO = re.compile(r"\s+(?:au|à|a|pour(?: le)?|vers(?: le)?|to|→|->|=>)\s+(?=\S)", re.IGNORECASE)
_BY = re.compile(r"\s+(?=(?:de |d['’]|by )\S)", re.IGNORECASE)
_NEXT = re.compile(
    r"(?:la |le |the )?(?:prochaine?|suivante?|next)(?: (?:date|rencontre|fois|seance|one|time))?"
)
_LONGEST_DAY = 4
"""Words: `jeudi 4 mars 2027`."""
_SINCE = re.compile(
    r"[,;(]?\s*\b(?:à partir|a partir|à compter|a compter|dès|from|starting)\s+"
    r"(?:(?:de|du|le|la|on|from|the)\s+|d['’])*(?P<day>[^;:,\n)]+)\)?[ :,]*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Order:
    """What is wanted of a series, and the rest of the words, which say of which date, how or until when."""

    wanted: Wanted
    rest: str
    verb: str = ""


def read_order(text: str, reading: Reading) -> Order:
    """Return what is wanted of a series: a new one where the words say none of the others."""
    said = " ".join(text.split(" ")).strip()
    if not said:
        return Order(Wanted.SHOW, "")
    for wanted, verb in _VERBS.items():
        found = re.match(rf"{verb}\b", fold(said))
        if found is None:
            continue
        words = len(found[0].split())
        rest = _after_words(said, words)
        if wanted is not Wanted.CHANGE and _describes_another(said, rest, reading):
            break
        is_all = wanted is Wanted.CANCEL and _ALL.fullmatch(fold(rest)) is not None
        rest = "" if is_all or _ALL.fullmatch(fold(rest)) else _THIS.sub("", rest)
        if wanted is Wanted.CHANGE:
            rest = _change_of(said, rest)
        return Order(Wanted.END if is_all else wanted, rest, said[: len(said) - len(rest)].strip())
    return Order(Wanted.SET, _made(said, reading))


def _made(said: str, reading: Reading) -> str:
    """Return what describes a new series, without the verb before it."""
    found = _MAKES.match(said)
    if found is None:
        return said
    rest = said[found.end() :]
    is_verb = found["series"] or found["colon"] or rest[:1].isupper() or not rest
    return rest if is_verb or _recurs(PARTS.split(rest)[0], reading, from_start=True) else said


def _change_of(said: str, rest: str) -> str:
    """Return what changes, without the words that only lead to it."""
    if _NAMED_ANEW.match(said) and rest:
        return f"titre : {_INTO.sub('', rest, count=1)}" if _INTO.match(rest) else f"titre : {rest}"
    found = _WHAT_CHANGES.match(rest)
    return rest[found.end() :] if found is not None else rest


def ends_when(text: str, reading: Reading) -> datetime | None:
    """Return from when on a series that ends comes no more, in UTC; None where no day is named.

    >>> from zoneinfo import ZoneInfo
    >>> now = Reading(datetime(2026, 11, 23, tzinfo=UTC), ZoneInfo("UTC"), "fr")
    >>> [f"{ends_when(typed, now):%d/%m/%y}" for typed in ("fin juin", "après juin", "à partir de juillet")]
    ['01/07/27', '01/07/27', '01/07/27']
    """
    _rest, since = since_when(text, reading)
    if since is not None:
        return since
    for words in (text, _ENDS.sub("", text, count=1)):
        days = days_named(words, reading)
        if days is not None:
            return days[1]
        found = read(words, replace(reading, recurring=False, whole_days=True))
        if isinstance(found, Understood) and not found.rest:
            after = (found.end or found.at).astimezone(reading.zone).date() + timedelta(days=1)
            return datetime.combine(after, time(), reading.zone).astimezone(UTC)
    return None


def _after_words(text: str, words: int) -> str:
    rest = text
    for _word in range(words):
        rest = rest.partition(" ")[2].lstrip() if " " in rest else ""
    return rest.lstrip(" :,")


def _describes_another(said: str, rest: str, reading: Reading) -> bool:
    """Return whether the words are the title of a series with its rhythm: `Pause café ; chaque jeudi 10h`."""
    first, *others = [part for part in PARTS.split(said) if part]
    if any(_recurs(part, reading) for part in others):
        return True
    return _recurs(first, reading) and not _recurs(
        f"{rest.split(';', maxsplit=1)[0]}", reading, from_start=True
    )


def _recurs(part: str, reading: Reading, *, from_start: bool = False) -> bool:
    found = read(part, replace(reading, recurring=True))
    if not isinstance(found, Understood) or found.rrule is None:
        return False
    return not from_start or next((piece.start for piece in found.pieces if piece.kind == "time"), 1) == 0


def days_named(text: str, reading: Reading) -> tuple[datetime, datetime] | None:
    """Return from when until when the days are that a text names, in UTC; None if it names none."""
    away = days_off(text, reading)
    return (away.start, away.back) if away is not None and away.start is not None else None


def is_next(text: str) -> bool:
    """Return whether a text means the next date."""
    return _NEXT.fullmatch(fold(text).strip(" .!")) is not None


def moves(text: str, verb: str) -> Iterator[tuple[str, str]]:
    """Return how a text may say which date moves, and where to; the likeliest first.

    >>> list(moves("le 5 janvier au 12 janvier 14h", "déplacer"))[0]
    ('le 5 janvier', '12 janvier 14h')
    """
    for lead in _TO.finditer(text):
        yield text[: lead.start()], text[lead.end() :]
    for lead in _BY.finditer(text):
        yield text[: lead.start()], f"{verb} {text[lead.end() :]}"


def since_when(text: str, reading: Reading) -> tuple[str, datetime | None]:
    """Return a text without the day from which on something is to hold, and that day's beginning in UTC."""
    for found in _SINCE.finditer(text):
        for words in _beginnings(found["day"]):
            days = days_named(words, reading)
            if days is not None:
                rest = text[found.start("day") + len(words) :].lstrip(" :,)")
                return f"{text[: found.start()]} {rest}".strip(" ;"), days[0]
    return text, None


def _beginnings(text: str) -> Iterator[str]:
    """Return the beginnings of a text that may name a day, the longest first."""
    ends = [found.end() for found in re.finditer(r"\S+", text)][:_LONGEST_DAY]
    for end in reversed(ends):
        yield text[:end]
