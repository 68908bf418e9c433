"""Hundreds of people who vote on the same dates within a minute, on Mattermost and on the console.

On Mattermost the bot is a process of its own, on a server of ours that does next to nothing; beside it a bare
handler answers as many presses in the same way: the floor of what a press can take. Each person opens the
ballot and hands in all of its dialogs. Then all of them press a button of a plain poll in the second in which
it is closed. On the console the bot is this process. What people said is compared with what the posts say.
"""

from __future__ import annotations

import asyncio
import random
import re
import tempfile
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import aiohttp

from benchmarks.harness import percentile, progress
from benchmarks.processes import beside, maillage, until_ready
from benchmarks.voters import TOKEN, Json, Team, actions_of
from benchmarks.worlds import World, floor_world
from bot.cli.console import Options, opened
from bot.config import Config
from bot.language.catalogue import Words
from bot.platforms.console.outputs import Output

Figures = dict[str, float | int | str]

_ANSWERS = {"yes": "oui", "if_need_be": "si besoin", "no": "non"}
_FIRST_DATE = 40
"""In how many days."""
_TWICE = 2
_REFRESHED = 2.5
"""Seconds after the last vote by which the posts say it."""
_ANSWERED = re.compile(r"(\d+) personnes? (?:a|ont) répondu")


@dataclass(frozen=True, slots=True)
class _Size:
    """How many people vote on how many dates, within so many seconds."""

    people: int
    dates: int
    seconds: float


class _Said:
    """How many people said what of each date, by its number."""

    def __init__(self) -> None:
        self._said: Counter[tuple[int, str]] = Counter()
        self._random = random.Random(7)

    def choose(self, first: int, count: int) -> list[str]:
        """Return what somebody says of so many dates."""
        said = self._random.choices(list(_ANSWERS), k=count)
        self._said.update(enumerate(said, start=first))
        return said

    def check(self, text: str, people: int) -> None:
        """Check that the post of a poll tells it."""
        text = text.replace("\u00a0", " ")
        lines = dict(re.findall(r"(?m)^(\d+)\. (.*)$", text))
        wrong = [
            (number, answer, count)
            for (number, answer), count in self._said.items()
            if f"{count} {_ANSWERS[answer]}" not in lines[str(number)]
        ]
        if wrong or answered_in(text) != people:
            raise AssertionError(f"{wrong} of {text}")


def answered_in(text: str) -> int:
    """Return how many people answered, as the post of a poll tells it."""
    found = _ANSWERED.search(text.replace("\u00a0", " "))
    return int(found[1]) if found else -1


def _proposal(dates: int) -> str:
    days = [datetime.now().astimezone() + timedelta(days=_FIRST_DATE + number) for number in range(dates)]
    typed = [f"{day:%d/%m/%Y} 14h-16h30" for day in days]
    return " ; ".join(["/rencontre proposer Réunion", *typed, "clôture dans 10 jours"])


async def _evenly(act: Callable[[int], Awaitable[object]], count: int, seconds: float) -> None:
    """Have so many people begin, spread over so many seconds, whether the others are done or not."""
    start = time.perf_counter()
    async with asyncio.TaskGroup() as tasks:
        for number in range(count):
            await asyncio.sleep(max(0.0, start + number * seconds / count - time.perf_counter()))
            tasks.create_task(_done(act(number)))


async def _done(act: Awaitable[object]) -> None:
    await act


def _a_second(instants: Sequence[float]) -> float:
    """Return how often something happened in a second, from its first time to its last."""
    if len(instants) < _TWICE:
        return 0.0
    return round((len(instants) - 1) / (instants[-1] - instants[0]), 2)


def _delays(took: list[float], prefix: str) -> Figures:
    return {
        f"{prefix}p50_ms": round(percentile(took, 0.50) * 1e3, 2),
        f"{prefix}p99_ms": round(percentile(took, 0.99) * 1e3, 2),
        f"{prefix}worst_ms": round(max(took) * 1e3, 2),
    }


async def _on_mattermost(size: _Size) -> Figures:
    async with AsyncExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="maillage-bench-"))
        _process, handler = stack.enter_context(beside("benchmarks.peers", "handler"))
        bare = handler.replace("/command", "/press")
        world = await stack.enter_async_context(floor_world(bots=1, people=size.people))
        channel = await _channel(world)
        roots = {f"{world.team}/{root}": TOKEN for root in ("rencontre", "sondage")}
        bot = stack.enter_context(maillage(Path(folder), world.server.url, world.bots[0].token, roots))
        await until_ready(bot)
        http = await stack.enter_async_context(aiohttp.ClientSession())
        team = Team(world, bot, http, channel)
        progress.tell("polls: everybody is met once")
        await _plain(team, size.people / 100)
        before, start = bot.process.processor_seconds(), time.perf_counter()
        progress.tell(f"polls: {size.people} people vote on {size.dates} dates")
        told = await _ballots(team, size)
        processor = (bot.process.processor_seconds() - before) / len(team.took)
        told |= {"cpu_ms_a_press": round(processor * 1e3, 2)}
        pressed = len(team.took) / (time.perf_counter() - start)
        progress.tell("polls: a bare handler answers as many presses")
        floor: list[float] = []
        presses = min(len(team.took), 2000)
        await _evenly(
            lambda _n: _timed(team.post_to(bare), floor),
            presses,
            presses / pressed,
        )
        progress.tell("polls: all vote in the second in which the poll is closed")
        return told | _delays(floor, "floor_") | await _closing(team)


