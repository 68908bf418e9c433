"""What is to change of a meeting, as it is typed: `jeudi 10 14h ; lieu : Roanne ; sans visio ; 20 places`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.language.folding import fold
from bot.language.messages import Text, _
from bot.language.moments import Reading, Understood, read, read_duration
from bot.plugin.finding import Misread
from plugins.meetings.gatherings.appointment import placed, read_date
from plugins.meetings.gatherings.details import Details
from plugins.meetings.polls.deadline import after
from plugins.meetings.polls.proposal import (
    LONGEST_TITLE,
    Faulty,
    Typed,
    check_where,
    read_seats,
    split,
    too_long,
)
from plugins.meetings.polls.several import in_month_of
from plugins.meetings.polls.slots import Slot

_NO = (
    r"(?:(?:sans|pas de|plus de|aucune?|supprime[rz]?|enleve[rz]?|retire[rz]?|ote[rz]?|no|without|remove)\s+"
    r"(?:le |la |les |l'|de |d'|the )*)"
)
_NO_PLACE = re.compile(rf"{_NO}(?:lieu|endroit|adresse|salle|place|venue)")
_NO_LINK = re.compile(rf"{_NO}(?:visio(?:conference)?|lien(?: de (?:la )?visio)?|link|video(?: call)?)")
_NO_LIMIT = re.compile(
    rf"{_NO}(?:limite?|jauge|max(?:imum)?)(?: (?:de|of) (?:places?|seats?))?"
    r"|(?:(?:nombre de )?places? )?illimitee?s?|unlimited(?: seats)?|places illimitees"
)
_TITLE = re.compile(
    r"(?:(?:le |la |the )?(?:nouveau |new )?(?:titre|sujet|objet|nom|title|subject|name)"
    r"\s*(?:[:=]|devient|is)?"
    r"|renomm\w+(?: la| le)?(?: en)?|rename(?: it)?(?: to)?|(?:s')?appel\w+)\s*:?\s*(?=\S)"
)
_LABEL = re.compile(
    r"(?:la |le |l'|the )?(?:nouvel(?:le)? |nouveaux? |new )?"
    r"(?:date|heure|horaires?|jour|quand|time|day|when)\s*[:=]?\s*(?=\S)"
)
_LEAD = re.compile(
    r"(?:(?:deplac\w+|report\w+|repouss\w+|avanc\w+|chang\w+|decal\w+|moved?|postponed?)\s+)?"
    r"(?:(?:au|pour(?: le)?|a|to|for|on|le)\s+)?(?=\S)"
)
_LATER = re.compile(
    r"(?:(?:decal\w+|report\w+|repouss\w+|retard\w+|postponed?)\s+)?(?:de |d'|by )(?P<by>\S.*)"
    r"|(?P<more>\S.*?) (?:plus tard|apres|later)"
)
_EARLIER = re.compile(r"avanc\w+\s+(?:de |d'|by )(?P<by>\S.*)|(?P<more>\S.*?) (?:plus tot|avant|earlier)")
_UNTIL = re.compile(
    r"(?:jusqu'a|jusque|fin(?:it)?(?: a)?|until|ends?(?: at)?)\s*:?\s*(?=\d|midi|minuit|noon)"
)
_HOUR = re.compile(r"(?:a|at|vers|about)\s+(?:\d{1,2}\s*(?:h|:|am\b|pm\b)|midi|noon).*")
_TO = re.compile(r"(?:a|au|to|pour|for)\s+")
_WHOLE_DAY = re.compile(r"journee|all day|whole day|jour entier")
_TODAY = re.compile(
    r"aujourd|today|tonight|ce (?:soir|matin|midi)|cet apres|this (?:morning|evening|afternoon)"
)
_NOT_PAST = _("This is past already. Choose a time to come: “Thursday 14:00”.")
_ENDS_FIRST = _("It would end before it begins. Write both: “14:00-16:00”.")


@dataclass(slots=True)
class Wanted:
    """What is to change, as it was typed; None stays as it is, and an empty text takes away."""

    title: str | None = None
    date: str | None = None
    place: str | None = None
    link: str | None = None
    seats: str | None = None

    @classmethod
    def of_form(cls, title: str, date: str, where: str, seats: str) -> Wanted:
        """Return what the fields of a form say; the place and the link stand in one."""
        typed = Typed.of_form(title, "", "", where, seats)
        return cls(title.strip(), date.strip(), typed.where, typed.link, seats.strip())

    def leave(self, field: str) -> None:
        """Have what stands in a field of the form stay as it is."""
        for name in ("place", "link") if field == "where" else (field,):
            setattr(self, name, None)


def wanted(parts: Sequence[str], reading: Reading) -> Wanted:
    """Return what the parts of a line want changed."""
    said = Wanted()
    others: list[str] = []
    for part in parts:
        folded = fold(part).strip(" .!")
        if _NO_PLACE.fullmatch(folded):
            said.place = ""
        elif _NO_LINK.fullmatch(folded):
            said.link = ""
        elif _NO_LIMIT.fullmatch(folded):
            said.seats = ""
        elif (title := _TITLE.match(folded)) is not None:
            said.title = after(part, title[0]).strip(' «»"“”')
        elif _is_step(folded) or _is_end(folded) or _HOUR.fullmatch(folded):
            said.date = part
        else:
            others.append(_without_to(part, reading))
    typed = placed(split("\n".join(others), reading, title="-"), reading)
    said.date = " ; ".join([*([said.date] if said.date else []), *typed.dates]) or None
    said.place = typed.where or said.place
    said.link = typed.link or said.link
    said.seats = typed.seats or said.seats
    return said


def _without_to(part: str, reading: Reading) -> str:
    """Return a part without what leads to a date: “à vendredi” is a day, and “à Feurs” a place."""
    led = _TO.match(fold(part))
    if led is None:
        return part
    rest = after(part, led[0])
    pieces = read(rest, replace(reading, recurring=False)).pieces
    return rest if pieces and pieces[0].kind == "time" and pieces[0].start == 0 else part


def is_change(part: str, reading: Reading) -> bool:
    """Return whether a part of a line says what is to change, and can name no meeting."""
    said = wanted([part], reading)
    return said.date is None or _is_step(fold(part)) or _is_end(fold(part))


def changed(now: Details, said: Wanted, reading: Reading) -> Details:
    """Return what a meeting is to be, where that can be.

    Raises:
        Faulty: some fields cannot be as they are: `title`, `date`, `where` or `seats`.
    """
    wrong: dict[str, Text] = {}
    new = replace(
        now,
        title=now.title if said.title is None else said.title,
        place=now.place if said.place is None else said.place,
        link=now.link if said.link is None else said.link,
    )
    if not new.title:
        wrong["title"] = _("What is it about? A few words.")
    elif len(new.title) > LONGEST_TITLE:
        wrong["title"] = too_long(LONGEST_TITLE)
    wrong |= check_where(new.place, new.link)
    try:
        new = replace(new, seats=new.seats if said.seats is None else read_seats(said.seats))
    except Misread as problem:
        wrong["seats"] = problem.text
    try:
        new = new if said.date is None else _moved(new, said.date, reading)
    except Misread as problem:
        wrong["date"] = problem.text
    if wrong:
        raise Faulty(wrong)
    return new


def _moved(now: Details, typed: str, reading: Reading) -> Details:
    """Return a meeting at the time that was typed: what is not said of it stays as it was.

    An hour alone is that of the same day, a day alone keeps the hours, a beginning alone keeps the length.

    Raises:
        Misread: it cannot be.
    """
    zone = ZoneInfo(now.zone)
    start, end = now.starts_at.astimezone(zone), now.ends_at.astimezone(zone) if now.ends_at else None
    folded = fold(typed).strip(" .!")
    if _is_step(folded):
        return _at(now, *_stepped(start, end, folded, reading), reading, all_day=now.all_day)
    if (until := _UNTIL.match(folded)) is not None and not now.all_day:
        ended = _hour_on(start, after(typed, until[0]), reading)
        if ended is None:
            raise Misread(_ENDS_FIRST)
        return _at(now, start, ended, reading)
    slot = _read(typed, start, reading)
    if slot.all_day and not now.all_day and not _WHOLE_DAY.search(folded) and _is_one_day(slot):
        day = slot.start.date()
        slot = Slot(_on(start, day), _on(end, day + (end.date() - start.date())) if end else None)
    elif slot.end is None and end is not None and not now.all_day:
        slot = replace(slot, end=(slot.start.astimezone(UTC) + (now.over_at - now.starts_at)))
    if slot.label and not slot.all_day:
        raise Misread(
            _("“{text}” is more than a date: write the place apart, after a semicolon.", text=slot.label)
        )
    there = reading.zone.key if slot.all_day else now.zone
    return _at(now, slot.start, slot.end, reading, all_day=slot.all_day, zone=there)


def _read(typed: str, start: datetime, reading: Reading) -> Slot:
    """Return the date that was typed; an hour alone is one of the day on which the meeting is."""
    label = _LABEL.match(fold(typed))
    said = after(typed, label[0]) if label is not None else typed
    lead = _LEAD.match(fold(said))
    bare = after(said, lead[0]) if lead is not None else said
    for one in (said, bare):
        same_day = _hour_alone(one, start, reading)
        if same_day is not None:
            return same_day
    try:
        return read_date([in_month_of(one, start.date()) for one in said.split(" ; ")], reading)
    except Misread:
        if bare == said:
            raise
        return read_date([in_month_of(bare, start.date())], reading)


def _hour_alone(typed: str, start: datetime, reading: Reading) -> Slot | None:
    """Return the hours of the meeting's own day that were typed, None if a day was said, or no hour."""
    if _TODAY.search(fold(typed)):
        return None
    found: list[Understood] = []
    for days in (0, 1, 3):
        day = datetime.combine(start.date() + timedelta(days=days), time(), reading.zone)
        said = read(typed, replace(reading, now=day.astimezone(UTC), recurring=False, whole_days=True))
        if not isinstance(said, Understood) or said.all_day or said.rest or said.rrule is not None:
            return None
        if said.at.astimezone(reading.zone).date() != day.date():
            return None
        found.append(said)
    return Slot(found[0].at, found[0].end)


