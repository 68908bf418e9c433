"""Plans: when something that people schedule comes, once or again and again, on the wall clock of a zone.

The wall time is kept, not the instant: 9:00 stays 9:00 when the clocks change, and when a country changes
its rules.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.language.catalogue import Words
from bot.language.messages import Text, _
from bot.language.moments.reading import Understood
from bot.language.moments.rules import Series, next_occurrence
from bot.language.moments.spelling import spell_rule

MORNING = time(9)
"""The hour of what is to come on a day without an hour."""

LARGEST_SHIFT = timedelta(hours=3)
"""Rules of zones do not move the clocks by more."""

_LOOKED_AT = 5


@dataclass(frozen=True, slots=True)
class Plan:
    """When something comes: its first wall time (naive) in a zone, and the rule of those that follow."""

    wall: datetime
    zone: ZoneInfo
    rule: str | None = None
    skip_holidays: bool = False
    territory: str | None = None

    @classmethod
    def stored(
        cls, wall: str, zone: str, rule: str | None, skip_holidays: bool, territory: str | None
    ) -> Plan:
        """Return the plan that is written down so: `wall` is ISO 8601, `zone` a name of the IANA."""
        return cls(datetime.fromisoformat(wall), ZoneInfo(zone), rule, skip_holidays, territory)

    @property
    def wall_text(self) -> str:
        """The first wall time as it is written down."""
        return self.wall.isoformat(timespec="seconds")

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
            ValueError: it comes once.
        """
        if self.rule is None:
            raise ValueError("it comes once")
        return Series(self.rule, self.first, self.zone, self.skip_holidays, self.territory)

    def coming(self, instant: datetime, count: int) -> list[datetime]:
        """Return the next instants strictly after another, `count` at most."""
        found: list[datetime] = []
        at = self.next_after(instant)
        while at is not None and len(found) < count:
            found.append(at)
            at = self.next_after(at)
        return found

    def next_after(self, instant: datetime) -> datetime | None:
        """Return the next instant strictly after another, None if there is none."""
        if self.rule is None:
            return self.first if self.first > instant else None
        if self.first > instant:
            return self.first
        return next_occurrence(self.series, instant)


@dataclass(frozen=True, slots=True)
class Due:
    """What became due: how many times it came, and when the next one is (None: that was the last)."""

    count: int
    next_at: datetime | None


def plan_of(moment: Understood, zone: ZoneInfo, territory: str | None) -> Plan:
    """Return the plan that an understood moment makes; whole days begin in the morning."""
    wall = moment.at.astimezone(zone).replace(tzinfo=None, microsecond=0)
    if moment.all_day:
        wall = datetime.combine(wall.date(), MORNING)
    return Plan(wall, zone, moment.rrule, moment.skip_holidays, territory if moment.skip_holidays else None)


def plan_at(instant: datetime, zone: ZoneInfo) -> Plan:
    """Return the plan of what comes once, at an instant."""
    return Plan(instant.astimezone(zone).replace(tzinfo=None, microsecond=0), zone)


def became_due(plan: Plan, due: datetime, now: datetime) -> Due:
    """Return what became due from the instant `due` of a plan until `now`, and what comes after that."""
    count = 1
    at = plan.next_after(due)
    while at is not None and at <= now:
        count += 1
        at = plan.next_after(at)
    return Due(count, at)


def is_too_frequent(plan: Plan, gap: timedelta) -> bool:
    """Return whether two of the first instants of a plan are closer than a gap."""
    if plan.rule is None:
        return False
    before, at = None, plan.next_after(plan.first - timedelta(seconds=1))
    for _instant in range(_LOOKED_AT):
        if at is None:
            return False
        if before is not None and at - before < gap:
            return True
        before, at = at, plan.next_after(at)
    return False


def moved(plan: Plan, due: datetime, now: datetime) -> datetime | None:
    """Return to when what was to come at `due` moved, None if it did not, or is due all the same.

    A country may change the rules of its zone after something is scheduled and before it comes.
    """
    actual = plan.next_after(due - timedelta(seconds=1))
    if actual is None or actual <= now or actual - due > LARGEST_SHIFT:
        return None
    return actual


def spell_plan(plan: Plan, words: Words, *, whole_days: bool = False) -> Text | None:
    """Return how a plan recurs, None if it comes once; the zone is named if it is not the reader's.

    One of `whole_days` has neither hour nor zone.
    """
    if plan.rule is None:
        return None
    recurs = spell_rule(
        plan.rule, plan.first, words.language, skip_holidays=plan.skip_holidays, whole_days=whole_days
    )
    if whole_days or plan.zone.key == words.zone.key:
        return recurs
    city = plan.zone.key.rpartition("/")[2].replace("_", " ")
    return _("{rule}, {city} time", rule=recurs, city=city)
