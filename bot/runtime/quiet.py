"""Quiet hours and the daily cap: when a DM that nobody asked for may be sent."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.chat.people import Member, Network, Peace
from bot.store.people import peace_of
from bot.store.tables import DeliveryRow, MemberRow

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
    session: AsyncSession, members: Collection[int], now: datetime, *, without: Collection[int] = ()
) -> dict[int, list[datetime]]:
    """Return when members' unsolicited DMs were sent lately, or are to be sent, save those `without`."""
    rows = await session.execute(
        select(DeliveryRow.member_id, DeliveryRow.sent_at, DeliveryRow.not_before).where(
            DeliveryRow.member_id.in_(members),
            DeliveryRow.unsolicited.is_(True),
            DeliveryRow.state != "dead",
            DeliveryRow.id.not_in(without),
            or_(DeliveryRow.sent_at.is_(None), DeliveryRow.sent_at > now - _TWO_DAYS),
        )
    )
    found: dict[int, list[datetime]] = {member: [] for member in members}
    for member, sent_at, not_before in rows:
        if member is not None:
            found[member].append(sent_at or max(not_before, now))
    return found


class Allowing:
    """When members may be sent DMs that they did not ask for; each that is planned counts for the next."""

    def __init__(
        self, now: datetime, peace: Mapping[int, tuple[ZoneInfo, Peace]], taken: dict[int, list[datetime]]
    ) -> None:
        self._now = now
        self._peace = peace
        self._taken = taken

    @classmethod
    async def of(
        cls,
        session: AsyncSession,
        network: Network,
        members: Iterable[Member],
        now: datetime,
        *,
        without: Collection[int] = (),
    ) -> Allowing:
        """Return what is allowed for members of a network; deliveries `without` do not count."""
        zones = {member.id: member.zone or network.zone for member in members}
        if not zones:
            return cls(now, {}, {})
        rows = await session.scalars(select(MemberRow).where(MemberRow.id.in_(zones)))
        peace = {row.id: (zones[row.id], peace_of(row)) for row in rows}
        return cls(now, peace, await planned(session, list(zones), now, without=without))

    def next_for(self, member: Member) -> datetime | None:
        """Return when the next DM to a member is allowed, None if never: it counts from now on."""
        zone, peace = self._peace[member.id]
        at = first_allowed(self._now, zone, peace, self._taken[member.id])
        if at is not None:
            self._taken[member.id].append(at)
        return at


def _end_of_quiet(moment: datetime, peace: Peace) -> datetime:
    day = moment.date() + timedelta(days=1 if moment.time() >= peace.quiet_to else 0)
    return datetime.combine(day, peace.quiet_to, moment.tzinfo)
