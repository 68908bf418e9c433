"""A message over a connection on which nothing can be shown: a crash at any step leaves one answer, not two.

Whoever reads what was missed hands it in again after every crash, as a platform does that catches up.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.fakes.bakery import bakery, in_private
from tests.fakes.bot import START, JumpingClock, bot_on, new_database, url_of
from tests.fakes.crashes import Crash, MortalPlatform, MortalStore, Steps
from tests.fakes.platform import Fail, Fault, LimitRate, TimeOut

SCENARIOS: dict[str, list[Fault]] = {
    "all goes well": [],
    "a failure and a rate limit": [Fail(), LimitRate(20)],
    "no answer, but it was taken": [TimeOut(taken=True)],
    "no answer, and it was not taken": [TimeOut(taken=False)],
}


@pytest.fixture
async def store(tmp_path):
    await new_database(tmp_path)
    store = MortalStore(url_of(tmp_path))
    yield store
    await store.close()


async def live(
    folder: Path,
    store: MortalStore,
    now: datetime,
    messages: Sequence[str],
    fatal: int | None = None,
    faults: Sequence[Fault] = (),
) -> tuple[datetime, Steps]:
    """Run the bot, the messages coming in, until nothing is left to do or it dies; return when, and how."""
    asyncio.get_running_loop().set_exception_handler(lambda _loop, _context: None)  # the dead do not speak
    await store.be_born_again()
    steps = store.steps = Steps(fatal)
    clock = JumpingClock(now)
    platform = MortalPlatform(folder / "server.db", clock, steps)
    platform.will(*faults)
    bot = bot_on(folder, clock, [platform], [bakery()], store=store)
    try:
        await bot.start()
        for text in messages:
            assert await bot.receive(in_private(f"/cuire {text}", key=text)) == []
        await bot.settle()
        while (at := await bot.next_at()) is not None:
            clock.move_to(at)
            await bot.settle()
    except Crash:
        async with asyncio.timeout(60):
            while others := asyncio.all_tasks() - {asyncio.current_task()}:
                await asyncio.gather(*others, return_exceptions=True)
    platform.close()
    return clock.now(), steps


def answers(folder: Path) -> list[str]:
    platform = MortalPlatform(folder / "server.db", JumpingClock(START), Steps())
    texts = platform.texts()
    platform.close()
    return texts


@pytest.mark.parametrize("scenario", SCENARIOS)
async def test_a_message_is_answered_once_whenever_the_bot_is_killed(tmp_path, store, scenario):
    fatal = 0
    while True:
        message = f"pain-{fatal}"
        end, steps = await live(tmp_path, store, START, [message], fatal, SCENARIOS[scenario])
        if steps.is_dead:
            await live(tmp_path, store, end + timedelta(minutes=10), [message])
        assert answers(tmp_path).count(f"baked {message}") == 1
        if not steps.is_dead:
            break
        fatal += 1
    assert fatal > 8


async def test_messages_are_answered_in_order_though_the_bot_is_killed_again_and_again(tmp_path, store):
    messages, now = ["un", "deux", "trois"], START
    for fatal in range(4, 24):
        now, _steps = await live(tmp_path, store, now, messages, fatal, [TimeOut(taken=bool(fatal % 2))])
        now += timedelta(minutes=10)
    await live(tmp_path, store, now, messages)
    assert answers(tmp_path) == [f"baked {message}" for message in messages]
