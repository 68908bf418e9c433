"""Mattermost as a platform: one server, with its connection, its callbacks and what is sent there."""

from __future__ import annotations

import asyncio
import contextlib
import random
import time
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import structlog

from bot.chat.delivery import Outgoing, SendFailedError
from bot.chat.hosting import Connection, ConnectionState, Host
from bot.counting import Counters
from bot.language.catalogue import Words
from bot.language.messages import Markup, Text
from bot.platforms.mattermost import wording
from bot.platforms.mattermost.backing_off import BackOff
from bot.platforms.mattermost.callbacks import Callbacks
from bot.platforms.mattermost.catching_up import CatchUp
from bot.platforms.mattermost.events import (
    Event,
    Posted,
    ReactionAdded,
    UserAdded,
    UserRemoved,
    UserUpdated,
)
from bot.platforms.mattermost.failures import RequestError, TokenRevokedError
from bot.platforms.mattermost.lanes import Lanes
from bot.platforms.mattermost.people import People
from bot.platforms.mattermost.places import Channel, Places
from bot.platforms.mattermost.positions import Positions
from bot.platforms.mattermost.receiving import Receiver
from bot.platforms.mattermost.rest import Rest
from bot.platforms.mattermost.sending import Sender
from bot.platforms.mattermost.signing import Signer
from bot.platforms.mattermost.socket import Socket
from bot.platforms.mattermost.socket_states import Connected, Connecting, Counts, Lost, State, Stopped
from bot.web.routes import Route

log = structlog.get_logger(__name__)

WRITE_DOWN_EVERY = 2.0
LOOK_AGAIN_AFTER = 60.0
"""Seconds after which what could not be saved is looked for again."""
FINISH_WITHIN = 5.0
INTRODUCED_WITHIN = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """What is to be known of a server. `callback_url` is where it calls the bot, `path` the secret in it.

    `tokens` are those of the slash commands, by `team id/trigger`. The bot works in the `teams` of those
    names and in no other, whoever adds it there; if none is named, in those whose commands are registered.
    """

    name: str
    url: str
    callback_url: str
    token: str
    path: str
    key: str
    tokens: Mapping[str, str]
    teams: tuple[str, ...] = ()

    @property
    def prefix(self) -> str:
        """The path of the callbacks, without its last part."""
        return f"/mattermost/{self.path}"


