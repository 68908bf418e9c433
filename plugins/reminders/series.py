"""When a reminder rings: once, or again and again, on the wall clock of a zone.

The wall time is kept, not the instant: 9:00 stays 9:00 when the clocks change, and when a country changes
its rules.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.language.moments import Series, Understood, next_occurrence

SHORTEST_GAP = timedelta(minutes=15)
"""What recurs more often than this is no reminder but a nuisance."""

LARGEST_SHIFT = timedelta(hours=3)
"""Rules of zones do not move the clocks by more."""

_MORNING = time(9)
_LOOKED_AT = 5


@dataclass(frozen=True, slots=True)
class Plan:
    """When a reminder rings: its first wall time (naive) in a zone, and the rule of those that follow."""

    wall: datetime
    zone: ZoneInfo
    rule: str | None = None
    skip_holidays: bool = False
    territory: str | None = None

    @property
    def first(self) -> datetime:
        """The first instant, aware, in the plan's zone.

        A wall time that does not exist moves forward by the gap; one that exists twice is the first
        (PEP 495).
        """
        return self.wall.replace(tzinfo=self.zone, fold=0).astimezone(UTC).astimezone(self.zone)

    @property
    def series(self) -> Series:
        """The plan as something that recurs.

        Raises:
            ValueError: it rings once.
        """
        if self.rule is None:
            raise ValueError("it rings once")
        return Series(self.rule, self.first, self.zone, self.skip_holidays, self.territory)

    def next_after(self, instant: datetime) -> datetime | None:
        """Return the next instant strictly after another, None if there is none."""
        if self.rule is None:
            return self.first if self.first > instant else None
        if self.first > instant:
            return self.first
        return next_occurrence(self.series, instant)


@dataclass(frozen=True, slots=True)
class Rung:
    """What became due: how many rings, and when the next one is (None: that was the last)."""

    count: int
    next_at: datetime | None


def plan_of(moment: Understood, zone: ZoneInfo, territory: str | None) -> Plan:
    """Return the plan that an understood moment makes; whole days ring in the morning."""
    wall = moment.at.astimezone(zone).replace(tzinfo=None, microsecond=0)
    if moment.all_day:
        wall = datetime.combine(wall.date(), _MORNING)
    return Plan(wall, zone, moment.rrule, moment.skip_holidays, territory if moment.skip_holidays else None)


def plan_at(instant: datetime, zone: ZoneInfo) -> Plan:
    """Return the plan that rings once, at an instant."""
    return Plan(instant.astimezone(zone).replace(tzinfo=None, microsecond=0), zone)


def delayed(instant: datetime, delay: timedelta, zone: ZoneInfo) -> Plan:
    """Return the plan that rings once, a while after an instant: days count on the wall clock."""
    wall = instant.astimezone(zone).replace(tzinfo=None) + timedelta(days=delay.days)
    return plan_at(Plan(wall, zone).first + timedelta(seconds=delay.seconds), zone)


def tomorrow_morning(now: datetime, zone: ZoneInfo) -> Plan:
    """Return the plan that rings once, tomorrow at 9:00."""
    return Plan(datetime.combine(now.astimezone(zone).date() + timedelta(days=1), _MORNING), zone)


def monday_morning(now: datetime, zone: ZoneInfo) -> Plan:
    """Return the plan that rings once, on the coming Monday at 9:00."""
    today = now.astimezone(zone).date()
    return Plan(datetime.combine(today + timedelta(days=7 - today.weekday()), _MORNING), zone)


def rung(plan: Plan, due: datetime, now: datetime) -> Rung:
    """Return what became due from the ring at `due` until `now`, and the first ring after that."""
    count = 1
    at = plan.next_after(due)
    while at is not None and at <= now:
        count += 1
        at = plan.next_after(at)
    return Rung(count, at)


def is_too_frequent(plan: Plan) -> bool:
    """Return whether two of the first rings are closer than `SHORTEST_GAP`."""
    if plan.rule is None:
        return False
    before, at = None, plan.next_after(plan.first - timedelta(seconds=1))
    for _ring in range(_LOOKED_AT):
        if at is None:
            return False
        if before is not None and at - before < SHORTEST_GAP:
            return True
        before, at = at, plan.next_after(at)
    return False


def moved(plan: Plan, due: datetime, now: datetime) -> datetime | None:
    """Return to when a ring that was to come at `due` moved, None if it did not, or is due all the same.

    A country may change the rules of its zone after a reminder is set and before it rings.
    """
    actual = plan.next_after(due - timedelta(seconds=1))
    if actual is None or actual <= now or actual - due > LARGEST_SHIFT:
        return None
    return actual
