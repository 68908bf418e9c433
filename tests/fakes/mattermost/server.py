"""The fake server: all its parts behind one HTTP port of the loopback interface."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from . import rest_accounts, rest_channels, rest_integrations, rest_posts, rest_system, rest_teams
from .accounts import Session, User
from .errors import ApiError, session_expired
from .faults import Faults
from .ids import new_id
from .integrations import Integrations
from .person import PASSWORD, Person
from .routing import Call, Created, Route, json_response
from .state import Clock, Config, State
from .talk import Talk
from .triggers import Triggers
from .websocket import Hub

API = "/api/v4"
LARGEST_BODY = 100 * 1024 * 1024
_MODULES = (rest_accounts, rest_teams, rest_channels, rest_posts, rest_integrations, rest_system)


@dataclass(frozen=True)
class Seen:
    """A request that the server answered."""

    method: str
    path: str
    status: int
    username: str
    body: bytes


@dataclass
class _Asked:
    """Who asked, and what, once that is known."""

    username: str = ""
    body: bytes = b""


class FakeMattermost:
    """A Mattermost server in this process, strict where a real one is.

    Attributes:
        state: everything that it knows; a test may look and change.
        faults: what goes wrong with requests.
        hub: its WebSocket connections.
        requests: what was asked, in order of the answers.
    """

    def __init__(
        self,
        version: str = "5.37.0",
        now: Clock = time.time,
        *,
        trigger_seconds: float | None = None,
        ping_every: float = 60,
        authenticate_within: float = 5,
    ) -> None:
        self.state = State(version, "", now)
        self.faults = Faults()
        self.hub = Hub(self.state, ping_every=ping_every, authenticate_within=authenticate_within)
        self.talk = Talk(self.state, self.hub)
        old = 3.0 if not self.state.modern else 30.0
        self.triggers = Triggers(now, old if trigger_seconds is None else trigger_seconds)
        self.integrations = Integrations(self.state, self.hub, self.talk, self.triggers)
        self.requests: list[Seen] = []
        self.port = 0
        self._runner: web.AppRunner | None = None
        self._people: list[Person] = []
        self._admin: Person | None = None

    # Life

    @classmethod
    async def start(cls, version: str = "5.37.0", now: Clock = time.time, **settings: Any) -> FakeMattermost:
        """Listen on a free port, with an administrator signed up; see `__init__` for the settings."""
        server = cls(version, now, **settings)
        await server.up()
        server.config["SiteURL"] = server.url
        admin = User(
            "admin", "admin@example.org", server.state.moment(), PASSWORD, "system_admin system_user"
        )
        server.state.users[admin.id] = admin
        server._admin = await server.log_in("admin")
        return server

    @classmethod
    @contextlib.asynccontextmanager
    async def running(cls, version: str = "5.37.0", **settings: Any) -> AsyncIterator[FakeMattermost]:
        server = await cls.start(version, **settings)
        try:
            yield server
        finally:
            await server.stop()

    async def up(self) -> None:
        """Listen, on the same port as before."""
        app = web.Application(client_max_size=LARGEST_BODY)
        app.router.add_route("GET", f"{API}/websocket", self._upgrade)
        for module in _MODULES:
            for route in module.routes.all:
                path = route.path[1:] if route.path.startswith("//") else API + route.path
                app.router.add_route(route.method, path, self._handler(route))
        app.router.add_route("*", "/{anything:.*}", self._unknown)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port, reuse_address=True)
        await site.start()
        self.port = self._runner.addresses[0][1]

    async def down(self) -> None:
        """Stop listening and lose what a stopped server loses: WebSocket connections and caches."""
        self.hub.forget_all()
        self.state.pending.clear()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def restart(self) -> None:
        await self.down()
        await self.up()

    async def stop(self) -> None:
        """Stop for good; the people of the server hang up first."""
        self.faults.close()
        for person in self._people:
            await person.close()
        await self.down()
        await self.integrations.close()

    # For tests

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def config(self) -> Config:
        """The settings, by name: `server.config["SiteURL"] = ""`."""
        return self.state.config

    @property
    def admin(self) -> Person:
        """A system administrator, logged in; not listening."""
        assert self._admin is not None
        return self._admin

    @property
    def admin_token(self) -> str:
        return self.admin.token

    async def log_in(self, username: str, password: str = PASSWORD) -> Person:
        """Somebody with an account, acting over HTTP like everybody."""
        person = await Person.log_in(self.url, username, password)
        self._people.append(person)
        return person

    async def person(self, username: str, team_id: str = "", *channel_ids: str, **profile: Any) -> Person:
        """Somebody new, in a team and in channels, logged in and listening."""
        person = await self.admin.invite(username, team_id, *channel_ids, **profile)
        self._people.append(person)
        return person

    def install_plugin(self, name: str, *triggers: str) -> None:
        """Install a plugin whose slash commands come before all others."""
        self.state.plugins[name] = list(triggers)

    async def revoke(self, token: str) -> None:
        """Refuse a token from now on, and close the sockets that it opened."""
        self.state.sessions.pop(token, None)
        await self.hub.drop(close_frame=True, token=token)

    async def drop_sockets(self, token: str | None = None, *, close_frame: bool = False) -> None:
        """End the WebSockets (of one token): with a close frame, or without a word."""
        await self.hub.drop(close_frame=close_frame, token=token)

    def go_half_open(self, token: str | None = None) -> None:
        """The open WebSockets (of one token) take frames and give nothing back, no ping either."""
        self.hub.freeze(token)

    # Requests

    def _handler(self, route: Route) -> Any:
        async def handle(request: web.Request) -> web.StreamResponse:
            asked = _Asked()

            async def answer() -> web.StreamResponse:
                return await self._answer(request, route, asked)

            response = await self.faults.apply(request, answer)
            self._note(request, response, asked)
            return response

        return handle

    async def _answer(self, request: web.Request, route: Route, asked: _Asked) -> web.StreamResponse:
        request_id = new_id()
        try:
            session = self._session(request, optional=route.open)
            asked.body = await request.read()
            asked.username = self.state.user(session.user_id).username if session else ""
            call = Call(request, asked.body, session, self.state, self.talk, self.hub, self.integrations)
            body = await route.handler(call)
        except ApiError as error:
            return self._headed(json_response(error.json(request_id), status=error.status), request_id)
        if isinstance(body, web.StreamResponse):
            return self._headed(body, request_id)
        status, body = (201, body.body) if isinstance(body, Created) else (200, body)
        return self._headed(json_response(body, status=status), request_id)

    def _headed(self, response: web.StreamResponse, request_id: str) -> web.StreamResponse:
        response.headers["X-Request-ID"] = request_id
        response.headers["X-Version-Id"] = f"{self.state.version}..fake.false"
        return response

    def _note(self, request: web.Request, response: web.StreamResponse, asked: _Asked) -> None:
        self.requests.append(
            Seen(request.method, request.path_qs, response.status, asked.username, asked.body)
        )

    def _session(self, request: web.Request, *, optional: bool) -> Session | None:
        """The session of a request.

        Raises:
            ApiError: 401 when it is needed and is not there or is no longer good.
        """
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        token = (
            token.strip() if scheme.lower() in {"bearer", "token"} else request.cookies.get("MMAUTHTOKEN", "")
        )
        try:
            if not token:
                raise session_expired()
            return self.state.session(token)
        except ApiError:
            if optional:
                return None
            raise

    async def _upgrade(self, request: web.Request) -> web.StreamResponse:
        """A bad token does not prevent an upgrade: the socket is closed when nobody authenticates on it."""

        async def answer() -> web.StreamResponse:
            session = self._session(request, optional=True)
            user = self.state.user(session.user_id) if session else None
            return await self.hub.serve(request, user, session.token if session else "")

        return await self.faults.apply(request, answer)

    async def _unknown(self, request: web.Request) -> web.StreamResponse:
        detail = (
            f"There doesn't appear to be an api call for the url='{request.path}'.  "
            "Typo? are you missing a team_id or user_id as part of the url?"
        )
        error = ApiError(404, "api.context.404.app_error", detail=detail)

        async def answer() -> web.StreamResponse:
            await asyncio.sleep(0)
            return self._headed(json_response(error.json(""), status=404), new_id())

        response = await self.faults.apply(request, answer)
        self._note(request, response, _Asked())
        return response
