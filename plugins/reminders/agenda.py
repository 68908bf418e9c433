"""What is on in a channel: the reminders for everybody there, for plugins that tell of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.chat.places import Place
from bot.language.messages import Text, _, escape
from bot.plugin.neighbours import Agenda, Occasion
from plugins.reminders.declaration import plugin
from plugins.reminders.models import ReminderRow, State
from plugins.reminders.register import plan_of_row, posted_in


class ChannelReminders:
    """Implements `bot.plugin.neighbours.Agenda`."""

    elsewhere: Text = _("`/remind list`, in this channel")

    async def occasions(
        self, session: AsyncSession, place: Place, start: datetime, end: datetime
    ) -> Sequence[Occasion]:
        """Return the next ring of each reminder for everybody there, between two instants, in order."""
        rows = [row for row in await posted_in(session, place.id) if row.state == State.ACTIVE]
        rings = [(_next_ring(row, start), row) for row in rows]
        coming = [(at, row) for at, row in rings if at is not None and start <= at < end]
        coming.sort(key=lambda ring: (ring[0], ring[1].id))
        return [_occasion(at, row) for at, row in coming]


def _occasion(at: datetime, row: ReminderRow) -> Occasion:
    plan = plan_of_row(row) if row.rule is not None else None
    return Occasion(at, escape(row.text), f"reminder:{row.id}", plan)


def _next_ring(row: ReminderRow, start: datetime) -> datetime | None:
    """Return when a reminder rings from an instant on; one that repeats may still have to ring before."""
    if row.next_at is None or row.next_at >= start or row.rule is None:
        return row.next_at
    return plan_of_row(row).next_after(start - timedelta(seconds=1))


plugin.provide(Agenda, ChannelReminders())
