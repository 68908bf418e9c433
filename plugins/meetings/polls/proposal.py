"""Proposals: what somebody types to have a date chosen, `TITLE ; DATE ; DATE ; closing Friday 18:00`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta

from bot.chat.addresses import ADDRESS, without_end
from bot.language.folding import fold
from bot.language.messages import Instant, Markup, Renderer, Text, _
from bot.language.moments import Reading, read
from bot.plugin.finding import Misread
from plugins.meetings.polls.deadline import COLON, after, channels_in, closing_in, read_closing
from plugins.meetings.polls.manner import USUAL, Manner, written
from plugins.meetings.polls.several import tidied
from plugins.meetings.polls.slots import LONGEST_LABEL, Slot, check_number, in_order, read_slots

EVENING = time(18)
USUAL_DAYS = timedelta(days=7)
SHORTEST = timedelta(hours=12)
"""A vote that would be shorter closes an hour before the first date instead."""
HOUR = timedelta(hours=1)
LONGEST_TITLE = 120
LONGEST_PLACE = 200
LONGEST_LINK = 2000
MOSTSEATS = 100_000

PARTS = re.compile(r"\s*[;\n]\s*")
_COMMAS = re.compile(r"\s*,\s+|\s[–—-]\s+(?!\d)")
"""What stands between the parts of a line that somebody writes in one breath; “9h - 12h” is one part."""
_COLON = re.compile(r"\s*:\s+")
"""One before all commas ends the title; a later one stands in “lieu : Feurs”."""
_LONGEST_BREATH = 2000
"""A longer line without a semicolon is no proposal, and is not read piece by piece."""
_AROUND = " ,:–—-()"
_WHERE = re.compile(rf"(?:lieu|adresse|ou|endroit|place|venue|where|rendez-vous|rdv){COLON}(?=\S)")
AT = re.compile(r"(?:a l'|a la|a|au|aux|chez|dans|salle|at|in)\b")
_LINK = re.compile(rf"(?:en )?(?:visio(?:conference)?|lien|link|video|call){COLON}")
_LEADS_TO_DATE = re.compile(r"\s+(?:le|la|les|on|the)$", re.IGNORECASE)
SEATS = re.compile(
    r"(?:(?:places?|jauge|seats?|capacite|max(?:imum)?)\s*[:=]?\s*(?P<after>\d{1,7})"
    r"|(?P<before>\d{1,7})\s*(?:places?|personnes?|participants?|seats?|people)(?:\s*max(?:imum)?\.?)?)"
)


@dataclass(slots=True)
class Typed:
    """What was typed for each field of a proposal, as it was typed; `dates` one each line."""

    title: str = ""
    dates: list[str] = field(default_factory=list)
    closes: str = ""
    where: str = ""
    link: str = ""
    seats: str = ""
    manner: Manner = USUAL
    also: str = ""

    @classmethod
    def of_form(cls, title: str, dates: str, closes: str, where: str, seats: str) -> Typed:
        """Return what the fields of a form say; the place and the link stand in one."""
        typed = cls(title, [line for line in PARTS.split(dates.strip()) if line], closes, seats=seats)
        address = ADDRESS.search(where)
        if address is not None:
            _take_link(typed, where, without_end(address[0]))
        else:
            typed.where = " ".join(where.split())
        return typed

    def take_rest(self, text: str, reading: Reading) -> str:
        """Take what stands in one field besides: seats, how people vote, other channels.

        Return what is none of these.
        """
        fresh = Typed(title=self.title or "?")
        for part in (part for part in PARTS.split(text.strip()) if part):
            _take(fresh, f"{part} places" if part.isdecimal() else part, reading)
        self.seats, self.manner, self.also = fresh.seats, fresh.manner, fresh.also
        return next((one for one in (*fresh.dates, fresh.closes, fresh.where, fresh.link) if one), "")

    def rest(self, words: Renderer) -> str:
        """Return that as it can be typed again."""
        seats = words(_("{count} seats", count=self.seats)) if self.seats else ""
        also = words(_("also in {channels}", channels=Markup(self.also))) if self.also else ""
        return " ; ".join(one for one in (seats, written(self.manner, words), also) if one)

    def values(self) -> dict[str, str]:
        """Return it as the values of a form's fields."""
        return {
            "title": self.title,
            "dates": "\n".join(self.dates),
            "closes": self.closes,
            "where": "\n".join(part for part in (self.where, self.link) if part),
            "seats": self.seats,
        }


