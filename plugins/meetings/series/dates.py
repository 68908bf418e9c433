"""The dates of a series: those of its rhythm, which may change from a date on, but for what it leaves out.

Nothing here knows of meetings that were cancelled or moved by hand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from itertools import islice, pairwise, takewhile

from bot.language.moments.calendar import add_months
from bot.language.moments.plans import Plan
from bot.language.moments.rules import parts

_INSTANT = timedelta(microseconds=1)
_MONTHS_OF_A_YEAR = 12
_MONTHLY, _EVERY_OTHER = "FREQ=MONTHLY;", "FREQ=MONTHLY;INTERVAL=2;"
MONTHS_AHEAD = 24
"""So many months are looked ahead at for the letter, which has those without a meeting."""


@dataclass(frozen=True, slots=True)
class Terms:
    """When a series comes from an instant on: `plan` recurs; each goes on for `minutes` on the clock."""

    plan: Plan
    since: datetime
    minutes: int | None = None
    all_day: bool = False

    def ends(self, at: datetime) -> datetime | None:
        """Return when the meeting ends that begins at an instant, None where nobody said it.

        A length is one on the wall clock: `16h-18h` ends at 18:00 also where the clocks change between.
        """
        start = at.astimezone(self.plan.zone)
        if self.all_day:
            return datetime.combine(start.date(), time(23, 59), self.plan.zone)
        if self.minutes is None:
            return None
        length = timedelta(minutes=self.minutes)
        wall = start.replace(tzinfo=None, fold=0) + length
        end = wall.replace(tzinfo=self.plan.zone)
        return end if end.astimezone(UTC) > at.astimezone(UTC) else (at + length).astimezone(self.plan.zone)


@dataclass(frozen=True, slots=True)
class Off:
    """A time in which a series does not come: from `start`, before `back`."""

    start: datetime
    back: datetime


@dataclass(frozen=True, slots=True)
class Date:
    """One date of a series, and the terms of which it is."""

    at: datetime
    terms: Terms

    @property
    def end(self) -> datetime | None:
        """When the meeting ends, None where nobody said it."""
        return self.terms.ends(self.at)


def dates(terms: Sequence[Terms], off: Sequence[Off], after: datetime) -> Iterator[Date]:
    """Return the dates strictly after an instant, in order; `terms` are in the order of their `since`."""
    ends = [later.since for _one, later in pairwise(terms)]
    for one, end in zip(terms, [*ends, None], strict=True):
        at = one.plan.next_after(max(after, one.since - _INSTANT))
        while at is not None and (end is None or at < end):
            back = next((span.back for span in off if span.start <= at < span.back), None)
            if back is None:
                yield Date(at, one)
            at = one.plan.next_after(at if back is None else back - _INSTANT)


def coming(terms: Sequence[Terms], off: Sequence[Off], after: datetime, count: int) -> list[Date]:
    """Return the next dates, `count` at most."""
    return list(islice(dates(terms, off, after), count))


def until(terms: Sequence[Terms], off: Sequence[Off], after: datetime, end: datetime) -> list[Date]:
    """Return the dates after an instant and before another one."""
    return list(takewhile(lambda date: date.at < end, dates(terms, off, after)))


def spans_of_months(instants: Iterable[datetime], zone_of: Plan) -> list[Off]:
    """Return the months of some instants, on the clocks of a plan's zone, in order."""
    firsts = sorted({at.astimezone(zone_of.zone).date().replace(day=1) for at in instants})
    return [
        Off(
            datetime.combine(first, time(), zone_of.zone).astimezone(UTC),
            datetime.combine(add_months(first, 1), time(), zone_of.zone).astimezone(UTC),
        )
        for first in firsts
    ]


def leaves_months(plan: Plan, after: datetime) -> bool:
    """Return whether a plan has months without a date within a year: a letter can come in those."""
    end = after + timedelta(days=366)
    found = until([Terms(plan, after)], [], after, end)
    return len(spans_of_months((date.at for date in found), plan)) < _MONTHS_OF_A_YEAR


def ended(rule: str, last: datetime) -> str:
    """Return a rule that comes until an instant at most, whatever end it had.

    >>> from datetime import UTC
    >>> ended("FREQ=MONTHLY;BYDAY=1TU;COUNT=6", datetime(2027, 6, 30, 21, 59, 59, tzinfo=UTC))
    'FREQ=MONTHLY;BYDAY=1TU;UNTIL=20270630T215959Z'
    """
    lines = []
    for line in rule.split("\n"):
        kept = [part for part in line.split(";") if not part.startswith(("UNTIL=", "COUNT="))]
        lines.append(";".join([*kept, f"UNTIL={last.astimezone(UTC):%Y%m%dT%H%M%SZ}"]))
    return "\n".join(lines)


def every_other_month(plan: Plan) -> Plan:
    """Return a plan that comes each month as one that comes every other month; others stay as they are."""
    found = parts(plan.rule or "")
    if found.get("FREQ") != "MONTHLY" or "INTERVAL" in found or "\n" in (plan.rule or ""):
        return plan
    return replace(plan, rule=(plan.rule or "").replace(_MONTHLY, _EVERY_OTHER, 1))


def in_turn(plan: Plan, taken: Sequence[Off], after: datetime) -> Plan:
    """Return a plan of every other month so that it comes in the months that are not `taken`, if it can.

    It begins a month later where more of its dates are in free months then.
    """
    if _EVERY_OTHER not in (plan.rule or ""):
        return plan
    monthly = replace(plan, rule=(plan.rule or "").replace(_EVERY_OTHER, _MONTHLY, 1))
    starts = [at.replace(tzinfo=None) for at in monthly.coming(after, 2)]
    shifted = [replace(plan, wall=wall) for wall in starts]
    return min(shifted, key=lambda one: _clashes(one, taken, after), default=plan)


def _clashes(plan: Plan, taken: Sequence[Off], after: datetime) -> int:
    return sum(any(span.start <= at < span.back for span in taken) for at in plan.coming(after, 6))
