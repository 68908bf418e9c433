"""What a line says of which meeting: `reporter la réunion de jeudi à mardi 14h`, `le lieu de jeudi : Feurs`.

Where a meeting is named stands before what changes of it, with or without something between them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from zoneinfo import ZoneInfo

from bot.language.folding import fold
from bot.language.moments import Reading, Understood, read
from plugins.meetings.gatherings import meant
from plugins.meetings.gatherings.around import is_some_time
from plugins.meetings.gatherings.changes import Wanted, begins_with_time, changed, is_change, wanted
from plugins.meetings.gatherings.details import Details
from plugins.meetings.gatherings.fields import FIELD
from plugins.meetings.gatherings.moving import Unclear, clock_of, is_shift
from plugins.meetings.gatherings.verbs import Verb, verb_of
from plugins.meetings.models import MeetingRow
from plugins.meetings.polls.deadline import after
from plugins.meetings.polls.proposal import Faulty
from plugins.meetings.polls.several import is_hour

_PARTS = re.compile(r"\s*[;\n]\s*")
_ARROW = re.compile(r"\s*(?:→|->|=>)\s*")
_FIELDS = (
    "lieu|endroit|salle|date|heure|horaires?|jour|titre|nom|lien|visio|jauge|places?"
    "|time|title|link|day|seats"
)
_FIELD_OF = re.compile(
    rf"(?:la |le |l'|les |the )?(?P<field>{_FIELDS})\s+(?:de |du |d'|des |of |pour )(?=\S)"
)
_JOINT = re.compile(
    r"^(?:(?:au|aux|a|à|pour|en|par|to|for)\s+(?:le\s+|la\s+)?|[:,→]\s*|->\s*|=>\s*)", re.IGNORECASE
)
_INSTEAD = re.compile(
    r"^(?P<new>.+?)\s+(?:au lieu d[eu]|plut[oô]t que|[àa] la place d[eu]|et (?:non|pas)|instead of"
    r"|rather than)\s+(?P<old>.+)$",
    re.IGNORECASE,
)
_POSSESSIVE = re.compile(r"'s\b(?= \w)")
_BARE_FIELD = re.compile(rf"(?:de |d')?(?:la |le |l'|les |the )?(?:{_FIELDS})")
_BY_HOUR = re.compile(
    r"(?:la |le |the )?(?:reunion|rencontre|meeting|celle|rendez-vous|rdv)\s+(?:de|a|of|at)\s+"
    r"(?P<hour>\d{1,2}\s*(?:h\s*\d{0,2}|:\d\d|pm|am)|midi|noon)"
)
"""A meeting that is named by its hour alone."""
_FROM_TO = re.compile(r"(?:du|from)\s+(?:\w+\s+){1,4}?(?:au|to)\s+\S")
_HOUR_ENDS = re.compile(r"\b(?:de|from|entre)\s+\d{1,2}\s*(?:h\s*\d{0,2}|:\d\d|am|pm)?$")
_HOUR_BEGINS = re.compile(r"(?:a|to|et)\s+\d{1,2}\s*(?:h|:|am|pm|$)")
_LEADING = frozenset(
    (
        "a",
        "au",
        "aux",
        "de",
        "du",
        "d'",
        "d'un",
        "d'une",
        "un",
        "une",
        "le",
        "la",
        "les",
        "en",
        "pour",
        "to",
        "from",
        "of",
        "by",
        "the",
        "et",
        "and",
    )
)
"""Words that begin what follows them: no name ends with one."""
_MOST_WORDS = 30
_LONGEST = 400


@dataclass(frozen=True, slots=True)
class Meant:
    """Which meetings a line may mean, none where it names none, and what it wants changed of them."""

    rows: Sequence[MeetingRow]
    parts: Sequence[str]


def parts_of(typed: str) -> list[str]:
    """Return what stands between the semicolons of a line, and on its lines."""
    return [part for part in _PARTS.split(typed.strip()) if part]


def meant_by(rows: Sequence[MeetingRow], typed: str, reading: Reading) -> Meant:
    """Return which of some meetings a line means, and what it wants changed."""
    parts = parts_of(typed)
    if not parts:
        return Meant(rows, parts)
    first, others = " ".join(parts[0].replace("’", "'").split()).strip(' "«»“”'), parts[1:]
    if any(fold(row.title) == fold(first) for row in rows):
        return Meant(meant.named(rows, first, reading), others)
    if is_shift(first) or is_some_time(verb_of(first)[1]):
        return Meant(rows, [first, *others])
    for head, change in _cuts(first, reading):
        if change and not _is_tail(change, reading):
            continue
        found = named(rows, head, reading)
        if found and (not change or _is_apt(found, change, reading)):
            return Meant(found, [change, *others] if change else others)
    verb, said = verb_of(first)
    if _BARE_FIELD.fullmatch(fold(said)):
        return Meant(rows, others)
    if is_change(first, reading) or _is_tail(first, reading) or (verb is not None and not said):
        return Meant(rows, [first, *others])
    if _names_a_day(first, reading):
        return Meant(rows, parts)
    return Meant([], parts)


def named(rows: Sequence[MeetingRow], head: str, reading: Reading) -> list[MeetingRow]:
    """Return which of some meetings the words before a change name: all of them, its hour too."""
    said = _POSSESSIVE.sub("", head.strip(' :,→"«»“”'))
    if not said or fold(said) in ("le", "la", "l'", "de", "du", "a"):
        return []
    hour = _BY_HOUR.fullmatch(fold(said))
    if hour is not None:
        return [row for row in rows if _clock(row) == clock_of(hour["hour"])]
    found = meant.named(rows, said, reading)
    if not found:
        return []
    about = meant.day_in(found[0], said, reading)
    if about is None:
        return found if not _names_a_day(said, reading) else []
    if any(not meant.is_of_title(row, fold(about.rest)) for row in found) or _ARROW.search(said):
        return []
    if about.all_day and about.end is not None and about.end.date() != about.at.date():
        return [row for row in found if row.all_day and row.ends_at and _last_day(row) == about.end.date()]
    if about.all_day:
        return found
    clock = (about.at.hour, about.at.minute)
    return [row for row in found if _clock(row) == clock and (about.end is None or about.end == row.ends_at)]


def _last_day(row: MeetingRow) -> date:
    return (row.ends_at or row.starts_at).astimezone(ZoneInfo(row.zone)).date()


def _clock(row: MeetingRow) -> tuple[int, int]:
    start = row.starts_at.astimezone(ZoneInfo(row.zone))
    return start.hour, start.minute


def _cuts(first: str, reading: Reading) -> Iterator[tuple[str, str]]:
    """Give what may name a meeting with what changes of it, the longest names first."""
    if len(first) > _LONGEST:
        head, colon, change = first.partition(":")
        if change and len(head) <= _LONGEST:
            yield from ((one, f"{two}{colon}{change}") for one, two in _cuts(head.strip(), reading) if two)
        return
    verb, said = verb_of(first)
    lead = first[: len(first) - len(said)] if verb is not None and first.endswith(said) else ""
    if (instead := _INSTEAD.match(said)) is not None:
        yield instead["old"], f"{lead}{instead['new']}"
    if (field := _FIELD_OF.match(fold(said))) is not None:
        yield from _of_field(after(said, field[0]), field["field"])
    if verb is Verb.RENAME:
        yield from _of_field(said, "titre", is_joined=True)
    else:
        yield from _of_any(said, verb, lead, reading)


def _of_field(said: str, field: str, *, is_joined: bool = False) -> Iterator[tuple[str, str]]:
    """Give a name and what one field becomes: `la réunion de jeudi en Bilan`."""
    for head, change in _splits(said):
        if change and (not is_joined or _JOINT.match(change)):
            yield head, f"{field} : {_JOINT.sub('', change, count=1)}"


def _of_any(said: str, verb: Verb | None, lead: str, reading: Reading) -> Iterator[tuple[str, str]]:
    """Give a name and a change of anything; where nothing says that it moves, hours stay together."""
    moves = verb is not None and verb.moves
    if not moves and _FROM_TO.match(fold(said)):
        return
    for head, change in _splits(said):
        if not moves and _HOUR_ENDS.search(fold(head)) and _HOUR_BEGINS.match(fold(change)):
            continue
        if not change and verb not in (None, Verb.CHANGE) and _JOINT.match(said):
            continue
        yield from _with_joint(head, change, lead, reading)


def _splits(said: str) -> Iterator[tuple[str, str]]:
    """Give a text cut in two between any two words, the longest beginning first."""
    words = said.split()
    for at in range(min(len(words), _MOST_WORDS), 0, -1):
        if at == len(words) or fold(words[at - 1]) not in _LEADING:
            yield " ".join(words[:at]), " ".join(words[at:])


def _with_joint(head: str, change: str, lead: str, reading: Reading) -> Iterator[tuple[str, str]]:
    """Give a name and a change, which may stand behind “to”, a colon or an arrow.

    A date that may be one as a whole is cut nowhere but before its hours, unless something stands between.
    """
    if not change:
        yield head, ""
        return
    has_joint = _JOINT.match(change) is not None or head.endswith((":", ",", "→"))
    bare = _JOINT.sub("", change, count=1) if _ARROW.match(change) or change[0] in ":,→" else change
    if has_joint or FIELD.match(fold(change)) or is_shift(f"reporter {change}"):
        yield head, f"{lead}{bare}"
        return
    is_one_date = (
        isinstance(found := read(f"{head} {change}", replace(reading, whole_days=True)), Understood)
        and not found.rest
    )
    if not is_one_date or _is_hours(change):
        yield head, f"{lead}{bare}"


def _is_hours(said: str) -> bool:
    return (
        is_hour(said)
        or re.fullmatch(r"(?:vers |des |a partir de )?\d{1,2}\s*(?:h\s*\d{0,2}|:\d\d)(?: .*)?", fold(said))
        is not None
    )


def _is_tail(change: str, reading: Reading) -> bool:
    """Return whether words say something that may change, all of them."""
    said = wanted([change], reading)
    return said.date is None or is_change(change, reading) or begins_with_time(said.date, reading)


def _names_a_day(first: str, reading: Reading) -> bool:
    return any(piece.kind == "time" for piece in read(first, reading).pieces)


def _is_apt(rows: Sequence[MeetingRow], change: str, reading: Reading) -> bool:
    """Return whether a change may be one of the first of some meetings."""
    said: Wanted = wanted([change], reading)
    now = Details.of(rows[0])
    try:
        return changed(now, said, reading) != now or said.date is None
    except Unclear:
        return True
    except Faulty:
        return True
