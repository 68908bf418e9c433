"""Quiet hours and the daily cap: when a DM that nobody asked for may be sent."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.chat.people import Peace
from bot.store.tables import DeliveryRow

_TWO_DAYS = timedelta(days=2)
"""What was sent longer ago counts for no day that is still to come, in any zone."""


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


async def planned(
    session: AsyncSession, member: int, now: datetime, *, without: Collection[int] = ()
) -> list[datetime]:
    """Return when a member's unsolicited DMs were sent lately, or are to be sent, save those `without`."""
    rows = await session.execute(
        select(DeliveryRow.sent_at, DeliveryRow.not_before).where(
            DeliveryRow.member_id == member,
            DeliveryRow.unsolicited.is_(True),
            DeliveryRow.state != "dead",
            DeliveryRow.id.not_in(without),
            or_(DeliveryRow.sent_at.is_(None), DeliveryRow.sent_at > now - _TWO_DAYS),
        )
    )
    return [sent_at or max(not_before, now) for sent_at, not_before in rows]


def _end_of_quiet(moment: datetime, peace: Peace) -> datetime:
    day = moment.date() + timedelta(days=1 if moment.time() >= peace.quiet_to else 0)
    return datetime.combine(day, peace.quiet_to, moment.tzinfo)
