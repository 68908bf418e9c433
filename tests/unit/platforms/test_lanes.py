"""Lanes: in order in a channel, side by side between channels, and never too much at a time."""

import asyncio

import pytest

from bot.platforms.lanes import Lanes


class Road:
    """Notes what passes; what is held waits at a gate of its own."""

    def __init__(self) -> None:
        self.began: list[str] = []
        self.ended: list[str] = []
        self.gates: dict[str, asyncio.Event] = {}

    def passing(self, name: str):
        async def work() -> None:
            self.began.append(name)
            if name in self.gates:
                await self.gates[name].wait()
            self.ended.append(name)

        return work

    def hold(self, *names: str) -> None:
        self.gates |= {name: asyncio.Event() for name in names}

    def let(self, *names: str) -> None:
        for name in names:
            self.gates[name].set()


async def turns(number: int = 20) -> None:
    """Let everybody go on as far as they can."""
    for _turn in range(number):
        await asyncio.sleep(0)


@pytest.fixture
def road() -> Road:
    return Road()


async def test_what_happens_in_one_lane_is_done_in_order_one_after_another(road):
    lanes = Lanes()
    road.hold("a1")
    for name in ("a1", "a2", "a3"):
        await lanes.put("a", road.passing(name))
    await turns()
    assert road.began == ["a1"]
    road.let("a1")
    await lanes.idle()
    assert road.ended == ["a1", "a2", "a3"]


async def test_a_lane_that_waits_holds_up_no_other(road):
    lanes = Lanes()
    road.hold("a1")
    for lane, name in (("a", "a1"), ("a", "a2"), ("b", "b1"), ("c", "c1")):
        await lanes.put(lane, road.passing(name))
    await turns()
    assert (road.ended, road.began) == (["b1", "c1"], ["a1", "b1", "c1"])
    road.let("a1")
    await lanes.idle()


async def test_only_so_many_lanes_are_busy_at_once(road):
    lanes = Lanes(width=2)
    road.hold("a1", "b1")
    for lane in ("a", "b", "c"):
        await lanes.put(lane, road.passing(f"{lane}1"))
    await turns()
    assert road.began == ["a1", "b1"]
    road.let("b1")
    await turns()
    assert road.ended == ["b1", "c1"]
    road.let("a1")
    await lanes.idle()
    assert road.ended == ["b1", "c1", "a1"]


async def test_whoever_brings_too_much_waits_until_there_is_room(road):
    lanes = Lanes(waiting=3)
    road.hold("a1")
    for name in ("a1", "a2", "a3"):
        await lanes.put("a", road.passing(name))
    fourth = asyncio.create_task(lanes.put("b", road.passing("b1")))
    await turns()
    assert not fourth.done()
    road.let("a1")
    await fourth
    await lanes.idle()
    assert road.ended == ["a1", "a2", "a3", "b1"]


async def test_a_failure_stops_nothing(road):
    lanes = Lanes(waiting=2)

    async def fail() -> None:
        raise RuntimeError("an event that cannot be handled")

    for _time in range(5):
        await lanes.put("a", fail)
    await lanes.put("a", road.passing("a1"))
    await lanes.idle()
    assert road.ended == ["a1"]


async def test_a_lane_that_was_emptied_is_used_again(road):
    lanes = Lanes()
    for name in ("a1", "a2"):
        await lanes.put("a", road.passing(name))
        await lanes.idle()
    assert road.ended == ["a1", "a2"]


async def test_what_work_brings_about_in_its_own_lane_comes_after_it(road):
    lanes = Lanes()

    async def more() -> None:
        await lanes.put("a", road.passing("later"))
        road.ended.append("first")

    await lanes.put("a", more)
    await lanes.idle()
    assert road.ended == ["first", "later"]


async def test_when_nothing_waits_there_is_nothing_to_wait_for():
    async with asyncio.timeout(1):
        await Lanes().idle()


async def test_a_lane_with_much_to_do_lets_others_have_their_turn(road):
    lanes = Lanes(width=1)
    road.hold("a1")
    for lane, name in (("a", "a1"), ("a", "a2"), ("a", "a3"), ("b", "b1"), ("c", "c1")):
        await lanes.put(lane, road.passing(name))
    await turns()
    road.let("a1")
    await lanes.idle()
    assert road.ended == ["a1", "b1", "c1", "a2", "a3"]
