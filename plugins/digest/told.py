"""What letters told, and when they go, for other plugins."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.chat.people import Network
from bot.plugin.letters import LetterRhythm, Letters
from plugins.digest import register, turns
from plugins.digest.declaration import plugin
from plugins.digest.models import ItemRow, LetterRow, PostedRow, State


class Sent:
    """Implements `bot.plugin.letters.Letters`."""

    async def told_in(
        self, session: AsyncSession, network: Network, place: int, since: datetime
    ) -> Collection[str]:
        """Return the keys of the items of letters that were sent to a place since an instant."""
        found = await session.scalars(
            select(ItemRow.key)
            .join(LetterRow, LetterRow.id == ItemRow.letter_id)
            .join(PostedRow, PostedRow.letter_id == LetterRow.id)
            .where(
                PostedRow.place_id == place,
                LetterRow.network_id == network.id,
                LetterRow.state == State.SENT,
                LetterRow.sent_at >= since,
                ItemRow.dropped.is_(False),
            )
        )
        return frozenset(found)

    async def rhythm(self, session: AsyncSession, place: int, now: datetime) -> LetterRhythm | None:
        """Return when the letter of a channel goes, None if it has none."""
        series = await register.series_of(session, place)
        if series is None:
            return None
        last = await session.scalar(
            select(func.max(LetterRow.sent_at)).where(LetterRow.series_id == series.id)
        )
        plan = register.plan_of(series)
        next_at = await turns.next_of(session, series, plan, now)
        return LetterRhythm(plan, last, next_at, series.place_id == place)

    async def leave_out(
        self, session: AsyncSession, network: Network, place: int, times: Sequence[turns.Time]
    ) -> Sequence[turns.Time]:
        """Have the letter of a channel not go in these times; return those that are free again."""
        return await turns.leave_out(session, network, place, times)


plugin.provide(Letters, Sent())
