"""Traffic: which destinations have deliveries on their way, so that one with none can be served at once.

An answer to a place with nothing on its way is leased in the transaction that writes it: the courier need not
look for it. This holds only where one process sends, in one database with one writer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.store.base import table_of
from bot.store.tables import DeliveryRow

OPENED = "deliveries_opened"
"""In `session.info`: the destinations of the deliveries that the unit of work queues."""

CALLED_OFF = "deliveries_called_off"
"""In `session.info`: the destinations of those that it sees to it are never sent."""

_DELIVERY = table_of(DeliveryRow)


class Traffic:
    """Counts the open deliveries by destination. It may count one too many, never one too few."""

    def __init__(self) -> None:
        self._open: Counter[str] = Counter()
        self._is_known = False

    async def learn(self, session: AsyncSession) -> None:
        """Count what is open: at start, when nobody else sends or writes."""
        rows = await session.execute(
            select(_DELIVERY.c.stream, func.count().label("waiting"))
            .where(_DELIVERY.c.state.in_(("pending", "sending")))
            .group_by(_DELIVERY.c.stream)
        )
        self._open = Counter({row.stream: row.waiting for row in rows})
        self._is_known = True

    @property
    def is_none(self) -> bool:
        """Whether nothing is on its way anywhere."""
        return self._is_known and not self._open

    def is_free(self, stream: str) -> bool:
        """Return whether nothing is on its way to a destination."""
        return self._is_known and stream not in self._open

    def committed(self, info: Mapping[str, Any]) -> None:
        """Count what a unit of work queued, and what it called off, once it is committed."""
        self._open.update(info.get(OPENED, ()))
        self.closed(info.get(CALLED_OFF, ()))

    def closed(self, streams: Iterable[str]) -> None:
        """Count off deliveries that were sent, or never will be."""
        for stream in streams:
            if self._open[stream] <= 1:
                del self._open[stream]
            else:
                self._open[stream] -= 1