@dataclass(frozen=True, slots=True)
class Proposal:
    """A gathering whose date is to be chosen: `closes_at` is aware, `seats` None where there is no limit."""

    title: str
    slots: tuple[Slot, ...]
    closes_at: datetime
    where: str = ""
    link: str = ""
    seats: int | None = None
    manner: Manner = USUAL
    also: str = ""


class Faulty(Exception):  # noqa: N818 - it is an answer to a person, not a fault
    """Some fields of a proposal cannot be as they are: `wrong` says why, by field."""

    def __init__(self, wrong: Mapping[str, Text]) -> None:
        super().__init__(", ".join(wrong))
        self.wrong = wrong


def split(text: str, reading: Reading, title: str = "") -> Typed:
    """Return what each part of a line is for; the first one that is no date is the title, if there is none.

    Dates may also stand at the end of the title, where there are no others: `Réunion mardi 14h ou jeudi 10h`.
    """
    typed = Typed(title)
    for part in (part for part in PARTS.split(text.strip()) if part):
        _take(typed, part, reading)
    if title or (typed.title and typed.dates):
        return typed
    return _in_one_breath(typed, reading) if typed.title else _titled(typed, reading)


def _titled(typed: Typed, reading: Reading) -> Typed:
    """Return what was typed, with what is said beside its dates as the title: `mardi 10h atelier CAF`."""
    try:
        labels = {slot.label for part in typed.dates for slot in read_slots(part, reading)} - {""}
    except Misread:
        return typed
    if len(labels) != 1:
        return typed
    (title,) = labels
    dates = [part.replace(title, " ").strip(f"{_AROUND} ") for part in typed.dates]
    if not all(_has_dates(date, reading) for date in dates):
        return typed
    typed.title, typed.dates = title, dates
    return typed


def _in_one_breath(typed: Typed, reading: Reading) -> Typed:
    """Return what was typed without semicolons, read between its commas: `Réunion, mardi 14h, clôture lundi`.

    What comes before the first date is the title; where there is no date, nothing changes.
    """
    pieces = _pieces(typed.title) if len(typed.title) <= _LONGEST_BREATH else [(0, typed.title)]
    first = next((at for at, (_at, piece) in enumerate(pieces) if at and _has_dates(piece, reading)), None)
    if first is None:
        title, dates = _apart(typed.title, reading)
        if len(dates) < 2:  # a link, or a place without a comma before it, stays with its date
            typed.title, typed.dates = title, dates
            return typed
        return _with_parts(typed, title, dates, reading)
    title = typed.title[: pieces[first][0]].rstrip(f"{_AROUND} ")
    found = _with_parts(typed, title, [piece for _at, piece in pieces[first:]], reading)
    name, dates = _apart(title, reading)
    if dates and _is_alike(dates[0], found.dates[0], reading):
        found.title, found.dates = name, [*dates, *found.dates]
    return found


def _pieces(text: str) -> list[tuple[int, str]]:
    """Return what stands between the commas of a text, with where it begins."""
    commas = list(_COMMAS.finditer(text))
    colon = _COLON.search(text)
    if colon is not None and (not commas or colon.end() < commas[0].start()):
        commas.insert(0, colon)
    starts = [0, *(comma.end() for comma in commas)]
    ends = [*(comma.start() for comma in commas), len(text)]
    return [(start, text[start:end]) for start, end in zip(starts, ends, strict=True)]


