"""Services that the runtime offers to plugins, so that none needs to know the runtime."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncSession

from bot.chat.people import Role
from bot.language.messages import Message, Text
from bot.plugin.declarations import Command


@dataclass(frozen=True, slots=True)
class CommandHelp:
    """A command as the help page shows it.

    `title` is its plugin's; `group` sums up its root word, if that has verbs.
    """

    plugin: str
    title: Message
    group: Message | None
    command: Command


class CommandCatalogue(Protocol):
    """The commands of the plugins that are on in a network."""

    async def commands(self, network: int, role: Role) -> Sequence[CommandHelp]:
        """Return the commands that a person with that role may use, in the order of declaration."""


@dataclass(frozen=True, slots=True)
class PluginState:
    """A plugin as the status and configuration pages show it; `always_on` ones cannot be switched off.

    `for_guests` tells whether the guests of a platform, whose accounts are limited, may use it.
    """

    name: str
    title: Message
    is_on: bool
    always_on: bool
    for_guests: bool = False


@dataclass(frozen=True, slots=True)
class Fault:
    """An unexpected error that somebody met: `reference` is what they were told."""

    at: datetime
    reference: str
    plugin: str
    summary: str


@dataclass(frozen=True, slots=True)
class PlatformFigures:
    """How a platform is connected: since when, and in plain words why it is not."""

    name: str
    state: str
    since: datetime
    reason: Text | None = None


@dataclass(frozen=True, slots=True)
class Figures:
    """How the bot is doing.

    Timers are late when they should have run already, held when their plugin is off or they failed too
    often; dead deliveries can never be made. `faults` come newest first; `not_loaded` names the plugins that
    failed to load.
    """

    version: str
    uptime: timedelta
    pending_timers: int
    late_timers: int
    held_timers: int
    pending_deliveries: int
    dead_deliveries: int
    faults: Sequence[Fault]
    not_loaded: Sequence[str]
    platforms: Sequence[PlatformFigures] = ()


class Status(Protocol):
    """Figures about the running bot."""

    async def figures(self, network: int) -> Figures:
        """Return the figures that concern a network."""


class Calendars(Protocol):
    """The calendars of the chat networks that have one, in which gatherings are shown."""

    async def is_wanted(self, network: int) -> bool | None:
        """Return whether a network wants its gatherings there, None if it has no such calendar."""

    async def want(self, session: AsyncSession, network: int, *, wanted: bool) -> None:
        """Say whether a network wants its gatherings there."""


class Plugins(Protocol):
    """Plugins on or off in a network."""

    async def states(self, network: int) -> Sequence[PluginState]:
        """Return every loaded plugin and whether it is on."""

    async def switch(self, session: AsyncSession, network: int, on: Sequence[str]) -> None:
        """Turn on the named plugins and off all others; timers of those that are off are held."""

    async def open_to_guests(self, session: AsyncSession, network: int, names: Sequence[str]) -> None:
        """Open the named plugins to guests, and no other."""
