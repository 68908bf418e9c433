"""Settings of a network, of a place, or of a plugin in them: any JSON value under a name."""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import Executable, and_, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.store.base import Json, table_of
from bot.store.tables import SettingRow
from bot.store.upsert import upsert

_SETTING = table_of(SettingRow)
_IS_IT = and_(
    _SETTING.c.network_id == bindparam("network"),
    _SETTING.c.scope == bindparam("of"),
    _SETTING.c.scope_id == bindparam("of_id"),
    _SETTING.c.name == bindparam("named"),
)
_GET = select(_SETTING.c.value).where(_IS_IT)


@cache
def _set(dialect: str) -> Executable:
    return upsert(dialect, _SETTING, ("network_id", "scope", "scope_id", "name"), {"value": ...})


async def get_setting(
    session: AsyncSession, network: int, name: str, *, scope: str = "network", scope_id: str = ""
) -> Json:
    """Return the value, None if it was never set."""
    return await session.scalar(_GET, _key(network, name, scope, scope_id))


async def set_setting(
    session: AsyncSession,
    network: int,
    name: str,
    value: Json,
    *,
    scope: str = "network",
    scope_id: str = "",
) -> None:
    """Set the value; an earlier one is replaced."""
    values = {"network_id": network, "scope": scope, "scope_id": scope_id, "name": name, "value": value}
    await session.execute(_set(session.get_bind().dialect.name), values)


def _key(network: int, name: str, scope: str, scope_id: str) -> dict[str, Any]:
    return {"network": network, "named": name, "of": scope, "of_id": scope_id}
