"""Which plugins are on in which network."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.plugin import Plugin, PluginState
from bot.runtime.host import PluginHost
from bot.store import Store
from bot.store.settings import get_setting, set_setting
from bot.store.tables import TimerRow

_OFF = "plugins_off"
_GUESTS = "plugins_for_guests"
_CHANGED = "switches_changed"
MAX_ATTEMPTS = 8
"""A timer that failed so often is held for good, whether its plugin is on or off."""
TIMERS_CHANGED = "timers_changed"
"""In `session.info`: the earliest instant for which the unit of work set a timer."""
ERRANDS_CHANGED = "errands_changed"
"""In `session.info`: the earliest instant for which the unit of work set an errand."""


def timers_changed(session: AsyncSession, at: datetime) -> None:
    """Say that this unit of work sets a timer for that instant."""
    session.info[TIMERS_CHANGED] = min(at, session.info.get(TIMERS_CHANGED, at))


def errands_changed(session: AsyncSession, at: datetime) -> None:
    """Say that this unit of work sets an errand for that instant."""
    session.info[ERRANDS_CHANGED] = min(at, session.info.get(ERRANDS_CHANGED, at))


async def is_off(session: AsyncSession, network: int, plugin: str) -> bool:
    """Return whether a network turned a plugin off, for whoever has no `Switches`."""
    return plugin in (await get_setting(session, network, _OFF) or ())


class Switches:
    """Remembers the plugins that a network turned off, and those that it opened to guests.

    All others are on, and for members only.
    """

    def __init__(self, store: Store, host: PluginHost) -> None:
        self._store = store
        self._host = host
        self._known: dict[tuple[int, str], frozenset[str]] = {}
        self._changes = 0
        store.after_commit(self._forget)

    async def is_on(self, network: int, plugin: str) -> bool:
        """Return whether a plugin is loaded, and on in a network."""
        declared = self._host.plugins.get(plugin)
        return declared is not None and (declared.always_on or plugin not in await self._names(network, _OFF))

    async def is_open_to_guests(self, network: int, plugin: str) -> bool:
        """Return whether guests of the platforms may use a plugin in a network."""
        declared = self._host.plugins.get(plugin)
        if declared is None:
            return False
        return declared.always_on or plugin in await self._names(network, _GUESTS)

    async def states(self, network: int) -> Sequence[PluginState]:
        """Return every loaded plugin and whether it is on."""
        return [
            PluginState(
                plugin.name,
                plugin.title,
                await self.is_on(network, plugin.name),
                plugin.always_on,
                await self.is_open_to_guests(network, plugin.name),
            )
            for plugin in self._host.plugins.values()
        ]

    async def switch(self, session: AsyncSession, network: int, on: Sequence[str]) -> None:
        """Turn on the named plugins and off all others; timers and errands of those that are off are held.

        Those that failed too often stay held when their plugin is turned on.
        """
        off = [
            plugin.name
            for plugin in self._host.plugins.values()
            if plugin.name not in on and not plugin.always_on
        ]
        before = set(await get_setting(session, network, _OFF) or ())
        await set_setting(session, network, _OFF, off)
        for plugins, held in ((set(off) - before, True), (before - set(off), False)):
            await session.execute(
                update(TimerRow)
                .where(
                    TimerRow.network_id == network,
                    TimerRow.plugin.in_(sorted(plugins)),
                    TimerRow.attempts < MAX_ATTEMPTS,
                )
                .values(held=held)
            )
        session.info[_CHANGED] = True
        timers_changed(session, datetime.min.replace(tzinfo=UTC))
        errands_changed(session, datetime.min.replace(tzinfo=UTC))

    async def open_to_guests(self, session: AsyncSession, network: int, names: Sequence[str]) -> None:
        """Open the named plugins to guests, and no other."""
        await set_setting(session, network, _GUESTS, list(names))
        session.info[_CHANGED] = True

    async def plugins_on(self, network: int) -> list[Plugin]:
        """Return the plugins that are on, in the order of loading."""
        return [plugin for plugin in self._host.plugins.values() if await self.is_on(network, plugin.name)]

    async def _names(self, network: int, setting: str) -> frozenset[str]:
        """Return what a setting names; what is read while somebody changes it is not remembered."""
        known = self._known.get((network, setting))
        if known is not None:
            return known
        changes = self._changes
        async with self._store.read() as session:
            names = frozenset(await get_setting(session, network, setting) or ())
        if changes == self._changes:
            self._known[network, setting] = names
        return names

    def _forget(self, info: Mapping[str, object]) -> None:
        if info.get(_CHANGED):
            self._changes += 1
            self._known.clear()
