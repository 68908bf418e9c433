"""Membership: what somebody who writes a DM, which belongs to no guild, is in the guilds of the network."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from functools import partial

import aiohttp
import discord

from bot.chat.delivery import SendFailedError
from bot.chat.people import Author, Rights
from bot.chat.places import Location
from bot.logs import get_logger
from bot.platforms.discord.asking import in_time
from bot.platforms.discord.heard import Heard
from bot.platforms.discord.people import People

log = get_logger(__name__)

SURE_FOR, UNSURE_FOR = 600.0, 60.0
"""Seconds for which it is known that somebody is in a guild, or that they are in none."""
_MOST_GUILDS = 20
"""So many guilds are asked at most about one person."""
_REMEMBERED = 10_000
_WITHIN = 3.0
"""Seconds within which Discord must tell of a person; what it does not tell in time is not known."""


class _UntoldError(Exception):
    """Discord does not tell now."""


@dataclass(frozen=True, slots=True)
class _Known:
    """The guild in which somebody is, None if they are in none, and until when that is believed."""

    guild: int | None
    until: float


class Membership:
    """Finds, and remembers for a while, who is in which guild; Discord is asked for one person at a time."""

    def __init__(self, heard: Heard, people: People, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._heard = heard
        self._people = people
        self._monotonic = monotonic
        self._known: OrderedDict[int, _Known] = OrderedDict()

    async def in_dm(self, author: Author, location: Location) -> tuple[Author, Location]:
        """Return who writes a DM, and the DM, with what the guilds of the network tell of that person.

        Who was in one once and is in none any more is told from somebody of whom nothing is known now.
        """
        user = int(author.id)
        author = replace(
            author,
            ask_rights=partial(self.rights_of, user),
            ask_place=partial(self.administers_channel, user),
        )
        guilds = {guild.id: guild for guild in await self._heard.guilds()}
        try:
            guild = (await self._known_of(user, guilds)).guild
        except _UntoldError:
            return author, location
        if guild is None:
            return replace(author, is_outside=True), location
        return author, replace(location, community=str(guild), community_name=guilds[guild].name)

    def forget(self, user: int) -> None:
        """Have Discord asked anew about somebody who came to a guild, or left it."""
        self._known.pop(user, None)

    async def is_outside(self, user: int) -> bool:
        """Return whether it is certain that somebody is in no guild where the bot is."""
        return await self.has_left(user, ()) is True

    async def has_left(self, user: int, others: Collection[int]) -> bool | None:
        """Return whether somebody is in no guild where the bot is, and in none of `others`; None in doubt.

        Of a guild where the bot is not, nothing is known. That somebody was in none once is no answer either
        while Discord does not tell: what it did not tell of meanwhile may be that they are back.
        """
        guilds = {guild.id: guild for guild in await self._heard.guilds()}
        try:
            known = await self._known_of(user, guilds)
        except _UntoldError:
            return None
        if known.guild is not None:
            return False
        is_told = self._monotonic() < known.until
        return True if is_told and guilds.keys() >= set(others) else None

    async def rights_of(self, user: int) -> Rights:
        """Return what somebody administers: as on every platform, a DM takes the rights of any community.

        In doubt it is nothing.
        """
        guilds = (await self._heard.guilds())[:_MOST_GUILDS]
        members = await asyncio.gather(*(_member(guild, user) for guild in guilds), return_exceptions=True)
        return Rights(
            community=any(
                self._people.administers(member) for member in members if isinstance(member, discord.Member)
            )
        )

    async def administers_channel(self, user: int, channel: str) -> bool:
        """Return whether somebody administers a channel of any guild, by its id; in doubt they do not."""
        try:
            return await self.administers(user, channel)
        except SendFailedError:
            return False

    async def administers(self, user: int, channel: str) -> bool:
        """Return whether somebody administers a channel of any guild, by its id.

        Raises:
            SendFailedError: Discord does not tell.
        """
        for guild in await self._heard.guilds():
            there = guild.get_channel(int(channel))
            if there is None:
                continue
            try:
                member = await _member(guild, user)
            except _UntoldError:
                raise SendFailedError("a member cannot be looked up") from None
            return member is not None and self._people.in_channel(member, there).administers_place
        return False

    async def _known_of(self, user: int, guilds: Mapping[int, discord.Guild]) -> _Known:
        """Return what is known of the guild in which somebody is: what is old, if nothing newer is to be had.

        Raises:
            _UntoldError: nothing is known.
        """
        now = self._monotonic()
        known = self._known.get(user)
        if known is not None and known.guild is not None and known.guild not in guilds:
            known = None
        if known is not None and now < known.until:
            return known
        try:
            found = await self._ask(user, guilds, known.guild if known else None)
        except _UntoldError:
            if known is None:
                raise
            return known
        told = _Known(found, now + (UNSURE_FOR if found is None else SURE_FOR))
        self._remember(user, told)
        return told

    async def _ask(self, user: int, guilds: Mapping[int, discord.Guild], last: int | None) -> int | None:
        """Return the first guild that somebody is in; the one where they were last is asked first."""
        in_order = sorted(guilds, key=lambda guild: guild != last)
        is_certain = 0 < len(guilds) <= _MOST_GUILDS and await self._heard.has_all()
        try:
            async with asyncio.timeout(_WITHIN):
                for guild in in_order[:_MOST_GUILDS]:
                    try:
                        if await _member(guilds[guild], user) is not None:
                            return guild
                    except _UntoldError:
                        is_certain = False
        except TimeoutError:
            is_certain = False
        if not is_certain:
            raise _UntoldError
        return None

    def _remember(self, user: int, known: _Known) -> None:
        self._known[user] = known
        self._known.move_to_end(user)
        while len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)


async def _member(guild: discord.Guild, user: int) -> discord.Member | None:
    """Return somebody as a member of a guild, None if they are not in it.

    Raises:
        _UntoldError: Discord does not tell.
    """
    known = guild.get_member(user)
    if known is not None:
        return known
    try:
        return await in_time(guild.fetch_member(user), _WITHIN)
    except discord.NotFound:
        return None
    except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
        log.warning("a member cannot be looked up", reason=type(error).__name__)
        raise _UntoldError from None
