"""Heard: which guilds the bot looks at.

Anybody can add the bot to a guild of their own. Only those that are in the network are looked at.
"""

from __future__ import annotations

import discord

from bot.chat.hosting import Host
from bot.logs import get_logger

log = get_logger(__name__)


class Heard:
    """Knows the guilds that are in the network. `host` is set once the platform starts."""

    def __init__(self, platform: str, client: discord.Client) -> None:
        self._platform = platform
        self._client = client
        self._told: set[int] = set()
        self.host: Host | None = None

    async def is_ours(self, guild: int | None) -> bool:
        """Return whether a guild is in the network; what is in none, as a DM, is nobody's own."""
        if guild is None:
            return True
        if self.host is None:
            return False
        return await self.host.is_joined(str(guild))

    async def has_all(self) -> bool:
        """Return whether Discord can serve all guilds of the network where the bot is."""
        lost = [guild.id for guild in self._client.guilds if guild.unavailable]
        return not any([await self.is_ours(guild) for guild in lost])

    async def guilds(self) -> list[discord.Guild]:
        """Return the guilds of the network where the bot is; the log is told, once, of every other one.

        Of those that Discord cannot serve at the moment nothing is known.
        """
        ours = []
        for guild in self._client.guilds:
            if await self.is_ours(guild.id):
                if not guild.unavailable:
                    ours.append(guild)
            elif guild.id not in self._told:
                self._told.add(guild.id)
                log.warning(
                    "the bot is in a guild that is in no network: only commands reach it from there",
                    platform=self._platform,
                    guild=str(guild.id),
                )
        return ours