async def _channel(world: World) -> str:
    members = [world.bots[0].id, *(person.id for person in world.people)]
    made = {"team_id": world.team, "name": "loire", "display_name": "Loire", "type": "O", "members": members}
    channel = await world.server.call("POST", "/channels", world.people[0].token, made)
    return str(channel["id"])


async def _timed(act: Awaitable[object], took: list[float]) -> None:
    began = time.perf_counter()
    await act
    took.append(time.perf_counter() - began)


async def _plain(team: Team, seconds: float) -> None:
    """Have everybody vote in a plain poll, so that the bot knows them all."""
    poll = await team.propose("/sondage On se connaît ? ; Oui ; Non")
    yes = actions_of(poll)[0]["integration"]["context"]
    await _evenly(lambda number: team.press(team.people[number], yes, poll["id"]), len(team.people), seconds)
    await asyncio.sleep(_REFRESHED)
    text, _changed = await team.changes(poll["id"])
    if answered_in(text) != len(team.people):
        raise AssertionError(text)


async def _ballots(team: Team, size: _Size) -> Figures:
    """Have everybody fill in a ballot; check that each answer is counted."""
    poll, said = await team.propose(_proposal(size.dates)), _Said()
    team.took.clear()

    async def vote(number: int) -> None:
        await team.vote(team.people[number], poll, size.dates, said.choose)

    await _evenly(vote, size.people, size.seconds)
    await asyncio.sleep(_REFRESHED)
    text, changed = await team.changes(poll["id"])
    said.check(text, size.people)
    return {
        "people": size.people,
        "dates": size.dates,
        "presses": len(team.took),
        **_delays(team.took, "mattermost_"),
        "mattermost_refreshes": len(changed),
        "mattermost_refreshes_a_second": _a_second(changed),
    }


async def _closing(team: Team) -> Figures:
    """Have everybody press at once, and one of them close the poll among them."""
    poll = await team.propose("/sondage On arrête là ? ; Oui ; Non")
    yes = actions_of(poll)[0]["integration"]["context"]
    people = team.people
    told: list[str] = []

    async def act(number: int) -> None:
        if number == len(people) // 2:
            await team.press(people[0], team.context_of_closing(poll), poll["id"])
        told.append(await team.press(people[number], yes, poll["id"]))

    began = time.perf_counter()
    await asyncio.gather(*(act(number) for number in range(len(people))))
    seconds = time.perf_counter() - began
    await asyncio.sleep(_REFRESHED)
    text, _changed = await team.changes(poll["id"])
    counted = sum("Ton vote :" in one.replace("\u00a0", " ") for one in told)
    late = sum("clos" in one for one in told)
    if counted + late != len(people) or answered_in(text) != counted:
        raise AssertionError(f"{counted} counted, {late} late of {len(people)}: {text}")
    return {"rush_s": round(seconds, 2), "rush_counted": counted, "rush_told_that_it_is_closed": late}


class _Screen:
    """The screen of a console, which notes when the poll changes."""

    def __init__(self, _words: Words) -> None:
        self.last: Json = {}
        self.fields: list[str] = []
        self.changed: list[float] = []

    def show(self, output: Output) -> None:
        """Take what is shown."""
        shown = output.as_json()
        if shown["form"] is not None:
            self.fields = [one["name"] for one in shown["form"]["fields"]]
        if shown["kind"] in ("post", "update") and shown["to"] == "loire-42":
            self.last = shown
            self.changed.append(time.monotonic())


async def _on_console(size: _Size) -> Figures:
    """Have everybody vote at a console, one after the other; the clock is the real one."""
    said, took = _Said(), []
    with tempfile.TemporaryDirectory(prefix="maillage-bench-") as folder:
        options = Options(Config(), Path(folder), "jeanne", "loire-42")
        async with opened(options, _Screen) as room:
            lines = 0

            async def type_(line: str) -> float:
                nonlocal lines
                lines += 1
                began = time.perf_counter()
                await room.session.handle(line, lines)
                return time.perf_counter() - began

            await type_(_proposal(size.dates))
            room.screen.changed.clear()
            began = time.perf_counter()
            for number in range(size.people):
                await type_(f":as personne-{number}")
                took.append(await type_(":click Voter"))
                answers = zip(room.screen.fields, said.choose(1, size.dates), strict=True)
                took.append(await type_(f":submit {'; '.join(f'{name}={one}' for name, one in answers)}"))
            seconds = time.perf_counter() - began
            await asyncio.sleep(_REFRESHED)
            await type_(":in loire-42")
            said.check(room.screen.last["text"], size.people)
            return {
                **_delays(took, "console_"),
                "console_all_s": round(seconds, 1),
                "console_refreshes_a_second": _a_second(room.screen.changed),
            }


def measure(smoke: bool) -> Figures:
    """Return the figures; that every vote is counted, or refused for being late, is checked."""
    size = _Size(12, 20, 1.0) if smoke else _Size(500, 20, 55.0)
    told = asyncio.run(_on_mattermost(size))
    progress.tell("polls: all vote at a console")
    return told | asyncio.run(_on_console(size))
