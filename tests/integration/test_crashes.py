"""Crashes, hundreds of them: nothing lost, nothing delivered twice, and the order of each place kept.

The fake platform here recognises nothing that is sent twice, so the bot can rely on nothing but itself.
"""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.app import Bot
from bot.store.tables import DeliveryRow, PlaceRow, TimerRow
from tests.fakes.bot import START, JumpingClock, bot_on, new_database
from tests.fakes.crashes import Crash, Ground, MortalPlatform, Steps, bury, mortal
from tests.fakes.platform import Fail, Fault, LimitRate, Refuse, TimeOut
from tests.fakes.plugin import probe
from tests.integration.killing import report_of

PLACES = ("north", "south")
DOWN_FOR = timedelta(seconds=45)


class World(Ground):
    """What outlives the bot: its database and the memory of the chat server.

    The timers of the database ring one after another, in two places in turn.
    """

    def __init__(self, folder: Path, count: int, apart: timedelta) -> None:
        super().__init__(folder)
        self._count = count
        self._apart = apart

    async def create(self) -> None:
        """Make the database."""
        await self.store.close()
        await new_database(self.folder)
        async with self.store.unit() as session:
            await add_timers(session, self._count, START, self._apart)
            await self._change(session)
        await self.keep()

    async def _change(self, session: AsyncSession) -> None:
        """Have the timers be what this world is about."""

    async def live(
        self,
        now: datetime,
        fatal: int | None = None,
        faults: Sequence[Fault] = (),
        until: datetime | None = None,
    ) -> tuple[datetime, Steps]:
        """Run the bot until nothing is left to do (or until an instant), or until it dies of a step.

        Return when that was, and the steps.
        """
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda _loop, _context: None)  # the dead do not speak
        await self.store.be_born_again()
        steps = self.store.steps = Steps(fatal)
        clock = JumpingClock(now)
        platform = MortalPlatform(self.folder / "server.db", clock, steps)
        platform.will(*faults)
        try:
            await _work(
                bot_on(self.folder, clock, [platform], [mortal(probe(), steps)], store=self.store),
                clock,
                until,
            )
        except Crash:
            await bury()
        platform.close()
        return clock.now(), steps

    def check(self, refused: frozenset[str] = frozenset()) -> None:
        """Everything arrived once, in order for each place, save what was refused."""
        posts = self._taken()
        numbers = Counter(text for _place, text in posts)
        expected = {f"{number:04}" for number in range(self._count)} - refused
        assert {text: times for text, times in numbers.items() if times > 1} == {}
        assert expected - set(numbers) == set()
        for place in PLACES:
            in_place = [text for to, text in posts if to == place]
            assert in_place == sorted(in_place)

    async def dead(self) -> frozenset[str]:
        """Return the numbers of the timers whose delivery is dead."""
        async with self.store.read() as session:
            rows = await session.scalars(select(DeliveryRow.content).where(DeliveryRow.state == "dead"))
            return frozenset(content["text"][:4] for content in rows)

    def _taken(self) -> list[tuple[str, str]]:
        platform = MortalPlatform(self.folder / "server.db", JumpingClock(START), Steps())
        found = [(one.to, one.text[:4]) for one in platform.taken() if one.kind == "post"]
        platform.close()
        return found


async def add_timers(session: AsyncSession, count: int, start: datetime, apart: timedelta) -> None:
    """Add so many timers that ring one after another, in two places in turn."""
    places = [
        PlaceRow(network_id=1, platform="fake", external_id=name, kind="channel", name=name, created_at=start)
        for name in PLACES
    ]
    session.add_all(places)
    await session.flush()
    await session.execute(
        insert(TimerRow),
        [
            {
                "network_id": 1,
                "plugin": "probe",
                "name": "ring",
                "key": str(number),
                "due_at": start + number * apart,
                "run_at": start + number * apart,
                "payload": {"place": places[number % len(places)].id, "text": f"{number:04}"},
            }
            for number in range(count)
        ],
    )


async def _work(bot: Bot, clock: JumpingClock, until: datetime | None) -> None:
    await bot.start()
    await bot.settle()
    rounds = 0
    while (at := await bot.next_at()) is not None and (until is None or at <= until):
        rounds += 1
        assert rounds < 2_000, "the bot is woken again and again for nothing"
        clock.move_to(at)
        await bot.settle()


@asynccontextmanager
async def world(folder: Path, count: int, apart: timedelta) -> AsyncIterator[World]:
    """Give a world with so many timers."""
    made = World(folder, count, apart)
    await made.create()
    try:
        yield made
    finally:
        await made.store.close()


