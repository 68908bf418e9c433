"""Membership: of which guild of the network somebody is who writes a DM, which belongs to no guild."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Sequence

import aiohttp
import discord
import structlog

from bot.platforms.discord.heard import Heard

log = structlog.get_logger(__name__)

SURE_FOR, UNSURE_FOR = 6 * 3600.0, 60.0
"""Seconds for which it is known that somebody is, or is not, in a guild."""
_MOST_GUILDS = 20
"""So many guilds are asked at most about one person."""
_REMEMBERED = 10_000


class Membership:
    """Finds, and remembers for a while, who is in which guild; Discord is asked for one person at a time."""

    def __init__(self, heard: Heard, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._heard = heard
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

    def _remember(self, user: int, guild: int | None, now: float) -> None:
        self._known[user] = (now + (UNSURE_FOR if guild is None else SURE_FOR), guild)
        self._known.move_to_end(user)
        while len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)


async def _ask(user: int, guilds: Sequence[discord.Guild]) -> int | None:
    """Return the first of the guilds that somebody is in."""
    for guild in guilds:
        if guild.get_member(user) is not None:
            return guild.id
        try:
            await guild.fetch_member(user)
        except discord.NotFound:
            continue
        except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
            log.warning("a member cannot be looked up", reason=type(error).__name__)
        else:
            return guild.id
    return None
