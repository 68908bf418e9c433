"""Timers that fail: held whatever becomes of the report, and without keeping the others."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.runtime import reports, timers
from bot.store.tables import TimerRow
from tests.fakes.bot import scene


@pytest.fixture
async def stage(tmp_path):
    async with scene(tmp_path) as opened:
        yield opened


async def test_a_report_that_fails_leaves_the_timer_held_and_the_others_run(stage, monkeypatch):
    async def fail(*_args, **_options):
        raise RuntimeError("no report today")

    monkeypatch.setattr(reports, "tell_coordinators", fail)
    async with stage.working() as ctx:
        last = ctx.now + timedelta(days=1)
        await ctx.later("fail", ctx.now, key="fails", place=ctx.place.id)
        await ctx.later("ring", last, key="other", place=ctx.place.id, text="other")
    await stage.advance(timedelta(days=1))
    assert stage.platform.texts() == ["other"]
    async with stage.store.read() as session:
        [row] = await session.scalars(select(TimerRow))
    assert (row.held, row.attempts) == (True, timers.MAX_ATTEMPTS)
    assert len(stage.handlers.faults.last()) == timers.MAX_ATTEMPTS + 1


async def test_a_timer_that_fails_while_its_plugin_is_turned_off_stays_held(tmp_path):
    async with scene(tmp_path) as stage:
        async with stage.working() as ctx:
            await ctx.later("fail", ctx.now, key="fails", place=ctx.place.id)
        async with stage.store.read() as session:
            timer = await session.scalar(select(TimerRow.id))
        async with stage.store.unit() as session:
            await stage.handlers.switches.switch(session, 1, [])
        await timers.Timers(stage.store, stage.handlers)._postpone(timer, RuntimeError("too late"))
        await stage.bot.settle()
        async with stage.store.read() as session:
            assert await session.scalar(select(TimerRow.held))
