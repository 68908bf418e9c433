"""Settings of a network, of a place, or of a plugin in them: any JSON value under a name."""

from __future__ import annotations

from typing import Any

from sqlalchemy import and_, bindparam, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.store.base import table_of
from bot.store.tables import SettingRow

_SETTING = table_of(SettingRow)
_IS_IT = and_(
    _SETTING.c.network_id == bindparam("network"),
    _SETTING.c.scope == bindparam("of"),
    _SETTING.c.scope_id == bindparam("of_id"),
    _SETTING.c.name == bindparam("named"),
)
_GET = select(_SETTING.c.value).where(_IS_IT)
_CHANGE = update(_SETTING).where(_IS_IT).returning(_SETTING.c.id)
_ADD = insert(_SETTING)


async def get_setting(
    session: AsyncSession, network: int, name: str, *, scope: str = "network", scope_id: str = ""
) -> Any:  # noqa: ANN401 - any JSON value
    """Return the value, None if it was never set."""
    return await session.scalar(_GET, _key(network, name, scope, scope_id))


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
    changed = await session.execute(_CHANGE, {**_key(network, name, scope, scope_id), "value": value})
    if changed.first() is None:
        values = {"network_id": network, "scope": scope, "scope_id": scope_id, "name": name, "value": value}
        await session.execute(_ADD, values)


def _key(network: int, name: str, scope: str, scope_id: str) -> dict[str, Any]:
    return {"network": network, "named": name, "of": scope, "of_id": scope_id}
