"""Discord as a platform: one bot, with its connections, what people ask of it and what is sent there."""

from __future__ import annotations

import asyncio
import contextlib
import random
import time
from collections.abc import Awaitable, Callable, Collection, Coroutine, Sequence
from dataclasses import dataclass
from datetime import datetime

import aiohttp
import discord

from bot.chat.delivery import (
    DeliveryKind,
    Outgoing,
    RateLimitedError,
    SendFailedError,
    SendRefusedError,
)
from bot.chat.hosting import Connection, ConnectionState, Host
from bot.counting import Counters
from bot.language.catalogue import Words
from bot.language.messages import Text, in_english
from bot.logs import get_logger
from bot.platforms.backing_off import BackOff
from bot.platforms.crowding import Writers
from bot.platforms.discord import closing, wording
from bot.platforms.discord.client import Client, TokenRefusedError, intents_for
from bot.platforms.discord.commands import command_table
from bot.platforms.discord.controls import Control
from bot.platforms.discord.gateway import ClosedForGoodError
from bot.platforms.discord.gatherings import Gatherings
from bot.platforms.discord.guarding import Guard
from bot.platforms.discord.heard import Heard
from bot.platforms.discord.interactions import Interactions
from bot.platforms.discord.membership import Membership
from bot.platforms.discord.people import People
from bot.platforms.discord.places import Places
from bot.platforms.discord.sending import Sender
from bot.platforms.discord.spelling import Spelling
from bot.platforms.discord.staying import FINISH_WITHIN, Pace, Parts, Stay
from bot.platforms.discord.syncing import synchronise
from bot.plugin import Plugin, ReactionAdded

log = get_logger(__name__)

PROBE_EVERY = 300.0
"""Seconds after which Discord, having refused the bot, is asked once more."""
INTRODUCED_WITHIN = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """What is to be known of the bot's account on Discord.

    The bot works in the `guilds` of those ids, and in those that joined the network. Whoever has a role of
    one of the names `coordinator_roles` coordinates a guild. `message_content` and `members` are whether the
    intents of these names are asked for. `url` is the address of Discord.
    """

    token: str
    name: str = "discord"
    guilds: tuple[str, ...] = ()
    coordinator_roles: tuple[str, ...] = ()
    message_content: bool = False
    members: bool = False
    url: str = "https://discord.com"


