"""When a meeting is to be, as it is typed: `15h`, `reporter à mardi`, `prolonger d'une heure`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.language.folding import fold
from bot.language.messages import _
from bot.language.moments import Reading, Shift, Understood, read, read_duration, shift_in
from bot.language.moments.names import MONTHS, WEEKDAYS
from bot.plugin.finding import Misread
from plugins.meetings.gatherings.appointment import read_date
from plugins.meetings.gatherings.around import bare, is_all_day, is_some_time
from plugins.meetings.gatherings.details import Details
from plugins.meetings.gatherings.verbs import Verb, verb_of
from plugins.meetings.polls.deadline import after
from plugins.meetings.polls.several import in_month_of
from plugins.meetings.polls.slots import Slot

_DAYS = "|".join(WEEKDAYS)
_LABEL = re.compile(
    r"(?:(?:la|le|les|l'|the)\s*)?(?:nouvel(?:le)? |nouveaux? |new )?"
    r"(?:dates?|heures?|horaires?|jour|quand|time|day|when|hours)"
    r"(?: (?:de |du |of )(?:la |le |l'|the )?(?:reunion|rencontre|rdv|meeting))?"
    r"\s*(?:[:=→]|->|(?:sera|est|devient|passe|change|is|will be)\b)?\s*(?=\S)"
)
_TWO_HOURS = re.compile(
    r"(?P<one>\d{1,2}\s*(?:h\s*\d{0,2}|:\d\d))\s+(?P<two>\d{1,2}\s*(?:h\s*\d{0,2}|:\d\d))"
)
_LENGTH_OR_HOUR = re.compile(r"(?P<hour>\d{1,2})\s*(?:h|heures?|hours?)(?:\s*\d{1,2})?")
_NIGHT_ENDS = 6
"""Fewer hours alone are a length: nobody moves a meeting to two at night, and “15h” is an hour."""
_UNTIL = re.compile(
    r"(?:jusqu'a|jusque|(?:la |l'|heure de )?fin(?:it|ira|ir)?(?: a)?|until|till|ends?(?: at)?"
    r"|termin\w+(?: a)?)"
    r"\s*:?\s*(?=\d|midi|minuit|noon)"
)
_LASTS = re.compile(
    r"(?:duree|dure(?:ra|r)?|pendant|durant|for|lasts?|lasting|duration)"
    r"\s*(?:de |d'|:|=)?\s*(?P<by>\d.*|une? .*)"
)
_MORE = re.compile(r"(?:de |d')?(?P<by>\S.*?) (?:de plus|supplementaires?|more|longer|de moins|less|shorter)")
_HOUR = r"(?:\d{1,2}\s*(?:h\s*\d{0,2}|:\d\d|heures?|am|pm)|\d{1,2}|midi|noon)"
_HOURS = re.compile(rf"(?:(?:de|from|entre)\s+)?(?P<old>{_HOUR})\s*(?:a|to|et|→|->|vers)\s*(?P<new>{_HOUR})")
"""Two hours, of which the first may be the one that is replaced."""
_DAYS_APART = re.compile(r"(?:du|from)\s+(?P<old>\S.*?)\s+(?:au|to)\s+(?P<new>\S.*)")
_WHOLE_DAY = re.compile(r"journee|all day|whole day|jour entier")
_TODAY = re.compile(
    r"aujourd|today|tonight|ce (?:soir|matin|midi)|cet apres|this (?:morning|evening|afternoon)"
)
_BESIDE = (
    (re.compile(r"(?:le |the )?(?:lendemain|jour (?:suivant|d'apres)|next day|following day|day after)"), 1),
    (re.compile(r"(?:la |the )?(?:veille|jour (?:precedent|d'avant)|day before)"), -1),
    (re.compile(r"(?:la |the )?(?:semaine (?:suivante|d'apres)|following week|week after)"), 7),
    (re.compile(r"(?:la |the )?(?:semaine (?:precedente|d'avant)|week before)"), -7),
)
_FOLLOWING = re.compile(
    rf"(?:le |la |the )?(?:(?P<day>{_DAYS}) (?:suivant|d'apres|after)|following (?P<after>{_DAYS}))"
    r"\b(?P<rest>.*)"
)
_COMING = re.compile(rf"(?:le |the )?(?:(?P<day>{_DAYS}) prochain|next (?P<after>{_DAYS}))\b(?P<rest>.*)")
_WEEKDAY_ALONE = re.compile(
    rf"(?:le |the |on )?(?P<day>{_DAYS})\b(?P<rest>(?:\s+(?:a |at |de |from )?{_HOUR}.*)?)"
)
_WEEK = re.compile(r"\b(?:semaine|week)\b")
_PERIOD = re.compile(rf"\b(?:mois|month|trimestre|semestre|annee|year|{'|'.join(MONTHS)})\b")
_SAYS_DAY = re.compile(rf"\d|\b(?:{_DAYS}|demain|tomorrow|premier|first|dernier|last)\b")
_NOT_PAST = _("This is past already. Choose a time to come: “Thursday 14:00”.")
_ENDS_FIRST = _("It would end before it begins. Write both: “14:00-16:00”.")
_WHICH_DAY = _("On which day of it? For example “Thursday 10 14:00”.")
_WHEN = _("To when? For example “Thursday 10 14:00”, or “one week later”.")
_NOT_SOONER = _("This is later than it is now, and you wrote that it comes sooner. Which day is it?")
_NO_END = _("So far only its beginning is known: write until when it goes on, “until 17:00”.")


class Unclear(Exception):  # noqa: N818 - it is a question to a person, not a fault
    """What was typed may be several times: `ways` are these, each as one may type it."""

    def __init__(self, ways: Sequence[str]) -> None:
        super().__init__(" | ".join(ways))
        self.ways = tuple(ways)


def moved(now: Details, typed: str, reading: Reading) -> Details:
    """Return a meeting at the time that was typed: what is not said of it stays as it was.

    An hour alone is that of the same day, a day alone keeps the hours, a beginning alone keeps the length.

    Raises:
        Misread: it cannot be.
        Unclear: it may be one of several.
    """
    verb, said = verb_of(typed)
    said = bare(said)
    label = _LABEL.match(fold(said))
    said = bare(after(said, label[0])) if label is not None else said
    folded = fold(said).strip(" .!?")
    start, end = _on_clocks(now)
    lasting = _lasting(now, verb, folded, reading)
    if lasting is not None:
        return _at(now, start, lasting, reading, all_day=now.all_day)
    if verb in (Verb.LONGER, Verb.SHORTER):
        raise Misread(_NO_END)
    shift = _shift(folded, verb, reading)
    if shift is not None:
        return _at(now, shift.of(start), shift.of(end) if end else None, reading, all_day=now.all_day)
    if (two := _TWO_HOURS.fullmatch(folded)) is not None:
        said = f"{two['one']}-{two['two']}"
    if is_all_day(folded):
        said = f"{start:%d/%m/%Y} {folded}"
    if not now.all_day and label is None:
        said = _of_two_hours(said, verb, start, end)
    if label is None and (verb is None or not verb.moves):
        _check_days(now, said, reading)
    elif (
        verb
        and verb.moves
        and (apart := _DAYS_APART.fullmatch(fold(said))) is not None
        and _is_day_of(start, apart["old"], reading)
    ):
        said = apart["new"]
    return _placed(now, verb, said, reading)


def _placed(now: Details, verb: Verb | None, said: str, reading: Reading) -> Details:
    """Return a meeting at the date that was said, which names no shift."""
    start, end = _on_clocks(now)
    folded = fold(said)
    slot = _read(said, start, verb, reading)
    if slot.all_day and not now.all_day and not _WHOLE_DAY.search(folded) and _is_one_day(slot):
        day = slot.start.date()
        slot = replace(
            slot,
            start=_on(start, day),
            end=_on(end, day + (end.date() - start.date())) if end else None,
            all_day=False,
        )
    elif slot.all_day and now.all_day and _is_one_day(slot) and end is not None:
        slot = replace(slot, end=_on(end, slot.start.date() + (end.date() - start.date())))
    elif slot.end is None and end is not None and not now.all_day:
        slot = replace(slot, end=(slot.start.astimezone(UTC) + (now.over_at - now.starts_at)))
    if slot.label:
        raise Misread(
            _("“{text}” is more than a date: write the place apart, after a semicolon.", text=slot.label)
        )
    if verb is Verb.SOONER and slot.start >= start:
        raise Misread(_NOT_SOONER)
    there = reading.zone.key if slot.all_day else now.zone
    return _at(now, slot.start, slot.end, reading, all_day=slot.all_day, zone=there)


def is_shift(typed: str) -> bool:
    """Return whether words say how much later, sooner, longer or shorter, or until when."""
    verb, said = verb_of(typed)
    folded = fold(bare(said)).strip(" .!?")
    return (
        shift_in(folded, "fr") is not None
        or (verb is not None and verb.moves and _length_alone(folded) is not None)
        or _UNTIL.match(folded) is not None
        or any(_length(pattern.fullmatch(folded)) is not None for pattern in (_LASTS, _MORE))
        or any(pattern.fullmatch(folded) for pattern, _days in _BESIDE)
    )


def _on_clocks(now: Details) -> tuple[datetime, datetime | None]:
    zone = ZoneInfo(now.zone)
    return now.starts_at.astimezone(zone), now.ends_at.astimezone(zone) if now.ends_at else None


def _lasting(now: Details, verb: Verb | None, folded: str, reading: Reading) -> datetime | None:
    """Return until when a meeting goes on, where that is what was typed.

    Raises:
        Misread: it would end before it begins, or its end is not known.
    """
    start, end = _on_clocks(now)
    if now.all_day:
        shift = shift_in(folded, "fr") if verb in (Verb.LONGER, Verb.SHORTER) else None
        return (
            replace(shift, way="sooner" if verb is Verb.SHORTER else "later").of(end or start)
            if shift
            else None
        )
    if (until := _UNTIL.match(folded)) is not None or verb in (Verb.LONGER, Verb.SHORTER):
        slot = _hour_alone(folded[until.end() :] if until else folded, start, reading)
        if slot is not None and slot.start > start and shift_in(folded, "fr") is None:
            return slot.start
        if until is not None:
            raise Misread(_ENDS_FIRST)
    if (lasts := _length(_LASTS.fullmatch(folded))) is not None:
        return Shift(lasts).of(start)
    more = _MORE.fullmatch(folded)
    by = _length(more)
    if by is None and verb in (Verb.LONGER, Verb.SHORTER):
        shift = shift_in(folded, "fr") or (Shift(length) if (length := read_duration(folded)) else None)
        by = shift.by if shift is not None else None
    if by is None:
        return None
    if end is None:
        raise Misread(_NO_END)
    is_less = verb is Verb.SHORTER or (more is not None and re.search(r"(?:moins|less|shorter)$", folded))
    return Shift(by, "sooner" if is_less else "later").of(end)


def _length(found: re.Match[str] | None) -> timedelta | None:
    return read_duration(found["by"].strip()) if found is not None else None


def _shift(folded: str, verb: Verb | None, reading: Reading) -> Shift | None:
    """Return how much later or sooner was typed, None if something else was; days go later.

    Raises:
        Unclear: nobody knows which of both.
    """
    for pattern, days in _BESIDE:
        if pattern.fullmatch(folded):
            return Shift(timedelta(days=abs(days)), "sooner" if days < 0 else "later")
    shift = shift_in(folded, reading.language) or (_length_alone(folded) if verb and verb.moves else None)
    if shift is None or shift.way is not None:
        return shift
    if (verb is None or not verb.moves) and shift.by < timedelta(days=1):
        raise Unclear((f"{folded} plus tard", f"{folded} plus tôt"))
    return replace(shift, way="sooner" if verb is Verb.SOONER else "later")


def _length_alone(folded: str) -> Shift | None:
    """Return the shift that a length alone is behind a verb that moves: `décaler 30 min`."""
    clock = _LENGTH_OR_HOUR.fullmatch(folded)
    if clock is not None and int(clock["hour"]) >= _NIGHT_ENDS:
        return None
    by = read_duration(folded)
    return Shift(by) if by is not None else None


def _of_two_hours(said: str, verb: Verb | None, start: datetime, end: datetime | None) -> str:
    """Return what is meant of “from 14:00 to 15:00”, of a meeting that begins at 14:00.

    Raises:
        Unclear: it may be the new hours, or the old one and the new one.
    """
    two = _HOURS.fullmatch(fold(said))
    if two is None or clock_of(two["old"]) != (start.hour, start.minute):
        return said
    if verb is not None and verb.moves:
        return two["new"]
    if end is not None and clock_of(two["new"]) == (end.hour, end.minute):
        return two["new"]
    raise Unclear((f"horaires : {two['old']}-{two['new']}", f"heure : {two['new']}"))


def clock_of(hour: str) -> tuple[int, int]:
    """Return the hour and the minute that a regular expression found."""
    if hour in ("midi", "noon"):
        return 12, 0
    numbers = [int(one) for one in re.findall(r"\d+", hour)]
    return numbers[0] + (12 if "pm" in hour and numbers[0] < 12 else 0), numbers[1] if len(numbers) > 1 else 0


def _check_days(now: Details, said: str, reading: Reading) -> None:
    """Check that “from 26 to 27 November” is not the old day and the new one.

    Raises:
        Unclear: it may be both.
    """
    start, _end = _on_clocks(now)
    apart = _DAYS_APART.fullmatch(fold(said))
    if apart is None or now.all_day or not _is_day_of(start, apart["old"], reading):
        return
    raise Unclear((f"date : {apart['new']}", f"dates : {fold(said)}"))


def _is_day_of(start: datetime, typed: str, reading: Reading) -> bool:
    """Return whether words are the day on which a meeting begins."""
    eve = min(start - timedelta(days=1), reading.now)
    found = read(
        in_month_of(typed, start.date()), replace(reading, now=eve, whole_days=True, recurring=False)
    )
    return isinstance(found, Understood) and not found.rest and found.at.date() == start.date()


def _read(said: str, start: datetime, verb: Verb | None, reading: Reading) -> Slot:
    """Return the date that was typed; an hour alone is one of the day on which the meeting is.

    Raises:
        Misread: it is none, or says no day.
    """
    if is_some_time(said):
        raise Misread(_WHEN)
    same_day = _hour_alone(said, start, reading)
    if same_day is not None:
        return same_day
    folded = fold(said)
    following, coming, weekday = (one.fullmatch(folded) for one in (_FOLLOWING, _COMING, _WEEKDAY_ALONE))
    if following is not None:
        return _read_from(start, f"{following['day'] or following['after']}{following['rest']}", reading)
    slot = _dated(said, start, reading)
    if _WEEK.search(folded) and not _SAYS_DAY.search(folded):
        return replace(
            slot, start=slot.start + timedelta(days=start.weekday() - slot.start.weekday()), end=None
        )
    if _PERIOD.search(folded) and not _SAYS_DAY.search(folded):
        raise Misread(_WHICH_DAY)
    if coming is not None and slot.start.date() <= start.date():
        after_it = _read_from(start, f"{coming['day'] or coming['after']}{coming['rest']}", reading)
        if verb is Verb.LATER or slot.start.date() == start.date():
            return after_it
        if verb is not Verb.SOONER:
            hours = coming["rest"]
            raise Unclear(tuple(f"date : {day.start:%d/%m/%Y}{hours}" for day in (slot, after_it)))
    if (
        verb is Verb.LATER
        and weekday is not None
        and slot.start < start
        and slot.start.date() != start.date()
    ):
        return _read_from(start, said, reading)
    return slot


def _dated(said: str, start: datetime, reading: Reading) -> Slot:
    """Return a date; the number of a day alone is of the month of the meeting, or else of the next."""
    dates = said.split(" ; ")
    try:
        return read_date([in_month_of(one, start.date()) for one in dates], reading)
    except Misread:
        if all(in_month_of(one, start.date()) == one for one in dates):
            raise
        return read_date([re.sub(r"^(?=\d)", "le ", one) for one in dates], reading)


def _read_from(start: datetime, said: str, reading: Reading) -> Slot:
    """Return a date that was said from the day of the meeting."""
    return read_date(
        [said], replace(reading, now=datetime.combine(start, time(23, 59), start.tzinfo).astimezone(UTC))
    )


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
    begins_later = not new.all_day and new.starts_at <= reading.now and new.starts_at != now.starts_at
    if new.over_at <= reading.now or begins_later:
        raise Misread(_NOT_PAST)
    if new.ends_at is not None and new.ends_at <= new.starts_at:
        raise Misread(_ENDS_FIRST)
    return new
