"""Discovering: the channels to which the bot can post, told once each, so that people can name them.

Whoever drags one channel has Discord tell of all that move with it, one by one.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Iterator

import discord

from bot.chat.hosting import Host
from bot.chat.places import Location
from bot.logs import get_logger
from bot.platforms.discord.places import Places

log = get_logger(__name__)

_TOGETHER = 1.0
"""Seconds within which changes are told together."""


class Discovery:
    """Tells the host of places that are new, or have another name, and of those where it cannot post now."""

    def __init__(
        self, client: discord.Client, places: Places, host: Host, sleep: Callable[[float], Awaitable[None]]
    ) -> None:
        self._client = client
        self._places = places
        self._host = host
        self._sleep = sleep
        self._told: dict[str, Location] = {}
        self._seen: dict[int, frozenset[str]] = {}
        self._changed: set[int] = set()
        self._soon: asyncio.Task[None] | None = None
        self._is_over = False

    def note(self, guild: discord.Guild) -> None:
        """Have a guild of the network looked at in a moment: something there may have changed."""
        self._changed.add(guild.id)
        if self._soon is None and not self._is_over:
            self._soon = asyncio.create_task(self._tell_soon(), name="discord: places")

    async def tell(self, guilds: Iterable[discord.Guild]) -> None:
        """Tell now what is new in these guilds of the network; if that fails, it is told another time."""
        known = [guild for guild in guilds if not guild.unavailable]
        new = {
            place.id: place
            for guild in known
            for place in _places_of(guild, self._places)
            if self._told.get(place.id) != place
        }
        try:
            if new:
                await self._host.discovered(list(new.values()))
                self._told |= new
            await self._tell_seen(known)
        except Exception as error:  # noqa: BLE001 - whatever waits for it goes on
            log.warning("new places are not told", reason=type(error).__name__)

    async def _tell_seen(self, guilds: Iterable[discord.Guild]) -> None:
        """Tell where in these guilds the bot can post, if that is not what was told last."""
        for guild in guilds:
            seen = _seen_in(guild)
            if self._seen.get(guild.id) != seen:
                await self._host.sees(str(guild.id), seen)
                self._seen[guild.id] = seen

    def close(self) -> None:
        """Tell nothing more."""
        self._is_over = True
        if self._soon is not None:
            self._soon.cancel()

    async def _tell_soon(self) -> None:
        await self._sleep(_TOGETHER)
        changed, self._changed, self._soon = self._changed, set(), None
        known = map(self._client.get_guild, changed)
        await self.tell(guild for guild in known if guild is not None)


def _places_of(guild: discord.Guild, places: Places) -> Iterator[Location]:
    """Return the channels of a guild to which the bot can post."""
    for channel in guild.text_channels:
        may = channel.permissions_for(guild.me)
        if may.view_channel and may.send_messages:
            yield places.channel(channel)


def _seen_in(guild: discord.Guild) -> frozenset[str]:
    """Return all channels of a guild where the bot can post, of whatever kind, by their ids."""
    may = ((channel.id, channel.permissions_for(guild.me)) for channel in guild.channels)
    return frozenset(
        str(channel)
        for channel, rights in may
        if rights.view_channel and (rights.send_messages or rights.send_messages_in_threads)
    )