class MattermostPlatform:
    """Implements `bot.chat.delivery.Platform`; `routes` are for the web server, under `prefix`.

    `words` are in the network's language, for what is said before anybody is known.
    """

    def __init__(
        self,
        server: Server,
        counters: Counters,
        words: Words,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._server = server
        self._counters = counters
        self._now = now
        self._sleep = sleep
        self._rest = Rest(server.url, server.token, on_revoked=self._on_revoked)
        self._places = Places(server.name)
        self._people = People(self._rest, self._places)
        signer = Signer(server.key)
        url = f"{server.callback_url}{server.prefix}"
        self._sender = Sender(self._rest, signer, f"{url}/action")
        self._callbacks = Callbacks(
            name=server.name,
            url=url,
            tokens=server.tokens,
            signer=signer,
            rest=self._rest,
            people=self._people,
            places=self._places,
            dm=self._sender.dm,
            counters=counters,
            words=words,
            now=now,
            monotonic=time.monotonic,
        )
        self.prefix = server.prefix
        self._host: Host | None = None
        self._introduced = asyncio.Event()
        self._lanes = Lanes()
        self._socket: Socket | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self._told = Counts()

    @property
    def name(self) -> str:
        """The configured name of the server."""
        return self._server.name

    @property
    def routes(self) -> tuple[Route, ...]:
        """What the web server is to serve under `prefix`."""
        return self._callbacks.routes

    async def start(self, host: Host) -> None:
        """Connect in the background; how it fares is told to the host."""
        self._host = host
        self._tell(ConnectionState.CONNECTING)
        self._tasks.append(asyncio.create_task(self._serve(host), name=f"{self.name}: connection"))

    async def stop(self) -> None:
        """Disconnect; what is being handled is finished if it does not take long."""
        self._callbacks.host = None
        self._introduced.set()  # nobody waits for it any more
        if self._socket is not None:
            await self._socket.close()
            await asyncio.wait(self._tasks, timeout=2 * FINISH_WITHIN)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._rest.close()

    async def send(self, outgoing: Outgoing) -> str:
        """Do what the delivery says and return the ids of its posts; see `Platform.send`."""
        await self._until_introduced()
        return await self._sender.send(outgoing)

    async def find(self, outgoing: Outgoing) -> str | None:
        """Return the ids of the delivery's posts if they are there; see `Platform.find`."""
        await self._until_introduced()
        return await self._sender.find(outgoing)

    async def _until_introduced(self) -> None:
        """Wait until the bot knows who it is there, which at a start takes a moment: no reason to fail.

        Raises:
            SendFailedError: it takes longer.
        """
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(INTRODUCED_WITHIN):
                await self._introduced.wait()
        if not self._sender.me:
            raise SendFailedError("not connected yet")

    async def _serve(self, host: Host) -> None:
        """Learn who the bot is, then stay connected until the token is revoked."""
        try:
            username = await self._introduce()
            self._introduced.set()
            positions = Positions(await host.positions())
            receiver = Receiver(self._rest, self._people, self._places, host, positions, self._count_event)
            receiver.username = username
            catch_up = CatchUp(self._rest, receiver, self._places, positions, host, self._lanes.put)
            self._socket = Socket(
                self._server.url,
                self._server.token,
                on_event=lambda event: self._on_event(event, receiver),
                on_gap=lambda: self._fill_gap(host, positions, catch_up),
                verify=self._rest.me,
                on_state=self._on_state,
                now=self._now,
            )
            self._callbacks.host = host
            keeping = asyncio.create_task(self._keep(host, positions, receiver, catch_up))
            try:
                await self._socket.run()
            finally:
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(FINISH_WITHIN):
                        await self._lanes.idle()
                keeping.cancel()
                await asyncio.gather(keeping, return_exceptions=True)
                await host.remember(positions.take_changes())
        except TokenRevokedError:
            self._tell(ConnectionState.STOPPED, wording.REVOKED)
        except Exception as error:
            log.exception("the platform stopped", platform=self.name)
            self._tell(ConnectionState.STOPPED, Markup(type(error).__name__))

    async def _introduce(self) -> str:
        """Learn who the bot is on this server; return its user name.

        Raises:
            TokenRevokedError: it is nobody there.
        """
        back_off = BackOff(random.random)
        while True:
            try:
                me, config = await asyncio.gather(self._rest.me(), self._rest.client_config())
                teams = await self._rest.teams_of_me()
            except TokenRevokedError:
                raise
            except RequestError as error:
                self._tell(ConnectionState.LOST, code(str(error)))
                await self._sleep(back_off.next_wait())
            else:
                break
        self._sender.me = self._places.me = str(me["id"])
        self._places.username = str(me["username"])
        self._places.teams = {team["id"]: team["name"] for team in teams}
        self._people.default_locale = config.get("DefaultClientLocale", "en")
        return str(me["username"])

    async def _on_event(self, event: Event, receiver: Receiver) -> None:
        match event:
            case Posted(post=post):
                channel = Channel(event.channel_name, event.channel_type, event.team_id)
                self._places.known[post.channel_id] = channel
                await self._lanes.put(
                    post.channel_id,
                    lambda: receiver.post(post, channel.type, channel.name, channel.team),
                )
            case ReactionAdded():
                channel = await self._channel(event.channel_id)
                await self._lanes.put(
                    event.channel_id, lambda: receiver.reaction(event, channel.name, channel.team)
                )
            case UserAdded() | UserRemoved():
                await self._on_member(event, receiver)
            case UserUpdated(user_id=user):
                self._people.forget(user)

    async def _on_member(self, event: UserAdded | UserRemoved, receiver: Receiver) -> None:
        if event.user_id == self._places.me and isinstance(event, UserRemoved):
            return
        channel = await self._channel(event.channel_id)
        if event.user_id != self._places.me:
            await self._lanes.put(
                event.channel_id, lambda: receiver.member(event, channel.name, channel.team)
            )
        elif self._host is not None:
            await self._host.discovered([self._places.channel(event.channel_id, channel.name, channel.team)])

    async def _channel(self, channel: str) -> Channel:
        """Return what is known of a channel; a server that does not answer is done without."""
        known = self._places.known.get(channel)
        if known is not None:
            return known
        try:
            found = await self._rest.channel(channel)
        except RequestError as error:
            log.warning("a channel cannot be read", reason=str(error))
            return Channel(channel, "", None)
        known = Channel(found["name"], found["type"], found.get("team_id") or None)
        self._places.known[channel] = known
        return known

    async def _fill_gap(self, host: Host, positions: Positions, catch_up: CatchUp) -> None:
        """Read what was missed, and write down at once from where to go on should the bot be killed."""
        await self._catch_up(catch_up)
        await self._write_down(host, positions)

    async def _write_down(self, host: Host, positions: Positions) -> None:
        try:
            await host.remember(positions.take_changes())
        except Exception as error:  # noqa: BLE001 - it only makes the next catching up longer
            log.warning("positions are not written down", reason=type(error).__name__)

    async def _catch_up(self, catch_up: CatchUp) -> None:
        """Read what was missed; while the server cannot be read, try again."""
        self._counters.add("maillage_catch_ups_total", platform=self.name)
        back_off = BackOff(random.random)
        while True:
            try:
                await catch_up.run()
            except TokenRevokedError:
                return
            except RequestError as error:
                log.warning("catching up failed", platform=self.name, reason=str(error))
                await self._sleep(back_off.next_wait())
            else:
                return

    async def _keep(self, host: Host, positions: Positions, receiver: Receiver, catch_up: CatchUp) -> None:
        """Write the positions down now and then, and look again for what could not be saved."""
        behind_since: float | None = None
        while True:
            await self._sleep(WRITE_DOWN_EVERY)
            await self._write_down(host, positions)
            if not receiver.is_behind:
                behind_since = None
                continue
            behind_since = time.monotonic() if behind_since is None else behind_since
            if time.monotonic() - behind_since >= LOOK_AGAIN_AFTER:
                receiver.is_behind, behind_since = False, None
                await self._catch_up(catch_up)

    def _on_state(self, state: State) -> None:
        self._count_changes()
        match state:
            case Connecting():
                if self._socket is None or self._socket.counts.losses == 0:
                    self._tell(ConnectionState.CONNECTING)
            case Connected():
                self._tell(ConnectionState.CONNECTED)
                if state.outage is not None:
                    log.info("connected again", platform=self.name, after=round(state.outage, 3))
            case Lost(reason=reason, silent=silent):
                self._tell(ConnectionState.LOST, code(reason))
                if silent:
                    self._later(self._rest.line.renew())
            case Stopped(reason=reason) if reason is not None:
                self._tell(ConnectionState.STOPPED, wording.REVOKED)

    def _count_changes(self) -> None:
        if self._socket is None:
            return
        counts, told = self._socket.counts, self._told
        for name, new, old in (
            ("maillage_socket_losses_total", counts.losses, told.losses),
            ("maillage_socket_resumes_total", counts.resumes, told.resumes),
            ("maillage_socket_reconnects_total", counts.renewals, told.renewals),
        ):
            if new > old:
                self._counters.add(name, new - old, platform=self.name)
        self._told = Counts(losses=counts.losses, resumes=counts.resumes, renewals=counts.renewals)

    def _count_event(self, kind: str) -> None:
        self._counters.add("maillage_events_total", platform=self.name, kind=kind)

    def _on_revoked(self, _reason: str) -> None:
        """Close the connection: the token is not valid any more."""
        self._tell(ConnectionState.STOPPED, wording.REVOKED)
        if self._socket is not None:
            self._later(self._socket.close())

    def _later(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.append(task)
        task.add_done_callback(self._tasks.remove)

    def _tell(self, state: ConnectionState, reason: Text | None = None) -> None:
        if self._host is not None:
            self._host.connection(Connection(state, self._now(), reason))


def code(reason: str) -> Markup:
    """Return what a server or the network said, as it was said."""
    return Markup(f"`{reason.replace('`', '')[:200]}`")
