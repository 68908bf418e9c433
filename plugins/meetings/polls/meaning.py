"""What was meant: weekdays before the end of the vote, and dates written so that they stay the same."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.language.catalogue import Words
from bot.language.dates import spell, spell_range
from bot.language.folding import fold
from bot.language.messages import Markup
from bot.language.moments import Reading
from bot.language.moments.names import WEEKDAYS
from bot.plugin.finding import Misread
from plugins.meetings.polls.deadline import read_closing
from plugins.meetings.polls.proposal import Typed
from plugins.meetings.polls.slots import Slot, in_order, read_slots

_WEEKDAY = re.compile(rf"\b(?:{'|'.join(WEEKDAYS)})\b")
_HOURS = re.compile(r"\d{1,2}\s*(?:-\s*\d{1,2}\s*)?(?:h|:|am\b|pm\b|min|heures?|hours?)\s*\d{0,2}")
_A_WEEK = timedelta(days=7)


def after_the_vote(typed: Typed, reading: Reading) -> list[Slot] | None:
    """Return the dates that may be meant where bare weekdays come before the end of the vote.

    `mardi 14h ; clôture vendredi 18h`, said on a Monday, may be the Tuesday of the week after. None is that
    nothing of the kind was typed.
    """
    if not typed.closes:
        return None
    try:
        closes_at = read_closing(typed.closes, reading)
        read_now = [read_slots(text, reading) for text in typed.dates]
    except Misread:
        return None
    found: list[Slot] = []
    for text, slots in zip(typed.dates, read_now, strict=True):
        found += _later(text, slots, closes_at, reading)
    meant = in_order(found)
    return None if meant == in_order([slot for slots in read_now for slot in slots]) else meant


def _later(text: str, slots: list[Slot], closes_at: datetime, reading: Reading) -> list[Slot]:
    """Return the dates of a text as they are read at the end of the vote, if only a weekday says when."""
    if min(slot.start for slot in slots) >= closes_at or not _is_bare(text):
        return slots
    try:
        later = read_slots(text, replace(reading, now=closes_at))
    except Misread:
        return slots
    moved = [
        new.start.replace(tzinfo=None) - old.start.replace(tzinfo=None)
        for old, new in zip(slots, later, strict=False)
    ]
    is_weeks = all(apart > timedelta(0) and not apart % _A_WEEK for apart in moved)
    return later if len(later) == len(slots) and is_weeks else slots


def _is_bare(text: str) -> bool:
    """Return whether a weekday is all that a text says of the day."""
    said = _HOURS.sub(" ", fold(text))
    return _WEEKDAY.search(said) is not None and not re.search(r"\d", said)


def spell_slot(slot: Slot, words: Words) -> Markup:
    """Return a date as it is read, with its weekday."""
    if slot.end is None:
        return spell(slot.start, words.language)
    return spell_range(slot.start, slot.end, words.language, all_day=slot.all_day)


def write_slot(slot: Slot) -> str:
    """Return a date as it can be typed again, on whatever day that is.

    >>> from datetime import datetime
    >>> write_slot(Slot(datetime(2026, 12, 8, 14), datetime(2026, 12, 8, 16), label="à Feurs"))
    '08/12/2026 14:00-16:00 à Feurs'
    """
    first, last = slot.start, slot.end or slot.start
    is_one_day = first.date() == last.date()
    if slot.all_day:
        said = f"{first:%d/%m/%Y}" if is_one_day else f"du {first:%d/%m/%Y} au {last:%d/%m/%Y}"
    elif slot.end is None:
        said = f"{first:%d/%m/%Y %H:%M}"
    elif is_one_day:
        said = f"{first:%d/%m/%Y %H:%M}-{last:%H:%M}"
    else:
        said = f"du {first:%d/%m/%Y %H:%M} au {last:%d/%m/%Y %H:%M}"
    return f"{said} {slot.label}".strip()


def write_line(typed: Typed, slots: Sequence[Slot], closes_at: datetime | None, words: Words) -> str:
    """Return a proposal as one line that can be typed again, with those dates."""
    closing = f"clôture {closes_at:%d/%m/%Y %H:%M}" if closes_at is not None else ""
    where = f"lieu : {typed.where}" if typed.where else ""
    parts = [typed.title, *map(write_slot, slots), closing, where, typed.link, typed.rest(words)]
    return " ; ".join(part for part in parts if part)
