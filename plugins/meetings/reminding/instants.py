"""When people are reminded of a meeting: so many days before, at an hour on the clocks of the meeting."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from plugins.meetings.habits import Habits

_SHORTLY = timedelta(hours=1)
"""On the day itself, people are reminded no later than this before the meeting begins."""
_NOON = time(12)


@dataclass(frozen=True, slots=True, order=True)
class Reminder:
    """An instant (in UTC) at which people are reminded of a meeting that is so many days later."""

    at: datetime
    days: int


@dataclass(frozen=True, slots=True)
class Beginning:
    """When a meeting begins, on the clocks of its zone; of whole days, the first one counts."""

    starts_at: datetime
    zone: ZoneInfo
    all_day: bool

    @property
    def last_call(self) -> datetime:
        """From when on nobody is reminded any more: it has begun; whole days have by noon."""
        if not self.all_day:
            return self.starts_at.astimezone(UTC)
        return datetime.combine(self.starts_at.astimezone(self.zone), _NOON, self.zone).astimezone(UTC)

    def days_from(self, now: datetime) -> int:
        """Return how many days it is until it begins, as calendars count: tomorrow is one."""
        return (self.starts_at.astimezone(self.zone).date() - now.astimezone(self.zone).date()).days


def reminders(beginning: Beginning, habits: Habits) -> list[Reminder]:
    """Return when people are reminded of a meeting, in order, as its channel wants it."""
    found = []
    day = beginning.starts_at.astimezone(beginning.zone).date()
    for days in set(habits.reminders):
        at = datetime.combine(day - timedelta(days=days), habits.reminder_hour, beginning.zone).astimezone(
            UTC
        )
        if not beginning.all_day:
            at = min(at, beginning.starts_at.astimezone(UTC) - _SHORTLY)
        if at < beginning.last_call:
            found.append(Reminder(at, days))
    return sorted(found)


def following(wanted: Iterable[Reminder], now: datetime) -> Reminder | None:
    """Return the next reminder after an instant: what was due before is not caught up on."""
    return min((one for one in wanted if one.at > now), default=None)


def due(wanted: Iterable[Reminder], since: datetime, now: datetime) -> Reminder | None:
    """Return the last reminder that was due since an instant: those missed in a row are one."""
    return max((one for one in wanted if since <= one.at <= now), default=None)
