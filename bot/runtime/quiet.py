"""Quiet hours and the daily cap: when a DM that nobody asked for may be sent."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.chat.people import Peace


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
