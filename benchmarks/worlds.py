"""Worlds: a Mattermost server, the bots' accounts on it, and people who have a DM with each of them."""

from __future__ import annotations

import os
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp

from benchmarks.load import together
from benchmarks.processes import beside

URL, ADMIN_TOKEN = "MAILLAGE_TEST_MATTERMOST_URL", "MAILLAGE_TEST_MATTERMOST_ADMIN_TOKEN"
_PASSWORD = "Passw0rd!x9"
_AT_ONCE = 4


@dataclass(frozen=True, slots=True)
class Account:
    """A bot's account."""

    id: str
    token: str


@dataclass(frozen=True, slots=True)
class Writer:
    """Somebody who writes to bots; `directs` are the DMs with each, by the bot's id."""

    id: str
    username: str
    token: str
    directs: dict[str, str]


class Mattermost:
    """A server, asked over REST by anybody who has a token there."""

    def __init__(self, url: str, http: aiohttp.ClientSession) -> None:
        self.url = url
        self.http = http

    async def call(self, method: str, path: str, token: str, body: object = None) -> Any:  # noqa: ANN401 - JSON
        """Make a request under `/api/v4` and return the JSON of its answer."""
        headers = {"Authorization": f"Bearer {token}"}
        async with self.http.request(
            method, f"{self.url}/api/v4{path}", json=body, headers=headers
        ) as answer:
            if answer.status >= 300:
                raise AssertionError(f"{method} {path}: {answer.status} {await answer.text()}")
            return await answer.json()

    async def log_in(self, username: str) -> str:
        """Return a token of somebody who has a password."""
        body = {"login_id": username, "password": _PASSWORD}
        async with self.http.post(f"{self.url}/api/v4/users/login", json=body) as answer:
            return answer.headers["Token"]

    async def version(self, token: str) -> str:
        """Return the version that the server tells."""
        config = await self.call("GET", "/config/client?format=old", token)
        return str(config["Version"])


@dataclass(frozen=True, slots=True)
class World:
    """A server with a team, bots and people. `is_floor` tells that it is no real server."""

    server: Mattermost
    team: str
    bots: list[Account]
    people: list[Writer]
    name: str


@asynccontextmanager
async def floor_world(bots: int, people: int) -> AsyncIterator[World]:
    """Give a world on a server of our own that does next to nothing."""
    with beside("benchmarks.floor_server") as (_process, line):
        url, admin = line.split()
        async with _world(url, admin, bots, people, "floor") as world:
            yield world


@asynccontextmanager
async def any_world(bots: int, people: int) -> AsyncIterator[World]:
    """Give a world on the real server that the environment names, else on the floor."""
    url = os.environ.get(URL)
    if not url:
        async with floor_world(bots, people) as world:
            yield world
        return
    async with _world(url.rstrip("/"), os.environ[ADMIN_TOKEN], bots, people, "Mattermost") as world:
        yield world


@asynccontextmanager
async def _world(url: str, admin: str, bots: int, people: int, name: str) -> AsyncIterator[World]:
    run = secrets.token_hex(4)
    connector = aiohttp.TCPConnector(limit=200)
    jar = aiohttp.DummyCookieJar()
    async with aiohttp.ClientSession(connector=connector, cookie_jar=jar) as http:
        server = Mattermost(url, http)
        team = await server.call(
            "POST", "/teams", admin, {"name": f"bench{run}", "display_name": f"Bench {run}", "type": "O"}
        )
        accounts = [
            await _bot(server, admin, team["id"], f"bench{run}-bot{number}") for number in range(bots)
        ]
        writers: list[Writer] = []

        async def invite(number: int) -> None:
            writers.append(await _writer(server, admin, f"bench{run}-{number}", accounts))

        await together(invite, range(people), _AT_ONCE)
        if name != "floor":
            name = f"{name} {await server.version(admin)}"
        try:
            yield World(server, team["id"], accounts, writers, name)
        finally:
            gone = [account.id for account in accounts] + [writer.id for writer in writers]
            await together(lambda i: server.call("DELETE", f"/users/{gone[i]}", admin), range(len(gone)), 4)
            await server.call("DELETE", f"/teams/{team['id']}", admin)


async def _bot(server: Mattermost, admin: str, team: str, username: str) -> Account:
    bot = await server.call("POST", "/bots", admin, {"username": username, "display_name": username})
    user = bot["user_id"]
    token = await server.call("POST", f"/users/{user}/tokens", admin, {"description": "benchmark"})
    await server.call("POST", f"/teams/{team}/members", admin, {"team_id": team, "user_id": user})
    return Account(user, token["token"])


async def _writer(server: Mattermost, admin: str, username: str, bots: list[Account]) -> Writer:
    account = {"username": username, "email": f"{username}@example.org", "password": _PASSWORD}
    user = await server.call("POST", "/users", admin, account)
    token = await server.log_in(username)
    directs = {}
    for bot in bots:
        channel = await server.call("POST", "/channels/direct", token, [user["id"], bot.id])
        directs[bot.id] = channel["id"]
    return Writer(user["id"], username, token, directs)
