"""What a network decides of its watch: the tags by which messages are taken in, and what a channel covers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.store.settings import get_setting, set_setting
from bot.store.tables import SettingRow
from plugins.watch.tags import Tag, read_tags

TAGS = "watch.tags"
AREA = "watch.area"
USUAL = read_tags(["veille"])
"""The tags that take a message in where nobody decided otherwise."""


async def taking_tags(session: AsyncSession, network: int) -> tuple[Tag, ...]:
    """Return the tags by which a message is taken in; () if none is."""
    names = await get_setting(session, network, TAGS)
    return USUAL if names is None else read_tags(names)


async def set_taking_tags(session: AsyncSession, network: int, tags: Sequence[Tag]) -> None:
    """Decide by which tags messages are taken in."""
    await set_setting(session, network, TAGS, [tag.name for tag in tags])


async def areas_decided(session: AsyncSession, network: int) -> Mapping[int, str]:
    """Return what channels cover where a coordinator decided it, by place: an area, or `country`."""
    rows = await session.execute(
        select(SettingRow.scope_id, SettingRow.value).where(
            SettingRow.network_id == network, SettingRow.scope == "place", SettingRow.name == AREA
        )
    )
    return {int(place): str(area) for place, area in rows if area}


async def set_area_text(session: AsyncSession, network: int, place: int, area: str | None) -> None:
    """Decide what a channel covers; None leaves it to its territory."""
    await set_setting(session, network, AREA, area, scope="place", scope_id=str(place))
