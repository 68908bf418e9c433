"""Lingering: what takes long is overtaken, and handed in again if the bot dies meanwhile."""

import asyncio

import pytest

from bot.chat import Reply
from bot.chat.hosting import LOOKS_OUTSIDE
from bot.language.messages import Markup
from bot.platforms import lingering as module
from bot.platforms.lingering import Lingering
from bot.platforms.positions import EVERYWHERE, Position, Positions

UNSAVED = [Reply(text=Markup("not saved"))]


class Desk:
    """A host at which what is named takes as long as its door is shut, and who hands things in."""

    def __init__(self) -> None:
        self.positions = Positions({EVERYWHERE: "10"})
        self.lingering = Lingering(self, self.positions, patience=0.01)
        self.doors: dict[int, asyncio.Event] = {}
        self.answers: list[Reply] = []
        self.wrong: Exception | None = None
        self.handled: list[int] = []
        self.looks_outside = True

    async def receive(self, at: int) -> list[Reply]:
        if at in self.doors:
            tell = LOOKS_OUTSIDE.get()
            if tell is not None and self.looks_outside:
                tell()
            await self.doors[at].wait()
        return self.answers

    async def write(self, at: int) -> None:
        async def then(answers: list[Reply]) -> None:
            if self.wrong is not None:
                raise self.wrong
            if answers:
                self.positions.pin("general")
                return
            self.handled.append(at)
            self.positions.reach("general", Position(at, f"p{at}"))

        await self.lingering.hand_in("general", at, then)

    def shut(self, *slow: int) -> None:
        self.doors |= {at: asyncio.Event() for at in slow}

    async def open(self, at: int) -> None:
        """Let one end, and wait for what follows from it."""
        self.doors[at].set()
        before = len(self.handled)
        for _turn in range(20):
            await asyncio.sleep(0)
        assert len(self.handled) == before + 1

    @property
    def at(self) -> int:
        return self.positions.of("general").at


@pytest.fixture
def desk():
    return Desk()


async def test_what_is_quick_is_handled_before_the_next_one(desk):
    await desk.write(11)
    assert (desk.handled, desk.at) == ([11], 11)


async def test_what_takes_long_is_overtaken_and_its_channel_stays_until_it_is_done(desk):
    desk.shut(11)
    await desk.write(11)
    await desk.write(12)
    assert (desk.handled, desk.at) == ([12], 10)
    assert desk.positions.changes() == {"general": "10"}
    await desk.open(11)
    assert (desk.handled, desk.at) == ([12, 11], 12)
    assert not desk.positions.is_behind


async def test_what_takes_long_without_looking_outside_keeps_its_turn(desk):
    desk.looks_outside = False
    desk.shut(11)
    writing = asyncio.create_task(desk.write(11))
    assert (await asyncio.wait([writing], timeout=0.05))[1]
    desk.doors[11].set()
    await writing
    await desk.write(12)
    assert (desk.handled, desk.at) == ([11, 12], 12)


@pytest.mark.parametrize("first", [11, 12])
async def test_of_several_that_take_long_the_last_lets_the_channel_move(desk, first):
    desk.shut(11, 12)
    await desk.write(11)
    await desk.write(12)
    await desk.open(first)
    assert desk.at == 10
    await desk.open(23 - first)
    assert desk.at == 12


@pytest.mark.parametrize("wrong", [None, RuntimeError("no way")])
async def test_one_that_cannot_be_saved_after_all_is_read_again_from_before_it(desk, wrong):
    desk.shut(11)
    await desk.write(11)
    await desk.write(12)
    desk.answers, desk.wrong = UNSAVED, wrong
    desk.doors[11].set()
    await desk.lingering.idle()
    assert desk.at == 10
    pin = desk.positions.waiting()["general"]
    desk.positions.release("general", pin)
    assert desk.at == 12


async def test_what_was_missed_before_is_not_passed_over(desk):
    missed = desk.positions.pin("general")
    desk.shut(11)
    await desk.write(11)
    desk.positions.release("general", missed)
    await desk.write(12)
    assert desk.at == 10
    await desk.open(11)
    assert desk.at == 12


async def test_what_is_ended_with_the_bot_is_handed_in_again(desk):
    desk.shut(11)
    await desk.write(11)
    await desk.write(12)
    await desk.lingering.end()
    assert (desk.handled, desk.at) == ([12], 10)
    await asyncio.wait_for(desk.lingering.idle(), 1)


async def test_who_stops_waiting_ends_what_is_handed_in(desk):
    desk.shut(11)
    writing = asyncio.create_task(desk.write(11))
    await asyncio.sleep(0)
    writing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await writing
    desk.doors[11].set()
    await asyncio.sleep(0)
    assert desk.handled == []


async def test_only_so_many_linger(desk, monkeypatch):
    monkeypatch.setattr(module, "MOST", 1)
    desk.shut(11, 12)
    await desk.write(11)
    writing = asyncio.create_task(desk.write(12))
    assert (await asyncio.wait([writing], timeout=0.05))[1]
    desk.doors[12].set()
    await writing
    assert desk.handled == [12]
    await desk.open(11)
    assert desk.at == 12
