"""Proposals: what somebody types to have a date chosen, `TITLE ; DATE ; DATE ; closing Friday 18:00`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.chat.addresses import ADDRESS, without_end
from bot.language.folding import fold
from bot.language.messages import Markup, Renderer, Text, _
from bot.language.moments import Reading
from bot.plugin.finding import Misread
from plugins.meetings.polls import breath
from plugins.meetings.polls.deadline import (
    COLON,
    after,
    channels_in,
    closing_in,
    surely_closing_in,
)
from plugins.meetings.polls.lasting import closing_of
from plugins.meetings.polls.manner import USUAL, Manner, written
from plugins.meetings.polls.parts import greeted, parts, visible, without_courtesies
from plugins.meetings.polls.seating import seats_in
from plugins.meetings.polls.several import tidied
from plugins.meetings.polls.slots import (
    LONGEST_LABEL,
    Slot,
    check_number,
    in_order,
    misread,
    read_slots,
    with_days,
)
from plugins.meetings.polls.whereabouts import bare, joined, place_in

LONGEST_TITLE = 120
LONGEST_PLACE = 200
LONGEST_LINK = 2000
MOST_SEATS = 100_000

_COLON = r"\s*[:=]\s*(?=\S|$)"
_LINK = re.compile(
    rf"(?:(?:lieu|adresse|place|where|en|le|la|the|de|du|pour|via|sur|par|on|for|to|rejoindre|join|visio(?:conference)?|lien|link|video"
    rf"|call|zoom|teams|jitsi|bbb)\b\s*)+{COLON}"
)
_COMMA = re.compile(r"\s*,\s+")
_AND = re.compile(r"\s+(?:et|and)\s+", re.IGNORECASE)
_SIGNS = re.compile(r"^[^\w\s()<>\[\]#@\"«'’“/.+~:-]+\s*(?=[^\W_])")
"""Signs before words only lead the eye: 📍, ⏰."""
_SUBJECT = re.compile(rf"(?:objet|sujet|titre|intitule|subject|title|re|quoi|what){_COLON}", re.IGNORECASE)
_DATES = re.compile(
    r"(?:(?:voici |les |the |\d{1,2} |deux |trois |quatre |two |three )*"
    r"(?:dates?|cr[ée]neaux|jours?|horaires?|quand|when|options?|choix)"
    r"(?: ?(?:n° ?)?(?:\d{1,2}|[a-h]))?"
    rf"(?: (?:possibles?|propos[ée]e?s|au choix))?){_COLON}",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Typed:
    """What was typed for each field of a proposal, as it was typed; `dates` one each line.

    `aside` is what says nothing of it: the greeting and the end of a letter.
    """

    title: str = ""
    dates: list[str] = field(default_factory=list)
    closes: str = ""
    where: str = ""
    link: str = ""
    seats: str = ""
    manner: Manner = USUAL
    also: str = ""
    aside: list[str] = field(default_factory=list)

    @classmethod
    def of_form(cls, title: str, dates: str, closes: str, where: str, seats: str) -> Typed:
        """Return what the fields of a form say; the place and the link stand in one."""
        typed = cls(" ".join(visible(title).split()), parts(dates), closes, seats=seats_in(seats) or seats)
        address = ADDRESS.search(where)
        typed.link = without_end(address[0]) if address is not None else ""
        typed.where = bare(_around(where, typed.link) if typed.link else " ".join(where.split()))
        return typed

    def take_rest(self, text: str, reading: Reading) -> str:
        """Take what stands in one field besides: seats, how people vote, other channels.

        Return what is none of these.
        """
        fresh = Typed(title=self.title or "?")
        for part in parts(text):
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
    said, aside = without_courtesies(parts(text), text)
    if said and not title:
        said[0], hello = greeted(said[0])
        aside += [hello] if hello else []
    typed = Typed(title, aside=aside)
    for part in said:
        for one in _apart(part) if typed.title else (part,):
            _take(typed, one, reading)
    typed.title = typed.title.removesuffix(":").rstrip()
    typed.dates = with_days(typed.dates, reading)
    if not title and typed.title and typed.dates:
        typed.title, more = breath.dates_at_end(typed.title, typed.dates[0], reading)
        typed.dates = [*more, *typed.dates]
    if title or (typed.title and typed.dates):
        return typed
    return _in_one_breath(typed, reading) if typed.title else _titled(typed, reading)


def _apart(part: str) -> list[str]:
    """Return what stands between the commas of a part where some of it is about the vote or seats.

    `à Feurs, 12 places` are two; a place keeps its commas.
    """
    pieces = _COMMA.split(part)
    if len(pieces) == 1:
        pieces = _AND.split(part)
        return pieces if all(USUAL.taking(one) is not None for one in pieces) else [part]
    found: list[str] = []
    was_besides = True
    for piece in pieces:
        is_besides = _is_besides(piece)
        if is_besides or was_besides:
            found.append(piece)
        else:
            found[-1] = f"{found[-1]}, {piece}"
        was_besides = is_besides
    return found


def _is_besides(piece: str) -> bool:
    is_how = USUAL.taking(piece) is not None or bool(seats_in(piece))
    is_end = bool(surely_closing_in(piece) and closing_in(piece))  # how long it lasts may be said of a date
    return is_how or is_end or bool(channels_in(piece))


def _titled(typed: Typed, reading: Reading) -> Typed:
    """Return what was typed, with what is said beside its dates as the title: `mardi 10h atelier CAF`."""
    try:
        labels = {slot.label for part in typed.dates for slot in read_slots(part, reading)} - {""}
    except Misread:
        return typed
    if len(labels) != 1:
        return typed
    (title,) = labels
    dates = [part.replace(title, " ").strip(f"{breath.AROUND} ") for part in typed.dates]
    if not all(breath.has_dates(date, reading) for date in dates):
        return typed
    typed.title, typed.dates = title, dates
    return typed


def _in_one_breath(typed: Typed, reading: Reading) -> Typed:
    """Return what was typed without semicolons, read between its commas: `Réunion, mardi 14h, clôture lundi`.

    What comes before the first date is the title; where there is no date, nothing changes.
    """
    title, said = breath.cut(typed.title, reading)
    if len(said) < 2:  # a link, or a place without a comma before it, stays with its date
        typed.title, typed.dates = title, said
        _take_common_place(typed, reading)
        return typed
    found = replace(typed, title=title, dates=[])
    for part in said:
        _take(found, part, reading)
    _take_common_place(found, reading)
    return found


def _take_common_place(typed: Typed, reading: Reading) -> None:
    """Take the place said behind the last of several dates in one breath: it is that of all of them."""
    try:
        *others, last = slots_as_typed(typed.dates, reading)
    except (Misread, ValueError):
        return
    is_one = bool(others and last.label) and not any(slot.label for slot in others)
    place = place_in(last.label, is_after_dates=True) if is_one and not typed.where else ""
    date = typed.dates[-1].replace(last.label, " ").strip(f"{breath.AROUND} ")
    if place and breath.has_dates(date, reading):
        typed.where, typed.dates = place, [*typed.dates[:-1], date]


def _take(typed: Typed, part: str, reading: Reading) -> None:
    if typed.title:
        part = _SIGNS.sub("", part)
    if not typed.title and (subject := _SUBJECT.match(part)) is not None:
        part = part[subject.end() :]
    elif typed.title and (leads := _DATES.match(part)) is not None:
        part = part[leads.end() :]
    address = ADDRESS.search(part) if typed.title else None
    if typed.title and _take_besides(typed, part):
        return
    if address is not None:
        _take_link(typed, part, without_end(address[0]), reading)
    elif breath.is_date(tidied(part), reading):
        typed.dates.append(part)
    elif not typed.title:
        typed.title = part
    elif place := place_in(part, is_after_dates=bool(typed.dates)):
        typed.where = joined(typed.where, place)
    elif not part or (part.endswith(":") and not typed.dates):  # “les dates possibles :”
        typed.aside += [part] if part else []
    else:
        typed.dates.append(part)


def _take_besides(typed: Typed, part: str) -> bool:
    """Take what a part says of how people vote, until when and where else, or of seats; return whether so."""
    if (manner := typed.manner.taking(part)) is not None:
        typed.manner = manner
    elif seats := seats_in(part):  # of two numbers nobody knows which one holds: both are asked about
        typed.seats = ", ".join(dict.fromkeys(one for one in (typed.seats, seats) if one))
    elif not typed.closes and (closes := closing_in(part)):
        typed.closes = closes
    elif also := channels_in(part):
        typed.also = "; ".join(one for one in (typed.also, also) if one)
    else:
        return False
    return True


def _take_link(typed: Typed, part: str, address: str, reading: Reading) -> None:
    """Take the address of a part, and what is said around it as the place, or as a date."""
    said = _around(part, address)
    if typed.link and typed.link != address:
        said = joined(said, address)
    else:
        typed.link = address
    if said and breath.is_date(tidied(said), reading):
        typed.dates.append(said)
    elif said:
        typed.where = joined(typed.where, bare(said))


def _around(part: str, address: str) -> str:
    """Return what is said around an address, without the word that says what it leads to."""
    around = part.replace(address, " ").strip(f"{breath.AROUND}<>[] ").replace("](", " ").replace("[", "")
    leads = _LINK.match(f"{fold(around)} ")
    return " ".join((after(around, leads[0]) if leads else around).split())


def check(typed: Typed, reading: Reading) -> Proposal:
    """Return the proposal that was typed.

    Raises:
        Faulty: some fields cannot be as they are.
    """
    wrong = check_title(typed.title, _("What is it about? A few words, before the dates."))
    slots: list[Slot] = []
    closes_at = reading.now
    seats: int | None = None
    try:
        slots = slots_of(typed.dates, reading)
    except Misread as problem:
        wrong["dates"] = problem.text
    try:
        closes_at = closing_of(typed.closes, slots, reading) if slots else closes_at
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


def check_title(title: str, missing: Text) -> dict[str, Text]:
    """Return what is wrong with a title, by the field: nothing if there is one, and it is not too long."""
    if not title:
        return {"title": missing}
    return {"title": too_long(LONGEST_TITLE)} if len(title) > LONGEST_TITLE else {}


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
            raise misread(typed, problem) from None
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
    if not typed.isdecimal() or not 1 <= int(typed) <= MOST_SEATS:
        raise Misread(_("How many seats are there? A number, or nothing where there is no limit."))
    return int(typed)
