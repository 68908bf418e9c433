"""What is to change of a meeting, as it is typed: `jeudi 10 14h ; lieu : Roanne ; sans visio ; 20 places`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.language.folding import fold
from bot.language.messages import _
from bot.language.moments import Reading, read, read_duration
from bot.plugin.finding import Misread
from plugins.meetings.gatherings.around import bare, is_all_day, is_some_time, without_lead
from plugins.meetings.gatherings.details import Details
from plugins.meetings.gatherings.fields import FIELD, Said, is_taken_away, on_site, said_of_field
from plugins.meetings.gatherings.moving import is_shift, moved
from plugins.meetings.gatherings.verbs import Verb, verb_of
from plugins.meetings.polls.deadline import after
from plugins.meetings.polls.proposal import (
    Faulty,
    Typed,
    check_title,
    check_where,
    read_seats,
)
from plugins.meetings.polls.several import in_month_of, is_hour
from plugins.meetings.polls.slots import LONGEST_LABEL
from plugins.meetings.polls.whereabouts import AT

_BETWEEN = re.compile(r"\s*(?:,|\bet\b|\band\b|&|\+(?!\s*\d)|\bavec\b|\bwith\b)\s+|\s+", re.IGNORECASE)
_AND = re.compile(r"^\s*(?:,|et\b|and\b|&|\+(?!\s*\d))\s*(?=\S)", re.IGNORECASE)
_TO_TIME = re.compile(r"(?:a l'|a la|a|au|aux|at|in)\s+(?=\S)")
_HEADING = re.compile(r"(?:(?:la |le |l'|the )?(?:date|heure|horaires?|jour|day|time)\s*[:=]\s*)(?=\S)")
_LONGEST_READ = 600
"""A longer part is a text, and is not read word by word."""


@dataclass(slots=True)
class Wanted:
    """What is to change, as it was typed; None stays as it is, and an empty text takes away.

    `online` is what was typed where people are to meet by video call only.
    """

    title: str | None = None
    date: str | None = None
    place: str | None = None
    link: str | None = None
    seats: str | None = None
    online: str | None = None

    @classmethod
    def of_form(cls, title: str, date: str, where: str, seats: str) -> Wanted:
        """Return what the fields of a form say; the place and the link stand in one."""
        typed = Typed.of_form(title, "", "", where, seats)
        return cls(title.strip(), date.strip(), typed.where, typed.link, seats.strip())

    def leave(self, field: str) -> None:
        """Have what stands in a field of the form stay as it is."""
        for name in ("place", "link") if field == "where" else (field,):
            setattr(self, name, None)

    def take(self, said: Said) -> None:
        """Take what was said of one field."""
        setattr(self, said.name, said.value)


def wanted(parts: Sequence[str], reading: Reading) -> Wanted:
    """Return what the parts of a line want changed."""
    said = Wanted()
    dates: list[str] = []
    for part in (piece for one in parts for piece in _pieces(one, reading)):
        if (field := said_of_field(part)) is not None:
            said.take(field)
        elif (there := on_site(part)) is not None:
            said.link, said.place = "", there or said.place
        else:
            _take(said, dates, part, reading)
    said.date = one_date(dates) or None
    return said


def _take(said: Wanted, dates: list[str], part: str, reading: Reading) -> None:
    """Take a part that names no field: a date, or else where people meet."""
    verb, rest = verb_of(part)
    rest = without_lead(rest)
    if verb is Verb.RENAME and rest:
        said.title = rest
    elif verb is Verb.CHANGE and rest and (field := said_of_field(rest)) is not None:
        said.take(field)
    elif _is_time(part, verb, rest, reading):
        dates.append(part)
    elif AT.match(fold(rest)) or dates or verb is Verb.CHANGE:
        typed = Typed.of_form("", "", "", rest, "")
        said.place, said.link = _without_at(typed.where) or said.place, typed.link or said.link
    else:
        typed = Typed.of_form("", "", "", part, "")
        if typed.link:
            said.place, said.link = typed.where or said.place, typed.link
        else:
            dates.append(part)


def _is_time(part: str, verb: Verb | None, rest: str, reading: Reading) -> bool:
    is_moved = verb is not None and verb.moves and not rest
    return is_moved or is_shift(part) or is_some_time(rest) or _is_timed(rest, reading)


def _without_at(where: str) -> str:
    return re.sub(r"^(?:à|a|at|in)\s+(?=\S)", "", where, flags=re.IGNORECASE)


def _is_timed(part: str, reading: Reading) -> bool:
    """Return whether a part is about time from its first words on, or says a time and leads to no place."""
    found = read(bare(part), replace(reading, whole_days=True))
    if begins_with_time(part, reading):
        return len(found.rest) <= LONGEST_LABEL
    is_placed = AT.match(fold(without_lead(part))) is not None
    return _HEADING.match(fold(part)) is not None or (not is_placed and _says_time(part, reading))


def begins_with_time(part: str, reading: Reading) -> bool:
    """Return whether a part is a time from its first word on, what leads to a time aside."""
    said = bare(verb_of(part)[1])
    lead = _TO_TIME.match(fold(said))
    said = after(said, lead[0]) if lead is not None else said
    if is_all_day(said) or in_month_of(said, reading.now.date()) != said or read_duration(said) is not None:
        return True
    found = read(said, replace(reading, whole_days=True))
    first = next((piece for piece in found.pieces if piece.kind != "connector"), None)
    return first is not None and first.kind == "time"


def _says_time(part: str, reading: Reading) -> bool:
    return any(piece.kind == "time" for piece in read(part, reading).pieces)


def one_date(dates: Sequence[str]) -> str:
    """Return the parts of a date as one: a day and an hour that were typed apart belong together."""
    if len(dates) != 2:
        return " ; ".join(dates)
    bare = [_headless(date) for date in dates]
    hours = [date for date in bare if is_hour(re.sub(r"^(?:à|a|at)\s+", "", date))]
    if len(hours) != 1 or any(is_shift(date) for date in dates):
        return " ; ".join(dates)
    day = next(date for date in bare if date is not hours[0])
    return f"{day} {hours[0]}"


def _headless(date: str) -> str:
    heading = _HEADING.match(fold(date))
    return after(date, heading[0]) if heading is not None else date


def _pieces(part: str, reading: Reading) -> list[str]:
    """Return what a part of a line says, each field apart: `15h à Feurs, 20 places` are three.

    What follows the name of a place is all of it, up to another field that is named.
    """
    part = " ".join(part.split())
    if len(part) > _LONGEST_READ or is_taken_away(part):
        return [part]
    starts = [0]
    for gap in _BETWEEN.finditer(part):
        rest, joint = part[gap.end() :], gap[0].strip()
        if not rest or gap.start() == 0:
            continue
        before = part[starts[-1] : gap.start()]
        is_old = before.split()[-1:] == ["au"]  # “15h au lieu de 14h”
        is_title = joint != "," and (named := said_of_field(before)) is not None and named.name == "title"
        is_field = FIELD.match(fold(rest)) is not None and not (is_old or is_title)
        is_field = is_field and _is_whole(before, reading)
        if is_field or (joint and _begins_with_time(rest, reading) and said_of_field(before) is not None):
            starts.append(gap.end())
    cuts = [part[one:two].strip(" ,") for one, two in zip(starts, [*starts[1:], len(part)], strict=True)]
    return [
        piece
        for cut in cuts
        for piece in _date_and_place(re.sub(r"\s+(?:,|et|and|&|avec|with)$", "", _AND.sub("", cut)), reading)
    ]


def _is_whole(before: str, reading: Reading) -> bool:
    """Return whether what stands before a field says something by itself, and does not only lead to it."""
    said = re.sub(r"\s+(?:,|et|and|&|avec|with)$", "", before.strip(" ,"))
    if verb_of(said)[1] == "" or not said:
        return False
    return (
        said_of_field(said) is not None
        or on_site(said) is not None
        or is_shift(said)
        or _is_timed(verb_of(said)[1], reading)
        or AT.match(fold(said)) is not None
    )


def _begins_with_time(part: str, reading: Reading) -> bool:
    found = read(part, replace(reading, whole_days=True))
    return bool(found.pieces) and found.pieces[0].kind == "time"


def _date_and_place(part: str, reading: Reading) -> list[str]:
    """Return a date and the place that stands behind it, apart: `vendredi 14h à Feurs`, `15h en visio`."""
    if said_of_field(part) is not None or on_site(part) is not None or is_shift(part):
        return [part]
    part = without_lead(part) if verb_of(part)[0] is None else part
    found = read(part, replace(reading, whole_days=True))
    last = found.pieces[-1] if found.pieces else None
    if last is None or last.kind != "rest" or not any(piece.kind == "time" for piece in found.pieces[:-1]):
        return [part]
    head, tail = part[: last.start].strip(" ,"), _AND.sub("", part[last.start : last.end]).strip(" ,")
    if said_of_field(tail) is not None or on_site(tail) is not None:
        return [head, tail]
    lead = AT.match(fold(tail))
    if lead is None or _says_time(tail, reading) or not after(tail, lead[0]):
        return [part]
    return [head, tail]


def is_change(part: str, reading: Reading) -> bool:
    """Return whether a part of a line says what is to change, and can name no meeting."""
    said = wanted([part], reading)
    return said.date is None or is_shift(part) or is_some_time(verb_of(part)[1])


def changed(now: Details, said: Wanted, reading: Reading) -> Details:
    """Return what a meeting is to be, where that can be.

    Raises:
        Faulty: some fields cannot be as they are: `title`, `date`, `where` or `seats`.
        Unclear: the date may be one of several.
    """
    new = replace(
        now,
        title=now.title if said.title is None else said.title,
        place=now.place if said.place is None else said.place,
        link=now.link if said.link is None else said.link,
    )
    if said.online is not None:
        new = replace(new, place="" if new.link else said.online)
    wrong = check_title(new.title, _("What is it about? A few words."))
    wrong |= check_where(new.place, new.link)
    try:
        new = replace(new, seats=new.seats if said.seats is None else read_seats(said.seats))
    except Misread as problem:
        wrong["seats"] = problem.text
    try:
        new = new if said.date is None else moved(new, said.date, reading)
    except Misread as problem:
        wrong["date"] = problem.text
    if wrong:
        raise Faulty(wrong)
    return new
