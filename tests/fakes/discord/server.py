"""The fake server: all its parts behind one HTTP port of the loopback interface."""

from __future__ import annotations

import asyncio
import contextlib
import json
import re
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from . import (
    rest_application,
    rest_channels,
    rest_events,
    rest_guilds,
    rest_interactions,
    rest_messages,
)
from .callbacks import Callbacks
from .commands import Commands
from .connection import Connection
from .errors import ApiError, invalid, not_found, unauthorized, unnamed, wrong_method
from .faults import Faults
from .flags import NO_INTENT, Intent, Permission
from .gateway import Hub
from .interactions import Interactions
from .openapi import description
from .person import Person
from .places import Channel, Guild
from .rates import BannedError, Rates, TooManyError, banned
from .routing import Body, Call, Created, Route, read_body
from .state import Clock, State, real_time
from .talk import Talk
from .users import User
from .world import BOT_PERMISSIONS, World

API = "/api/v10"
LARGEST_BODY = 128 * 1024 * 1024
MODULES = (rest_application, rest_messages, rest_channels, rest_guilds, rest_events, rest_interactions)
_AGENT = "DiscordBot ("
"""How clients have to name themselves: `DiscordBot ($url, $version)` (reference: User Agent)."""
_SHOWN = 2000


@dataclass(frozen=True)
class Seen:
    """A request that was answered: `path` without `/api/v10`, `template` as in the OpenAPI."""

    method: str
    path: str
    template: str
    status: int
    body: Any


