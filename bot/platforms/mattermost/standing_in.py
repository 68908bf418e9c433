"""Who answers the server's callbacks while they are tried: the bot if it runs, else a stand-in for it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from enum import Enum, auto
from hmac import compare_digest
from urllib.parse import parse_qsl

from aiohttp import web

from bot.counting import Counters
from bot.platforms.mattermost.probing import probe_answer
from bot.platforms.mattermost.registering import Home
from bot.platforms.reaching import is_listening, local_address, reach
from bot.web.routes import Route
from bot.web.server import WebServer


class Who(Enum):
    """Who listens where the bot is to listen."""

    STAND_IN = auto()
    BOT = auto()
    STRANGER = auto()


@dataclass(slots=True)
class Listener:
    """Who listens; for a stand-in also how many requests came, and how many had a wrong token."""

    who: Who
    arrived: int = 0
    unknown: int = 0


@asynccontextmanager
async def listener(
    name: str, host: str, port: int, home: Home, tokens: Mapping[str, str]
) -> AsyncIterator[Listener]:
    """Tell who listens on that address; if nobody does, answer there until the end of the block.

    `tokens` are those of the slash commands, by `team id/trigger`.

    Raises:
        WebServerError: nobody listens there, and nobody can.
    """
    if await is_listening(host, port):
        yield Listener(await _who(name, host, port, home))
        return
    state = Listener(Who.STAND_IN)
    server = WebServer(host, port, Counters())
    server.add(f"/mattermost/{home.secret}", _routes(name, tokens, state))
    await server.start()
    try:
        yield state
    finally:
        await server.stop()


def is_ping_answer(content: Mapping[str, object] | None, name: str) -> bool:
    """Return whether the answer to a request for `/ping` is that of the bot for the server of that name."""
    return content is not None and content.get("maillage") == name


async def _who(name: str, host: str, port: int, home: Home) -> Who:
    address = local_address(host)
    shown = f"[{address}]" if ":" in address else address
    answer = await reach(f"http://{shown}:{port}/mattermost/{home.secret}/ping", directly=True)
    return Who.BOT if is_ping_answer(answer.content, name) else Who.STRANGER


def _routes(name: str, tokens: Mapping[str, str], state: Listener) -> tuple[Route, ...]:
    async def ping(_request: web.BaseRequest) -> web.Response:
        return web.json_response({"maillage": name})

    async def command(request: web.BaseRequest) -> web.Response:
        state.arrived += 1
        form = dict(parse_qsl((await request.read()).decode(errors="replace"), keep_blank_values=True))
        expected = tokens.get(f"{form.get('team_id', '')}/{form.get('command', '').removeprefix('/')}", "")
        if not expected or not compare_digest(expected.encode(), form.get("token", "").encode()):
            state.unknown += 1
            raise web.HTTPNotFound
        answer = probe_answer(form.get("text", ""))
        if answer is None:  # somebody uses the bot, which does not run
            raise web.HTTPServiceUnavailable
        return web.json_response(answer)

    return (Route("ping", "GET", "/ping", ping), Route("command", "POST", "/command", command))
