"""What letters told, for the plugins that tell things by themselves."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.chat.people import Network
from bot.plugin.neighbours import Letters
from plugins.digest.declaration import plugin
from plugins.digest.models import ItemRow, LetterRow, PostedRow, State


class Sent:
    """Implements `bot.plugin.neighbours.Letters`."""

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


plugin.provide(Letters, Sent())