def _with_parts(typed: Typed, title: str, parts: Sequence[str], reading: Reading) -> Typed:
    found = replace(typed, title=title, dates=[])
    for part in parts:
        _take(found, part, reading)
    return found


def _has_dates(part: str, reading: Reading) -> bool:
    """Return whether a part begins with a date that can be."""
    try:
        read_slots(part, reading)
    except Misread:
        return False
    return _is_date(tidied(part), reading)


def _is_alike(one: str, other: str, reading: Reading) -> bool:
    """Return whether two dates are said as fully: with an hour, or without."""
    return read_slots(one, reading)[0].all_day == read_slots(other, reading)[0].all_day


def _apart(title: str, reading: Reading) -> tuple[str, list[str]]:
    """Return a title without the dates that it ends with, and those, with what else is said after a comma."""
    found = read(title, replace(reading, whole_days=True))
    times = [piece for piece in found.pieces if piece.kind == "time"]
    if not times or times[0].start == 0:
        return title, []
    start = times[0].start
    name, rest = _LEADS_TO_DATE.sub("", title[:start].rstrip(f"{_AROUND} ")), title[start:]
    (_at, date), *others = _pieces(tidied(rest))
    if others and _has_dates(date, reading):
        return name, [date, *(piece for _at, piece in others)]
    try:
        read_slots(rest, reading)
    except Misread:
        return title, []
    return name, [rest]


def _take(typed: Typed, part: str, reading: Reading) -> None:
    folded = fold(part)
    manner = typed.manner.taking(part)
    if typed.title and manner is not None:
        typed.manner = manner
    elif typed.title and not typed.closes and (closes := closing_in(part)):
        typed.closes = closes
    elif typed.title and (also := channels_in(part)):
        typed.also = "; ".join(one for one in (typed.also, also) if one)
    elif (seats := SEATS.fullmatch(folded)) is not None and typed.title:
        typed.seats = seats["after"] or seats["before"]
    elif (address := ADDRESS.search(part)) is not None and typed.title:
        _take_link(typed, part, without_end(address[0]))
    elif _is_date(part, reading):
        typed.dates.append(part)
    elif not typed.title:
        typed.title = part
    elif (where := _WHERE.match(folded)) is not None:
        typed.where = after(part, where[0])
    elif AT.match(folded) and not typed.where:
        typed.where = part
    else:
        typed.dates.append(part)


def _take_link(typed: Typed, part: str, address: str) -> None:
    """Take the address of a part, and what is said around it as the place."""
    typed.link = address
    around = part.replace(address, " ").strip(" :,–—-()")
    leads = _LINK.match(f"{fold(around)} ")
    said = after(around, leads[0]) if leads else around
    if said and not typed.where:
        typed.where = " ".join(said.split())


def _is_date(part: str, reading: Reading) -> bool:
    """Return whether a part begins with a time, and goes on about nothing else at length."""
    found = read(part, replace(reading, whole_days=True))
    first = next(iter(found.pieces), None)
    return first is not None and first.kind == "time" and len(found.rest) <= LONGEST_LABEL


def check(typed: Typed, reading: Reading) -> Proposal:
    """Return the proposal that was typed.

    Raises:
        Faulty: some fields cannot be as they are.
    """
    wrong: dict[str, Text] = {}
    slots: list[Slot] = []
    closes_at = reading.now
    seats: int | None = None
    if not typed.title:
        wrong["title"] = _("What is it about? A few words, before the dates.")
    elif len(typed.title) > LONGEST_TITLE:
        wrong["title"] = too_long(LONGEST_TITLE)
    try:
        slots = slots_of(typed.dates, reading)
    except Misread as problem:
        wrong["dates"] = problem.text
    try:
        closes_at = _closing(typed.closes, slots, reading) if slots else closes_at
    except Misread as problem:
        wrong["closes"] = problem.text
    try:
        seats = read_seats(typed.seats)
    except Misread as problem:
        wrong["seats"] = problem.text
    wrong |= check_where(typed.where, typed.link)
    if wrong:
        raise Faulty(wrong)
    return Proposal(
        typed.title, tuple(slots), closes_at, typed.where, typed.link, seats, typed.manner, typed.also
    )