class DiscordPlatform:
    """Implements `bot.chat.delivery.Platform`.

    `words` are in the network's language, for what is said before anybody is known; `now` is the bot's clock.
    """

    def __init__(
        self,
        server: Server,
        plugins: Sequence[Plugin],
        counters: Counters,
        words: Words,
        *,
        now: Callable[[], datetime],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        pace: Pace | None = None,
    ) -> None:
        self._server = server
        self._counters = counters
        self._now = now
        self._sleep = sleep
        self._pace = pace or Pace()
        self._guard = Guard(
            time.monotonic,
            on_refusal=self._on_refusal,
            on_pause=self._on_pause,
            on_unauthorised=self._on_unauthorised,
        )
        self.client = Client(
            server.url,
            self._intents(plugins),
            self._guard,
            silence=self._pace.silence,
            ready_after=self._pace.ready_after,
        )
        self.client.add_dynamic_items(Control)
        self._table = command_table(plugins, words.language, server.coordinator_roles)
        for item in self._table.left_out:
            log.error("Discord cannot show a command", command=item.command, reason=in_english(item.why))
        spell = Spelling(plugins)
        places, people = Places(server.name), People(server.coordinator_roles)
        heard = Heard(server.name, self.client)
        membership = Membership(heard, people)
        self._heard = heard
        self._membership = membership
        self._interactions = Interactions(
            self.client,
            name=server.name,
            places=places,
            people=people,
            table=self._table,
            counters=counters,
            words=words,
            now=now,
            on_dm=self._on_dm,
            membership=membership,
            spell=spell,
        )
        self._sender = Sender(self.client, words, now=now, on_dm=self._on_dm, spell=spell)
        self._gatherings = Gatherings(self.client, now)
        self._parts = Parts(
            name=server.name,
            client=self.client,
            people=people,
            places=places,
            heard=heard,
            membership=membership,
            interactions=self._interactions,
            guard=self._guard,
            counters=counters,
            words=words,
            writers=Writers(server.name, counters),
        )
        self._host: Host | None = None
        self._stay: Stay | None = None
        self._introduced = asyncio.Event()
        self._refused = asyncio.Event()
        self._is_stopping = False
        self._is_whole = False
        self._told: Connection | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self._syncing: asyncio.Task[bool] | None = None

    @property
    def name(self) -> str:
        """The configured name of the connection."""
        return self._server.name

    @property
    def has_calendar(self) -> bool:
        """Whether it shows gatherings in a calendar of its own."""
        return True

    async def start(self, host: Host) -> None:
        """Connect in the background; how it fares is told to the host."""
        self._host = self._heard.host = self._sender.host = host
        await host.admits(self._server.guilds)
        self._tell(ConnectionState.CONNECTING)
        self._tasks.append(asyncio.create_task(self._serve(host), name=f"{self.name}: connection"))

    async def stop(self) -> None:
        """Disconnect; what is being handled is finished if it does not take long."""
        self._is_stopping = True
        self._interactions.host = None
        await self._interactions.finish(FINISH_WITHIN)
        self._introduced.set()  # nobody waits for it any more
        tasks = [*self._tasks, *([self._syncing] if self._syncing else [])]
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks, timeout=2 * FINISH_WITHIN)
        self._sender.stop()
        await self.client.close()

    async def send(self, outgoing: Outgoing) -> str:
        """Do what the delivery says and return the ids of its messages; see `Platform.send`."""
        await self._until_open()
        if outgoing.community is not None:
            return await self._gatherings.send(outgoing)
        if outgoing.user is not None and outgoing.kind is DeliveryKind.POST:
            await self._check_reader(outgoing.user)
        return await self._sender.send(outgoing)

    async def _check_reader(self, user: str) -> None:
        """Write to nobody who is in no guild of the network any more: they could answer nothing.

        Raises:
            SendRefusedError: they are not.
        """
        if await self._membership.is_outside(int(user)):
            raise SendRefusedError("in no guild of the network", wording.OUTSIDE)

    async def has_left(self, user: str, communities: Collection[str]) -> bool | None:
        """Return whether somebody is in no guild of the network any more; see `Platform.has_left`."""
        await self._until_open()
        return await self._membership.has_left(int(user), {int(guild) for guild in communities})

    async def administers(self, user: str, channel: str) -> bool:
        """Return whether somebody administers a channel; see `Platform.administers`."""
        await self._until_open()
        return await self._membership.administers(int(user), channel)

    async def people_in(self, _channel: str) -> Collection[str] | None:
        """Return None: who is in a guild is told only to bots with an intent that needs Discord's leave."""
        return None

    async def find(self, outgoing: Outgoing) -> str | None:
        """Return the ids of the delivery's messages if they are there; see `Platform.find`."""
        await self._until_open()
        if outgoing.community is not None:
            return await self._gatherings.find(outgoing)
        return await self._sender.find(outgoing)

    async def _until_open(self) -> None:
        """Wait until the bot is logged in, which at a start takes a moment: no reason to fail.

        Raises:
            RateLimitedError: nothing may be asked of Discord for a while.
            SendFailedError: it takes longer, or the token is refused.
        """
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(INTRODUCED_WITHIN):
                await self._introduced.wait()
        if self.client.user is None or self._is_stopping or self._refused.is_set():
            raise SendFailedError("not connected")
        wait = self._guard.wait()
        if wait is not None:
            raise RateLimitedError(wait)

    async def _serve(self, host: Host) -> None:
        """Learn who the bot is and stay connected, again and again, whatever happens."""
        back_off = BackOff(random.random)
        while not self._is_stopping:
            try:
                await self._introduce(host)
                await self._stay_connected(host)
            except TokenRefusedError:
                await self._stopped(wording.REVOKED)
            except ClosedForGoodError as error:
                if error.code != closing.SHARDING:
                    await self._stopped(self._reason_of(error.code))
                else:
                    self._tell(ConnectionState.LOST, self._reason_of(error.code))
                    await self._sleep(back_off.next_wait())
            except Exception as error:
                if not isinstance(error, (discord.DiscordException, aiohttp.ClientError, OSError)):
                    log.exception("the platform has to begin anew", platform=self.name)
                self._tell(ConnectionState.LOST, wording.as_said(str(error) or type(error).__name__))
                await self._sleep(self._guard.wait() or back_off.next_wait())

    async def _stopped(self, reason: Text) -> None:
        """Leave Discord alone for a while: it waits for somebody to do something."""
        self._tell(ConnectionState.STOPPED, reason)
        await self._sleep(PROBE_EVERY)

    async def _introduce(self, host: Host) -> None:
        """Learn who the bot is; the first time, tell Discord of the commands in the background."""
        await self.client.enter(self._server.token)
        self._refused.clear()
        self._introduced.set()
        if self._syncing is None or self._syncing.done():
            self._syncing = asyncio.create_task(self._synchronise(host), name=f"{self.name}: commands")

    async def _synchronise(self, host: Host) -> bool:
        try:
            application = self.client.application_id or 0
            return await synchronise(
                self._table, self.client.http, application, host, BackOff(random.random), self._sleep
            )
        except Exception:
            log.exception("commands cannot be told to Discord", platform=self.name)
            return False

    async def _stay_connected(self, host: Host) -> None:
        """Stay connected until the bot stops, Discord closes for good, or refuses the token.

        Raises:
            ClosedForGoodError, and what `Stay.run` raises.
        """
        stay = self._stay = Stay(
            self._parts,
            host,
            dict(await host.positions()),
            on_state=self._on_state,
            reason_of=self._reason_of,
            now=self._now,
            sleep=self._sleep,
            pace=self._pace,
        )
        running = asyncio.create_task(stay.run(), name=f"{self.name}: gateway")
        refused = asyncio.create_task(self._refused.wait())
        try:
            await asyncio.wait([running, refused], return_when=asyncio.FIRST_COMPLETED)
        finally:
            self._is_whole = False
            refused.cancel()
            running.cancel()
            await asyncio.gather(refused, running, return_exceptions=True)
            self._interactions.host = None
        if not running.cancelled():
            running.result()

    def _intents(self, plugins: Sequence[Plugin]) -> discord.Intents:
        return intents_for(
            message_content=self._server.message_content,
            members=self._server.members,
            reactions=any(
                issubclass(ReactionAdded, kind) for plugin in plugins for kind, _listener in plugin.listeners
            ),
        )

    def _reason_of(self, code: int | None) -> Text:
        return closing.reason_of(
            code, message_content=self._server.message_content, members=self._server.members
        )

    def _on_state(self, reason: Text | None) -> None:
        self._is_whole = reason is None
        if reason is None:
            self._tell(ConnectionState.CONNECTED)
        else:
            self._tell(ConnectionState.LOST, reason)

    def _on_dm(self, channel: str, happened: str) -> None:
        if self._stay is not None:
            self._stay.note_dm(channel, happened)

    def _on_unauthorised(self) -> None:
        """Ask once whether the token is still good, and stop if not."""
        self._refused.set()

    def _on_refusal(self, status: int) -> None:
        self._counters.add("maillage_refused_requests_total", platform=self.name, status=str(status))

    def _on_pause(self) -> None:
        reason = wording.BANNED if self._guard.is_banned else wording.PAUSED
        state = ConnectionState.CONNECTED if self._is_whole else ConnectionState.LOST
        self._tell(state, reason)
        self._later(self._until_eased())

    async def _until_eased(self) -> None:
        """Tell once requests are sent again."""
        while (wait := self._guard.wait()) is not None:
            await self._sleep(wait)
        if self._is_whole:
            self._tell(ConnectionState.CONNECTED)

    def _later(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.append(task)
        task.add_done_callback(self._tasks.remove)

    def _tell(self, state: ConnectionState, reason: Text | None = None) -> None:
        """Tell the host what changed; it is so since the state changed, whatever the reasons since then."""
        told = self._told
        if self._host is None or (told is not None and (told.state, told.reason) == (state, reason)):
            return
        since = told.since if told is not None and told.state is state else self._now()
        self._told = Connection(state, since, reason)
        self._host.connection(self._told)
