"""Slash commands with a durable write, from the server's request to the answer, beside a bare handler.

The bot is a process of its own, and so is the handler (an aiohttp application that parses the form and
answers JSON). Both get the same requests, in turns. A delay counts from when the request was due.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from benchmarks.harness import progress
from benchmarks.load import RATE, Numbers, Round, figures, one_round, together
from benchmarks.processes import Process, beside, maillage, until_ready
from benchmarks.worlds import World, floor_world

_TOKEN = "token-of-the-slash-command"
_CHANNELS = 120
_WORKERS = 16


@dataclass(frozen=True, slots=True)
class _Answering:
    """Something that answers slash commands."""

    process: Process
    url: str


class _Callers:
    """A server that calls for its people, each in turn, so that nobody asks for more than a person does."""

    def __init__(self, http: aiohttp.ClientSession, world: World) -> None:
        self._http = http
        self._world = world

    async def call(self, url: str, number: int) -> None:
        """Bring one command and check its answer."""
        person = number % len(self._world.people)
        writer, channel = self._world.people[person], person % _CHANNELS
        form = {
            "channel_id": f"channel{channel}",
            "channel_name": f"canal-{channel}",
            "command": "/rappel",
            "response_url": f"{self._world.server.url}/hooks/commands/{number}",
            "team_domain": "bench",
            "team_id": self._world.team,
            "text": f"demain 9h relancer la mairie, dossier {number}",
            "token": _TOKEN,
            "trigger_id": f"trigger{number}",
            "user_id": writer.id,
            "user_name": writer.username,
        }
        headers = {"Authorization": f"Token {_TOKEN}", "Accept": "application/json"}
        async with self._http.post(url, data=form, headers=headers) as answer:
            body = await answer.read()
        if answer.status != 200 or f"dossier {number}".encode() not in body:
            raise AssertionError(f"{answer.status} {body.decode()[:500]}")

    async def load(self, answering: _Answering, numbers: Numbers, seconds: float) -> Round:
        """Load one of those who answer."""
        return await one_round(
            answering.process, lambda number: self.call(answering.url, number), numbers, seconds, _WORKERS
        )


@asynccontextmanager
async def _bot(folder: Path, world: World) -> AsyncIterator[_Answering]:
    commands = {f"{world.team}/rappel": _TOKEN}
    with maillage(folder, world.server.url, world.bots[0].token, commands) as bot:
        await until_ready(bot)
        path = bot.secrets.path.get_secret_value()
        yield _Answering(bot.process, f"{bot.url}/mattermost/{path}/command")


async def _measure(smoke: bool) -> dict[str, float | int | str]:
    people, rounds, seconds = (20, 1, 0.5) if smoke else (600, 3, 6.0)
    numbers = Numbers()
    of_bot: list[Round] = []
    of_handler: list[Round] = []
    with (
        tempfile.TemporaryDirectory(prefix="maillage-bench-") as folder,
        beside("benchmarks.peers", "handler") as (process, url),
    ):
        handler = _Answering(process, url)
        async with (
            floor_world(bots=1, people=people) as world,
            _bot(Path(folder), world) as bot,
            aiohttp.ClientSession() as http,
        ):
            callers = _Callers(http, world)
            progress.tell("callbacks: everybody is met once")
            known = [numbers.take() for _writer in world.people]
            await together(lambda number: callers.call(bot.url, number), known, 4)
            for number in range(rounds):
                progress.tell(f"callbacks: round {number + 1} of {rounds}")
                of_handler.append(await callers.load(handler, numbers, seconds))
                of_bot.append(await callers.load(bot, numbers, seconds))
    return {"rate_per_second": RATE, "rounds": rounds, **figures(of_bot), **figures(of_handler, "handler_")}


def measure(smoke: bool) -> dict[str, float | int | str]:
    """Return the figures, medians over the rounds; each answer is checked."""
    return asyncio.run(_measure(smoke))