def check_where(place: str, link: str) -> dict[str, Text]:
    """Return what is wrong with where people meet, by the field: nothing if neither is too long."""
    for text, limit in ((place, LONGEST_PLACE), (link, LONGEST_LINK)):
        if len(text) > limit:
            return {"where": too_long(limit)}
    return {}


def check_length(typed: str, limit: int) -> None:
    """Check that a text is not too long.

    Raises:
        Misread: it is.
    """
    if len(typed) > limit:
        raise Misread(too_long(limit))


def too_long(limit: int) -> Text:
    """Return what to say of a text that is too long."""
    return _("{limit} characters at most are accepted: shorten it a little.", limit=limit)


def slots_of(dates: Sequence[str], reading: Reading) -> list[Slot]:
    """Return the dates that were typed, in order, each once.

    Raises:
        Misread: one of them cannot be, and is named; or there are too few or too many.
    """
    slots = in_order(slots_as_typed(dates, reading))
    check_number(slots)
    return slots


def slots_as_typed(dates: Sequence[str], reading: Reading) -> list[Slot]:
    """Return the dates as they were typed, also those that came twice.

    Raises:
        Misread: one of them cannot be, and is named.
    """
    slots: list[Slot] = []
    for typed in dates:
        try:
            slots += read_slots(typed, reading)
        except Misread as problem:
            raise Misread(_("“{date}”: {problem}", date=typed[:80], problem=problem.text)) from None
    for slot in slots:
        if len(slot.label) > LONGEST_LABEL:
            raise Misread(_("“{date}”: keep a few words beside the date.", date=slot.label[:80]))
    return slots


def read_seats(typed: str) -> int | None:
    """Return how many people have room, None where there is no limit.

    Raises:
        Misread: it is no number of people.
    """
    if not typed:
        return None
    if not typed.isdecimal() or not 1 <= int(typed) <= MOSTSEATS:
        raise Misread(_("How many seats are there? A number, or nothing where there is no limit."))
    return int(typed)


def _closing(typed: str, slots: Sequence[Slot], reading: Reading) -> datetime:
    """Return when the poll closes: as it was typed, else in a week, and the evening before the first date.

    Raises:
        Misread: it is no instant, or the last date has passed by then.
    """
    if not typed:
        return min(usual_closing(slots, reading), max(slot.over_at for slot in slots))
    return check_closing(typed, slots, reading)


def check_closing(typed: str, slots: Sequence[Slot], reading: Reading) -> datetime:
    """Return when a poll closes, as it was typed: aware. One without `slots` is no poll for a date.

    Raises:
        Misread: it is no instant, or the last date has passed by then.
    """
    closes_at = read_closing(typed, reading)
    if slots and closes_at >= max(slot.over_at for slot in slots):
        raise Misread(
            _(
                "The vote would close {at}, when the last date has passed already. Choose an earlier time.",
                at=Instant(closes_at),
            )
        )
    return closes_at


def usual_closing(slots: Sequence[Slot], reading: Reading) -> datetime:
    """Return when a poll closes where nobody said it: aware, in the zone of who proposes it."""
    now = reading.now.astimezone(reading.zone)
    first = min(slot.start for slot in slots).astimezone(reading.zone)
    day = min(first.date() - timedelta(days=1), now.date() + USUAL_DAYS)
    evening = datetime.combine(day, EVENING, reading.zone)
    if evening - now >= SHORTEST:
        return evening
    return max(first - HOUR, min(first, now + HOUR))
