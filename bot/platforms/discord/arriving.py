"""Arriving: events go to the lane of their channel, if they are of a guild of the network."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import discord

from bot.chat.hosting import Host
from bot.chat.incoming import Edited, Joined, Left, Reacted
from bot.platforms.discord.administrators import Administrators
from bot.platforms.discord.discovering import Discovery
from bot.platforms.discord.heard import Heard
from bot.platforms.discord.membership import Membership
from bot.platforms.discord.receiving import Receiver, calls_bot, dm_lane, lane_of
from bot.platforms.lanes import Lanes
from bot.platforms.positions import Position, Positions


class Arrivals:
    """Sorts the events of one connection; see `client.Events`. `write_down` has the positions remembered.

    While `is_open` is not set, messages wait: what was missed before them is handled first.
    """

    def __init__(
        self,
        client: discord.Client,
        heard: Heard,
        discovery: Discovery,
        administrators: Administrators,
        membership: Membership,
        positions: Positions,
        host: Host,
        receiver: Receiver,
        lanes: Lanes,
        write_down: Callable[[], Awaitable[None]],
    ) -> None:
        self._client = client
        self._heard = heard
        self._discovery = discovery
        self._administrators = administrators
        self._membership = membership
        self._positions = positions
        self._host = host
        self._receiver = receiver
        self._lanes = lanes
        self._write_down = write_down
        self._shown: set[int] = set()
        self.is_open = asyncio.Event()
        self._is_over = False
        self._in_order = asyncio.Lock()

    def close(self) -> None:
        """Let go of what waits: it is looked for the next time."""
        self._is_over = True
        self._discovery.close()
        self._administrators.close()
        self.is_open.set()

    async def message(self, message: discord.Message) -> None:
        """Queue a message.

        Of guilds that are in no network only what calls the bot is taken, to be told how to join one.
        """
        async with self._in_order:
            await self._message(message)

    async def _message(self, message: discord.Message) -> None:
        if message.flags.ephemeral:
            return  # what the bot shows to one person in a channel comes without its guild, as a DM would
        lane = lane_of(message)
        if message.guild is None:
            if self._positions.begin(lane, Position(message.id - 1)):
                await self._write_down()  # a DM that was forgotten would never be found again
        elif not await self._heard.is_ours(message.guild.id):
            if not calls_bot(message, self._client.user):
                return
        elif message.guild.id not in self._shown:
            self._shown.add(message.guild.id)
            await self._discovery.tell([message.guild])
            self._administrators.note(message.guild)
        await self._administrators.saw(message.author)
        await self.is_open.wait()
        if not self._is_over:
            await self._lanes.put(lane, lambda: self._receiver.message(message))

    async def edited(self, message: discord.Message) -> None:
        """Queue that a message of a guild of the network was changed, behind the message itself."""
        async with self._in_order:
            if message.guild is None or message.flags.ephemeral or not self._host.listens(Edited):
                return
            if await self._heard.is_ours(message.guild.id):
                await self.is_open.wait()
                if not self._is_over:
                    await self._lanes.put(lane_of(message), lambda: self._receiver.edited(message))

    async def deleted(self, guild: int | None, channel: int, message: int) -> None:
        """Queue that a message was deleted; a thread is the channel under which it hangs."""
        if guild is None or not await self._heard.is_ours(guild):
            return
        place = self._receiver.place_of(channel)
        await self._lanes.put(str(channel), lambda: self._host.message_deleted(place, str(message)))

    async def reaction(self, reaction: discord.RawReactionActionEvent) -> None:
        """Queue a reaction."""
        is_ours = await self._heard.is_ours(reaction.guild_id)
        me = self._client.user
        if not is_ours or (me is not None and reaction.user_id == me.id) or not self._host.listens(Reacted):
            return
        lane = (
            dm_lane(reaction.channel_id) if reaction.guild_id is None else str(reaction.channel_id)
        )  # behind the message to which it is, if that waits
        await self._lanes.put(lane, lambda: self._receiver.reaction(reaction))

    async def joined(self, member: discord.Member) -> None:
        """Queue somebody's coming."""
        self._membership.forget(member.id)
        await self._administrators.saw(member)
        if self._host.listens(Joined):
            await self._member(member, member.guild, is_new=True)

    async def left(self, guild: int, user: discord.User | discord.Member) -> None:
        """Queue somebody's going."""
        self._membership.forget(user.id)
        self._administrators.left(guild, user.id)
        known = self._client.get_guild(guild)
        if known is not None and self._host.listens(Left):
            await self._member(user, known, is_new=False)

    async def places_changed(self, guild: discord.Guild) -> None:
        """Tell the bot which places of a guild it can post to."""
        if await self._heard.is_ours(guild.id):
            self._discovery.note(guild)

    async def rights_changed(self, guild: discord.Guild) -> None:
        """Have the bot know who administers a guild now."""
        self._administrators.note(guild)

    async def member_changed(self, member: discord.Member) -> None:
        """Have the bot know whether somebody administers a guild now."""
        await self._administrators.saw(member)

    async def _member(
        self, person: discord.Member | discord.User, guild: discord.Guild, *, is_new: bool
    ) -> None:
        if await self._heard.is_ours(guild.id):
            lane = f"guild/{guild.id}"
            await self._lanes.put(lane, lambda: self._receiver.member(person, guild, is_new=is_new))
