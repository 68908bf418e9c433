"""What is on in a channel: the reminders for everybody there, for plugins that tell of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.chat.places import Place
from bot.language.messages import Text, _, escape
from bot.plugin.neighbours import Agenda, Occasion
from plugins.reminders.declaration import plugin
from plugins.reminders.models import State
from plugins.reminders.register import posted_in


class ChannelReminders:
    """Implements `bot.plugin.neighbours.Agenda`."""

    elsewhere: Text = _("`/remind list`, in this channel")

    async def occasions(
        self, session: AsyncSession, place: Place, start: datetime, end: datetime
    ) -> Sequence[Occasion]:
        """Return the next ring of each reminder for everybody there, between two instants, in order."""
        return [
            Occasion(row.next_at, escape(row.text))
            for row in await posted_in(session, place.id)
            if row.state == State.ACTIVE and row.next_at is not None and start <= row.next_at < end
        ]


plugin.provide(Agenda, ChannelReminders())
