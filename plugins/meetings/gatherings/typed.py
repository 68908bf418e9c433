"""A meeting whose date is known, as its line is typed: each part for what it says of itself."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.language.folding import fold
from bot.language.moments import Reading, read_duration
from plugins.meetings.gatherings.appointment import placed
from plugins.meetings.gatherings.changes import one_date
from plugins.meetings.gatherings.fields import Said, said_of_field
from plugins.meetings.polls.proposal import Typed, split
from plugins.meetings.polls.several import is_hour

_PARTS = re.compile(r"\s*[;\n]\s*")
_LONGEST = 600
_ROOM = re.compile(
    r"^(?P<rest>\S.*?)[ ,]+(?P<room>\d{1,6} (?:places?|personnes|participants|seats|people)(?: max)?)$",
    re.IGNORECASE,
)
_LASTS = re.compile(r"(?:duree|dure(?:ra)?|lasts?|duration)\s*(?:de |d'|:|=)?\s*(?P<by>\d.*|une? .*)")


def read_line(text: str, reading: Reading) -> Typed:
    """Return what each part of a line is for; the title stands first, unless it is named.

    What names its field is no other: `sans limite` is no place. A day and an hour apart are one date.
    """
    first, *others = [part for part in _PARTS.split(text.strip()) if part] or [""]
    said: list[Said] = []
    if (room := _ROOM.match(first)) is not None and len(first) <= _LONGEST:
        first = room["rest"]
        others.append(room["room"])
    kept, lasting = [first], ""
    for part in others:
        field = said_of_field(part)
        lasts = _LASTS.fullmatch(fold(part))
        if field is not None:
            said.append(field)
        elif lasts is not None and read_duration(lasts["by"]) is not None:
            lasting = lasts["by"]
        elif is_hour(part) and len(kept) == 2 and not re.search(r"\d\s*(?:h|:)", kept[1]):
            kept[1] = f"{kept[1]} {part}"
        else:
            kept.append(part)
    typed = placed(split(" ; ".join(kept), reading), reading)
    if len(typed.dates) == 2:
        typed = replace(typed, dates=[part for part in one_date(typed.dates).split(" ; ") if part])
    if lasting and len(typed.dates) == 1:
        typed.dates = [f"{typed.dates[0]} pendant {lasting}"]
    for field in said:
        _take(typed, field)
    return typed


def _take(typed: Typed, said: Said) -> None:
    """Put what was said of a field in its place."""
    match said.name:
        case "title":
            typed.title = said.value
        case "place":
            typed.where = said.value
        case "link":
            typed.link = said.value
        case "seats":
            typed.seats = said.value
        case "online":
            typed.where = typed.where or ("" if typed.link else said.value)
