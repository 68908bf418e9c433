"""Timers: each once, in due order; a handler that fails is tried again, then held and reported."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.chat import Post
from bot.language.messages import Markup
from bot.runtime.services import LiveStatus
from bot.store.tables import TimerRow
from tests.fakes.bot import START, author, channel, scene
from tests.fakes.plugin import probe


@pytest.fixture
async def stage(tmp_path):
    async with scene(tmp_path) as opened:
        yield opened


async def timers(stage) -> list[TimerRow]:
    async with stage.store.read() as session:
        return list(await session.scalars(select(TimerRow).order_by(TimerRow.id)))


async def test_timers_ring_in_due_order_whatever_the_order_in_which_they_were_set(stage):
    for minutes in (30, 10, 20):
        await stage.say(f"/sonner dans {minutes} min numéro {minutes}")
    await stage.advance(timedelta(hours=1))
    assert [text.split()[-1] for text in stage.platform.texts()] == ["10", "20", "30"]
    assert [taken.at - START for taken in stage.platform.taken()] == [
        timedelta(minutes=minutes) for minutes in (10, 20, 30)
    ]
    assert await timers(stage) == []


async def test_a_key_holds_one_timer(stage):
    await stage.say("/sonner dans 10 min même")
    await stage.say("/sonner dans 20 min même")
    await stage.advance(timedelta(hours=1))
    assert [taken.at - START for taken in stage.platform.taken()] == [timedelta(minutes=20)]


async def test_a_timer_can_be_cancelled_once(stage):
    async with stage.working() as ctx:
        await ctx.later("ring", ctx.now + timedelta(minutes=1), key="k", place=ctx.place.id, text="never")
    async with stage.working() as ctx:
        assert await ctx.cancel("k")
        assert not await ctx.cancel("k")
    await stage.advance(timedelta(hours=1))
    assert stage.platform.taken() == []


async def test_a_timer_that_fails_is_tried_again_with_longer_and_longer_waits_then_held_and_reported(stage):
    await stage.bot.grant(author("maud"), channel("general"), "coordinator", everywhere=True)
    async with stage.working() as ctx:
        await ctx.later("fail", ctx.now, key="k", place=ctx.place.id)
        await ctx.later("ring", ctx.now, key="other", place=ctx.place.id, text="other")
    await stage.advance(timedelta(days=1))
    assert stage.platform.texts("general") == ["other"]
    [row] = await timers(stage)
    assert (row.held, row.attempts) == (True, 8)
    assert row.run_at - START == timedelta(minutes=1 + 2 + 4 + 8 + 16 + 32 + 64 + 128)
    [report] = stage.platform.texts("@id-maud")
    assert "Probe" in report
    assert row.last_error is not None
    assert row.last_error.split()[0] in report
    assert await stage.bot.next_at() is None


async def test_what_a_failing_handler_queued_is_rolled_back_with_it(stage):
    async with stage.working() as ctx:
        await ctx.later("fail", ctx.now, key="k", place=ctx.place.id)
    await stage.bot.settle()
    assert stage.platform.taken() == []
    [row] = await timers(stage)
    assert row.run_at == START + timedelta(minutes=1)


async def test_a_timer_whose_handler_is_not_declared_any_more_holds_up_no_other(stage):
    async with stage.working() as ctx:
        await ctx.later("gone", ctx.now, key="k")
        await ctx.later("ring", ctx.now, key="other", place=ctx.place.id, text="other")
    await stage.bot.settle()
    assert stage.platform.texts() == ["other"]


async def test_timers_of_a_plugin_that_is_not_loaded_wait_for_it(tmp_path):
    async with scene(tmp_path) as stage:
        await stage.say("/sonner dans 10 min patience")
    other = probe()
    other.name = "other"
    async with scene(tmp_path, other, at=START + timedelta(hours=1)) as stage:
        await stage.bot.settle()
        assert stage.platform.taken() == []
        assert await stage.bot.next_at() is None
    async with scene(tmp_path, at=START + timedelta(hours=2)) as stage:
        await stage.bot.settle()
        assert [text.split("\n")[0] for text in stage.platform.texts()] == ["patience"]


async def test_timers_of_a_plugin_that_is_off_are_held_until_it_is_on_again(stage):
    await stage.say("/sonner dans 10 min patience")
    switches = stage.handlers.switches
    async with stage.store.unit() as session:
        await switches.switch(session, 1, [])
    await stage.advance(timedelta(hours=1))
    assert stage.platform.taken() == []
    assert await stage.bot.next_at() is None
    async with stage.store.unit() as session:
        await switches.switch(session, 1, ["probe"])
    await stage.bot.settle()
    assert [text.split("\n")[0] for text in stage.platform.texts()] == ["patience"]


async def test_missed_occurrences_of_a_series_are_one_ring_after_an_outage_of_ten_days(tmp_path):
    async with scene(tmp_path) as stage, stage.working() as ctx:
        at = ctx.now + timedelta(hours=1)
        await ctx.later("daily", at, key="daily", place=ctx.place.id, left=4)
    async with scene(tmp_path, at=START + timedelta(days=10)) as stage:
        await stage.bot.settle()
        assert len(stage.platform.texts()) == 1
        assert "(" in stage.platform.texts()[0]
        await stage.advance(timedelta(days=9))
        assert [text.split("\n")[0] for text in stage.platform.texts()] == ["daily"] * 4
        assert [taken.at for taken in stage.platform.taken()[1:]] == [
            START + timedelta(days=days, hours=1) for days in (10, 11, 12)
        ]


async def test_a_clock_that_jumps_rings_what_it_passes_and_nothing_twice(stage):
    await stage.say("/sonner dans 1h alpha")
    await stage.say("/sonner dans 3h beta")
    stage.clock.jump(timedelta(hours=2))
    await stage.bot.settle()
    stage.clock.jump(-timedelta(hours=2))
    await stage.bot.settle()
    await stage.advance(timedelta(hours=4))
    assert [text.split("\n")[0] for text in stage.platform.texts()] == ["alpha", "beta"]


async def test_a_timer_set_by_a_timer_for_now_rings_in_the_same_round(tmp_path):
    plugin = probe()

    @plugin.timer("first")
    async def first(ctx, place: int) -> None:
        await ctx.later("ring", ctx.now, key="second", place=place, text="second")

    async with scene(tmp_path, plugin) as stage:
        async with stage.working() as ctx:
            await ctx.later("first", ctx.now, key="first", place=ctx.place.id)
        await stage.bot.settle()
        assert stage.platform.texts() == ["second"]


async def test_stopping_ends_the_round_and_what_was_not_run_stays(stage):
    async with stage.working() as ctx:
        for number in range(3):
            await ctx.later("ring", ctx.now, key=str(number), place=ctx.place.id, text=str(number))
    stage.bot.work.stop()
    await stage.bot.work.run_timers()
    assert len(await timers(stage)) == 3


async def test_the_status_tells_how_many_wait_are_late_and_are_held(stage):
    status = LiveStatus(stage.store, stage.clock, stage.handlers.faults, stage.bot.host, "1", {})
    async with stage.working() as ctx:
        await ctx.later("ring", ctx.now + timedelta(hours=1), key="a", place=ctx.place.id, text="a")
        await ctx.later("ring", ctx.now - timedelta(hours=1), key="b", place=ctx.place.id, text="b")
        await ctx.post(ctx.place, Post(text=Markup("waits")))
    figures = await status.figures(1)
    assert (figures.pending_timers, figures.late_timers, figures.held_timers) == (2, 1, 0)
    assert (figures.pending_deliveries, figures.dead_deliveries) == (1, 0)
