"""Catching up: after a session that could not be resumed, what was written meanwhile is read over REST.

Messages since the position of each channel are handed in, oldest first in each channel. What comes twice,
from here and from the gateway, is known by its key. A channel that cannot be read now stays pinned at its
position, and is read in a later round; it keeps no other from going on.

A bot cannot list its DMs: those are read where something was said before. Reactions are not looked for.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

import aiohttp
import discord
from discord.utils import time_snowflake

from bot.logs import get_logger
from bot.platforms.discord.discovering import Discovery
from bot.platforms.discord.heard import Heard
from bot.platforms.discord.receiving import DM_LANE, Receiver
from bot.platforms.positions import EVERYWHERE, Pin, Position, Positions

log = get_logger(__name__)

MOST_MESSAGES = 10_000
"""So many messages of one channel are read at most."""
MOST_CHANNELS = 10_000
"""So many channels are read in one round; the others wait for the next."""
MOST_FAILURES = 3
"""After so many channels that cannot be read, a round ends: Discord is in difficulty."""
_AT_ONCE = 4
_SKEW = timedelta(minutes=1)
"""By how much the clocks of the bot and of Discord may differ."""

Work = Callable[[], Awaitable[None]]
Put = Callable[[str, Work], Awaitable[None]]
Readable = discord.TextChannel | discord.VoiceChannel | discord.StageChannel | discord.Thread


class NotReadableError(Exception):
    """Nothing can be read now."""


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel that may have something new; `last` is the id of its last message if that is known.

    What was written up to `since`, an id, is not for the bot: it was not there.
    """

    lane: str
    messages: discord.abc.Messageable
    last: int | None = None
    since: int = 0

    @property
    def is_dm(self) -> bool:
        """Whether it is a DM."""
        return self.lane.startswith(DM_LANE)


class CatchUp:
    """Reads what was missed; `put` queues work behind what waits for the same channel.

    `is_ready` tells whether all guilds are known and requests may be sent.
    """

    def __init__(
        self,
        client: discord.Client,
        receiver: Receiver,
        heard: Heard,
        discovery: Discovery,
        positions: Positions,
        put: Put,
        *,
        is_ready: Callable[[], bool],
        now: Callable[[], datetime],
    ) -> None:
        self._client = client
        self._receiver = receiver
        self._heard = heard
        self._discovery = discovery
        self._positions = positions
        self._put = put
        self._is_ready = is_ready
        self._now = now
        self._one_round = asyncio.Lock()

    async def run(self) -> None:
        """Read and queue what was missed: one round, after which some of it may be missing still.

        Raises:
            NotReadableError: the channels are not known now.
        """
        async with self._one_round:
            if not self._is_ready():
                raise NotReadableError("not connected")
            missed = self._positions.pin_of(EVERYWHERE)
            guilds = await self._heard.guilds()
            await self._discovery.tell(guilds)
            channels = [*self._dms(), *(channel for guild in guilds for channel in _channels_of(guild))]
            if missed is not None:
                self._spread(missed, channels)
            await self._read(channels)

    def _dms(self) -> Iterable[Channel]:
        """Return the DMs. None may be a channel of a guild: all that is said in a DM is for the bot."""
        for lane in self._positions.channels():
            key = lane.removeprefix(DM_LANE)
            if key != lane and key.isdecimal() and not self._is_in_a_guild(int(key)):
                kind = discord.ChannelType.private
                yield Channel(lane, self._client.get_partial_messageable(int(key), type=kind))

    def _is_in_a_guild(self, channel: int) -> bool:
        known = self._client.get_channel(channel)
        return isinstance(known, discord.abc.GuildChannel | discord.Thread)

    def _spread(self, missed: Pin, channels: list[Channel]) -> None:
        """Pin each channel where something may have been missed, instead of all of them."""
        if not self._positions.is_new:
            for channel in channels:
                if channel.last is None or channel.last > self._positions.of(channel.lane).at:
                    self._positions.pin(channel.lane)
        newest = max((channel.last or 0 for channel in channels), default=0)
        missed.heard = Position(newest or time_snowflake(self._now() - _SKEW))
        self._positions.release(EVERYWHERE, missed)

    async def _read(self, channels: list[Channel]) -> None:
        """Read the channels that are pinned; those that failed before come last, and DMs first."""
        here = {channel.lane: channel for channel in channels}
        waiting: list[tuple[Channel, Pin]] = []
        for lane, pin in self._positions.waiting().items():
            if lane in here:
                waiting.append((here[lane], pin))
            elif lane != EVERYWHERE:
                log.info("a channel is gone", channel=lane)
                self._positions.release(lane, pin)
        waiting.sort(key=lambda item: (item[1].failures, not item[0].is_dm))
        limit, failed = asyncio.Semaphore(_AT_ONCE), _Failures()
        async with asyncio.TaskGroup() as tasks:
            for channel, pin in waiting[:MOST_CHANNELS]:
                tasks.create_task(self._one(channel, pin, limit, failed))

    async def _one(self, channel: Channel, pin: Pin, limit: asyncio.Semaphore, failed: _Failures) -> None:
        async with limit:
            if failed.count >= MOST_FAILURES:
                return
            try:
                await self._queue(channel)
            except (discord.NotFound, discord.Forbidden) as error:
                log.info("a channel may not be read: it is skipped", channel=channel.lane, code=error.code)
            except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
                log.warning("a channel cannot be read now", channel=channel.lane, reason=type(error).__name__)
                failed.note(pin)
                return
            except Exception:
                log.exception("a channel cannot be read now", channel=channel.lane)
                failed.note(pin)
                return
        pin.is_queued = True
        await self._put(channel.lane, self._release(channel.lane, pin))

    def _release(self, lane: str, pin: Pin) -> Work:
        async def release() -> None:
            self._positions.release(lane, pin)

        return release

    async def _queue(self, channel: Channel) -> None:
        """Read what is new in a channel, and queue it in its order."""
        after = discord.Object(max(self._positions.of(channel.lane).at, channel.since))
        count = 0
        async for message in channel.messages.history(limit=MOST_MESSAGES, after=after, oldest_first=True):
            count += 1
            await self._put(channel.lane, self._take(message))
        if count == MOST_MESSAGES:
            log.warning("too many messages to catch up with", channel=channel.lane)

    def _take(self, message: discord.Message) -> Work:
        return lambda: self._receiver.message(message)


class _Failures:
    """How many channels could not be read in one round."""

    def __init__(self) -> None:
        self.count = 0

    def note(self, pin: Pin) -> None:
        self.count += 1
        pin.failures += 1


def _channels_of(guild: discord.Guild) -> Iterable[Channel]:
    """Return the channels and threads of a guild that hold messages, and that the bot can read."""
    arrived = guild.me.joined_at
    since = 0 if arrived is None else time_snowflake(arrived)
    channels: list[Readable] = [*guild.text_channels, *guild.voice_channels, *guild.stage_channels]
    for channel in [*channels, *guild.threads]:
        if channel.last_message_id is None:
            continue
        may = channel.permissions_for(guild.me)
        if may.view_channel and may.read_message_history:
            yield Channel(str(channel.id), channel, channel.last_message_id, since)
