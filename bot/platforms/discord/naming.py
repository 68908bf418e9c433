"""Naming: the people and channels that somebody chose or typed, from Discord's ids to the names they go by.

An option gives the id of whom it names, and a text holds `<@id>` or `<#id>` where Discord completed a name.
https://docs.discord.com/developers/reference#message-formatting
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Coroutine, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

import aiohttp
import discord
from discord.http import Route

from bot.chat.people import Author
from bot.language.folding import fold
from bot.logs import get_logger
from bot.platforms.discord.asking import in_time
from bot.platforms.discord.people import People

T = TypeVar("T")

log = get_logger(__name__)

_TYPED = re.compile(r"<(?P<kind>@!?|#)(?P<id>\d{15,21})>")
_USERNAME = re.compile(r"(?<![\w@.<-])@([a-z0-9_.]{2,32})", re.IGNORECASE)
"""Whom somebody typed by hand, as in a form, where Discord completes nothing."""
_PLAIN_NAME = re.compile(r"\w[\w-]*")
_MOST = 10
"""How many people one interaction may have looked up by id, and so many by name."""
_SEARCHED = 10
"""How many members Discord is asked for whose names begin so."""
_WITHIN = 1.5
"""Seconds within which Discord must tell who they are; who is not known by then stays an id."""


@dataclass(slots=True)
class Named:
    """The people whom an interaction names, by id."""

    people: dict[str, Author] = field(default_factory=dict)

    @property
    def authors(self) -> tuple[Author, ...]:
        """All who are named; of bots it is told that they are no people."""
        return tuple(self.people.values())


class Naming:
    """Gives the names, as the rest of the bot reads them: `@username` and `#channel`."""

    def __init__(self, client: discord.Client, people: People) -> None:
        self._client = client
        self._people = people

    def resolved(self, data: Mapping[str, Any], *, in_guild: bool) -> Named:
        """Return the people whom the data of an interaction describes: in a guild, those who are members."""
        told = data.get("resolved", {})
        members = told.get("members", {})
        there = [(key, user) for key, user in told.get("users", {}).items() if key in members or not in_guild]
        return Named({key: self._people.told(user, members.get(key)) for key, user in there})

    def channels(self, data: Mapping[str, Any], guild: discord.Guild | None) -> dict[str, Any]:
        """Return the channels that the data describes, each under the name by which it is found."""
        told = data.get("resolved", {}).get("channels", {})
        return {key: {**channel, "name": _exact(int(key), guild)} for key, channel in told.items()}

    async def translate(
        self, texts: Mapping[str, str], who: discord.Member | discord.User, named: Named
    ) -> dict[str, str]:
        """Return what somebody typed with names instead of ids; whom they name is added to `named`.

        Names of channels that they do not see are not told; in a DM, that is every one.
        """
        member = who if isinstance(who, discord.Member) else None
        guild = member.guild if member else None
        typed = [found for text in texts.values() for found in _TYPED.finditer(text)]
        await self._look_up((found["id"] for found in typed if found["kind"] != "#"), guild, named)
        if guild is not None:
            await self._search(
                [name for text in texts.values() for name in _USERNAME.findall(text)], guild, named
            )

        def name(found: re.Match[str]) -> str:
            if found["kind"] != "#":
                known = named.people.get(found["id"])
                return f"@{known.username}" if known else found.group()
            is_all = found.group() == found.string.strip()
            channel = _channel(int(found["id"]), guild)
            if channel is None or member is None or not channel.permissions_for(member).view_channel:
                return found.group()
            return f"#{_exact(channel.id, guild) if is_all else channel.name}"

        return {key: _TYPED.sub(name, text) for key, text in texts.items()}

    async def _look_up(self, ids: Iterable[str], guild: discord.Guild | None, named: Named) -> None:
        wanted = [key for key in dict.fromkeys(ids) if key not in named.people][:_MOST]
        me = self._client.user
        if me is not None and str(me.id) in wanted:
            wanted.remove(str(me.id))
            named.people[str(me.id)] = Author(str(me.id), me.name, is_bot=True)
        found = await asyncio.gather(*(self._person(int(key), guild) for key in wanted))
        named.people |= {str(person.id): self._people.person(person) for person in found if person}

    async def _search(self, names: Iterable[str], guild: discord.Guild, named: Named) -> None:
        """Look up members by their user names."""
        known = {author.username for author in named.people.values()}
        wanted = dict.fromkeys(name.lower().rstrip(".") for name in names)
        found = await asyncio.gather(
            *(
                self._member_named(name, guild)
                for name in [name for name in wanted if name not in known][:_MOST]
            )
        )
        named.people |= {author.id: author for author in found if author}

    async def _member_named(self, name: str, guild: discord.Guild) -> Author | None:
        """Return the member of a guild who has that user name."""
        route = Route("GET", "/guilds/{guild_id}/members/search", guild_id=guild.id)
        parameters = {"query": name, "limit": str(_SEARCHED)}
        found = await _asked(self._client.http.request(route, params=parameters)) or []
        member = next((item for item in found if item["user"]["username"] == name), None)
        return None if member is None else self._people.told(member["user"], member)

    async def _person(self, user: int, guild: discord.Guild | None) -> discord.Member | discord.User | None:
        """Return a member of the guild; in a DM, somebody of whom the bot knows already."""
        known = guild.get_member(user) if guild else self._client.get_user(user)
        if guild is None or known is not None:
            return known
        return await _asked(guild.fetch_member(user))


async def _asked(request: Coroutine[Any, Any, T]) -> T | None:
    """Return what Discord tells, None if it does not in time."""
    try:
        return await in_time(request, _WITHIN)
    except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
        log.info("somebody who is named cannot be looked up", reason=type(error).__name__)
        return None


def _channel(channel: int, guild: discord.Guild | None) -> discord.abc.GuildChannel | None:
    """Return a channel of a guild; a thread counts as the one that it hangs under."""
    found = guild.get_channel_or_thread(channel) if guild else None
    return found.parent if isinstance(found, discord.Thread) else found


def _exact(channel: int, guild: discord.Guild | None) -> str:
    """Return what stands for one channel only: its name if no other has it, else its id."""
    found = _channel(channel, guild)
    if found is None:
        return str(channel)
    name = fold(found.name)
    is_shared = any(
        fold(other.name) == name and other.id != found.id
        for other in found.guild.channels
        if not isinstance(other, discord.CategoryChannel)
    )
    return found.name if _PLAIN_NAME.fullmatch(found.name) and not is_shared else str(found.id)
