"""The client of discord.py: its REST, its state and its events; the connections are `gateway.py`'s."""

from __future__ import annotations

import sys
from http import HTTPStatus
from types import SimpleNamespace
from typing import Any, Protocol
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route
from discord.utils import MISSING

from bot import __version__
from bot.logs import get_logger
from bot.platforms.discord.guarding import Guard

log = get_logger(__name__)

API = "/api/v10"
AGENT = f"DiscordBot (https://github.com/maillage-bot/maillage, {__version__})"
"""What clients have to say of themselves: reference#user-agent."""
_NOT_OF_TOKEN = ("/webhooks/", "/interactions/")
"""What stands on the token of an interaction, which lapses."""


class Lifecycle(Protocol):
    """Whoever is told how the connections fare, and what people ask of the bot."""

    async def ready(self, shard: int) -> None:
        """A new session began; all guilds that are there are known."""

    async def resumed(self, shard: int) -> None:
        """A session goes on; what happened meanwhile was told."""

    async def came_back(self) -> None:
        """A guild that Discord could not serve is there again."""

    async def interaction(self, interaction: discord.Interaction[Any]) -> None:
        """Somebody used a command, a button or a form."""


class Events(Protocol):
    """Whoever is told what happens in the channels."""

    async def message(self, message: discord.Message) -> None:
        """A message was written."""

    async def edited(self, message: discord.Message) -> None:
        """A message is not what it was when it was written."""

    async def deleted(self, guild: int | None, channel: int, message: int) -> None:
        """A message was deleted by itself."""

    async def reaction(self, reaction: discord.RawReactionActionEvent) -> None:
        """Somebody reacted to a message."""

    async def joined(self, member: discord.Member) -> None:
        """Somebody is in a guild from now on."""

    async def left(self, guild: int, user: discord.User | discord.Member) -> None:
        """Somebody is in a guild no more."""

    async def places_changed(self, guild: discord.Guild) -> None:
        """A guild, or one of its channels, appeared or changed."""

    async def rights_changed(self, guild: discord.Guild) -> None:
        """A guild appeared, or it has another owner, or its roles grant something else."""

    async def member_changed(self, member: discord.Member) -> None:
        """Somebody in a guild has other roles, or another name."""


class TokenRefusedError(Exception):
    """Discord does not accept the token."""


