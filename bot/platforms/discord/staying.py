"""Staying connected: from the moment Discord accepts the bot until it closes the connections for good."""

from __future__ import annotations

import asyncio
import contextlib
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import discord

from bot.chat.hosting import Host
from bot.counting import Counters
from bot.language.catalogue import Words
from bot.language.messages import Text
from bot.logs import get_logger
from bot.platforms.backing_off import BackOff
from bot.platforms.crowding import Writers
from bot.platforms.discord.administrators import Administrators
from bot.platforms.discord.arriving import Arrivals
from bot.platforms.discord.catching_up import CatchUp, NotReadableError
from bot.platforms.discord.client import Client
from bot.platforms.discord.discovering import Discovery
from bot.platforms.discord.gateway import Gateway
from bot.platforms.discord.guarding import Guard
from bot.platforms.discord.heard import Heard
from bot.platforms.discord.identifying import WRITTEN_UNDER, Sessions
from bot.platforms.discord.interactions import Interactions
from bot.platforms.discord.membership import Membership
from bot.platforms.discord.people import People
from bot.platforms.discord.places import Places
from bot.platforms.discord.receiving import Receiver, dm_lane
from bot.platforms.discord.syncing import KEY as COMMANDS
from bot.platforms.keeping_up import KeepingUp
from bot.platforms.lanes import Lanes
from bot.platforms.lingering import Lingering
from bot.platforms.positions import EVERYWHERE, Position, Positions

log = get_logger(__name__)

FINISH_WITHIN = 5.0
"""Seconds that what is being handled has at the end."""
_TOGETHER = 2.0
"""Seconds within which guilds come back together after a failure of Discord’s."""
_NO_CHANNELS = frozenset({WRITTEN_UNDER, COMMANDS})
"""What the platform remembers besides the positions of channels."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What lasts longer than one stay."""

    name: str
    client: Client
    people: People
    places: Places
    heard: Heard
    membership: Membership
    interactions: Interactions
    guard: Guard
    counters: Counters
    words: Words
    writers: Writers


@dataclass(frozen=True, slots=True)
class Pace:
    """In seconds: silence after which a connection is dead, and that after which all guilds were told of."""

    silence: float = 60.0
    ready_after: float = 1.0


