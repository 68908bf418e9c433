"""Threads: to which of the bot's own posts people write an answer, among themselves."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from bot.store import Store
from bot.store.tables import DeliveryRow, PlaceRow


@dataclass(frozen=True, slots=True)
class Thread:
    """A post of the bot's under which somebody wrote."""

    delivery: int
    plugin: str
    key: str


class Threads:
    """Finds the bot's own posts. One that had to be split is not looked for: what people answer is short."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def find(self, platform: str, post: str) -> Thread | None:
        """Return the post in a channel that the platform knows under that id, None if it is not the bot's."""
        async with self._store.read() as session:
            found = await session.execute(
                select(DeliveryRow.id, DeliveryRow.plugin, DeliveryRow.key)
                .join(PlaceRow, PlaceRow.id == DeliveryRow.place_id)
                .where(
                    DeliveryRow.external_id == post,
                    PlaceRow.platform == platform,
                    DeliveryRow.edits_id.is_(None),
                )
            )
            row = found.first()
        return Thread(row.id, row.plugin, row.key) if row else None
