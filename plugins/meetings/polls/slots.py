"""Slots: dates that are put to the vote, as people type them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.language.folding import fold
from bot.language.messages import Text, _
from bot.language.moments import Reading, Refused, Understood, read
from bot.plugin.finding import Misread

MOST = 30
"""So many dates one poll has."""
LONGEST_LABEL = 80
"""Characters that say what is particular about a date: where it would be."""

WHOLE_DAY = re.compile(
    r"(?:(?:toute|tout)(?: la| le)? |all )?(?:la )?(?:journee|jour|day)(?: entiere?)?|(?:the )?whole day"
)
_OR = re.compile(r"\s*(?:,|(?<=\s)/(?=\s)|\bou\b|\bor\b|\bpuis\b|\bthen\b)\s*", re.IGNORECASE)
_AROUND_LABEL = " ,:–—-()"


@dataclass(frozen=True, slots=True)
class Slot:
    """A date that is put to the vote: aware instants in the zone in which it was said.

    `end` is None where only the beginning was said. Whole days go from 0:00 of the first to 23:59 of the
    last. `label` says what is particular about it.
    """

    start: datetime
    end: datetime | None = None
    all_day: bool = False
    label: str = ""

    @property
    def times(self) -> tuple[datetime, datetime | None, bool]:
        """What makes it the same date as another one, whatever is said beside it."""
        return self.start, self.end, self.all_day

    @property
    def over_at(self) -> datetime:
        """When it has passed: people can come until then."""
        return self.start if self.end is None or not self.all_day else self.end


def read_slots(text: str, reading: Reading) -> list[Slot]:
    """Return the dates that a part of a line names: one, or several with “or” or a comma between them.

    Raises:
        Misread: it names none, or one that cannot be.
    """
    found = _read(text, reading)
    if isinstance(found, Slot):
        return [found]
    parts = [part for part in _OR.split(text) if part]
    several = [_read(part, reading) for part in parts] if len(parts) > 1 else []
    if several and all(isinstance(one, Slot) for one in several):
        return [one for one in several if isinstance(one, Slot)]
    raise Misread(found.reason)


def _read(text: str, reading: Reading) -> Slot | Refused:
    found = read(text, replace(reading, recurring=False, whole_days=True))
    if isinstance(found, Refused):
        return found
    if found.rrule is not None:
        reason = _(
            "This comes again and again, and a date of a poll comes once. Write for example “Tuesday "
            "14:00-16:00”."
        )
        return Refused("unsupported", reason, found.rest, found.pieces)
    if found.note is not None:  # the clocks change: that hour is not on them that day
        return Refused("impossible", found.note, found.rest, found.pieces)
    return _slot(found)


def _slot(found: Understood) -> Slot:
    said = found.rest.strip(_AROUND_LABEL)
    is_whole = bool(WHOLE_DAY.fullmatch(fold(said)))
    return Slot(found.at, found.end, found.all_day, "" if is_whole else " ".join(said.split()))


def in_order(slots: Sequence[Slot]) -> list[Slot]:
    """Return dates in order, the same one only once; the first of two that are the same gives its label."""
    once: dict[tuple[datetime, datetime | None, bool], Slot] = {}
    for slot in slots:
        once.setdefault(slot.times, slot)
    return sorted(once.values(), key=lambda slot: (slot.start, slot.end or slot.start))


def check_number(slots: Sequence[Slot]) -> None:
    """Check that a poll can be made of so many dates.

    Raises:
        Misread: there are too few, or too many.
    """
    wrong: Text | None = None
    if not slots:
        wrong = _(
            "Between which dates is there to choose? For example: “Tuesday 14:00-16:00 ; Thursday 10:00”."
        )
    elif len(slots) > MOST:
        wrong = _(
            "These are {count} dates, and a poll has {most} at most: keep the likeliest ones.",
            count=len(slots),
            most=MOST,
        )
    if wrong is not None:
        raise Misread(wrong)
