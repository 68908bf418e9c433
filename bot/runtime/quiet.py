"""Quiet hours and the daily cap: when a DM that nobody asked for may be sent."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DEFAULT_QUIET = (time(20), time(8))
DEFAULT_CAP = 5


@dataclass(frozen=True, slots=True)
class Peace:
    """How a person wishes to be left in peace: quiet from one wall time to another, so many DMs a day."""

    quiet_from: time = DEFAULT_QUIET[0]
    quiet_to: time = DEFAULT_QUIET[1]
    daily_cap: int = DEFAULT_CAP

    def is_quiet(self, moment: time) -> bool:
        """Return whether that wall time is in the quiet hours; equal bounds mean that there are none."""
        if self.quiet_from == self.quiet_to:
            return False
        if self.quiet_from < self.quiet_to:
            return self.quiet_from <= moment < self.quiet_to
        return moment >= self.quiet_from or moment < self.quiet_to


def first_allowed(
    now: datetime, zone: ZoneInfo, peace: Peace, planned: Collection[datetime]
) -> datetime | None:
    """Return the first instant, `now` or later, at which one more DM is allowed, in UTC.

    `planned` are the instants of those already sent or queued. None means never: the cap is zero.
    """
    if peace.daily_cap <= 0:
        return None
    counts: dict[date, int] = {}
    for instant in planned:
        day = instant.astimezone(zone).date()
        counts[day] = counts.get(day, 0) + 1
    moment = now.astimezone(zone)
    while True:
        if peace.is_quiet(moment.time()):
            moment = _end_of_quiet(moment, peace)
        if counts.get(moment.date(), 0) < peace.daily_cap:
            return moment.astimezone(UTC)
        moment = datetime.combine(moment.date() + timedelta(days=1), time(0), zone)


def _end_of_quiet(moment: datetime, peace: Peace) -> datetime:
    day = moment.date() + timedelta(days=1 if moment.time() >= peace.quiet_to else 0)
    return datetime.combine(day, peace.quiet_to, moment.tzinfo)
