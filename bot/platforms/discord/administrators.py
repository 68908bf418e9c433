"""Who administers the guilds of the network: all of them where Discord may be asked, else whoever is seen.

Discord lists the members of a guild, and tells of changes of their roles, only with the members intent
(resources/guild#list-guild-members, events/gateway-events#guild-member-update). Without it, the owner is
known, and those who wrote or pressed something since the bot started.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import aiohttp
import discord

from bot.chat.hosting import Host
from bot.logs import get_logger
from bot.platforms.discord.asking import in_time
from bot.platforms.discord.heard import Heard
from bot.platforms.discord.people import People

log = get_logger(__name__)

MOST_LISTED = 10_000
"""So many members of a guild are gone through at most: ten requests. Others are known once they are seen."""
_TOGETHER = 1.0
"""Seconds within which changes are looked at together."""
_WITHIN = 120.0


class Administrators:
    """Tells the host. It may be late: no right is given by it."""

    def __init__(
        self, heard: Heard, people: People, host: Host, sleep: Callable[[float], Awaitable[None]]
    ) -> None:
        self._heard = heard
        self._people = people
        self._host = host
        self._sleep = sleep
        self._changed: dict[int, discord.Guild] = {}
        self._listing: int | None = None
        self._meanwhile: dict[int, bool] = {}
        """Who was seen in the guild whose members are being listed, and whether they administer it."""
        self._soon: asyncio.Task[None] | None = None
        self._is_over = False

    def note(self, guild: discord.Guild) -> None:
        """Have a guild looked at in a moment: it is new, or its owner or its roles changed."""
        self._changed[guild.id] = guild
        if (self._soon is None or self._soon.done()) and not self._is_over:
            self._soon = asyncio.create_task(self._look_soon(), name="discord: administrators")

    async def saw(self, person: discord.Member | discord.User) -> None:
        """Take note of somebody who did something in a guild, or whose roles changed."""
        if not isinstance(person, discord.Member) or person.bot:
            return
        if await self._heard.is_ours(person.guild.id):
            self._tell(person.guild.id, person.id, is_one=self._people.administers(person))

    def left(self, guild: int, user: int) -> None:
        """Take note that somebody is in a guild no more."""
        self._tell(guild, user, is_one=False)

    def close(self) -> None:
        """Look at nothing more."""
        self._is_over = True
        if self._soon is not None:
            self._soon.cancel()

    def _tell(self, guild: int, user: int, *, is_one: bool) -> None:
        if guild == self._listing:
            self._meanwhile[user] = is_one
        self._host.administers(str(guild), str(user), is_one=is_one)

    async def _look_soon(self) -> None:
        while self._changed:
            await self._sleep(_TOGETHER)
            changed, self._changed = self._changed, {}
            for guild in changed.values():
                if await self._heard.is_ours(guild.id) and not guild.unavailable:
                    await self._look_at(guild)

    async def _look_at(self, guild: discord.Guild) -> None:
        self._listing = guild.id
        try:
            await self._tell_all(guild)
        finally:
            self._listing = None
            self._meanwhile.clear()

    async def _tell_all(self, guild: discord.Guild) -> None:
        try:
            listed, found = await in_time(self._listed(guild), _WITHIN)
        except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
            log.info("who administers a guild cannot be listed", reason=type(error).__name__)
            listed, found = MOST_LISTED, set()
        if guild.owner_id is not None:
            found.add(str(guild.owner_id))
        if listed >= MOST_LISTED:  # who was seen beyond them stays
            for account in found:
                self._host.administers(str(guild.id), account, is_one=True)
            return
        self._host.administered_by(str(guild.id), found)
        for user, is_one in self._meanwhile.items():  # that list may have been made before they were seen
            self._host.administers(str(guild.id), str(user), is_one=is_one)

    async def _listed(self, guild: discord.Guild) -> tuple[int, set[str]]:
        """Return how many members Discord listed, and the ids of those who administer the guild.

        Raises:
            discord.ClientException: the intent is off.
        """
        listed, found = 0, set()
        async for member in guild.fetch_members(limit=MOST_LISTED):
            listed += 1
            if not member.bot and self._people.administers(member):
                found.add(str(member.id))
        return listed, found
