"""Settings of a network, of a place, or of a plugin in them: any JSON value under a name."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.store.tables import SettingRow


async def get_setting(
    session: AsyncSession, network: int, name: str, *, scope: str = "network", scope_id: str = ""
) -> Any:  # noqa: ANN401 - any JSON value
    """Return the value, None if it was never set."""
    return await session.scalar(
        select(SettingRow.value).where(
            SettingRow.network_id == network,
            SettingRow.scope == scope,
            SettingRow.scope_id == scope_id,
            SettingRow.name == name,
        )
    )


async def set_setting(
    session: AsyncSession,
    network: int,
    name: str,
    value: Any,  # noqa: ANN401 - any JSON value
    *,
    scope: str = "network",
    scope_id: str = "",
) -> None:
    """Set the value; an earlier one is replaced."""
    row = await session.scalar(
        select(SettingRow).where(
            SettingRow.network_id == network,
            SettingRow.scope == scope,
            SettingRow.scope_id == scope_id,
            SettingRow.name == name,
        )
    )
    if row is None:
        session.add(SettingRow(network_id=network, scope=scope, scope_id=scope_id, name=name, value=value))
    else:
        row.value = value
    await session.flush()
