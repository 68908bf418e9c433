"""What is remembered of the plugins that are off, while they are switched."""

from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.runtime.switches import MAX_ATTEMPTS, Switches
from bot.store.tables import TimerRow
from tests.fakes.bot import scene


@pytest.fixture
async def stage(tmp_path):
    async with scene(tmp_path) as opened:
        yield opened


class SlowReading:
    """A store on which something happens between reading and what the reader does with it."""

    def __init__(self, store, meanwhile):
        self._store = store
        self._meanwhile = [meanwhile]

    def __getattr__(self, name):
        return getattr(self._store, name)

    @asynccontextmanager
    async def read(self):
        async with self._store.read() as session:
            yield session
        if self._meanwhile:
            await self._meanwhile.pop()()


async def test_what_was_read_before_a_switch_is_not_remembered_after_it(stage):
    async def switch_off():
        async with stage.store.unit() as session:
            await switches.switch(session, 1, [])

    switches = Switches(SlowReading(stage.store, switch_off), stage.bot.host)
    await switches.is_on(1, "probe")
    assert not await switches.is_on(1, "probe")


async def test_a_timer_that_failed_too_often_stays_held_when_its_plugin_is_turned_on(stage):
    async with stage.working() as ctx:
        for key in ("failed", "waiting"):
            at = ctx.now + timedelta(hours=1)
            await ctx.later("ring", at, key=key, place=ctx.place.id, text=key)
        await ctx.session.execute(
            update(TimerRow).where(TimerRow.key == "failed").values(held=True, attempts=MAX_ATTEMPTS)
        )
    for on in ([], ["probe"]):
        async with stage.store.unit() as session:
            await stage.handlers.switches.switch(session, 1, on)
    async with stage.store.read() as session:
        rows = await session.execute(select(TimerRow.key, TimerRow.held))
        held = {row.key: row.held for row in rows}
    assert held == {"failed": True, "waiting": False}