def _hour_on(start: datetime, typed: str, reading: Reading) -> datetime | None:
    """Return the hour of a meeting's day that was typed, None if it is not after its beginning."""
    slot = _hour_alone(typed, start, reading)
    return slot.start if slot is not None and slot.start > start else None


def _stepped(
    start: datetime, end: datetime | None, folded: str, reading: Reading
) -> tuple[datetime, datetime | None]:
    """Return a meeting so much later or earlier: days keep its hours on the clocks, hours are real ones."""
    later, earlier = _LATER.fullmatch(folded), _EARLIER.fullmatch(folded)
    found = later or earlier
    step = _duration(found, reading) if found is not None else None
    if step is None:
        raise Misread(_NOT_PAST)
    step = step if later is not None else -step
    return _step(start, step), _step(end, step) if end is not None else None


def _step(at: datetime, step: timedelta) -> datetime:
    days = timedelta(days=int(step / timedelta(days=1)))
    return ((at + days).astimezone(UTC) + (step - days)).astimezone(at.tzinfo)


def _is_step(folded: str) -> bool:
    return any(
        found is not None and _duration(found, None) is not None
        for found in (_LATER.fullmatch(folded), _EARLIER.fullmatch(folded))
    )


def _duration(found: re.Match[str], reading: Reading | None) -> timedelta | None:
    language = reading.language if reading is not None else "fr"
    return read_duration((found["by"] or found["more"]).strip(), language)


def _is_end(folded: str) -> bool:
    return _UNTIL.match(folded) is not None


def _is_one_day(slot: Slot) -> bool:
    return slot.end is None or slot.end.date() == slot.start.date()


def _on(at: datetime, day: date) -> datetime:
    return datetime.combine(day, at.timetz())


def _at(
    now: Details,
    start: datetime,
    end: datetime | None,
    reading: Reading,
    *,
    all_day: bool = False,
    zone: str | None = None,
) -> Details:
    """Return a meeting between two instants, on the clocks of `zone` if it is given.

    Raises:
        Misread: it would be over, or end before it begins.
    """
    new = replace(
        now,
        starts_at=start.astimezone(UTC),
        ends_at=end.astimezone(UTC) if end is not None else None,
        all_day=all_day,
        zone=zone or now.zone,
    )
    if not new.is_moved_from(now):
        return now
    if new.over_at <= reading.now or (not new.all_day and new.starts_at <= reading.now):
        raise Misread(_NOT_PAST)
    if new.ends_at is not None and new.ends_at <= new.starts_at:
        raise Misread(_ENDS_FIRST)
    return new
