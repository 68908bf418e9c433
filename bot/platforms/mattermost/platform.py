"""Mattermost as a platform: one server, with its connection, its callbacks and what is sent there."""

from __future__ import annotations

import asyncio
import contextlib
import random
import time
from collections.abc import Awaitable, Callable, Collection, Coroutine, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.chat.delivery import Outgoing, SendFailedError
from bot.chat.hosting import Connection, ConnectionState, Host
from bot.counting import Counters
from bot.language.catalogue import Words
from bot.language.messages import Markup, Text
from bot.logs import get_logger
from bot.platforms.backing_off import BackOff
from bot.platforms.keeping_up import KeepingUp
from bot.platforms.lanes import Lanes
from bot.platforms.lingering import Lingering
from bot.platforms.mattermost import wording
from bot.platforms.mattermost.administrators import Administrators
from bot.platforms.mattermost.arriving import Arrivals
from bot.platforms.mattermost.callbacks import Callbacks
from bot.platforms.mattermost.catching_up import CatchUp
from bot.platforms.mattermost.failures import RequestError, TokenRevokedError
from bot.platforms.mattermost.people import People
from bot.platforms.mattermost.places import Places
from bot.platforms.mattermost.receiving import Receiver
from bot.platforms.mattermost.rest import Rest
from bot.platforms.mattermost.sending import Sender
from bot.platforms.mattermost.signing import Signer
from bot.platforms.mattermost.socket import Socket
from bot.platforms.mattermost.socket_states import Connected, Connecting, Counts, Lost, State, Stopped
from bot.platforms.mattermost.teams import Teams
from bot.platforms.positions import Positions
from bot.web.routes import Route

log = get_logger(__name__)

PROBE_EVERY = 300.0
"""Seconds after which a server that refuses the token is asked once more."""
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

    `words` are in the network's language, for what is said before anybody is known; `now` is the bot's clock.
    """

    def __init__(
        self,
        server: Server,
        counters: Counters,
        words: Words,
        *,
        now: Callable[[], datetime],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._server = server
        self._counters = counters
        self._now = now
        self._sleep = sleep
        self._rest = Rest(server.url, server.token, on_revoked=self._on_revoked)
        self._places = Places(server.name)
        ids = {key.partition("/")[0] for key in server.tokens}
        self._teams = Teams(server.name, self._places, server.teams, ids)
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
        self._stopping = False
        self._socket: Socket | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self._told = Counts()

    @property
    def name(self) -> str:
        """The configured name of the server."""
        return self._server.name

    @property
    def has_calendar(self) -> bool:
        """There is none."""
        return False

    @property
    def routes(self) -> tuple[Route, ...]:
        """What the web server is to serve under `prefix`."""
        return self._callbacks.routes

    async def start(self, host: Host) -> None:
        """Connect in the background; how it fares is told to the host."""
        self._host = self._people.host = host
        self._tell(ConnectionState.CONNECTING)
        self._tasks.append(asyncio.create_task(self._serve(host), name=f"{self.name}: connection"))

    async def stop(self) -> None:
        """Disconnect; what is being handled is finished if it does not take long."""
        self._stopping = True
        await self._callbacks.finish(FINISH_WITHIN)
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

    async def has_left(self, user: str, communities: Collection[str]) -> bool | None:
        """Return whether somebody is in no team of the network any more; see `Platform.has_left`."""
        await self._until_introduced()
        try:
            return await self._people.has_left(user, communities)
        except RequestError as error:
            raise SendFailedError(str(error)) from error

    async def administers(self, user: str, channel: str) -> bool:
        """Return whether somebody administers a channel; see `Platform.administers`."""
        await self._until_introduced()
        try:
            return await self._people.administers(user, channel)
        except RequestError as error:
            raise SendFailedError(str(error)) from error

    async def people_in(self, channel: str) -> Collection[str] | None:
        """Return who is in a channel; see `Platform.people_in`."""
        await self._until_introduced()
        try:
            return await self._people.present(channel)
        except RequestError as error:
            raise SendFailedError(str(error)) from error

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
        """Learn who the bot is and stay connected, again and again, whatever happens."""
        back_off = BackOff(random.random)
        while not self._stopping:
            try:
                await self._introduce()
                await self._stay(host)
                back_off.reset()
            except TokenRevokedError:
                log.info("the token is refused", platform=self.name)
            except Exception as error:
                if not isinstance(error, RequestError):
                    log.exception("the platform has to begin anew", platform=self.name)
                self._tell(ConnectionState.LOST, code(str(error) or type(error).__name__))
                await self._sleep(back_off.next_wait())
            await self._until_accepted()

    async def _until_accepted(self) -> None:
        """While the token is revoked, ask now and then whether it is accepted again."""
        while self._rest.line.revoked is not None and not self._stopping:
            await self._sleep(PROBE_EVERY)
            with contextlib.suppress(RequestError):
                await self._rest.me()

    async def _introduce(self) -> None:
        """Learn who the bot is on this server, and in which teams it works.

        Raises:
            RequestError: the server does not tell.
        """
        me, config = await asyncio.gather(self._rest.me(), self._rest.client_config())
        self._teams.found(await self._rest.teams_of_me())
        self._sender.me = self._places.me = str(me["id"])
        self._places.username = str(me["username"])
        self._people.default_locale = config.get("DefaultClientLocale", "en")
        self._introduced.set()

    async def _stay(self, host: Host) -> None:
        """Stay connected until the bot stops, or the token is revoked."""
        positions, lanes = Positions(await host.positions()), Lanes()
        lingering = Lingering(host, positions)
        receiver = Receiver(
            self._rest, self._people, self._places, host, positions, self._count_event, lingering
        )
        receiver.answers_to(self._places.username)
        known = self._rest, self._people, self._places, self._teams
        arrivals = Arrivals(*known, positions, host, receiver, lanes)
        catch_up = CatchUp(self._rest, receiver, self._places, self._teams, positions, host, lanes.put)
        keeping_up = KeepingUp(
            self.name,
            catch_up,
            positions,
            host,
            BackOff(random.random),
            unavailable=RequestError,
            sleep=self._sleep,
        )

        async def fill_gap() -> None:
            self._counters.add("maillage_catch_ups_total", platform=self.name)
            await keeping_up.fill_gap()

        self._told = Counts()
        self._socket = Socket(
            self._server.url,
            self._server.token,
            on_event=arrivals.take,
            on_gap=fill_gap,
            verify=self._rest.me,
            on_state=self._on_state,
            now=self._now,
        )
        self._callbacks.host = host
        keeping = asyncio.create_task(keeping_up.run(), name=f"{self.name}: keeping up")
        administrators = Administrators(self._rest, self._places, host, self._sleep)
        asking = asyncio.create_task(administrators.run(), name=f"{self.name}: administrators")
        try:
            await self._socket.run()
        finally:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(FINISH_WITHIN):
                    await lanes.idle()
                    await lingering.idle()
            await lingering.end()
            keeping.cancel()
            asking.cancel()
            await asyncio.gather(keeping, asking, return_exceptions=True)
            await keeping_up.write_down()
            self._socket = None

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
