"""When people are reminded of a meeting: so many days before, at an hour on the clocks of the meeting."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from plugins.meetings.habits import Habits

_SHORTLY = timedelta(hours=1)
"""On the day itself, people are reminded no later than this before the meeting begins."""
_NOON = time(12)
_FROM, _TO, _MORNING = time(7), time(22), time(8)
"""Nobody is woken by a reminder, wherever they are: between these hours it comes, else in the morning."""
_LATE = timedelta(days=2)
"""“In 7 days”, told two days later, only takes up room."""


@dataclass(frozen=True, slots=True, order=True)
class Reminder:
    """An instant (in UTC) at which people are reminded of a meeting that is so many days later.

    What could not be told `until` then is not worth telling any more: the next reminder is nearer.
    """

    at: datetime
    days: int
    until: datetime


@dataclass(frozen=True, slots=True)
class Beginning:
    """When a meeting begins, on the clocks of a zone; of whole days, the first one counts.

    Its days are counted on the clocks of who is told; whole days are the same ones everywhere (`day`).
    """

    starts_at: datetime
    zone: ZoneInfo
    all_day: bool
    day: date | None = None

    @property
    def first_day(self) -> date:
        """The day on which it begins."""
        return self.day or self.starts_at.astimezone(self.zone).date()

    @property
    def last_call(self) -> datetime:
        """From when on nobody is reminded any more: it has begun; whole days have by noon."""
        if not self.all_day:
            return self.starts_at.astimezone(UTC)
        return datetime.combine(self.first_day, _NOON, self.zone).astimezone(UTC)

    def days_from(self, now: datetime) -> int:
        """Return how many days it is until it begins, as calendars count: tomorrow is one."""
        return (self.first_day - now.astimezone(self.zone).date()).days


def reminders(beginning: Beginning, habits: Habits) -> list[Reminder]:
    """Return when people are reminded of a meeting, in order, as its channel wants it."""
    instants = []
    day = beginning.first_day
    for days in set(habits.reminders):
        wall = datetime.combine(day - timedelta(days=days), habits.reminder_hour, beginning.zone)
        at = wall.astimezone(UTC)
        if not beginning.all_day:
            at = min(at, beginning.starts_at.astimezone(UTC) - _SHORTLY)
        if at < beginning.last_call:
            instants.append((at, days))
    instants.sort()
    following = [*(at for at, _days in instants), None][1:]
    return [
        Reminder(at, days, _until(at, after, beginning.last_call))
        for (at, days), after in zip(instants, following, strict=True)
    ]


def _until(at: datetime, after: datetime | None, last_call: datetime) -> datetime:
    """Return until when a reminder may come late: for a while, but not when the one `after` is as near."""
    latest = min(at + _LATE, last_call)
    return latest if after is None else min(latest, at + (after - at) / 2)


def following(wanted: Iterable[Reminder], now: datetime) -> Reminder | None:
    """Return the next reminder after an instant: what was due before is not caught up on."""
    return min((one for one in wanted if one.at > now), default=None)


def due(wanted: Iterable[Reminder], since: datetime, now: datetime) -> Reminder | None:
    """Return the last reminder that was due since an instant, if it is still worth telling."""
    last = max((one for one in wanted if since <= one.at <= now), default=None)
    return last if last is not None and now < last.until else None


def days_after(beginning: Beginning, now: datetime, until: datetime) -> list[tuple[datetime, int]]:
    """Return the midnights from now until an instant, in UTC, with how many days it is from then on."""
    found, left = [], beginning.days_from(now)
    day = now.astimezone(beginning.zone).date()
    for later in range(1, left + 1):
        midnight = datetime.combine(day + timedelta(days=later), time(), beginning.zone).astimezone(UTC)
        if midnight >= until:
            break
        found.append((midnight, left - later))
    return found


def after_the_night(now: datetime, zone: ZoneInfo) -> datetime | None:
    """Return when somebody may be told who sleeps now, in UTC; None where it is no night.

    >>> after_the_night(datetime(2026, 12, 8, 8, tzinfo=UTC), ZoneInfo("America/Cayenne")).isoformat()
    '2026-12-08T11:00:00+00:00'
    """
    local = now.astimezone(zone)
    if _FROM <= local.time() < _TO:
        return None
    day = local.date() + timedelta(days=local.time() >= _TO)
    return datetime.combine(day, _MORNING, zone).astimezone(UTC)