class Client(discord.AutoShardedClient):
    """One client for the whole life of a platform, through losses of the connection and of the token.

    It keeps little: guilds, their channels and roles, but neither members nor messages.
    """

    def __init__(
        self,
        url: str,
        intents: discord.Intents,
        guard: Guard,
        *,
        silence: float,
        ready_after: float,
    ) -> None:
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # it does not speak
        trace = guard.trace(lambda address: _is_of_token(address, url))
        trace.on_request_start.append(_name_oneself)
        super().__init__(
            intents=intents,
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            allowed_mentions=discord.AllowedMentions.none(),
            heartbeat_timeout=silence,
            guild_ready_timeout=ready_after,
            max_ratelimit_timeout=30.0,
            proxy=_proxy(url),
            http_trace=trace,
        )
        Route.BASE = f"{url}{API}"
        self.lifecycle: Lifecycle | None = None
        self.events: Events | None = None
        self.sockets: dict[int, DiscordWebSocket] = {}
        self._is_logged_in = False
        self._connection.parsers["GUILD_MEMBER_UPDATE"] = self._member_updated

    async def enter(self, token: str) -> None:
        """Learn who the bot is, the first time; then only whether the token is accepted.

        Raises:
            TokenRefusedError: it is not.
            discord.DiscordException, aiohttp.ClientError, OSError: Discord does not tell.
        """
        try:
            if self._is_logged_in:
                await self.http.request(Route("GET", "/users/@me"))
            else:
                await self._log_in(token)
        except discord.LoginFailure:
            raise TokenRefusedError from None
        except discord.HTTPException as error:
            if error.status == HTTPStatus.UNAUTHORIZED:
                raise TokenRefusedError from None
            raise

    async def _log_in(self, token: str) -> None:
        try:
            await self.login(token)
        except BaseException:
            await self._leave()
            raise
        self._is_logged_in = True

    def divide(self, shards: int, gateway: str) -> None:
        """Take note of how many connections there are to be, and where they go."""
        DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway)
        self.shard_count = shards
        self._connection.shard_count = shards
        self._connection.shard_ids = range(shards)

    async def close(self) -> None:
        """Close the REST connections."""
        await self._leave()

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Do nothing: whether a session may begin is settled before its connection is opened."""

    async def _leave(self) -> None:
        """Drop the HTTP session; the next login opens another one."""
        await self.http.close()
        self.http.connector = MISSING

    def _get_websocket(self, guild_id: int | None = None, *, shard_id: int | None = None) -> DiscordWebSocket:
        """Return the connection of a guild, as discord.py asks for it."""
        if shard_id is None:
            shard_id = ((guild_id or 0) >> 22) % (self.shard_count or 1)
        return self.sockets[shard_id]

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        """Hand a press on; see `controls.Control`."""
        await self.on_interaction(interaction)

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        """Hand an interaction on."""
        if self.lifecycle is not None:
            await self.lifecycle.interaction(interaction)

    async def on_shard_ready(self, shard: int) -> None:
        """Tell that a session began."""
        if self.lifecycle is not None:
            await self.lifecycle.ready(shard)

    async def on_shard_resumed(self, shard: int) -> None:
        """Tell that a session goes on."""
        if self.lifecycle is not None:
            await self.lifecycle.resumed(shard)

    async def on_message(self, message: discord.Message) -> None:
        """Hand a message on."""
        if self.events is not None:
            await self.events.message(message)

    async def on_raw_message_edit(self, event: discord.RawMessageUpdateEvent) -> None:
        """Tell of a message that its author changed.

        Of what Discord adds by itself, such as what a link leads to, nothing is told.
        """
        if self.events is not None and event.message.edited_at is not None:
            await self.events.edited(event.message)

    async def on_raw_message_delete(self, event: discord.RawMessageDeleteEvent) -> None:
        """Tell of a message that was deleted.

        Of those deleted together nothing is told: a channel was tidied up, nobody took back what they said.
        """
        if self.events is not None:
            await self.events.deleted(event.guild_id, event.channel_id, event.message_id)

    async def on_raw_reaction_add(self, reaction: discord.RawReactionActionEvent) -> None:
        """Hand a reaction on."""
        if self.events is not None:
            await self.events.reaction(reaction)

    async def on_member_join(self, member: discord.Member) -> None:
        """Tell that somebody came."""
        if self.events is not None:
            await self.events.joined(member)

    async def on_raw_member_remove(self, event: discord.RawMemberRemoveEvent) -> None:
        """Tell that somebody went."""
        if self.events is not None:
            await self.events.left(event.guild_id, event.user)

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Tell of a guild that the bot was added to."""
        await self._places_changed(guild)
        await self._rights_changed(guild)

    async def on_guild_available(self, guild: discord.Guild) -> None:
        """Tell of a guild that came back."""
        await self._places_changed(guild)
        await self._rights_changed(guild)
        if self.lifecycle is not None:
            await self.lifecycle.came_back()

    async def on_guild_update(self, before: discord.Guild, after: discord.Guild) -> None:
        """Tell of a guild that has another name, or another owner."""
        await self._places_changed(after)
        if before.owner_id != after.owner_id:
            await self._rights_changed(after)

    async def on_guild_role_update(self, before: discord.Role, after: discord.Role) -> None:
        """Tell of a role that grants something else, or has another name."""
        if (before.permissions, before.name) != (after.permissions, after.name):
            await self._rights_changed(after.guild)
            await self._places_changed(after.guild)

    async def on_guild_role_delete(self, role: discord.Role) -> None:
        """Tell of a role that nobody has any more."""
        await self._rights_changed(role.guild)
        await self._places_changed(role.guild)

    async def on_member_told(self, member: discord.Member) -> None:
        """Tell of a member who changed: the bot, too, which may see other channels then."""
        if self.events is not None:
            await self.events.member_changed(member)
        if self.user is not None and member.id == self.user.id:
            await self._places_changed(member.guild)

    async def on_guild_channel_create(self, channel: discord.abc.GuildChannel) -> None:
        """Tell of a new channel."""
        await self._places_changed(channel.guild)

    async def on_guild_channel_update(
        self, _before: discord.abc.GuildChannel, after: discord.abc.GuildChannel
    ) -> None:
        """Tell of a channel that has another name, or is open to others."""
        await self._places_changed(after.guild)

    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        """Tell of a channel that is gone."""
        await self._places_changed(channel.guild)

    async def on_error(self, event_method: str, /, *_args: object, **_values: object) -> None:
        """Tell the log what could not be handled."""
        log.error("an event could not be handled", event_name=event_method, exc_info=sys.exc_info()[1])

    def _member_updated(self, data: Any) -> None:  # noqa: ANN401 - JSON, as discord.py hands it on
        """Tell of a member who changed: discord.py tells only of those whom it keeps."""
        self._connection.parse_guild_member_update(data)
        guild = self.get_guild(int(data["guild_id"]))
        if guild is not None:
            told: Any = {"flags": 0, **data}
            self.dispatch("member_told", discord.Member(data=told, guild=guild, state=self._connection))

    async def _rights_changed(self, guild: discord.Guild) -> None:
        if self.events is not None:
            await self.events.rights_changed(guild)

    async def _places_changed(self, guild: discord.Guild) -> None:
        if self.events is not None:
            await self.events.places_changed(guild)


def intents_for(*, message_content: bool, members: bool, reactions: bool) -> discord.Intents:
    """Return what Discord is asked to tell; the first two have to be switched on in the Developer Portal."""
    return discord.Intents(
        guilds=True,
        guild_messages=True,
        dm_messages=True,
        guild_reactions=reactions,
        dm_reactions=reactions,
        message_content=message_content,
        members=members,
    )


async def _name_oneself(
    _session: aiohttp.ClientSession, _context: SimpleNamespace, request: aiohttp.TraceRequestStartParams
) -> None:
    """Say who asks, where discord.py does not: in its answers to interactions.

    https://docs.discord.com/developers/reference#user-agent
    """
    request.headers.setdefault("User-Agent", AGENT)


def _proxy(url: str) -> str | None:
    parts = urlsplit(url)
    return None if proxy_bypass(parts.hostname or "") else getproxies().get(parts.scheme)


def _is_of_token(address: str, url: str) -> bool:
    """Return whether a request stands on the bot's own token."""
    base = f"{url}{API}"
    return address.startswith(base) and not address.removeprefix(base).startswith(_NOT_OF_TOKEN)
