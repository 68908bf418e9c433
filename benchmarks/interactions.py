"""Commands on Discord with a durable write, from the gateway's event to the acknowledgement.

The bot is a process of its own, connected to Mattermost and to Discord; so is a bare bot on discord.py that
answers at once. Each is connected to a Discord of its own that does next to nothing, and both get the same
commands, in turns. A delay counts from when the command was due.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp

from benchmarks.floor_discord import GUILD
from benchmarks.harness import progress
from benchmarks.load import Numbers, Round, figures, one_round, together
from benchmarks.processes import Process, beside, maillage, until_ready
from benchmarks.worlds import floor_world

RATE = 50
"""Commands a second of the constant load."""
_PEOPLE = 600
_WORKERS = 16
_MESSAGE, _DEFERRED = 4, 5
"""The two ways of acknowledging a command: https://docs.discord.com/developers/interactions."""


@dataclass(frozen=True, slots=True)
class _Answering:
    """A bot that answers commands, and the Discord where they are used."""

    process: Process
    discord: str


class _Users:
    """People who use commands, each in turn; `acknowledged` counts in what ways they were."""

    def __init__(self, http: aiohttp.ClientSession, people: int) -> None:
        self._http = http
        self.people = people
        self.acknowledged: Counter[int] = Counter()

    async def use(self, discord: str, number: int) -> None:
        """Use a command and check how it was acknowledged."""
        used = {"person": number % self.people, "data": _create(f"relancer la mairie, dossier {number}")}
        async with self._http.post(f"{discord}/people/uses", json=used) as answer:
            body: dict[str, Any] = await answer.json()
        self.acknowledged[body["type"]] += 1
        if body["type"] == _MESSAGE and f"dossier {number}" not in body["data"]["content"]:
            raise AssertionError(str(body)[:500])

    async def load(self, answering: _Answering, numbers: Numbers, seconds: float) -> Round:
        """Load one of those who answer."""
        return await one_round(
            answering.process,
            lambda number: self.use(answering.discord, number),
            numbers,
            seconds,
            _WORKERS,
            RATE,
        )


def _create(text: str) -> dict[str, Any]:
    """Return the data of the command that sets a reminder, as a client sends it."""
    options = [
        {"name": "quand", "type": 3, "value": "demain 9h"},
        {"name": "texte", "type": 3, "value": text},
    ]
    verb = {"name": "créer", "type": 1, "options": options}
    return {"id": "300000000000000001", "name": "rappel", "type": 1, "options": [verb]}


@asynccontextmanager
async def _bot(folder: Path, discord: str) -> AsyncIterator[_Answering]:
    async with floor_world(bots=1, people=1) as world:
        with maillage(folder, world.server.url, world.bots[0].token, {}, (discord, GUILD)) as bot:
            await until_ready(bot)
            yield _Answering(bot.process, discord)


async def _measure(smoke: bool) -> dict[str, float | int | str]:
    people, rounds, seconds = (20, 1, 0.5) if smoke else (_PEOPLE, 3, 6.0)
    numbers = Numbers()
    of_bot: list[Round] = []
    of_bare: list[Round] = []
    with (
        tempfile.TemporaryDirectory(prefix="maillage-bench-") as folder,
        beside("benchmarks.floor_discord") as (_floor, discord),
        beside("benchmarks.floor_discord") as (_other_floor, other),
        beside("benchmarks.peers", "discord", other) as (bare_process, _ready),
    ):
        bare = _Answering(bare_process, other)
        async with aiohttp.ClientSession() as http, _bot(Path(folder), discord) as bot:
            idle = bot.process.resident_mb()
            users, others = _Users(http, people), _Users(http, people)
            progress.tell("interactions: everybody is met once")
            await together(lambda n: users.use(discord, n), [numbers.take() for _ in range(people)], 4)
            users.acknowledged.clear()
            for number in range(rounds):
                progress.tell(f"interactions: round {number + 1} of {rounds}")
                of_bare.append(await others.load(bare, numbers, seconds))
                of_bot.append(await users.load(bot, numbers, seconds))
            loaded = bot.process.resident_mb()
    return {
        "rate_per_second": RATE,
        "rounds": rounds,
        **figures(of_bot),
        **figures(of_bare, "bare_bot_"),
        "deferred": users.acknowledged[_DEFERRED],
        "memory_on_both_mb": round(idle, 1),
        "memory_after_load_mb": round(loaded, 1),
    }


def measure(smoke: bool) -> dict[str, float | int | str]:
    """Return the figures, medians over the rounds; each answer is checked."""
    return asyncio.run(_measure(smoke))
