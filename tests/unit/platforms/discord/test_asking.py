"""What somebody waits for comes in time, or not at all; nothing is broken off."""

import asyncio
import gc

import pytest

from bot.platforms.discord.asking import in_time


async def answer(after: asyncio.Event, ended: list[str], error: Exception | None = None) -> str:
    await after.wait()
    ended.append("ended")
    if error is not None:
        raise error
    return "camille"


async def until_done(ended: list[str]) -> None:
    """Let what goes on end, and whoever waits for it hear of that."""
    for _turn in range(1000):
        await asyncio.sleep(0)
        if ended:
            break
    for _turn in range(10):
        await asyncio.sleep(0)


async def test_an_answer_and_a_failure_in_time_are_handed_on():
    now = asyncio.Event()
    now.set()
    assert await in_time(answer(now, []), 5) == "camille"
    with pytest.raises(OSError, match="reset"):
        await in_time(answer(now, [], OSError("reset")), 5)


@pytest.mark.parametrize("error", [None, OSError("reset")])
async def test_what_is_late_goes_on_and_nobody_hears_how_it_ends(error):
    told, ended, later = [], [], asyncio.Event()
    asyncio.get_running_loop().set_exception_handler(lambda _loop, context: told.append(context))
    with pytest.raises(TimeoutError):
        await in_time(answer(later, ended, error), 0.01)
    gc.collect()
    later.set()
    await until_done(ended)
    gc.collect()
    assert (ended, told) == (["ended"], [])


async def test_whoever_is_cancelled_meanwhile_breaks_nothing_off():
    ended, later = [], asyncio.Event()
    waiting = asyncio.create_task(in_time(answer(later, ended), 5))
    await asyncio.sleep(0)
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    later.set()
    await until_done(ended)
    assert ended == ["ended"]
