"""Membership: what somebody who writes a DM, which belongs to no guild, is in the guilds of the network."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence

import aiohttp
import discord
import structlog

from bot.chat.people import Rights
from bot.platforms.discord.heard import Heard
from bot.platforms.discord.people import People

log = structlog.get_logger(__name__)

SURE_FOR, UNSURE_FOR = 6 * 3600.0, 60.0
"""Seconds for which it is known that somebody is, or is not, in a guild."""
_MOST_GUILDS = 20
"""So many guilds are asked at most about one person."""
_REMEMBERED = 10_000
_WITHIN = 3.0
"""Seconds within which Discord must tell what somebody administers; in doubt it is nothing."""


class Membership:
    """Finds, and remembers for a while, who is in which guild; Discord is asked for one person at a time."""

    def __init__(self, heard: Heard, people: People, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._heard = heard
        self._people = people
        self._monotonic = monotonic
        self._known: OrderedDict[int, tuple[float, int | None]] = OrderedDict()

    async def guild_of(self, user: int) -> tuple[str, str] | None:
        """Return the id and the name of a guild of the network that somebody is in, None if there is none."""
        now = self._monotonic()
        ours = {guild.id: guild for guild in await self._heard.guilds()}
        until, found = self._known.get(user, (now, None))
        if now >= until or (found is not None and found not in ours):
            found = await _ask(user, list(ours.values())[:_MOST_GUILDS])
            self._remember(user, found, now)
        return None if found is None else (str(found), ours[found].name)

    async def rights_of(self, user: int) -> Rights:
        """Return what somebody administers: as on every platform, a DM takes the rights of any community."""
        guilds = (await self._heard.guilds())[:_MOST_GUILDS]
        members = await asyncio.gather(*(_member(guild, user) for guild in guilds))
        return Rights(community=any(self._people.administers(member) for member in members if member))

    def _remember(self, user: int, guild: int | None, now: float) -> None:
        self._known[user] = (now + (UNSURE_FOR if guild is None else SURE_FOR), guild)
        self._known.move_to_end(user)
        while len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)


async def _ask(user: int, guilds: Sequence[discord.Guild]) -> int | None:
    """Return the first of the guilds that somebody is in."""
    for guild in guilds:
        if await _member(guild, user) is not None:
            return guild.id
    return None


async def _member(guild: discord.Guild, user: int) -> discord.Member | None:
    """Return somebody as a member of a guild, None if they are not in it or Discord does not tell."""
    known = guild.get_member(user)
    if known is not None:
        return known
    try:
        async with asyncio.timeout(_WITHIN):
            return await guild.fetch_member(user)
    except discord.NotFound:
        return None
    except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
        log.warning("a member cannot be looked up", reason=type(error).__name__)
        return None
