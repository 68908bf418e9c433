"""Keeping up: what was missed is looked for until it is found, whatever fails meanwhile."""

import asyncio
from collections import deque

import pytest

from bot.platforms.backing_off import BackOff
from bot.platforms.keeping_up import KeepingUp
from bot.platforms.positions import EVERYWHERE, Position, Positions


class Bot:
    """A bot that keeps up; its time passes by its sleeping alone."""

    def __init__(self) -> None:
        self.positions = Positions({EVERYWHERE: "100"})
        self.now = self.end = 0.0
        self.looked: list[float] = []
        self.failures: deque[Exception | None] = deque()
        self.unwritable = 0
        self.written: dict[str, str] = {}
        self.keeping_up = KeepingUp(
            "loire",
            self,
            self.positions,
            self,
            BackOff(lambda: 1.0),
            unavailable=ConnectionError,
            sleep=self.sleep,
            monotonic=lambda: self.now,
        )

    async def run(self) -> None:
        """Catch up."""
        self.looked.append(self.now)
        if self.failures and (failure := self.failures.popleft()) is not None:
            raise failure
        pin = self.positions.pin_of(EVERYWHERE)
        if pin is not None:
            self.positions.release(EVERYWHERE, pin)

    async def remember(self, positions) -> None:
        if self.unwritable:
            self.unwritable -= 1
            raise OSError("the disk is full")
        self.written |= positions

    async def sleep(self, seconds: float) -> None:
        if self.now >= self.end:
            raise asyncio.CancelledError
        self.now += seconds

    async def until(self, end: float) -> None:
        """Let time pass."""
        self.end = end
        with pytest.raises(asyncio.CancelledError):
            await self.keeping_up.run()


@pytest.mark.parametrize("error", [ConnectionError("503"), OSError("no database")])
async def test_a_gap_that_cannot_be_filled_is_filled_later_and_holds_nothing_up(error):
    bot = Bot()
    bot.failures += [error, error, error]
    await bot.keeping_up.fill_gap()
    bot.positions.reach("general", Position(200))
    assert (bot.positions.is_behind, bot.positions.changes()) == (True, {})
    await bot.until(60)
    assert len(bot.looked) == 4
    assert not bot.positions.is_behind


async def test_what_is_missing_for_long_is_looked_for_less_and_less_often_but_for_ever():
    bot = Bot()
    bot.failures += [ConnectionError("503")] * 1000
    await bot.keeping_up.fill_gap()
    await bot.until(1000)
    waits = [later - earlier for earlier, later in zip(bot.looked, bot.looked[1:], strict=False)]
    assert 10 < len(waits) < 40
    assert 60 <= max(waits) <= 66
    assert bot.looked[-1] > 900


async def test_positions_that_cannot_be_written_down_are_written_down_later():
    bot = Bot()
    bot.unwritable = 2
    bot.positions.reach("general", Position(200, "abc"))
    await bot.until(10)
    assert bot.written == {"general": "200 abc"}


async def test_with_nothing_missing_nothing_is_looked_for():
    bot = Bot()
    await bot.until(100)
    assert bot.looked == []