class FakeDiscord:
    """A Discord in this process, strict where the real one is, with one application and its bot.

    Attributes:
        state: all that it knows; a test may look and change.
        hub: the gateway; closes, falls silent, asks to reconnect.
        world: what owners and moderators do.
        talk: the conversations.
        interactions: what people asked of the bot.
        commands: the registered application commands.
        rates: the limits of requests.
        faults: what goes wrong with requests.
        requests: what was asked, in order of the answers.
        violations: bodies that do not fit Discord's OpenAPI description, when that is at hand.
        drifts: answers of the fake that do not fit it.
    """

    def __init__(
        self,
        now: Clock = real_time,
        *,
        ticks: Callable[[], float] = time.monotonic,
        described: bool = True,
    ) -> None:
        """Listen to nobody yet; see `start`.

        Args:
            now: tells the moment: of ids, time stamps, the three seconds and the fifteen minutes.
            ticks: seconds of the clock of rate limits, on which clients really wait.
            described: whether bodies are validated against Discord's OpenAPI description, when that is at
                hand; the fake's own rules hold in any case, and its answers are validated in any case.
        """
        self.state = State(now)
        self.hub = Hub(self.state)
        self.talk = Talk(self.state, self.hub)
        self.world = World(self.state, self.hub, self.talk)
        self.interactions = Interactions(self.state, self.hub)
        self.callbacks = Callbacks(self.interactions, self.talk)
        self.commands = Commands(self.state)
        self.rates = Rates(ticks)
        self.faults = Faults()
        self.openapi = description()
        self.described = described
        self.requests: list[Seen] = []
        self.violations: list[str] = []
        self.drifts: list[str] = []
        self.port = 0
        self.changed = asyncio.Condition()
        self._pending: set[asyncio.Task[None]] = set()
        self._runner: web.AppRunner | None = None
        self.talk.changed = self.notify
        self.hub.changed = self.notify

    # Life

    @classmethod
    async def start(cls, now: Clock = real_time, **settings: Any) -> FakeDiscord:
        """Listen on a free port."""
        fake = cls(now, **settings)
        await fake.up()
        return fake

    @classmethod
    @contextlib.asynccontextmanager
    async def running(cls, now: Clock = real_time, **settings: Any) -> AsyncIterator[FakeDiscord]:
        fake = await cls.start(now, **settings)
        try:
            yield fake
        finally:
            await fake.stop()

    async def up(self) -> None:
        """Listen, on the same port as before."""
        app = web.Application(client_max_size=LARGEST_BODY)
        app.router.add_get("/", self._upgrade)
        app.router.add_get("/resume", self._upgrade)
        app.router.add_get("/attachments/{attachment_id}/{filename}", self._download)
        found = [route for module in MODULES for route in module.routes.all]
        for route in sorted(found, key=lambda route: "{" in route.path.rsplit("/", 1)[-1]):
            app.router.add_route(route.method, API + _masked(route.path), self._handler(route))
        app.router.add_route("*", "/{anything:.*}", self._unknown)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port, reuse_address=True)
        await site.start()
        self.port = self._runner.addresses[0][1]
        self.talk.url = self.url
        self.hub.url = f"ws://127.0.0.1:{self.port}"

    async def down(self) -> None:
        """Stop listening; connections break, sessions stay for RESUME."""
        self.faults.lift()
        for connection in list(self.hub.connections):
            connection.close(4000)
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def stop(self) -> None:
        """Stop for good."""
        await self.down()
        for task in list(self._pending):
            await task

    # For tests

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def token(self) -> str:
        """The token of the bot, which it connects with."""
        return self.state.application.token

    @property
    def bot(self) -> User:
        return self.state.bot

    def guild(
        self,
        name: str,
        owner: Person | User | None = None,
        *,
        locale: str = "fr",
        with_bot: bool = True,
        permissions: Permission = BOT_PERMISSIONS,
    ) -> Guild:
        """A new guild; the bot is in it, with these permissions, unless told otherwise."""
        guild = self.world.found(name, _user(owner), locale=locale)
        if with_bot:
            self.world.invite_bot(guild, permissions)
        return guild

    def person(self, username: str, *guilds: Guild, name: str | None = None, locale: str = "fr") -> Person:
        """Somebody new, in some guilds; `name` is the display name."""
        user = self.state.new_user(username, name)
        user.locale = locale
        for guild in guilds:
            self.world.join(guild, user)
        return Person(self, user)

    def grant(self, *intents: Intent) -> None:
        """Switch privileged intents on in the developer portal; nothing takes them all away."""
        self.state.application.granted = NO_INTENT
        for intent in intents:
            self.state.application.granted |= intent

    def reset_token(self) -> str:
        """Give the bot another token: the old one is refused everywhere, and its connections are closed."""
        self.state.application.token = self.state.new_token(self.bot)
        self.hub.close(4004, forget=True)
        return self.token

    def refuse_channel(self, channel: Channel, refused: bool = True) -> None:
        """Answer 50001 to whatever is asked of a channel."""
        change = self.state.refused_channels.add if refused else self.state.refused_channels.discard
        change(channel.id)

    def seen(self, method: str, template: str) -> list[Seen]:
        """The requests of an operation, by its path in the OpenAPI."""
        return [one for one in self.requests if (one.method, one.template) == (method, template)]

    async def until(self, condition: Callable[[], Any], within: float = 10.0) -> Any:
        """Wait until something holds; gives what the condition gave.

        Raises:
            AssertionError: it did not in time (seconds).
        """
        try:
            async with asyncio.timeout(within), self.changed:
                return await self.changed.wait_for(condition)
        except TimeoutError:
            raise AssertionError(f"it did not come to that in {within} s") from None

    async def connected(self, sessions: int = 1) -> None:
        """Wait until so many sessions of the bot are connected."""
        await self.until(lambda: len(self.hub.connected) >= sessions)

    def notify(self) -> None:
        """Have those who wait for something look again."""
        task = asyncio.get_running_loop().create_task(self._notify())
        self._pending.add(task)
        task.add_done_callback(self._pending.discard)

    async def _notify(self) -> None:
        async with self.changed:
            self.changed.notify_all()

    # Requests

    async def _upgrade(self, request: web.Request) -> web.StreamResponse:
        return await Connection.serve(self.hub, request)

    async def _download(self, request: web.Request) -> web.Response:
        attachment = self.talk.attachments.get(request.match_info["attachment_id"])
        if attachment is None:
            return web.Response(status=404)
        return web.Response(body=attachment.content, content_type=attachment.content_type)

    async def _unknown(self, request: web.Request) -> web.Response:
        known = any(
            re.fullmatch(re.sub(r"\{[^}]+\}", "[^/]+", API + route.path), request.path)
            for module in MODULES
            for route in module.routes.all
        )
        return _refused(wrong_method() if known else not_found())

    def _handler(self, route: Route) -> Callable[[web.Request], Any]:
        async def handle(request: web.Request) -> web.StreamResponse:
            path = request.path.removeprefix(API)
            return await self.faults.apply(request, path, lambda: self._answer(route, request, path))

        return handle

    async def _answer(self, route: Route, request: web.Request, path: str) -> web.Response:
        body = Body()
        try:
            headers = self.rates.take(route.method, route.path, dict(request.match_info))
            body = await read_body(request)
            response = await self._do(route, request, body)
        except BannedError:
            response, headers = banned(), {}
        except TooManyError as error:
            response, headers = _refused(error), error.headers | {"Via": "1.1 google"}
        except ApiError as error:
            response = _refused(error)
        response.headers.update(headers | {"Via": "1.1 google"} if headers else headers)
        self.rates.count_refused(response.status)
        self.requests.append(Seen(route.method, path, route.path, response.status, body.content))
        self.notify()
        return response

    async def _do(self, route: Route, request: web.Request, body: Body) -> web.Response:
        # discord.py does not name itself where the path carries a token, and real bots live with that.
        if not route.is_open and not request.headers.get("User-Agent", "").startswith(_AGENT):
            raise unnamed()
        if not route.is_open and request.headers.get("Authorization") != f"Bot {self.token}":
            raise unauthorized()
        call = Call(request, body, self)
        self._check_body(route, body)
        answer = await route.handler(call)
        if answer is None:
            return web.Response(status=204)
        status = 201 if isinstance(answer, Created) else 200
        told = answer.body if isinstance(answer, Created) else answer
        self._check_answer(route, status, told)
        return _json(told, status)

    def _check_body(self, route: Route, body: Body) -> None:
        """Validate a body against the description.

        Raises:
            ApiError: 50035.
        """
        if self.openapi is None or not self.described or body.content is None:
            return
        wrong = self.openapi.wrong_request(route.method, route.path, body.content)
        if wrong is not None:
            self.violations.append(f"{route.method} {route.path}: {wrong}")
            raise invalid(wrong.path, "OPENAPI", wrong.why)

    def _check_answer(self, route: Route, status: int, told: Any) -> None:
        if self.openapi is None:
            return
        wrong = self.openapi.wrong_answer(route.method, route.path, status, json.loads(json.dumps(told)))
        if wrong is not None:
            self.drifts.append(f"{route.method} {route.path}: {wrong} in {json.dumps(told)[:_SHOWN]}")


def _user(owner: Person | User | None) -> User | None:
    return owner.user if isinstance(owner, Person) else owner


def _masked(path: str) -> str:
    """A template for the router: ids are digits, so that `@me` and `@original` are no ids."""
    return re.sub(r"\{(\w+_id)\}", r"{\1:[^/@]+}", path)


def _json(told: Any, status: int) -> web.Response:
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return web.Response(body=text.encode(), status=status, content_type="application/json")


def _refused(error: ApiError) -> web.Response:
    return _json(error.body, error.status)