class Stay:
    """One stay. `on_state` is told of every change: None once all works, else why it does not."""

    def __init__(
        self,
        parts: Parts,
        host: Host,
        stored: dict[str, str],
        *,
        on_state: Callable[[Text | None], None],
        reason_of: Callable[[int | None], Text],
        now: Callable[[], datetime],
        sleep: Callable[[float], Awaitable[None]],
        pace: Pace,
    ) -> None:
        self._parts = parts
        self._host = host
        self._on_state = on_state
        self._sleep = sleep
        self._is_new = True
        self._gaps = 0
        self._is_one_coming_back = False
        client = parts.client
        self._sessions = Sessions(host, stored.get(WRITTEN_UNDER), now, sleep)
        self._positions = Positions({key: at for key, at in stored.items() if key not in _NO_CHANNELS})
        self._lanes = Lanes()
        self._lingering = Lingering(host, self._positions)
        receiver = Receiver(
            client,
            parts.people,
            parts.places,
            parts.heard,
            parts.membership,
            host,
            self._positions,
            self._count_event,
            parts.words,
            parts.writers,
            self._lingering,
        )
        discovery = Discovery(client, parts.places, host, sleep)
        catch_up = CatchUp(
            client,
            receiver,
            parts.heard,
            discovery,
            self._positions,
            self._lanes.put,
            is_ready=lambda: self._gateway.is_whole and parts.guard.wait() is None,
            now=now,
        )
        self._keeping_up = KeepingUp(
            parts.name,
            catch_up,
            self._positions,
            host,
            BackOff(random.random),
            unavailable=NotReadableError,
            sleep=sleep,
        )
        self._administrators = Administrators(parts.heard, parts.people, host, sleep)
        self._arrivals = Arrivals(
            client,
            parts.heard,
            discovery,
            self._administrators,
            parts.membership,
            self._positions,
            host,
            receiver,
            self._lanes,
            self._keeping_up.write_down,
        )
        self._gateway = Gateway(
            client,
            permit=self._permit,
            on_loss=self._lost,
            reason_of=reason_of,
            silence=pace.silence,
            sleep=sleep,
            random=random.random,
        )

    async def run(self) -> None:
        """Stay connected until cancelled.

        Raises:
            ClosedForGoodError: Discord does not want that.
            discord.DiscordException, aiohttp.ClientError, OSError: it does not tell where to connect.
        """
        client = self._parts.client
        shards, address, _limits = await client.http.get_bot_gateway()
        client.divide(shards, address)
        client.lifecycle, client.events = self, self._arrivals
        self._parts.interactions.host = self._host
        keeping = asyncio.create_task(self._keeping_up.run(), name=f"{self._parts.name}: keeping up")
        try:
            await self._gateway.run()
        finally:
            client.lifecycle = client.events = None
            self._arrivals.close()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(FINISH_WITHIN):
                    await self._lanes.idle()
                    await self._lingering.idle()
            await self._lingering.end()
            keeping.cancel()
            await asyncio.gather(keeping, return_exceptions=True)
            await self._keeping_up.write_down()

    async def ready(self, shard: int) -> None:
        """A new session began: what was missed is looked for, whether or not there was one before."""
        if not self._is_new:
            self._count("maillage_socket_reconnects_total")
        self._miss()  # once more: only now are all guilds known
        await self._works(shard)

    async def resumed(self, shard: int) -> None:
        """A session goes on: of its events, nothing was missed."""
        self._count("maillage_socket_resumes_total")
        await self._works(shard)

    async def came_back(self) -> None:
        """A guild is there again: what was missed is looked for, once for all that come back together."""
        if not self._gateway.is_whole or self._is_one_coming_back:
            return
        self._is_one_coming_back = True
        await self._sleep(_TOGETHER)
        self._is_one_coming_back = False
        await self._keeping_up.fill_gap()

    async def interaction(self, interaction: discord.Interaction[Any]) -> None:
        """Answer what somebody asks of the bot."""
        await self._administrators.saw(interaction.user)
        await self._parts.interactions.take(interaction)

    def note_dm(self, channel: str, happened: str) -> None:
        """Note that a DM exists, so that it is looked at after an absence; `happened` is an id there."""
        self._positions.begin(dm_lane(channel), Position(int(happened)))

    async def _permit(self) -> None:
        """See to it that a session may begin; from then on, until all is read again, something is missing."""
        _shards, _address, limits = await self._parts.client.http.get_bot_gateway()
        await self._sessions.permit(
            self._parts.client.shard_count or 1,
            left=limits["remaining"],
            reset_after=limits["reset_after"] / 1000,
            at_once=limits["max_concurrency"],
        )
        self._miss()

    def _miss(self) -> None:
        """Let nothing in until what was missed is read."""
        self._positions.pin(EVERYWHERE)
        self._gaps += 1
        self._arrivals.is_open.clear()

    async def _works(self, shard: int) -> None:
        self._gateway.works(shard)
        if self._gateway.is_whole:
            self._is_new = False
            self._on_state(None)
            await self._catch_up()

    async def _catch_up(self) -> None:
        """Read what was missed, if anything was; then let in what comes from now on.

        The last shard to work sees to that, be it in a new session or in one that goes on; if a connection
        is lost meanwhile, the next does.
        """
        if self._arrivals.is_open.is_set():
            return
        gaps = self._gaps
        self._count("maillage_catch_ups_total")
        await self._keeping_up.fill_gap()
        if self._gateway.is_whole and self._gaps == gaps:
            self._arrivals.is_open.set()

    def _lost(self, reason: Text, has_worked: bool) -> None:
        if has_worked:
            self._count("maillage_socket_losses_total")
        self._on_state(reason)

    def _count(self, name: str) -> None:
        self._parts.counters.add(name, platform=self._parts.name)

    def _count_event(self, kind: str) -> None:
        self._parts.counters.add("maillage_events_total", platform=self._parts.name, kind=kind)
