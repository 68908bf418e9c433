"""Calendars: gatherings shown in the calendars of those chat networks that have one.

A gathering is a delivery to each community: so it is shown once, changed and called off in order, whatever
stops in between.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.chat.gatherings import Gathering
from bot.chat.messages import Post
from bot.chat.people import Network
from bot.language.catalogue import Words
from bot.language.messages import _
from bot.store import Store
from bot.store.settings import get_setting, set_setting
from bot.store.tables import CommunityRow, DeliveryRow

_WANTED = "calendar"
_TO_BE_DECIDED = _("To be decided")


class Calendars:
    """Implements `bot.plugin.services.Calendars`. `platforms` are the names of those that have a calendar."""

    def __init__(self, store: Store, platforms: Collection[str]) -> None:
        self._store = store
        self._platforms = sorted(platforms)

    async def is_wanted(self, network: int) -> bool | None:
        """Return whether a network wants its gatherings there, None if it has no such calendar."""
        async with self._store.read() as session:
            if not await self.communities(session, network):
                return None
            return await _is_wanted(session, network)

    async def want(self, session: AsyncSession, network: int, *, wanted: bool) -> None:
        """Say whether a network wants its gatherings there."""
        await set_setting(session, network, _WANTED, wanted)

    async def communities(self, session: AsyncSession, network: int) -> list[int]:
        """Return the communities that are in a network now and have a calendar."""
        if not self._platforms:
            return []
        rows = await session.scalars(
            select(CommunityRow.id)
            .where(
                CommunityRow.network_id == network,
                CommunityRow.platform.in_(self._platforms),
                CommunityRow.left_at.is_(None),
            )
            .order_by(CommunityRow.id)
        )
        return list(rows)

    async def to_show_in(self, session: AsyncSession, network: int) -> list[int]:
        """Return the communities in which a network wants its gatherings shown."""
        return await self.communities(session, network) if await _is_wanted(session, network) else []


async def shown(session: AsyncSession, network: Network, plugin: str, key: str) -> dict[int, DeliveryRow]:
    """Return the deliveries that show a plugin's gathering of that key, by community.

    Those of communities that left are passed over: nothing can be changed there.
    """
    rows = await session.scalars(
        select(DeliveryRow)
        .join(CommunityRow, CommunityRow.id == DeliveryRow.community_id)
        .where(
            CommunityRow.left_at.is_(None),
            DeliveryRow.network_id == network.id,
            DeliveryRow.plugin == plugin,
            DeliveryRow.kind == "post",
            DeliveryRow.key.startswith(f"{key}@", autoescape=True),
        )
        .with_for_update(of=DeliveryRow)
    )
    return {
        row.community_id: row for row in rows if row.community_id and row.key == key_in(key, row.community_id)
    }


def key_in(key: str, community: int) -> str:
    """Return the key of the delivery that shows a gathering in a community."""
    return f"{key}@{community}"


def content_of(network: Network, gathering: Gathering) -> dict[str, Any]:
    """Return the content of a delivery that shows a gathering, in the network's words."""
    words = Words(network.language, network.zone)
    rendered = gathering.rendered(words)
    if not str(rendered.where).strip():
        rendered = replace(rendered, where=words(_TO_BE_DECIDED))
    return {**Post(text=rendered.title).to_json(), "gathering": rendered.to_json()}


async def _is_wanted(session: AsyncSession, network: int) -> bool:
    return bool(await get_setting(session, network, _WANTED))