SCENARIOS: dict[str, list[Fault]] = {
    "all goes well": [],
    "a failure and a rate limit": [Fail(), LimitRate(20)],
    "no answer, but it was taken": [TimeOut(taken=True)],
    "no answer, and it was not taken": [TimeOut(taken=False), LimitRate(3)],
}


@pytest.mark.parametrize("scenario", SCENARIOS)
async def test_a_crash_at_any_step_loses_nothing_and_doubles_nothing(tmp_path, scenario):
    fatal, names = 0, Counter[str]()
    async with world(tmp_path, 2, timedelta(seconds=20)) as around:
        while True:
            await around.begin_anew()
            end, steps = await around.live(START, fatal, SCENARIOS[scenario])
            names.update(steps.taken[-1:])
            if steps.is_dead:
                await around.live(end + DOWN_FOR)
            around.check()
            if not steps.is_dead:
                break
            fatal += 1
    assert fatal > 20
    assert {"unit begins", "before commit", "after commit", "handler begins", "handler ends"} <= set(names)
    assert {"before send", "after send"} <= set(names)


class WorldOfErrands(World):
    """A world whose timers are errands."""

    async def _change(self, session: AsyncSession) -> None:
        await session.execute(update(TimerRow).values(name="fetch", errand=True))


async def test_a_crash_at_any_step_of_an_errand_has_it_run_again(tmp_path):
    fatal, names = 0, Counter[str]()
    around = WorldOfErrands(tmp_path, 2, timedelta(seconds=20))
    await around.create()
    while True:
        await around.begin_anew()
        end, steps = await around.live(START, fatal)
        names.update(steps.taken[-1:])
        if steps.is_dead:
            await around.live(end + DOWN_FOR)
        around.check()
        if not steps.is_dead:
            break
        fatal += 1
    await around.store.close()
    assert fatal > 20
    assert {"unit begins", "before commit", "after commit", "handler begins", "handler ends"} <= set(names)


async def test_hundreds_of_crashes_in_a_row_lose_nothing_and_double_nothing(
    tmp_path,
):
    dice = random.Random(20261121)
    troubles = (Fail(), TimeOut(taken=True), TimeOut(taken=False), LimitRate(7))
    async with world(tmp_path, 240, timedelta(seconds=15)) as around:
        now, crashes = START, 0
        while crashes < 200:
            faults = dice.choices(troubles, k=dice.randrange(4))
            until = now + timedelta(minutes=3)
            now, _steps = await around.live(now, dice.randrange(1, 60), faults, until)
            crashes += 1
            now += timedelta(seconds=dice.choice((0, 1, 40, 400)))
        await around.live(now)
        around.check()


async def test_what_is_refused_is_given_up_and_the_rest_goes_on_through_crashes(tmp_path):
    dice = random.Random(7)
    async with world(tmp_path, 60, timedelta(seconds=5)) as around:
        now = START
        for _crash in range(40):
            faults = dice.choices((Refuse(), Fail(), TimeOut(taken=True)), k=2)
            until = now + timedelta(minutes=1)
            now, _steps = await around.live(now, dice.randrange(1, 50), faults, until)
            now += timedelta(seconds=31)
        await around.live(now)
        dead = await around.dead()
        assert dead
        around.check(dead)


def test_real_kills_lose_nothing_and_double_nothing(tmp_path):
    """Processes killed with SIGKILL, at a given step or at any instant, until one finishes the work."""
    report = report_of("killed", tmp_path)
    assert report["killed at a step"] >= 40
    assert report["killed at any instant"] == 45
    posts = report["posts"]
    numbers = Counter(text for _place, text in posts)
    assert {text: times for text, times in numbers.items() if times > 1} == {}
    assert {*report["timers"], *report["errands"]} - set(numbers) == set()
    assert set(report["acknowledged"]) - set(numbers) == set()
    assert set(numbers) <= {*report["timers"], *report["errands"], *report["said"]}
    for place in PLACES:
        rung = [text for to, text in posts if to == place and text in report["timers"]]
        assert rung == sorted(rung)


async def test_these_tests_would_notice_a_message_sent_twice(tmp_path):
    async with world(tmp_path, 3, timedelta(seconds=1)) as around:
        await around.live(START)
        async with around.store.unit() as session:
            await session.execute(
                update(DeliveryRow).where(DeliveryRow.id == 1).values(state="pending", attempts=0)
            )
        await around.live(START + timedelta(minutes=1))
        with pytest.raises(AssertionError):
            around.check()
