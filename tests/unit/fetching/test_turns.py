"""Whose turn it is."""

import asyncio

import pytest

from bot.fetching.turns import Turns


async def settled():
    for _ in range(10):
        await asyncio.sleep(0)


class Requests:
    """Requests that end when they are told."""

    def __init__(self, turns):
        self.turns = turns
        self.begun = []
        self.tasks = {}
        self.ends = {}

    def ask(self, name, host, *, in_haste=False):
        self.ends[name] = asyncio.Event()
        self.tasks[name] = asyncio.ensure_future(self._run(name, host, in_haste=in_haste))

    async def _run(self, name, host, *, in_haste):
        async with self.turns.of(host, in_haste=in_haste):
            self.begun.append(name)
            await self.ends[name].wait()

    async def end(self, *names):
        for name in names:
            self.ends[name].set()
        await settled()


async def test_one_host_is_asked_by_few_at_once_and_others_go_on():
    requests = Requests(Turns(10, 2))
    for name in ("a1", "a2", "a3", "a4", "b1"):
        requests.ask(name, name[0])
    await settled()
    assert requests.begun == ["a1", "a2", "b1"]
    await requests.end("a2")
    assert requests.begun == ["a1", "a2", "b1", "a3"]
    await requests.end(*requests.ends)
    assert not requests.turns._hosts


async def test_who_waits_for_a_busy_host_takes_no_common_turn():
    requests = Requests(Turns(3, 1))
    for name in ("a1", "a2", "a3", "b1", "c1", "d1"):
        requests.ask(name, name[0])
    await settled()
    assert requests.begun == ["a1", "b1", "c1"]
    await requests.end("b1")
    assert requests.begun[-1] == "d1"
    await requests.end(*requests.ends)
    assert sorted(requests.begun) == ["a1", "a2", "a3", "b1", "c1", "d1"]


async def test_who_gives_up_waiting_leaves_nothing_behind():
    requests = Requests(Turns(1, 1))
    for name in ("a1", "a2", "b1"):
        requests.ask(name, name[0])
    await settled()
    for name in ("a2", "b1"):
        requests.tasks[name].cancel()
    await settled()
    await requests.end("a1")
    assert not requests.turns._hosts
    requests.ask("b2", "b")
    await settled()
    assert requests.begun == ["a1", "b2"]
    await requests.end("b2")


async def test_a_turn_is_given_back_by_who_fails():
    turns = Turns(1, 1)
    with pytest.raises(ValueError, match="broken"):
        async with turns.of("a"):
            raise ValueError("broken")
    async with asyncio.timeout(1), turns.of("a"):
        assert turns._hosts
    assert not turns._hosts


async def test_who_is_in_haste_goes_before_all_who_wait_for_the_same_host_or_for_any():
    requests = Requests(Turns(3, 2))
    for name in ("a1", "a2", "b1", "a3", "a4", "c1", "d1"):
        requests.ask(name, name[0])
    await settled()
    requests.ask("a5", "a", in_haste=True)
    requests.ask("e1", "e", in_haste=True)
    await settled()
    assert requests.begun == ["a1", "a2", "b1"]
    await requests.end("b1")
    assert requests.begun[3:] == ["e1"]
    await requests.end("a1")
    assert requests.begun[4:] == ["c1"]  # it held a turn of its host already, as the others wait for theirs
    await requests.end("e1", "c1")
    assert "a5" in requests.begun
    assert not {"a3", "a4"} & set(requests.begun)
    await requests.end(*requests.ends)
    assert not requests.turns._hosts


@pytest.mark.parametrize("steps", range(5))
async def test_a_place_given_to_who_is_cancelled_at_that_moment_goes_to_the_next(steps):
    requests = Requests(Turns(1, 1))
    for name in ("a1", "b1", "c1"):
        requests.ask(name, name[0])
    await settled()
    requests.ends["a1"].set()
    for _ in range(steps):
        await asyncio.sleep(0)
    requests.tasks["b1"].cancel()
    await settled()
    assert requests.begun[-1] == "c1"
    await requests.end(*requests.ends)
    assert not requests.turns._hosts
