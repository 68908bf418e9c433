"""What the runtime offers to plugins: the commands for the help page, and figures for the status page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.chat.hosting import Connection
from bot.chat.people import Role
from bot.language.messages import Message
from bot.plugin import Command, CommandHelp, Figures, Group, PlatformFigures, Plugin
from bot.plugin.context import LATE_AFTER
from bot.runtime.clock import Clock
from bot.runtime.faults import Faults
from bot.runtime.host import PluginHost
from bot.runtime.switches import Switches
from bot.store import Store
from bot.store.reindexing import progress
from bot.store.tables import DeliveryRow, TimerRow


class LoadedCommands:
    """Implements `bot.plugin.CommandCatalogue` on the loaded plugins."""

    def __init__(self, host: PluginHost, switches: Switches) -> None:
        self._host = host
        self._switches = switches

    async def commands(self, network: int, role: Role) -> Sequence[CommandHelp]:
        """Return the commands that a person with that role may use: those of a root word together."""
        return [
            CommandHelp(plugin.name, plugin.title, _group_summary(plugin.groups, command.root.fr), command)
            for plugin in await self._switches.plugins_on(network)
            for command in _in_order(plugin)
            if command.role <= role
        ]


def _in_order(plugin: Plugin) -> Sequence[Command]:
    """Return the commands as they were declared, by root words, and each group in the order that it wants."""
    roots = list(dict.fromkeys(command.root.fr for command in plugin.commands))

    def place(command: Command) -> tuple[int, int]:
        group = plugin.groups.get(command.root.fr)
        order = group.order if group is not None else ()
        verb = command.verb.fr if command.verb is not None else ""
        return roots.index(command.root.fr), order.index(verb) if verb in order else len(order)

    return sorted(plugin.commands, key=place)


def _group_summary(groups: Mapping[str, Group], root: str) -> Message | None:
    return groups[root].summary if root in groups else None


class ConfiguredWordLists:
    """Implements `bot.plugin.WordLists` on the folder that the configuration names, if it names one."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def find(self, name: str) -> Path | None:
        """Return the network's own list of that name, None if there is none."""
        if self._folder is None:
            return None
        file = self._folder / f"{name}.toml"
        return file if file.is_file() else None

    def missing(self) -> Path | None:
        """Return the folder if it is configured and not there."""
        return None if self._folder is None or self._folder.is_dir() else self._folder


class LiveStatus:
    """Implements `bot.plugin.Status`; the bot is taken to start when this is made."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        faults: Faults,
        host: PluginHost,
        version: str,
        connections: Mapping[str, Connection],
    ) -> None:
        self._store = store
        self._clock = clock
        self._faults = faults
        self._host = host
        self._version = version
        self._connections = connections
        self._started_at = clock.now()

    async def figures(self, network: int) -> Figures:
        """Return the figures that concern a network; errors are those of the whole bot."""
        timers, deliveries = TimerRow.network_id == network, DeliveryRow.network_id == network
        late_since = self._clock.now() - LATE_AFTER
        async with self._store.read() as session:
            all_timers = await _count(session, timers)
            held = await _count(session, timers, TimerRow.held.is_(True))
            late = await _count(session, timers, TimerRow.held.is_(False), TimerRow.run_at <= late_since)
            waiting = await _count(session, deliveries, DeliveryRow.state.in_(("pending", "sending")))
            failed = DeliveryRow.state == "dead", DeliveryRow.last_error.is_not(None)
            dead = await _count(session, deliveries, *failed)
            reindexed = await progress(session)
        return Figures(
            version=self._version,
            uptime=self._clock.now() - self._started_at,
            pending_timers=all_timers - held,
            late_timers=late,
            held_timers=held,
            pending_deliveries=waiting,
            dead_deliveries=dead,
            faults=self._faults.last(),
            not_loaded=[error.plugin for error in self._host.errors],
            platforms=[
                PlatformFigures(name, connection.state.value, connection.since, connection.reason)
                for name, connection in self._connections.items()
            ],
            reindexed=reindexed,
        )


async def _count(session: AsyncSession, *conditions: ColumnElement[bool]) -> int:
    return (await session.execute(select(func.count()).where(*conditions))).scalar_one()
