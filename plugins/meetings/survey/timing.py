"""When people are asked what they thought of a meeting, and until when they may say so."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

ASSUMED = timedelta(hours=2)
"""A meeting whose end nobody said is taken to last so long."""
OPEN_FOR = timedelta(days=7)
"""People answer within a week: many work two days of it."""
TOO_LATE = timedelta(days=3)
"""Who could not be asked for so long does not remember well enough."""
_FROM, _TO = time(8), time(20)
"""The hours in which a channel is asked."""
_MORNING = time(9)


def end_of(starts_at: datetime, ends_at: datetime | None) -> datetime:
    """Return when a meeting is over: aware, as far as that is known."""
    return ends_at if ends_at is not None else starts_at + ASSUMED


def asked_at(end: datetime, minutes: int, zone: ZoneInfo, *, all_day: bool) -> datetime:
    """Return when people are asked: so many minutes after the end, but never in the night, in UTC.

    After whole days it is the next morning; so it is where the hour would be late or early.

    >>> paris = ZoneInfo("Europe/Paris")
    >>> asked_at(datetime(2026, 12, 8, 16, tzinfo=paris), 120, paris, all_day=False).isoformat()
    '2026-12-08T17:00:00+00:00'
    >>> asked_at(datetime(2026, 12, 8, 19, tzinfo=paris), 120, paris, all_day=False).isoformat()
    '2026-12-09T08:00:00+00:00'
    """
    over = end.astimezone(zone)
    if all_day:
        return _morning(over + timedelta(days=1), zone)
    wanted = (end.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(zone)
    if _FROM <= wanted.time() < _TO:
        return wanted.astimezone(UTC)
    return _morning(wanted if wanted.time() < _FROM else wanted + timedelta(days=1), zone)


def _morning(day: datetime, zone: ZoneInfo) -> datetime:
    return datetime.combine(day.date(), _MORNING, zone).astimezone(UTC)


def open_until(asked: datetime, zone: ZoneInfo) -> datetime:
    """Return when a survey ends that is asked then: at the same hour on the clocks, in UTC."""
    return (asked.astimezone(zone) + OPEN_FOR).astimezone(UTC)
